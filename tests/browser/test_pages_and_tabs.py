"""A visit: from page to page, back and forth, and within one page that changes its address."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.support.standin import StandIn
from tests.support.visitors import Visitor, World

pytestmark = pytest.mark.later


def go_to_another_page(world: World, visitor: Visitor) -> None:
    """Leave for a page without Tagalong."""
    other = world.page_file.with_name("other.html")
    other.write_text('<!doctype html><link rel="icon" href="data:,"><p>Another page')
    visitor.page.goto(f"{world.standin.url}/files/other.html")


def leave_and_wait(world: World, visitor: Visitor) -> None:
    """Leave for a page without Tagalong, and wait until the page in the cache has no socket."""
    visitor.page.evaluate("() => { window.kept = true; }")
    go_to_another_page(world, visitor)
    visitor.wait_until(lambda: not world.standin.get("state")["sockets"], "the socket to close")


def come_back(visitor: Visitor) -> None:
    """Come back to the page in the cache, and wait until it is connected again."""
    before = visitor.names().count("connected")
    visitor.page.go_back(wait_until="commit")  # there is no load event
    assert visitor.page.evaluate("() => window.kept") is True
    visitor.wait_for("connected", before + 1)


def test_back_from_the_cache(world: World, standin: StandIn, caching: Browser) -> None:
    """A page in the cache has no socket; coming back it connects at once, without a new boot."""
    visitor = world.chatting(browser=caching)
    # On a crowded machine a page may be frozen before its worker is done: it is left again then.
    for boots in range(1, 6):
        visitor.page.evaluate("() => tagalong.diagnose()")  # at rest once that is answered
        leave_and_wait(world, visitor)
        if boots == 1:
            standin.invite()
        come_back(visitor)
        if visitor.names().count("ready") == boots:
            break
    else:
        pytest.fail("each return took a new boot")
    visitor.wait_for("offered")
    visitor.press("Accept")
    visitor.wait_for("active")
    assert [name for name, _ in visitor.published] == ["cobrowseOffered", "cobrowseAccepted"]


# Before the page's half hears of it, its worker is given seconds of work.
BUSY_WHEN_LEFT = """addEventListener("pagehide", () => {
    const frame = JSON.stringify({ kind: "x", body: Array(100_000).fill({ a: ["b"] }) });
    for (let count = 0; count < 6; count += 1) tagalong.feed(frame);
});"""


def test_left_while_the_worker_is_busy(world: World, standin: StandIn, caching: Browser) -> None:
    """A worker that is frozen at its work is ended with its socket, and started anew on return."""
    visitor = world.visitor(browser=caching)
    visitor.page.add_init_script(BUSY_WHEN_LEFT)
    visitor.start()
    visitor.open_chat()
    leave_and_wait(world, visitor)
    standin.invite()
    come_back(visitor)
    assert visitor.names().count("ready") == 2
    visitor.wait_for("offered")
    visitor.press("Accept")
    visitor.wait_for("active")
    assert [name for name, _ in visitor.published] == ["cobrowseOffered", "cobrowseAccepted"]


def test_an_invitation_that_ended_meanwhile(
    world: World, standin: StandIn, caching: Browser
) -> None:
    """What was cancelled while the page was in the cache is not asked any more."""
    visitor = world.chatting(browser=caching)
    dialog = standin.invite()
    visitor.wait_for("offered")
    go_to_another_page(world, visitor)
    standin.post(f"invitations/{dialog}/cancel")
    visitor.page.go_back(wait_until="commit")  # there is no load event
    visitor.wait_for("connected", 2)
    # On a crowded machine the page was frozen before its worker was done, and knows no more of it.
    visitor.wait_until(lambda: visitor.banner in ("cancelled", None), "an end")


def test_a_visit_of_several_pages(world: World, standin: StandIn) -> None:
    """With data-start=auto a later page starts by itself while a conversation is open."""
    visitor = world.visitor({"start": "auto"})
    visitor.start(connected=False)
    visitor.wait_until(lambda: visitor.page.evaluate("() => !Array.isArray(window.tagalong)"))
    assert visitor.page.evaluate("() => tagalong.state.connection") == "asleep"
    visitor.open_chat()
    visitor.wait_for("connected")
    visitor.page.goto(visitor.url)
    visitor.wait_for("connected", 2)
    standin.invite()
    visitor.wait_for("offered")
    visitor.press("Decline")
    visitor.wait_for("declined")
    visitor.page.evaluate("() => tagalong.conversation.close()")
    visitor.wait_until(
        lambda: standin.get("state")["conversations"][-1]["stage"] == "CLOSE", "the end"
    )
    visitor.wait_until(
        lambda: visitor.page.evaluate("() => sessionStorage.getItem('tagalong:opened')") is None
    )
    visitor.page.goto(visitor.url)
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.evaluate("() => tagalong.state.connection") == "asleep"


def test_a_single_page_application(world: World, standin: StandIn) -> None:
    """Routes and lpTag.newPage change nothing: one connection, one offer, the answer as offered."""
    visitor = world.chatting()
    standin.invite()
    visitor.wait_for("offered")
    for route in ("/list", "/product?id=7", "/basket#summary"):
        visitor.page.evaluate(
            "(route) => { history.pushState({}, '', route); lpTag.newPage(location.href); }", route
        )
    visitor.page.go_back()
    visitor.press("Accept")
    visitor.wait_for("active")
    (_, offered), (_, accepted) = visitor.published
    assert offered == accepted
    assert visitor.names().count("connected") == 1
    assert len(standin.get("state")["sockets"]) == 1


def test_no_unload_handlers(world: World) -> None:
    """Nothing of ours listens to unload, which would keep pages out of the cache."""
    visitor = world.visitor()
    visitor.page.add_init_script(
        "window.asked = []; const add = EventTarget.prototype.addEventListener;"
        "EventTarget.prototype.addEventListener = function (type, ...more) {"
        " asked.push(type); return add.call(this, type, ...more); };"
    )
    visitor.start()
    asked = visitor.page.evaluate("() => asked")
    assert "pagehide" in asked
    assert not {"unload", "beforeunload"} & set(asked)


def test_signed_out_on_another_page(world: World, standin: StandIn, caching: Browser) -> None:
    """A page that comes back after stop() on a later page is nobody's who was there before."""
    visitor = world.visitor({"auth": "anonymous"}, browser=caching)
    visitor.start()
    before = {one["consumerId"] for one in standin.get("state")["sockets"]}
    other = world.page_file.with_name("other.html")
    other.write_text('<!doctype html><link rel="icon" href="data:,"><p>Signed out')
    visitor.page.goto(f"{world.standin.url}/files/other.html")
    visitor.page.evaluate("() => sessionStorage.removeItem('tagalong:token')")
    visitor.page.go_back(wait_until="commit")
    visitor.wait_for("connected", 2)
    after = {one["consumerId"] for one in standin.get("state")["sockets"]}
    assert after
    assert not after & before
