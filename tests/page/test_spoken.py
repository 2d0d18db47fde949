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
FOCUSED = """(root) => { window.focused = 0;
  root.addEventListener('focusin', () => { window.focused += 1; }); }"""


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


def spoken(stage: Stage, view: View) -> str:
    """Return what the live region says once Python has said the view's sentence."""
    sentence = " ".join([view["heading"], *view["body"]])
    stage.page.evaluate(f"stage.speak({json.dumps(sentence)}, null)")
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
    """The focus says the new heading, the live region what is below it; together they say all."""
    with staged(chromium) as stage:
        for name in ("starting", "active-view", "ended", "cancelled", "expired", "declined"):
            stage.show(views("en")["invited-view"])
            come_in(stage)
            view = views("en")[name]
            stage.show(view)
            assert focused(stage) == ["Sharing request", view["heading"]], name
            assert spoken(stage, view) == " ".join(view["body"]), name
            stage.show(None)


def test_a_change_is_heard_whole_with_the_focus_elsewhere(chromium: Browser) -> None:
    """On the page, or on a part that says nothing of the heading, the live region says all."""
    view = views("en")["invited-view"]
    wider = {**view, "heading": "Wider?"}
    with staged(chromium) as stage:
        stage.show(view)
        stage.page.focus("#field")
        assert spoken(stage, view) == " ".join([view["heading"], *view["body"]])
        stage.inside("(root) => root.querySelector('.minimise').focus()")
        stage.show(wider)
        assert stage.inside("(root) => root.activeElement.className") == "minimise"
        stage.inside("(root) => root.querySelector('.live').replaceChildren()")
        assert spoken(stage, wider).startswith("Wider? ")


def test_a_name_in_the_body_is_spoken_without_marks(chromium: Browser) -> None:
    """What keeps a name's direction on the screen is not for the ear."""
    view = {**views("en")["ended"], "body": ["Your agent (\u2068Ada\u2069) is gone."]}
    with staged(chromium) as stage:
        stage.show(view)
        come_in(stage)
        assert spoken(stage, view) == "Your agent (Ada) is gone."


@pytest.mark.parametrize("name", ["active-view", "active-view-pill", "invited-view-pill", "ended"])
def test_time_that_passes_is_not_heard(chromium: Browser, name: str) -> None:
    """With the focus inside, nothing is named anew and the focus comes to nothing again."""
    with staged(chromium) as stage:
        stage.page.clock.install()
        stage.show(views("en")[name])
        come_in(stage)
        before = focused(stage)
        stage.inside(FOCUSED)
        stage.page.clock.run_for(SECONDS_MS)
        assert stage.page.evaluate("focused") == 0
        assert focused(stage) == before
        assert not any(letter.isdigit() for letter in "".join(before))


def test_the_region_stays_from_state_to_state(chromium: Browser) -> None:
    """It is entered once: what is painted anew is in it."""
    with staged(chromium) as stage:
        stage.show(views("en")["invited-view"])
        stage.inside("(root) => { window.region = root.querySelector('[role=region]'); }")
        stage.show(views("en")["ended"])
        assert stage.inside("(root) => root.querySelector('[role=region]') === window.region")
