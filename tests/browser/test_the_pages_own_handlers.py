"""The page's own handlers: what is meant for the banner is the banner's, the rest theirs."""

from __future__ import annotations

import re

import pytest

from tests.support.standin import StandIn
from tests.support.visitors import World

pytestmark = [pytest.mark.certain, pytest.mark.later]

# Each takes, as published libraries do, what happens outside of a box of the page's.
TRAPS = {
    "clicks outside are swallowed": """
        for (const type of ['click', 'mousedown', 'touchstart']) {
          document.addEventListener(type, (event) => { if (!box.contains(event.target)) {
            event.preventDefault(); event.stopImmediatePropagation(); } }, true); }
        document.addEventListener('focusin', (event) => {
          if (box.contains(event.target)) return;
          event.stopImmediatePropagation(); field.focus(); }, true);
        document.addEventListener('keydown', (event) => {
          if (event.key === 'Tab') { event.preventDefault(); field.focus(); } }, true);
    """,
    "the focus is kept": """
        document.addEventListener('focusin', (event) => {
          if (!box.contains(event.target)) field.focus(); });
        document.addEventListener('focusout', (event) => {
          if (event.relatedTarget && !box.contains(event.relatedTarget)) field.focus(); });
    """,
    "a press outside closes": """
        for (const type of ['pointerdown', 'mousedown', 'click', 'touchstart', 'focusin']) {
          document.addEventListener(type, (event) => {
            if (!box.contains(event.target)) box.remove(); }); }
        addEventListener('keydown', (event) => { if (event.key === 'Escape') box.remove(); });
    """,
    "presses are taken in the bubbling": """
        document.documentElement.addEventListener('pointerdown', (event) => {
          document.documentElement.setPointerCapture(event.pointerId); });
        document.addEventListener('mousedown', (event) => event.preventDefault());
        document.addEventListener('touchstart', (event) => event.preventDefault(),
          { passive: false });
    """,
    "every key is the page's": """
        document.addEventListener('keydown', (event) => {
          event.preventDefault(); event.stopImmediatePropagation(); }, true);
    """,
}
BOX = """<div id="box" role="dialog" aria-modal="true" style="position:fixed;top:40px;left:40px;
background:#fff"><input id="field" aria-label="Field" value="half-filled"></div>
<script>%s; field.focus();</script>"""


@pytest.mark.parametrize("what", TRAPS)
def test_answers_beside_a_trap(world: World, what: str) -> None:
    """Each answer can be given, with either hand: nothing of the page's closes, its field stays."""
    visitor = world.chatting(body=BOX % TRAPS[what])
    page = visitor.page

    def asked(times: int) -> None:
        world.standin.invite()
        visitor.wait_for("offered", times)
        page.wait_for_function("() => recorder.bannerAge() > 1000")

    def kept() -> None:
        assert page.evaluate("() => field.isConnected && field.value") == "half-filled"

    asked(1)
    visitor.press("Decline")
    visitor.wait_for("declined")
    visitor.wait_until(lambda: visitor.banner is None, "the banner to go")
    kept()
    asked(2)
    page.evaluate("() => field.focus()")
    for key in ("Alt+Shift+Y", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    visitor.wait_for("declined", 2)
    visitor.wait_until(lambda: visitor.banner is None, "the banner to go")
    kept()
    assert page.evaluate("() => document.activeElement.id") == "field"
    asked(3)
    for key in ("Alt+Shift+Y", "Tab", "Enter"):
        page.keyboard.press(key)
    visitor.wait_for("active")
    kept()


def test_inside_what_says_that_it_is_modal(world: World) -> None:
    """Readers of screens leave out what is outside of it: the banner hangs there meanwhile."""
    visitor = world.chatting(body=BOX % TRAPS["the focus is kept"])
    world.standin.invite()
    visitor.wait_for("offered")
    assert visitor.page.evaluate("() => box.querySelector('tagalong-banner') !== null")
    visitor.page.evaluate("() => box.remove()")
    visitor.wait_until(
        lambda: visitor.page.evaluate(
            "() => document.querySelector('tagalong-banner')?.parentElement === document.body"
        )
    )
    assert visitor.banner == "invited"


LISTENING = """<script>
window.heard = [];
for (const type of ["click", "keydown", "pointerdown", "focusin", "visibilitychange"]) {
  document.addEventListener(type, () => heard.push(type));
}
</script>"""


def test_the_pages_own_listeners_stay_alive(world: World, standin: StandIn) -> None:
    """While the banner stands, and after it has gone, the page hears its own presses and keys."""
    visitor = world.chatting(before=LISTENING)
    field = visitor.page.get_by_role("textbox", name="Name")
    standin.invite()
    visitor.wait_for("offered")
    visitor.page.evaluate("() => { heard.length = 0; }")
    visitor.press("Decline")
    visitor.wait_for("declined")
    assert visitor.page.evaluate("() => heard") == []
    for _ in range(2):
        visitor.page.evaluate("() => { heard.length = 0; }")
        field.click()
        visitor.page.keyboard.press("a")
        visitor.page.get_by_role("heading", name="A stranger's page").click()
        assert {"click", "keydown", "pointerdown"} <= set(visitor.page.evaluate("() => heard"))
        visitor.wait_until(lambda: visitor.banner is None, "the banner to go")


def test_keyboards_of_other_countries(world: World, standin: StandIn) -> None:
    """What is written on the key counts; its place only where it types no Latin letter."""
    visitor = world.chatting()
    standin.invite()
    visitor.wait_for("offered")
    inside = "() => document.activeElement?.localName === 'tagalong-banner'"
    keyboard = visitor.page.context.new_cdp_session(visitor.page)

    def press(key: str, code: str) -> bool:
        # Alt and Shift, of the browser's own protocol.
        pressed = {"key": key, "code": code, "modifiers": 1 | 8}
        keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **pressed})
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **pressed})
        moved = bool(visitor.page.evaluate(inside))
        visitor.page.evaluate("() => document.activeElement?.blur()")
        return moved

    assert press("Y", "KeyZ")  # QWERTZ
    assert not press("Z", "KeyY")
    assert press("Y", "KeyF")  # Dvorak
    assert press("Á", "KeyY")  # Option on a Mac
    assert press("\u041d", "KeyY")  # Cyrillic


def test_an_event_from_nowhere(world: World, standin: StandIn) -> None:
    """Events that a page's script makes, whatever they come from, break nothing."""
    visitor = world.chatting()
    standin.invite()
    visitor.wait_for("offered")
    visitor.page.evaluate(
        "() => { for (const target of [document, window, document.body])"
        " for (const made of [new FocusEvent('focusin'), new FocusEvent('blur'),"
        " new Event('click'), new Event('keydown'), new Event('touchend'), new Event('touchstart'),"
        " new FocusEvent('focusout', { relatedTarget: document.body }),"
        " new Event('fullscreenchange')])"
        " target.dispatchEvent(made); }"
    )
    visitor.press("Accept")
    visitor.wait_for("active")
    assert visitor.details("error") == []


def test_a_failure_of_the_pages_half(world: World, standin: StandIn) -> None:
    """What fails on the page's side is one event with the code `page`, and never the page's."""
    visitor = world.chatting()
    standin.invite()
    visitor.wait_for("offered")
    visitor.page.evaluate(
        "() => { Document.prototype.elementFromPoint = () => {"
        " throw new Error('the page broke it'); }; }"
    )
    error = visitor.wait_for("error")
    assert error["code"] == "page"
    assert "the page broke it" in error["words"]
    visitor.press("Decline")
    visitor.wait_for("declined")
    assert len(visitor.details("error")) == 1


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("Element.prototype.attachShadow = () => { throw new Error('not here'); };", "page"),
        ("delete Document.prototype.adoptedStyleSheets;", "old-browser"),
        ("delete window.customElements;", "old-browser"),
        ("CSS.supports = (what) => what !== 'selector(:modal)';", "old-browser"),
    ],
)
def test_no_offer_where_no_banner_can_be_shown(world: World, script: str, code: str) -> None:
    """A page or browser in which nobody could be asked is told so before anything is offered."""
    visitor = world.visitor()
    visitor.page.add_init_script(script)
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert error["code"] == code
    assert re.search(r"banner|too old", error["words"])
    assert visitor.names() == ["error"]
    assert visitor.page.evaluate("() => tagalong.state.connection") == "stopped"
