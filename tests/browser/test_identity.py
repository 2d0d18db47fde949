"""Who the visitor is: every flow of LivePerson's, through renewals, refusals and slow services."""

from __future__ import annotations

import json

import pytest

from tests.support.hostpage import supplying
from tests.support.standin import StandIn
from tests.support.visitors import Visitor, World

pytestmark = pytest.mark.later

STORED = "() => JSON.stringify([{...sessionStorage}, {...localStorage}])"


def supplying_brand(standin: StandIn, life: float = 3600, name: str = "ann") -> str:
    """Return a script by which a page supplies its own id token."""
    return supplying(standin.brand_token(name, life)).replace("getToken", "getBrandToken")


def consumers(standin: StandIn) -> set[str]:
    """Return the consumers that have a socket."""
    return {one["consumerId"] for one in standin.get("state")["sockets"]}


def answer_one(visitor: Visitor, standin: StandIn) -> None:
    """Be invited and accept, to prove that the connection is good."""
    count = len(visitor.details("active"))
    standin.invite()
    visitor.wait_for("offered", count + 1)
    visitor.press("Accept")
    visitor.wait_for("active", count + 1)
    dialog = visitor.details("active")[-1]["dialogId"]
    standin.post(f"invitations/{dialog}/end")
    visitor.wait_for("ended", count + 1)


def test_an_anonymous_visitor_from_page_to_page(world: World, standin: StandIn) -> None:
    """An anonymous visitor keeps identity and conversation on the visit's next page."""
    visitor = world.chatting({"auth": "anonymous"})
    answer_one(visitor, standin)
    before = consumers(standin)
    assert "tagalong:token" in visitor.page.evaluate("() => Object.keys(sessionStorage)")
    visitor.page.goto(visitor.url)
    visitor.wait_for("connected", 2)
    assert consumers(standin) == before
    answer_one(visitor, standin)
    visitor.page.evaluate("() => tagalong.stop()")
    visitor.wait_for("stopped")
    assert "tagalong:token" not in visitor.page.evaluate("() => Object.keys(sessionStorage)")


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_brands_own_token(world: World, standin: StandIn, *, elsewhere: bool) -> None:
    """A brand's id token is exchanged by its connector; neither is stored."""
    before = supplying_brand(standin)
    visitor = world.visitor({"auth": "brand"}, before=before, other_origin=elsewhere)
    visitor.start()
    visitor.open_chat()
    answer_one(visitor, standin)
    assert len(next(iter(consumers(standin)))) == 64
    token = visitor.page.evaluate(STORED)
    assert "eyJ" not in token
    assert visitor.page.evaluate("() => sessionStorage.getItem('tagalong:token')") is None


def test_where_storage_is_blocked_tokens_live_in_memory(world: World, standin: StandIn) -> None:
    """A page without storage connects all the same, and forgets with the page."""
    visitor = world.visitor({"auth": "anonymous"})
    visitor.page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window,"
        " name, { get() { throw new DOMException('blocked', 'SecurityError'); } });"
    )
    visitor.start()
    visitor.open_chat()
    answer_one(visitor, standin)


@pytest.mark.parametrize("auth", ["token", "anonymous"])
def test_a_token_that_is_refused_is_renewed(world: World, standin: StandIn, auth: str) -> None:
    """On LivePerson's close code the identity is renewed at once; the visitor stays the same."""
    visitor = world.visitor(
        {"auth": auth}, before=supplying(standin.post("tokens", consumerId="ann")["token"])
    )
    visitor.start()
    visitor.open_chat()
    same = consumers(standin)
    code = 4401 if auth == "token" else 4407
    standin.post("sockets/close", code=code, reason="Identity token is invalid")
    assert visitor.wait_for("disconnected") == {"code": code, "retryInMs": 0}
    visitor.wait_for("connected", 2)
    assert consumers(standin) == same
    answer_one(visitor, standin)


def test_a_token_is_renewed_before_it_lapses(world: World, standin: StandIn) -> None:
    """With lives of seconds the connection moves to a fresh token in time, as the same visitor."""
    standin.post("behaviour", token_life=10_000)
    visitor = world.chatting({"auth": "anonymous"})
    same = consumers(standin)
    moved = visitor.wait_for("disconnected")
    assert moved == {"code": 1000, "retryInMs": 0}
    visitor.wait_for("connected", 2)
    standin.post("behaviour", token_life=0)
    assert consumers(standin) == same
    answer_one(visitor, standin)
    assert visitor.details("error") == []


def test_a_refusal_stops_with_words(world: World, standin: StandIn) -> None:
    """A definite no is one error in words, and nothing is tried again or kept."""
    standin.post("behaviour", identity_error=2005)
    visitor = world.visitor({"auth": "anonymous"})
    visitor.allow("the server responded with a status")
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert "unauthenticated messaging is off" in error["words"]
    assert visitor.page.evaluate("() => tagalong.state.connection") == "stopped"
    assert "tagalong:token" not in visitor.page.evaluate(STORED)


def test_a_connector_that_is_set(world: World) -> None:
    """A connector that does not exist is told by LivePerson's own error, in words."""
    visitor = world.visitor({"auth": "anonymous", "connector": "999"})
    visitor.allow("the server responded with a status")
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert error["code"] == "token-refused"
    assert "check data-connector" in error["words"]
    assert json.dumps(visitor.events).count("eyJ") == 0
