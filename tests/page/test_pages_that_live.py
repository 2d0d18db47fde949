"""Pages that live while the question stands: dialogs that write themselves anew, fields, frames."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.page.gallery.stage import PHONE, READING_MS, staged
from tools.views import views

INVITED = views("en")["invited-view"]
ACTIVE = views("en")["active-view"]
REWRITING = """() => {
  const dialog = document.createElement("dialog");
  dialog.id = "timeout";
  document.body.append(dialog);
  let left = 60;
  window.gaps = 0;
  const write = () => { dialog.innerHTML = `<p>${left--} s left</p><button>Stay</button>`; };
  setInterval(write, 250);
  dialog.showModal();
  const look = () => {
    if (!document.querySelector("tagalong-banner")?.checkVisibility()) window.gaps += 1;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


def test_a_dialog_that_writes_itself_anew(chromium: Browser) -> None:
    """Taken out four times a second the banner never flickers, keeps the focus, and counts."""
    with staged(chromium) as stage:
        stage.page.evaluate(REWRITING)
        stage.show(INVITED)
        stage.page.evaluate("() => { window.gaps = 0; }")
        stage.page.keyboard.press("Alt+Shift+Y")
        stage.page.wait_for_timeout(READING_MS)
        assert stage.inside("(root) => root.activeElement?.className") == "heading"
        assert stage.judged() == ""
        assert stage.page.evaluate("() => window.gaps") == 0


CHAT = """<iframe id="chat" srcdoc="%s" style="position:fixed;right:20px;bottom:20px;width:380px;
height:500px;border:0"></iframe>"""
INNER = "<textarea id=composer style='position:absolute;bottom:0;width:90%'></textarea>"
OVERLAPS = """() => {
  const host = document.querySelector("tagalong-banner");
  const one = host.shadowRoot.querySelector(".banner").getBoundingClientRect();
  const other = %s.getBoundingClientRect();
  return one.left < other.right && other.left < one.right && one.top < other.bottom
    && other.top < one.bottom;
}"""


@pytest.mark.parametrize("sandbox", ["", "allow-scripts"])
def test_a_chat_in_a_frame(chromium: Browser, sandbox: str) -> None:
    """The banner is not on the chat that the visitor writes in, whoever's frame that is."""
    body = CHAT % INNER
    if sandbox:
        body = body.replace("<iframe", f'<iframe sandbox="{sandbox}"')
    with staged(chromium, 1200, body=body) as stage:
        stage.page.frame_locator("#chat").locator("#composer").click()
        stage.show(INVITED)
        stage.page.wait_for_function(f"() => !({OVERLAPS % 'chat'})()")
        stage.page.frame_locator("#chat").locator("#composer").fill("Hello")


def test_a_chat_that_fills_a_phone(chromium: Browser) -> None:
    """On a phone, where there is no room beside it, at least its foot is free to write in."""
    whole = CHAT.replace("right:20px;bottom:20px;width:380px;\nheight:500px", "inset:0;%s") % (
        *(INNER, "width:100vw;height:100vh"),
    )
    with staged(chromium, PHONE, body=whole) as stage:
        stage.page.frame_locator("#chat").locator("#composer").click()
        stage.show(INVITED)
        stage.page.wait_for_timeout(READING_MS)
        stage.page.frame_locator("#chat").locator("#composer").click(timeout=2000)


FRAME = """<div style="position:fixed;top:0;left:50%;transform:translateX(-50%);padding:6px">
<button id="end">End sharing</button></div>"""


@pytest.mark.parametrize("position", ["top", "top-end", "top-start", "bottom"])
def test_the_end_button_of_a_sharing_frame(chromium: Browser, position: str) -> None:
    """While the page is shared, the banner lies on no button that floats over the page."""
    with staged(chromium, 900, body=FRAME) as stage:
        stage.show({**ACTIVE, "position": position})
        stage.page.wait_for_function(f"() => !({OVERLAPS % 'end'})()")
        stage.page.locator("#end").click(timeout=2000)
        stage.show({**ACTIVE, "position": position, "folded": True})
        stage.page.locator("#end").click(timeout=4000)


SENDING = """<div style="position:fixed;inset:auto 0 0 0;height:480px;background:#fff">
<button style="position:absolute;inset:auto 0 0 0;height:200px">Send</button></div>"""


@pytest.mark.parametrize("folded", [False, True])
def test_no_edge_of_a_phone_is_free(chromium: Browser, *, folded: bool) -> None:
    """Between a sharing frame's button above and a chat's below, the banner sits off the edge."""
    with staged(chromium, PHONE, body=FRAME + SENDING) as stage:
        stage.show({**ACTIVE, "position": "top-end", "folded": folded})
        stage.page.wait_for_function(f"() => !({OVERLAPS % 'end'})()")
        stage.page.locator("#end").click(timeout=2000)
        stage.page.get_by_role("button", name="Send").click(timeout=2000)


def test_a_page_and_its_observers(chromium: Browser) -> None:
    """Whoever watches for what covers a part of the page is told nothing new by the banner."""
    body = '<button id="far" style="position:absolute;left:10px;top:10px">Buy</button>'
    with staged(chromium, body=body) as stage:
        stage.page.evaluate(
            "() => { window.seen = []; new IntersectionObserver((entries) => {"
            " for (const one of entries) seen.push(one.isVisible); },"
            " { trackVisibility: true, delay: 100, threshold: [1] }).observe(far); }"
        )
        stage.page.wait_for_function("() => seen.length === 1 && seen[0]")
        stage.show(INVITED)
        stage.page.wait_for_timeout(READING_MS)
        assert stage.page.evaluate("() => seen") == [True]


def test_a_page_that_observes_all_that_changes(chromium: Browser) -> None:
    """A question that only stands writes nothing that wakes who observes the whole document."""
    with staged(chromium) as stage:
        stage.show(INVITED)
        stage.page.wait_for_timeout(READING_MS)
        stage.page.evaluate(
            "() => { window.records = []; new MutationObserver((all) => {"
            " for (const one of all) records.push(one.attributeName ?? one.type); })"
            ".observe(document, { subtree: true, childList: true, attributes: true,"
            " characterData: true }); }"
        )
        stage.page.wait_for_timeout(READING_MS)
        assert stage.page.evaluate("() => records") == []


def test_the_focus_goes_back_to_what_cannot_take_it(chromium: Browser) -> None:
    """An element of the page's whose own focus() throws keeps no banner in the page."""
    with staged(chromium, body='<p id="odd" tabindex="0">Odd</p>') as stage:
        stage.page.focus("#odd")
        stage.show(INVITED)
        stage.page.keyboard.press("Alt+Shift+Y")
        assert stage.inside("(root) => root.activeElement?.className") == "heading"
        stage.page.evaluate("() => { odd.focus = () => { throw new Error('no input'); }; }")
        stage.show(None)
        stage.page.locator("tagalong-banner").wait_for(state="detached")


@pytest.mark.parametrize(
    ("css", "system", "setting", "is_"),
    [
        ("html { color-scheme: normal; }", "dark", "page", "light"),
        ("html { color-scheme: light; }", "dark", "page", "light"),
        ("html { color-scheme: dark; }", "light", "page", "dark"),
        ("html { color-scheme: light dark; }", "dark", "page", "dark"),
        ("html { color-scheme: only light; }", "dark", "page", "light"),
        ("html { color-scheme: light; }", "dark", "system", "dark"),
        ("html { color-scheme: light; }", "dark", "dark", "dark"),
        ("html { color-scheme: dark; }", "dark", "light", "light"),
    ],
)
def test_dark_where_the_page_is_dark(
    chromium: Browser, css: str, system: str, setting: str, is_: str
) -> None:
    """The page's own colours decide, not the system's, unless the settings say otherwise."""
    dark = system == "dark"
    with staged(chromium, color_scheme="dark" if dark else "light", style=css) as stage:
        view = {**INVITED, "scheme": setting}
        stage.show(view)
        colour = stage.inside(
            "(root) => getComputedStyle(root.querySelector('.banner')).backgroundColor"
        )
        assert colour == ("rgb(31, 31, 31)" if is_ == "dark" else "rgb(255, 255, 255)")
