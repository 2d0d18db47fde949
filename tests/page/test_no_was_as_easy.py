"""Style sheets and scripts of a page, and what a press of Accept is worth on it.

Each row is tried with a real pointer or key on the real banner; what the page's half
reports is judged by Python's own rule.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.page.gallery.stage import READING_MS, Stage, staged, theme_css, why_not
from tests.support.blank_font import blank_font_css
from tools.views import views

pytestmark = pytest.mark.certain

INVITED = views("en")["invited-view"]
HOST = "tagalong-banner"
PARTS = ("heading", "body", "text", "countdown", "decline", "minimise", "actions")
GONE = ", ".join(f"{HOST}::part({part})" for part in PARTS)

# Style sheets after which no press may count, or that cannot change what counts.
HOSTILE = {
    "everything is gone but a see-through Accept over the window": (
        f"{GONE} {{ display: none !important }}"
        f"{HOST}::part(banner) {{ background: none; border: 0; box-shadow: none }}"
        f"{HOST}::part(accept) {{ position: fixed; inset: 0; background: none; border: 0;"
        "color: transparent }"
    ),
    "Accept in no colour": f"{HOST}::part(accept) {{ color: transparent }}",
    "Accept in the colour of its background": (
        f"{HOST}::part(accept) {{ color: #fff; background: #fff }}"
    ),
    "Decline in no colour": f"{HOST}::part(decline) {{ color: transparent }}",
    "Decline filled with nothing": f"{HOST}::part(decline) {{ -webkit-text-fill-color: #fff }}",
    "a question in no colour": f"{HOST}::part(heading) {{ color: #fefefe }}",
    "an explanation in no colour": f"{HOST}::part(text) {{ color: #fff0 }}",
    "an explanation in no colour, from around it": (
        f"{HOST}::part(body) {{ color: transparent }} {HOST}::part(text) {{ color: inherit }}"
    ),
    "words behind a gradient of their colour": (
        f"{HOST}::part(accept) {{ background: linear-gradient(#0b57d0, #0b57d0); }}"
    ),
    "a gradient that does not reach the words": (
        f"{HOST}::part(accept) {{ color: #fff; background: linear-gradient(#000, #000)"
        "0 0 / 1px 1px no-repeat #fff }"
    ),
    "words on a picture": (
        f"{HOST}::part(heading) {{ background: url('data:image/gif;base64,"
        "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7') }"
    ),
    "no size": f"{HOST}::part(accept) {{ font-size: 0 }}",
    "a question for ants": f"{HOST}::part(heading) {{ font-size: 5px }}",
    "an explanation for ants": f"{HOST}::part(text) {{ font-size: 1px }}",
    "blank letters": f"{blank_font_css()} {HOST} {{ --tagalong-font: Blank }}",
    "blank letters on Decline": (
        f"{blank_font_css()} {HOST}::part(decline) {{ font-family: Blank }}"
    ),
    "blank capitals": (
        f"{blank_font_css('U+41-5A')} {HOST}::part(accept)"
        " { font-family: Blank, system-ui; text-transform: uppercase }"
    ),
    "letters over one another": f"{HOST}::part(text) {{ letter-spacing: -0.5em }}",
    "words out of the box": f"{HOST}::part(decline) {{ text-indent: -999px; overflow: hidden }}",
    "words out of the window": f"{HOST}::part(heading) {{ margin-left: -9999px }}",
    "an explanation of no height": f"{HOST}::part(body) {{ height: 0; overflow: hidden }}",
    "a large Accept": f"{HOST}::part(accept) {{ min-width: 300px; min-height: 90px }}",
    "a small Decline": f"{HOST}::part(decline) {{ align-self: start; height: 20px;"
    "min-height: 0; padding: 0; width: 50px; min-width: 0 }}",
    "Accept over Decline": f"{HOST}::part(accept) {{ margin-right: -250px }}",
    "a banner of no size": f"{HOST}::part(banner) {{ width: 20px; height: 20px }}",
    "a banner that is cut": f"{HOST}::part(banner) {{ max-height: 120px }}",
    "a banner out of the window": f"{HOST}::part(banner) {{ margin-bottom: -120px }}",
}
# What a style sheet says and the banner does not hear: it is as ever, and counts.
POWERLESS = {
    "a blank face for narrow letters": (
        f"{blank_font_css(stretch='50%')} {blank_font_css(stretch='100%', local='DejaVu Sans')}"
        f"{HOST} {{ --tagalong-font: Blank }} {HOST}::part(accept) {{ font-stretch: 50% }}"
    ),
    "other words after Accept": (
        f"{HOST}::part(accept)::after {{ content: ' or close the chat' }}"
        f"{HOST}::part(accept)::before {{ content: 'Do not ' }}"
    ),
    "no first line": f"{HOST}::part(heading)::first-line {{ color: transparent; font-size: 0 }}",
    "a marker": f"{HOST}::part(text) {{ display: list-item; list-style: 'NOT ' inside }}",
    "everything transparent": f"{HOST}::part(heading) {{ opacity: 0 !important }}",
    "everything hidden": f"{GONE} {{ visibility: hidden !important; clip-path: inset(50%) }}",
    "everything away": f"{GONE} {{ transform: translate(500px); translate: 500px; zoom: .1 }}",
    "a mask": f"{HOST}::part(accept) {{ mask: linear-gradient(#0000, #0000) }}",
    "what moves": (
        "@keyframes away { to { opacity: 0; translate: 900px } }"
        f"{HOST}::part(accept) {{ animation: away .1s forwards }}"
    ),
    "private names": (
        ":root, * { --height: 64px; --width: 320px; --left: 10px; --top: 10px; --zoom: 2;"
        "--accent: #fff; --surface: #fff; --text: #fff; --tagalong-private-left: 300px;"
        "--tagalong-private-zoom: 9; --tagalong-private-text: #fff }"
    ),
    "important private names": (
        f"{HOST} {{ --tagalong-private-text: #fff !important;"
        "--tagalong-private-bottom: 900px !important }"
    ),
    "a backdrop": "::backdrop { background: rgb(0 0 0 / .6); backdrop-filter: blur(4px) }",
    "everything of everybody's": "* { all: unset !important; display: none !important }"
    "html, body { display: block !important }",
}
HONEST = {
    "no theme": "",
    "a bank's": theme_css("bank"),
    "a shop's": theme_css("shop"),
    "a carrier's": theme_css("carrier"),
    "an accent alone": f"{HOST} {{ --tagalong-accent: #ffd400 }}",
    "a gradient": f"{HOST}::part(button) {{ color: #fff;"
    "background: linear-gradient(#0b57d0, #0842a0) }",
    "colours of today": f"{HOST}::part(button) {{ color: oklch(1 0 0);"
    "background: oklch(0.4 0.15 260) }",
    "a see-through box": f"{HOST}::part(banner) {{ background: rgb(255 255 255 / .9) }}"
    f"{HOST} {{ --tagalong-text: #222; --tagalong-quiet: #444; --tagalong-accent: #0842a0;"
    "--tagalong-surface: #fff }",
    "a box of its own colours": f"{HOST}::part(banner) {{ background: #fff; color: #222 }}"
    f"{HOST}::part(button) {{ color: #0842a0; background: #fff }}",
    "a page that makes every box see-through": f"{HOST}::part(banner) {{ background: none }}",
    "capitals, spaced": f"{HOST}::part(button) {{ text-transform: uppercase;"
    "letter-spacing: .08em }",
    "a thick border": f"{HOST}::part(accept) {{ border-width: 3px }}",
    "larger text": f"{HOST}::part(banner) {{ font-size: 1.25em }}",
}


@pytest.fixture
def stage(chromium: Browser) -> Iterator[Stage]:
    """A stage on which nothing stands yet."""
    with staged(chromium) as made:
        yield made


def press_of(stage: Stage, css: str) -> str:
    """Press Accept with a key under a style sheet; return why that would not count."""
    stage.style(css)
    stage.show(INVITED)
    return stage.judged()


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_style_sheet(stage: Stage, what: str) -> None:
    """Where the question could not be read, or No was not as easy, an Accept counts for nothing."""
    assert press_of(stage, HOSTILE[what]) == "covered"


@pytest.mark.parametrize("what", POWERLESS)
def test_a_style_sheet_without_power(stage: Stage, what: str) -> None:
    """What would take parts away, move them or say other words has no effect, and Accept counts."""
    stage.style("")
    stage.show(INVITED)
    before = stage.picture()
    assert press_of(stage, POWERLESS[what]) == ""
    stage.inside("(root) => root.activeElement.blur()")
    assert len(stage.picture()) == pytest.approx(len(before), rel=0.1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("what", HONEST)
def test_an_honest_theme(stage: Stage, what: str, scheme: str) -> None:
    """A theme that is meant well counts, in light and dark."""
    stage.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    assert press_of(stage, HONEST[what]) == ""


def test_a_click_anywhere(stage: Stage) -> None:
    """Under the worst of them the first click anywhere on the page is no consent."""
    stage.style(HOSTILE["everything is gone but a see-through Accept over the window"])
    stage.show(INVITED)
    stage.page.wait_for_timeout(READING_MS)
    stage.page.mouse.click(100, 100)
    assert all(why_not(event) for event in stage.pressed())


SCRIPTS = {
    "other words on Accept": "(root) => { root.querySelector('.accept').textContent = 'No'; }",
    "other words in the question": "(root) => { root.querySelector('h2').textContent = 'Hi'; }",
    "one sentence less": "(root) => { root.querySelector('.text').remove(); }",
    "no Decline": "(root) => { root.querySelector('.decline').remove(); }",
    "a style sheet of its own": "(root) => { const sheet = new CSSStyleSheet();"
    "sheet.replaceSync('.decline { display: none !important }');"
    "root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]; }",
}


@pytest.mark.parametrize("what", SCRIPTS)
def test_a_script_within(stage: Stage, what: str) -> None:
    """A script that changes the words, or takes one away, gets no consent."""
    stage.show(INVITED)
    stage.inside(SCRIPTS[what])
    assert stage.judged() == "covered"


def test_a_focus_that_a_script_has_moved(stage: Stage) -> None:
    """A key that was meant for a field of the page's, and lands on Accept, is nobody's answer."""
    stage.show(INVITED)
    stage.page.wait_for_timeout(READING_MS)
    stage.page.focus("#field")
    stage.page.keyboard.type("Ann")
    stage.inside("(root) => root.querySelector('.accept').focus()")
    stage.page.keyboard.press("Space")
    (event,) = stage.pressed()
    assert why_not(event) == "untrusted"
    stage.page.keyboard.press("Shift+Tab")
    stage.page.keyboard.press("Tab")
    stage.page.keyboard.press("Space")
    assert why_not(stage.pressed()[1]) == ""


def test_a_shortcut_that_a_script_has_pressed(stage: Stage) -> None:
    """The key that leads into the banner is a person's, or it leads nowhere."""
    stage.show(INVITED)
    stage.page.focus("#field")
    stage.page.evaluate(
        "() => { document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Y', code: 'KeyY',"
        " altKey: true, shiftKey: true, bubbles: true, cancelable: true, composed: true })); }"
    )
    assert stage.page.evaluate("() => document.activeElement.id") == "field"
    stage.page.keyboard.press("Alt+Shift+Y")
    assert stage.inside("(root) => root.activeElement?.className") == "heading"


def test_a_pointer(stage: Stage) -> None:
    """A pointer's press counts wherever the focus is."""
    stage.show(INVITED)
    stage.page.focus("#field")
    stage.page.wait_for_timeout(READING_MS)
    stage.page.locator(HOST).get_by_role("button", name="Accept").click()
    (event,) = stage.pressed()
    assert why_not(event) == ""
