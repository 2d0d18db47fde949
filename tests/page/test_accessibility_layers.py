"""What the visitor can really see and press: sight, and the page's own layers over the banner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.page.gallery.stage import PHONE, Stage, staged, why_not
from tools.views import views

INVITED = views("en")["invited-view"]
# Longer than Python waits before an Accept counts, and than Chromium's observer takes.
READING_MS = 1000

HANGS = "() => { const host = document.querySelector('tagalong-banner'); return %s; }"


@pytest.fixture
def stage(chromium: Browser) -> Iterator[Stage]:
    """A stage on which the question stands."""
    with staged(chromium) as made:
        made.show(INVITED)
        yield made


def accept(stage: Stage, *, after_ms: int = READING_MS) -> dict[str, Any]:
    """Accept as a person does with the keyboard, some time on, and return what is reported."""
    stage.page.wait_for_timeout(after_ms)
    return stage.accept_by_key()


def counts(event: dict[str, Any]) -> bool:
    """Whether a press would be taken for a person's consent."""
    return why_not(event) == ""


@pytest.mark.alone
def test_seen_for_long_enough_and_uncovered(stage: Stage) -> None:
    """Pressed at once it was not seen for long; a second later it was, and nothing lies over it."""
    early = accept(stage, after_ms=0)
    assert early["visibleMs"] < 500
    assert not counts(early)
    assert counts(accept(stage))


@pytest.mark.parametrize(
    "css",
    [
        "html { filter: grayscale(1); }",
        "html { transform: none; opacity: 1; } body { opacity: .5; filter: blur(2px); }",
        "html { zoom: 1.5; }",
        "* { pointer-events: none; }",
        "body { overflow: hidden; position: fixed; }",
        "tagalong-banner { opacity: 0 !important; transform: scale(.1) !important; }",
    ],
)
def test_what_pages_do_to_themselves_is_no_cover(stage: Stage, css: str) -> None:
    """A visitor whose page is styled so can accept all the same."""
    stage.style(css)
    assert counts(accept(stage))


@pytest.mark.parametrize(
    "cover",
    [
        "inset:0;width:100vw;height:100vh;opacity:.5",
        # Seen, and not felt: a pointer goes through it.
        "inset:0;width:100vw;height:100vh;opacity:.9;background:#fff;pointer-events:none",
        # Over a corner of the answer.
        "inset:auto 200px 20px auto;width:60px;height:50px;background:red",
    ],
)
def test_a_cover_is_told(stage: Stage, cover: str) -> None:
    """What lies over the answer, felt or only seen, is reported; without it the press counts."""
    stage.page.evaluate(
        "(css) => { const cover = document.createElement('div'); cover.id = 'cover';"
        "cover.popover = 'manual'; cover.style.cssText = `margin:0;border:0;padding:0;${css}`;"
        "document.body.append(cover); cover.showPopover(); }",
        cover,
    )
    assert why_not(accept(stage)) == "covered"
    stage.page.evaluate("() => cover.remove()")
    assert counts(accept(stage))


def test_a_tiny_window_is_no_place_to_consent(stage: Stage) -> None:
    """In a window that is too small to show the question the press is reported as covered."""
    stage.page.set_viewport_size({"width": 180, "height": 90})
    assert why_not(accept(stage)) == "covered"


@pytest.mark.alone
def test_a_hidden_page_counts_anew(stage: Stage) -> None:
    """What was seen before the page was hidden is not what is seen after."""
    stage.page.wait_for_timeout(READING_MS)
    stage.page.evaluate(
        "() => { const say = (state) => { Object.defineProperty(Document.prototype,"
        "'visibilityState', { configurable: true, get: () => state });"
        "document.dispatchEvent(new Event('visibilitychange')); }; say('hidden'); say('visible'); }"
    )
    assert accept(stage, after_ms=0)["visibleMs"] < 500


@pytest.mark.alone
def test_a_script_that_says_that_the_page_has_changed(stage: Stage) -> None:
    """An event without a change does not make a person wait."""
    stage.page.wait_for_timeout(READING_MS)
    stage.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    assert counts(accept(stage, after_ms=0))


@pytest.mark.alone
def test_the_time_of_the_press_counts(chromium: Browser) -> None:
    """A page that is busy when the button is pressed makes the press no longer looked at."""
    with staged(chromium) as stage:
        # It listens before the banner comes, which takes its keys before those who come later.
        stage.page.evaluate(
            "() => addEventListener('keydown', ({ key }) => { if (key !== 'Enter') return;"
            "const end = performance.now() + 700; while (performance.now() < end); }, true)"
        )
        stage.show(INVITED)
        event = accept(stage, after_ms=200)
    assert event["visibleMs"] < 500


DIALOG = """(where) => {
  const dialog = Object.assign(document.createElement('dialog'), { id: 'modal' });
  dialog.append(Object.assign(document.createElement('button'), { textContent: 'Own' }));
  where(dialog); dialog.showModal(); window.last = dialog; }"""
IN_SHADOW = """(dialog) => { const box = document.createElement('div');
  document.body.prepend(box); box.attachShadow({ mode: 'open' }).append(dialog); }"""
NESTED = "(dialog) => last.append(dialog)"
BEFORE_IT = "(dialog) => document.body.prepend(dialog)"


@pytest.mark.parametrize(
    "opened",
    [[BEFORE_IT], [IN_SHADOW], [BEFORE_IT, NESTED], [NESTED, BEFORE_IT], [BEFORE_IT, IN_SHADOW]],
)
def test_modal_dialogs_of_the_page(stage: Stage, opened: list[str]) -> None:
    """It hangs in the dialog that is really on top, can be pressed there, and goes back after."""
    stage.page.evaluate("() => { window.last = document.body; }")
    for where in opened:
        stage.page.evaluate(f"() => ({DIALOG})({where})")
    hangs = HANGS.replace(
        "%s",
        "last.contains(host ?? null) || "
        "[...last.children].some((one) => one.localName === 'tagalong-banner')",
    )
    stage.page.wait_for_function(hangs)
    event = press_deep(stage)
    assert counts(event)
    stage.page.evaluate(
        "() => { for (let one = last; one; one = one.parentElement?.closest("
        "'dialog')) one.close(); }"
    )
    for _ in opened[1:]:
        stage.page.evaluate(
            "() => { for (const one of document.querySelectorAll('dialog')) one.close(); }"
        )
    stage.page.wait_for_selector("body > tagalong-banner", state="attached")
    assert counts(accept(stage))


def press_deep(stage: Stage) -> dict[str, Any]:
    """Click Accept, in whatever shadow root the banner hangs by now."""
    stage.page.wait_for_timeout(READING_MS)
    count = len(stage.pressed())
    stage.page.get_by_role("button", name="Accept").click()
    (event,) = stage.pressed()[count:]
    return event


def test_a_dialog_that_was_open_before(chromium: Browser) -> None:
    """An invitation that arrives while a page's dialog is open asks in it."""
    with staged(chromium, body="<dialog id='modal'><button>Own</button></dialog>") as stage:
        stage.page.evaluate("() => modal.showModal()")
        stage.show(INVITED)
        assert stage.page.evaluate(HANGS.replace("%s", "host.parentNode === modal"))
        assert counts(press_deep(stage))


def test_full_screen_elements_do_not_hide_it(stage: Stage) -> None:
    """An element that goes full-screen takes the banner with it, and gives it back."""
    stage.page.evaluate(
        "() => { document.querySelector('main').style.background = 'white';"
        "document.querySelector('h1').onclick = () => document.querySelector('main')"
        ".requestFullscreen(); }"
    )
    stage.page.click("h1")
    stage.page.wait_for_selector("main:fullscreen > tagalong-banner", state="attached")
    assert counts(press_deep(stage))
    stage.page.evaluate("() => document.exitFullscreen()")
    stage.page.wait_for_selector("body > tagalong-banner", state="attached")
    assert counts(press_deep(stage))


def test_copies_and_silencers(stage: Stage) -> None:
    """A copy of the element shows nothing and goes; what a host puts on ours is taken off."""
    stage.page.evaluate(
        "() => { const host = document.querySelector('tagalong-banner');"
        "document.body.append(host.cloneNode(true)); host.inert = true; host.hidden = true;"
        "host.setAttribute('aria-hidden', 'true'); document.body.inert = true; }"
    )
    stage.page.wait_for_function(HANGS.replace("%s", "!host.inert && !host.ariaHidden"))
    assert stage.page.locator("tagalong-banner").count() == 1
    assert counts(accept(stage))


def test_a_page_that_takes_it_through_a_frame(stage: Stage) -> None:
    """Moved into another document and so undressed, it comes back with its looks."""
    stage.page.evaluate(
        "() => { const frame = document.createElement('iframe'); document.body.append(frame);"
        "frame.contentDocument.body.append(document.querySelector('tagalong-banner')); }"
    )
    stage.page.wait_for_selector("body > tagalong-banner", state="attached")
    width = "(root) => root.querySelector('.accept').getBoundingClientRect().width"
    assert stage.inside(width) > 100
    assert counts(accept(stage))


INSIDE = """() => {
  const { offsetLeft, offsetTop, width, height } = visualViewport;
  const box = document.querySelector('tagalong-banner').shadowRoot.querySelector('.banner')
    .getBoundingClientRect();
  return box.left >= offsetLeft - 1 && box.top >= offsetTop - 1
    && box.right <= offsetLeft + width + 1 && box.bottom <= offsetTop + height + 1; }"""


def test_a_zoomed_phone(chromium: Browser) -> None:
    """Pinched to three times its size, the page still shows the whole banner where one looks."""
    phone: dict[str, Any] = {"is_mobile": True, "has_touch": True}
    with staged(chromium, PHONE, body="<div style='height:3000px'></div>", **phone) as stage:
        stage.show(INVITED)
        client = stage.page.context.new_cdp_session(stage.page)
        client.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 2})
        stage.page.wait_for_function("() => visualViewport.scale > 1.9")
        stage.page.wait_for_function(INSIDE)
        # The key that comes to Accept brings both answers in sight: from then on it counts.
        accept(stage)
        assert counts(accept(stage))


def test_an_open_keyboard(stage: Stage) -> None:
    """What a phone's keyboard takes from below is no place for the banner."""
    stage.page.evaluate(
        "() => { Object.defineProperty(visualViewport, 'height', { value: 380 });"
        "visualViewport.dispatchEvent(new Event('resize')); }"
    )
    assert stage.page.evaluate(INSIDE)
    assert counts(accept(stage))


def test_a_device_whose_clock_is_set(chromium: Browser) -> None:
    """Set back by an hour, the countdown goes on as it was."""
    text = "(root) => root.querySelector('.countdown').textContent"
    with staged(chromium) as stage:
        stage.page.evaluate(
            "() => { const now = Date.now; Date.now = () => now() - (window.back ?? 0); }"
        )
        stage.show(INVITED)
        before = stage.inside(text)
        stage.page.evaluate("() => { window.back = 3_600_000; }")
        stage.page.wait_for_timeout(1500)
        after = stage.inside(text)
        assert before == "Time left to answer: 1:23"
        assert after in ("Time left to answer: 1:21", "Time left to answer: 1:22")


def test_a_press_paints_no_letters(chromium: Browser) -> None:
    """Whether they can be seen is known by then: a browser may ask people about canvases."""
    counting = """() => { window.painted = 0; const { prototype } = CanvasRenderingContext2D;
      const { getImageData } = prototype;
      prototype.getImageData = function (...given) {
        window.painted += 1; return getImageData.apply(this, given); }; }"""
    with staged(chromium) as stage:
        stage.page.evaluate(counting)
        stage.show(views("en")["invited-view"])
        stage.page.wait_for_function("painted")  # all in one go
        known = stage.page.evaluate("painted")
        stage.page.locator("tagalong-banner").get_by_role("button", name="Accept").click()
        assert stage.page.evaluate("painted") == known
