"""While the page is shared, the visitor is told of links that lead out of what is shared."""

from __future__ import annotations

from app.core.page.effects import Speak, WatchLinks
from app.core.page.events import LinkAimed, Published
from tools.driven import DIALOG, Bench, frame

WORDS = "Sharing will end if you follow this link."


def sharing(**settings: object) -> Bench:
    """Return a page that is shared."""
    bench = Bench().offered(**settings).accepted()
    bench.receive(frame("accepted"))
    return bench


def aim(bench: Bench, *, leaves: bool, focused: bool = False) -> str:
    """Have the visitor come to a link; return what the banner says of it."""
    bench.feed(LinkAimed(leaves=leaves, focused=focused))
    assert bench.banner
    return bench.banner.notice


def test_a_link_that_leads_out() -> None:
    """It is said for as long as the visitor is at the link."""
    bench = sharing(leaving="on")
    assert [one.watching for one in bench.all(WatchLinks)] == [True]
    assert aim(bench, leaves=True) == WORDS
    assert WORDS not in [one.template for one in bench.all(Speak)]
    assert aim(bench, leaves=False) == ""


def test_by_the_keyboard() -> None:
    """Who comes to it with the focus is told aloud, too."""
    bench = sharing(leaving=True)
    aim(bench, leaves=True, focused=True)
    assert bench.all(Speak)[-1].template == WORDS


def test_no_longer_than_the_page_is_shared() -> None:
    """With the sharing the watch ends, and what is still said of a link."""
    bench = sharing(leaving="on")
    aim(bench, leaves=True)
    bench.receive(frame("closed-as-documented"))
    assert bench.banner
    assert bench.banner.state == "ended"
    assert bench.banner.notice == ""
    assert [one.watching for one in bench.all(WatchLinks)] == [True, False]
    assert aim(bench, leaves=True) == ""


def test_only_where_it_is_wanted() -> None:
    """Without the setting, and on a page that draws its own question, no link is watched."""
    assert sharing().all(WatchLinks) == []
    headless = Bench().offered(leaving="on", ui="none")
    headless.press("accept", by_page=True)
    headless.decide("accepted")
    headless.feed(Published(dialog_id=DIALOG, name="cobrowseAccepted", heard=True))
    headless.receive(frame("accepted"))
    assert headless.names()[-1] == "active"
    assert headless.all(WatchLinks) == []


def test_a_link_before_the_page_is_shared() -> None:
    """What is not shared is not left, whatever a page says."""
    bench = Bench().offered(leaving="on")
    assert aim(bench, leaves=True) == ""
