"""While the page is shared, links that lead out of it are told of, where the page wishes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.standin import StandIn
from tests.support.visitors import Visitor, World

pytestmark = [pytest.mark.certain, pytest.mark.later]

WORDS = "Sharing will end if you follow this link."
LINKS = """
<p><a id="out" href="https://elsewhere.example/">Elsewhere</a>
<a id="tab" href="https://elsewhere.example/" target="_blank">In a tab of its own</a>
<a id="top" href="#top">To the top</a>
<a id="mail" href="mailto:shop@shop.example">Write</a>
<a id="plain" href="/files/plain.html">A page without Tagalong</a></p>
"""
SHIFTS = (
    "<script>window.shifts = 0; new PerformanceObserver((list) => {"
    " for (const one of list.getEntries()) shifts += one.value; })"
    ".observe({type: 'layout-shift', buffered: true});</script>"
)
PLAIN = (
    "<!doctype html><html lang='en'><head><title>Plain</title><link rel='icon' href='data:,'>"
    "</head><body><a id='back' href='/'>Back</a></body></html>"
)


@pytest.fixture
def visitor(world: World, tmp_path: Path) -> Visitor:
    """A visitor of a page with links of each kind, in a conversation."""
    (tmp_path / "plain.html").write_text(PLAIN)
    return world.chatting({"leaving": "on"}, body=LINKS, before=SHIFTS)


def share(visitor: Visitor, standin: StandIn, *, times: int = 1) -> None:
    """Be invited, and accept."""
    standin.invite()
    visitor.wait_for("offered", times)
    visitor.press("Accept")
    visitor.wait_for("active", times)
    # All that Python had to say by then has been done.
    visitor.evaluate("async () => { await tagalong.diagnose(); }")


def said(visitor: Visitor) -> str:
    """Return what the banner says of links, folded or not."""
    find = "document.querySelector('tagalong-banner').shadowRoot"
    return str(
        visitor.evaluate(
            f"() => {find}.querySelector('.pill-text, .notice:not(.withdrawn)')?.textContent ?? ''"
        )
    )


def told_of(visitor: Visitor, link: str) -> bool:
    """Point at a link; return whether the banner speaks of it, once it has had its moment."""
    visitor.page.hover("h1")
    visitor.wait_until(lambda: said(visitor) != WORDS, "the link before to be forgotten")
    visitor.page.hover(f"#{link}")
    # What is told of this link is told after all that was before it.
    visitor.page.hover("#out")
    visitor.wait_until(lambda: said(visitor) == WORDS, "word of the link that leads out")
    visitor.page.hover(f"#{link}")
    # Python has heard of it by the time that it has answered.
    visitor.evaluate("async () => { await tagalong.diagnose(); }")
    return said(visitor) == WORDS


@pytest.mark.parametrize("folded", [False, True])
def test_links_by_the_pointer(visitor: Visitor, standin: StandIn, *, folded: bool) -> None:
    """Another site's link is told of; those of this page, of new tabs and of mail are not."""
    share(visitor, standin)
    pill = visitor.page.locator("tagalong-banner .pill")
    pill.wait_for()
    if not folded:
        pill.click()
    assert told_of(visitor, "out")
    assert not any(told_of(visitor, link) for link in ("tab", "top", "mail", "plain"))
    assert visitor.evaluate("() => shifts") == 0


def test_links_by_the_keyboard(visitor: Visitor, standin: StandIn) -> None:
    """The focus tells of them too, and what is said is spoken."""
    share(visitor, standin)
    visitor.page.focus("#out")
    visitor.wait_until(lambda: said(visitor) == WORDS, "word of the link")
    live = "document.querySelector('tagalong-banner').shadowRoot.querySelector('.live').textContent"
    visitor.wait_until(lambda: visitor.evaluate(f"() => {live}") == WORDS, "it to be spoken")
    visitor.page.focus("[aria-label='Name']")
    visitor.wait_until(lambda: said(visitor) != WORDS, "the link to be forgotten")


def test_a_page_that_was_seen_without_it(visitor: Visitor, standin: StandIn) -> None:
    """A page of the site that the visit has come through without Tagalong is known from then on."""
    share(visitor, standin)
    assert not told_of(visitor, "plain")
    visitor.page.click("#plain")
    visitor.page.click("#back")
    visitor.wait_for("connected")
    dialogs = standin.get("state")["conversations"][0]["dialogs"]
    standin.post(f"invitations/{dialogs[-1]['dialogId']}/end")
    share(visitor, standin)
    assert told_of(visitor, "plain")


def test_without_the_setting(world: World, standin: StandIn) -> None:
    """No link is watched where nobody has asked for it."""
    visitor = world.chatting(body=LINKS)
    share(visitor, standin)
    visitor.page.hover("#out")
    visitor.evaluate("async () => { await tagalong.diagnose(); }")
    assert said(visitor) != WORDS


def test_a_link_that_has_the_focus_already(visitor: Visitor, standin: StandIn) -> None:
    """Who was at the link before the page was shared is told of it when it is."""
    dialog = standin.invite()
    visitor.wait_for("offered")
    visitor.press("Accept")
    visitor.page.focus("#out")
    visitor.wait_for("active")
    visitor.wait_until(lambda: said(visitor) == WORDS, "word of the link")
    standin.post(f"invitations/{dialog}/end")
    visitor.wait_for("ended")
    assert said(visitor) != WORDS


def test_a_link_where_the_banner_would_be(world: World, standin: StandIn) -> None:
    """A link beside the banner is told of too, and is not covered by what is told."""
    # It lies where the sentence would reach, and what is said for short does not.
    link = (
        '<a id="out" style="position: absolute; left: 320px; top: 660px"'
        ' href="https://elsewhere.example/">Elsewhere</a>'
    )
    visitor = world.chatting({"leaving": "on", "position": "bottom-start"}, body=link)
    share(visitor, standin)
    visitor.page.locator("tagalong-banner .pill").wait_for()
    visitor.page.hover("#out")
    visitor.wait_until(lambda: said(visitor) == WORDS, "word of the link")
    at_link = "document.elementFromPoint(330, 668)?.id"
    visitor.wait_until(lambda: visitor.evaluate(f"() => {at_link}") == "out", "the link to be free")
    visitor.page.mouse.move(332, 668)
    visitor.evaluate("async () => { await tagalong.diagnose(); }")
    assert said(visitor) == WORDS


def test_what_a_script_opens_itself(visitor: Visitor, standin: StandIn) -> None:
    """A link that the page handles itself leads to no page, and is not remembered as one."""
    share(visitor, standin)
    prevent = "(event) => event.preventDefault()"
    visitor.evaluate(f"() => document.addEventListener('click', {prevent}, {{ once: true }})")
    visitor.page.click("#plain")
    assert visitor.evaluate("() => sessionStorage.getItem('tagalong:went')") is None
    visitor.page.click("#plain", modifiers=["ControlOrMeta"])
    assert visitor.evaluate("() => sessionStorage.getItem('tagalong:went')") is None
