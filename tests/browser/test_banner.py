"""The banner on a stranger's page: what it says, how it behaves, what it never does."""

from __future__ import annotations

import re

import pytest

from tests.support.standin import StandIn
from tests.support.visitors import Visitor, World

pytestmark = pytest.mark.later

SHADOW = "document.querySelector('tagalong-banner').shadowRoot"


def asked(world: World, mode: str = "view", *, before: str = "", life: float = 120) -> Visitor:
    """Return a visitor who sees the question."""
    visitor = world.chatting(before=before)
    world.standin.invite(mode, life)
    visitor.wait_for("offered")
    visitor.page.locator("tagalong-banner").get_by_role("heading").wait_for()
    return visitor


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        ("view", "can see this page and scroll it. They cannot click or type"),
        ("follow", "They cannot scroll, click or type"),
        ("shared", "scroll it, and click and type on it just as you can"),
    ],
)
def test_it_says_what_the_agent_would_see(world: World, mode: str, says: str) -> None:
    """By mode, before Accept, with the time that is left and both answers."""
    visitor = asked(world, mode)
    asks = "see and use this page?" if mode == "shared" else "Share this page with your agent?"
    region = visitor.page.get_by_role("region", name="Sharing request")
    assert asks in region.get_by_role("heading").inner_text()
    text = region.inner_text()
    assert says in text
    assert "You can stop at any time." in text
    assert re.search(r"Time left to answer: [12]:\d\d", text)
    sizes = [
        region.get_by_role("button", name=name).bounding_box() for name in ("Accept", "Decline")
    ]
    assert sizes[0]
    assert sizes[1]
    assert abs(sizes[0]["width"] - sizes[1]["width"]) < 1
    assert sizes[0]["height"] == pytest.approx(sizes[1]["height"], abs=0.01)
    assert sizes[0]["height"] >= 43.99


def test_it_never_takes_the_focus_and_gives_it_back(world: World) -> None:
    """Arrival leaves the focus alone; the key moves it in and back; Escape only folds."""
    visitor = world.chatting()
    field = visitor.page.get_by_role("textbox", name="Name")
    field.focus()
    world.standin.invite()
    visitor.wait_for("offered")
    visitor.page.keyboard.type("Ann")
    assert field.input_value() == "Ann"
    visitor.page.keyboard.press("Alt+Shift+Y")
    focused = f"() => {SHADOW}.activeElement?.className"
    assert visitor.page.evaluate(focused) == "heading"
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate(focused) == "accept"
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate(focused) == "decline"
    visitor.page.keyboard.press("Escape")
    assert visitor.page.evaluate(focused) == "pill"
    assert visitor.banner == "invited"
    pill = visitor.page.get_by_role("button", name=re.compile("Sharing request"))
    assert re.search(r"\d:\d\d", pill.inner_text())
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate(focused) == "heading"
    visitor.page.keyboard.press("Alt+Shift+Y")
    assert visitor.page.evaluate("() => document.activeElement.ariaLabel") == "Name"
    assert visitor.names("message")[-1] == "offered"


def test_answered_by_keyboard_alone(world: World) -> None:
    """The key, Tab and Enter are enough; afterwards the focus is where it was."""
    visitor = asked(world)
    visitor.page.get_by_role("textbox", name="Name").focus()
    visitor.page.wait_for_function("() => recorder.bannerAge() > 1000")
    visitor.page.keyboard.press("Alt+Shift+Y")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    visitor.wait_for("declined")
    visitor.wait_until(lambda: visitor.banner is None, "the banner to go")
    assert visitor.page.evaluate("() => document.activeElement.ariaLabel") == "Name"


def test_a_script_cannot_accept(world: World) -> None:
    """A click made by script is refused; the question stands."""
    visitor = asked(world)
    visitor.page.wait_for_function("() => recorder.bannerAge() > 1000")
    visitor.page.evaluate(f"() => {SHADOW}.querySelector('.accept').click()")
    assert visitor.wait_for("refused")["why"] == "untrusted"
    visitor.page.evaluate("() => tagalong.accept(new MouseEvent('click'))")
    assert visitor.wait_for("refused", 2)["why"] == "untrusted"
    assert [name for name, _ in visitor.published] == ["cobrowseOffered"]
    assert visitor.banner == "invited"


def test_a_covered_accept_does_not_count(world: World) -> None:
    """With something of the page's over it, Accept by keyboard is refused."""
    # At the last moment: within a quarter of a second the banner would be on top again. The page
    # listens before the banner comes, which takes its keys before those who come later.
    covering = (
        "<script>addEventListener('keydown', ({ key }) => { if (key !== 'Enter') return;"
        "const cover = document.createElement('div'); cover.popover = 'manual'; cover.id = 'cover';"
        "cover.style.cssText = 'inset:0;width:100vw;height:100vh;opacity:.5';"
        "document.body.append(cover); cover.showPopover(); }, true);</script>"
    )
    visitor = asked(world, before=covering)
    visitor.page.wait_for_function("() => recorder.bannerAge() > 1000")
    visitor.page.keyboard.press("Alt+Shift+Y")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    assert visitor.wait_for("refused")["why"] == "covered"
    visitor.page.evaluate("() => document.querySelector('#cover').remove()")

    def pressed_again() -> bool:
        # On top again the banner counts its time anew: who was too early presses again.
        before = len(visitor.names())
        visitor.press("Accept")
        visitor.wait_until(lambda: len(visitor.names()) > before, "word of the press")
        return visitor.names()[-1] != "refused"

    visitor.wait_until(pressed_again, "an Accept that counts")
    visitor.wait_for("active")


def test_it_is_spoken_once_a_change(world: World, standin: StandIn) -> None:
    """The live region is empty first, then says the question, then each change, as sentences."""
    visitor = world.chatting()
    visitor.page.evaluate(
        "() => { window.spoken = []; new MutationObserver(() => {"
        "const live = document.querySelector('tagalong-banner')?.shadowRoot.querySelector('.live');"
        "if (live && !live.watched) { live.watched = true; spoken.push(live.textContent);"
        "new MutationObserver(() => spoken.push(live.textContent))"
        ".observe(live, {childList: true}); }"
        "}).observe(document, {childList: true, subtree: true}); }"
    )
    dialog = standin.invite()
    visitor.wait_for("offered")
    visitor.wait_until(lambda: len(visitor.page.evaluate("() => spoken")) == 2, "the question")
    standin.post(f"invitations/{dialog}/cancel")
    visitor.wait_until(lambda: len(visitor.page.evaluate("() => spoken")) == 3, "the change")
    first, question, change = visitor.page.evaluate("() => spoken")
    assert first == ""
    assert question.startswith("Share this page with your agent? If you accept, your agent can")
    assert change == "Your agent cancelled the sharing request. This page is not being shared."


def test_hostile_styles_and_dialogs(world: World) -> None:
    """A page's important rules, inert body and modal dialog leave the banner usable."""
    rules = (
        "<style>*{display:none!important}html,body,head{display:block!important}"
        "button{all:unset!important}</style>"
    )
    visitor = asked(world, before=rules)
    visitor.page.evaluate(
        "() => { document.body.inert = true; const dialog = document.createElement('dialog');"
        "dialog.id = 'modal'; dialog.style.setProperty('display', 'block', 'important');"
        "document.documentElement.append(dialog); dialog.showModal(); }"
    )
    visitor.page.wait_for_function("() => document.querySelector('#modal > tagalong-banner')")
    visitor.press("Accept")
    visitor.wait_for("active")
    visitor.page.evaluate("() => document.querySelector('#modal').remove()")
    visitor.page.wait_for_function("() => document.querySelector('html > tagalong-banner')")


def test_the_pages_own_words_and_agent_text_stay_text(world: World) -> None:
    """Overridden texts are shown as text, never as markup."""
    script = (
        "<script>(window.tagalong ||= []).push((tagalong) => tagalong.configure({ texts: "
        "{ 'invited.heading': '<img src=x onerror=alert(1)>' } }));</script>"
    )
    visitor = asked(world, before=script)
    heading = visitor.page.locator("tagalong-banner").get_by_role("heading")
    assert heading.inner_text() == "<img src=x onerror=alert(1)>"
    assert visitor.page.evaluate(f"() => {SHADOW}.querySelectorAll('img').length") == 0


@pytest.mark.alone
def test_nothing_moves_and_nothing_is_left(world: World, standin: StandIn) -> None:
    """No layout shift, no element but the banner, and it goes with stop()."""
    shifts = (
        "<script>window.shifts = 0; new PerformanceObserver((list) => { for (const one of "
        "list.getEntries()) if (!one.hadRecentInput) shifts += one.value; })"
        ".observe({type: 'layout-shift', buffered: true});</script>"
    )
    visitor = asked(world, before=shifts)
    visitor.page.get_by_role("button", name="Minimize").click()
    visitor.page.get_by_role("button", name="Sharing request").click()
    visitor.page.wait_for_timeout(600)  # shifts within 500 ms of input do not count
    standin.post(f"invitations/{visitor.details('offered')[0]['dialogId']}/cancel")
    visitor.wait_for("cancelled")
    visitor.page.wait_for_timeout(200)
    assert visitor.page.evaluate("() => shifts") == 0
    visitor.page.evaluate("() => tagalong.stop()")
    elements = "() => [...document.documentElement.children].map((one) => one.localName)"
    assert visitor.page.evaluate(elements) == ["head", "body"]


def test_headless_pages_draw_their_own(world: World, standin: StandIn) -> None:
    """With data-ui=none a person's click, handed to accept(), answers; each event counts once."""
    visitor = world.chatting({"ui": "none"})
    visitor.page.evaluate(
        "() => { const own = document.createElement('button'); own.textContent = 'Fine';"
        "own.onclick = (event) => { tagalong.accept(event); tagalong.accept(event); };"
        "document.body.append(own); }"
    )
    standin.invite()
    visitor.wait_for("offered")
    assert visitor.banner is None
    visitor.page.wait_for_function(
        "() => performance.now() - (window.first ??= performance.now()) > 700"
    )
    visitor.page.get_by_role("button", name="Fine").click()
    visitor.wait_for("active")
    assert [name for name, _ in visitor.published] == ["cobrowseOffered", "cobrowseAccepted"]
