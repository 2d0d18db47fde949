"""What a screen reader is given to say: nothing twice, nothing each second, nothing left out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.page.gallery.stage import Stage, staged
from tools.views import LANGUAGES, View, views

# Longer than the announcer's breath, and than any tick.
SECONDS_MS = 3000
FOCUSED = """(root) => { window.focused = 0; window.moved = 0;
  new MutationObserver(() => { window.moved += 1; })
    .observe(root.host, { attributeFilter: ['data-position'] });
  root.addEventListener('focusin', () => { window.focused += 1; }); }"""

# What has become of the part that had the focus, once all is done that the key has caused.
LEFT = """(root) => { window.left = root.activeElement; window.after = null;
  root.addEventListener('focusin', () =>
    setTimeout(() => { window.after = [left.isConnected, left.className]; }), true); }"""


def focused(stage: Stage) -> list[str]:
    """Return what is said of who comes to the focus from outside: around it, its name, of what."""
    session = stage.page.context.new_cdp_session(stage.page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def value(node: dict[str, Any], name: str) -> str:
        return str(node.get(name, {}).get("value", ""))

    def is_focused(node: dict[str, Any]) -> bool:
        found = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
        return bool(found.get("focused")) and value(node, "role") != "RootWebArea"

    (node,) = filter(is_focused, nodes)
    said = [value(node, "name"), value(node, "description")]
    around = node
    while around := by_id.get(around.get("parentId", ""), {}):
        if value(around, "role") == "region":
            said.insert(0, value(around, "name"))
    return [words for words in said if words]


def come_in(stage: Stage) -> None:
    """Bring the focus from the page to the banner by its key."""
    stage.page.focus("#field")
    stage.page.keyboard.press("Alt+Shift+Y")


def sentence_of(view: View) -> str:
    """Return what is said of a view, but for the key."""
    return " ".join([view["heading"], *view["body"]])


def spoken(stage: Stage, view: View) -> str:
    """Return what the live region says once Python has said the view's sentence."""
    stage.page.evaluate(f"stage.speak({json.dumps(sentence_of(view))}, null)")
    stage.page.wait_for_function(
        "() => document.querySelector('tagalong-banner').shadowRoot"
        ".querySelector('.live').textContent"
    )
    return str(stage.inside("(root) => root.querySelector('.live').textContent"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_moving_in_says_nothing_twice(chromium: Browser, language: str) -> None:
    """In every state the region and the part that is reached have different names."""
    with staged(chromium) as stage:
        for name, view in views(language).items():
            stage.show(view)
            come_in(stage)
            said = focused(stage)
            assert len(said) == 2, name
            assert len(set(said)) == 2, name
            stage.page.focus("#field")


@pytest.mark.parametrize(("part", "name"), [("accept", "Accept"), ("decline", "Decline")])
def test_an_answer_says_of_what(chromium: Browser, part: str, name: str) -> None:
    """Who comes to an answer past the question hears the question with it, once."""
    view = views("en")["invited-view"]
    with staged(chromium) as stage:
        stage.show(view)
        stage.inside(f"(root) => root.querySelector('.{part}').focus()")
        assert focused(stage) == ["Sharing request", name, view["heading"]]


def test_a_change_is_heard_once_with_the_focus_inside(chromium: Browser) -> None:
    """The live region says all of it, and the focus goes to what says nothing of it."""
    with staged(chromium) as stage:
        for name in ("starting", "active-view", "ended", "cancelled", "expired", "declined"):
            stage.show(views("en")["invited-view"])
            come_in(stage)
            view = views("en")[name]
            stage.show(view)
            assert focused(stage) == ["Sharing request"], name
            assert spoken(stage, view) == sentence_of(view), name
            stage.show(None)


def test_folding_says_what_is_left(chromium: Browser) -> None:
    """Nothing is announced then: the focus goes to the pill, and back to the heading."""
    with staged(chromium) as stage:
        view = views("en")["active-view"]
        stage.show(views("en")["invited-view"])
        come_in(stage)
        stage.show(view)
        stage.show({**view, "folded": True})
        assert focused(stage) == [view["heading"], "Sharing: view and scroll"]
        stage.page.keyboard.press("Enter")
        assert focused(stage) == ["Sharing request", view["heading"]]


@pytest.mark.parametrize("key", ["Escape", "Enter"])
def test_where_the_focus_was_stays_for_a_moment(chromium: Browser, key: str) -> None:
    """By hand, what had the focus goes a moment later, and is nothing to press meanwhile."""
    with staged(chromium) as stage:
        stage.show(views("en")["invited-view" if key == "Escape" else "invited-view-pill"])
        come_in(stage)
        stage.inside(LEFT)
        stage.page.keyboard.press(key)
        stage.page.wait_for_function("after")
        assert stage.page.evaluate("after") == [True, ""]
        assert len(stage.inside("(root) => [...root.querySelectorAll('.banner')]")) == 1
        stage.page.wait_for_function("() => !left.isConnected")


def test_the_focus_is_back_before_the_banner_has_gone(chromium: Browser) -> None:
    """A reader hears of the focus first; what was seen is gone at once, its element soon after."""
    with staged(chromium) as stage:
        stage.show(views("en")["ended"])
        come_in(stage)
        at_once = stage.page.evaluate(
            "() => { stage.show(null); const host = document.querySelector('tagalong-banner');"
            "return [document.activeElement.id, host?.shadowRoot.querySelector('.banner')]; }"
        )
        assert at_once == ["field", None]
        stage.page.locator("tagalong-banner").wait_for(state="detached")


@pytest.mark.parametrize("name", ["active-view", "active-view-pill", "invited-view-pill", "ended"])
def test_time_that_passes_is_not_heard(chromium: Browser, name: str) -> None:
    """With the focus inside, nothing is named anew, and nothing moves or has the focus again."""
    with staged(chromium) as stage:
        stage.page.clock.install()
        stage.show(views("en")[name])
        come_in(stage)
        before = focused(stage)
        stage.inside(FOCUSED)
        stage.page.clock.run_for(SECONDS_MS)
        assert stage.page.evaluate("[focused, moved]") == [0, 0]
        assert focused(stage) == before
        assert not any(letter.isdigit() for letter in "".join(before))


def test_the_region_stays_from_state_to_state(chromium: Browser) -> None:
    """It is entered once: what is painted anew is in it."""
    with staged(chromium) as stage:
        stage.show(views("en")["invited-view"])
        stage.inside("(root) => { window.region = root.querySelector('[role=region]'); }")
        stage.show(views("en")["ended"])
        assert stage.inside("(root) => root.querySelector('[role=region]') === window.region")
