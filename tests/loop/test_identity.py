"""Who the visitor is: every flow of LivePerson's, its renewals and its refusals."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.loop.page import Supplier
from tests.support.loop.stage import Stage
from tests.support.loop.visitor import Visitor

FLOWS = ("token", "brand", "anonymous", "signup")
KEPT = ("anonymous", "signup")


def supplier(*answers: str | None) -> Supplier:
    """Return a page's function that gives these answers, one a call, and the last for ever."""
    left = list(answers)

    async def supply() -> str | None:
        return left.pop(0) if len(left) > 1 else left[0]

    return supply


async def failing() -> str | None:
    """Be a page's function that throws."""
    message = "the shop's back end is down"
    raise OSError(message)


async def suppliers(stage: Stage, life: float = 3600) -> dict[str, Supplier]:
    """Return a page's suppliers of tokens, good ones."""
    return {
        "getToken": supplier(await stage.token(life=life)),
        "getBrandToken": supplier(await stage.brand_token(life=life)),
    }


async def answer_one(stage: Stage, visitor: Visitor) -> None:
    """Be invited and accept, to prove that the connection is good."""
    count = len(visitor.details("active")) + 1
    dialog = await stage.invite()
    await visitor.press("accept")
    await visitor.wait_for("active", count)
    await stage.post(f"invitations/{dialog}/end")
    await visitor.wait_for("ended", count)


def asked(stage: Stage, path: str) -> int:
    """Return how many requests to a service have come."""
    return sum(
        record.kind == "http" and path in record.name
        for record in stage.lab.world.timeline.after(0)
    )


@pytest.mark.parametrize("auth", FLOWS)
async def test_each_flow_on_the_next_page(stage: Stage, auth: str) -> None:
    """The same visitor on the visit's next page; only what LivePerson itself gave is kept."""
    visitor = await stage.chatting({"auth": auth}, await suppliers(stage))
    await answer_one(stage, visitor)
    before = stage.consumers()
    assert ("tagalong:token" in visitor.visit) == (auth in KEPT)
    await visitor.reload()
    await visitor.wait_for("connected", 2)
    assert stage.consumers() == before
    await answer_one(stage, visitor)
    visitor.page.stop()
    assert not any(name.startswith("tagalong:") for name in visitor.visit)


@pytest.mark.parametrize("connectors", ["ok", "404", "500", "429", "rubbish", "silent"])
async def test_a_brands_own_token(stage: Stage, connectors: str) -> None:
    """A brand's id token is exchanged by its connector, or without one; none is stored."""
    await stage.behave(connectors=connectors)
    visitor = await stage.chatting({"auth": "brand"}, await suppliers(stage))
    await answer_one(stage, visitor)
    (consumer,) = stage.consumers()
    assert consumer is not None
    assert len(consumer) == 64
    assert "eyJ" not in str(visitor.visit)


@pytest.mark.parametrize("auth", FLOWS)
@pytest.mark.parametrize("code", [4401, 4407])
async def test_a_token_that_is_refused_is_renewed(stage: Stage, auth: str, code: int) -> None:
    """On LivePerson's close code the identity is renewed at once; the visitor stays the same."""
    visitor = await stage.chatting({"auth": auth}, await suppliers(stage))
    same = stage.consumers()
    await stage.post("sockets/close", code=code, reason="Identity token is invalid")
    assert await visitor.wait_for("disconnected") == {"code": code, "retryInMs": 0}
    await visitor.wait_for("connected", 2)
    if auth != "signup":  # LivePerson cannot renew a demo's identity
        assert stage.consumers() == same
        await answer_one(stage, visitor)


@pytest.mark.parametrize("auth", FLOWS)
async def test_a_token_that_is_refused_again_and_again(stage: Stage, auth: str) -> None:
    """Fresh tokens that are refused too end it with one error, and nothing is kept."""
    await stage.behave(initialise="401")
    visitor = stage.visitor({"auth": auth}, await suppliers(stage))
    error = await visitor.wait_for("error")
    assert error["code"] == "token-refused"
    assert visitor.page.connection == "stopped"
    assert "tagalong:token" not in visitor.visit
    assert len(visitor.details("error")) == 1


@pytest.mark.parametrize("closes", [True, False])
@pytest.mark.parametrize("life", [10, 90, 600])
@pytest.mark.parametrize("auth", ["anonymous", "brand"])
async def test_a_token_is_renewed_before_it_lapses(
    stage: Stage, auth: str, life: int, *, closes: bool
) -> None:
    """The connection moves to a fresh token in time, as the same visitor, again and again."""
    await stage.behave(token_life=life * 1000, closes_at_expiry=closes)
    visitor = await stage.chatting({"auth": auth}, await suppliers(stage))
    same = stage.consumers()
    for times in (1, 2, 3):
        moved = await visitor.wait_for("disconnected", times, seconds=life)
        assert moved == {"code": 1000, "retryInMs": 0}
        await visitor.wait_for("connected", times + 1)
        assert stage.consumers() == same
    await answer_one(stage, visitor)
    assert visitor.details("error") == []


async def test_the_pages_own_token_is_asked_for_again(stage: Stage) -> None:
    """Before the page's token lapses its function is asked, and the fresh one is used."""
    first, second = await stage.token(life=90), await stage.token()
    visitor = await stage.chatting({"auth": "token"}, {"getToken": supplier(first, second)})
    assert await visitor.wait_for("disconnected", seconds=90) == {"code": 1000, "retryInMs": 0}
    await visitor.wait_for("connected", 2)
    await answer_one(stage, visitor)


@pytest.mark.parametrize(
    ("auth", "function", "name"),
    [
        ("token", None, "getToken"),
        ("token", supplier(None), "getToken"),
        ("token", supplier(""), "getToken"),
        ("brand", supplier(None), "getBrandToken"),
    ],
)
async def test_a_page_without_a_token(
    stage: Stage, auth: str, function: Supplier | None, name: str
) -> None:
    """A page whose function is missing, or gives nothing, is told once which one it is."""
    given = {name: function} if function else {}
    visitor = stage.visitor({"auth": auth}, given)
    error = await visitor.wait_for("error")
    assert error["code"] == "token-missing"
    assert name in error["words"]
    assert visitor.page.connection == "stopped"


@pytest.mark.parametrize(("auth", "name"), [("token", "getToken"), ("brand", "getBrandToken")])
async def test_a_function_that_throws_is_asked_again(stage: Stage, auth: str, name: str) -> None:
    """A page whose back end is down just now gets its connection once it is up."""
    good = (await suppliers(stage))[name]
    given: dict[str, Supplier] = {name: failing}
    visitor = stage.visitor({"auth": auth}, given)
    assert (await visitor.wait_for("error"))["code"] == "token-missing"
    assert visitor.page.connection == "waiting"
    given[name] = good
    await visitor.wait_for("connected")


@pytest.mark.parametrize(
    ("auth", "switches", "says"),
    [
        ("anonymous", {"identity_error": 2005}, "unauthenticated messaging is off"),
        ("anonymous", {"identity_error": 2006, "identity_error_status": 500}, "captcha"),
        ("anonymous", {"connectors": "missing"}, "set data-connector"),
        ("signup", {"identity_error": 2005}, "unauthenticated messaging is off"),
        ("signup", {"identity": "404"}, "refused the visitor (404)"),
        ("brand", {"identity_error": 9007}, "issuer, audience, expiry and key"),
        ("brand", {"identity_error": 1024}, "check data-connector"),
    ],
)
async def test_a_refusal_stops_with_words(
    stage: Stage, auth: str, switches: dict[str, Any], says: str
) -> None:
    """A definite no is one error in words, and nothing is tried again or kept."""
    await stage.behave(**switches)
    visitor = stage.visitor({"auth": auth}, await suppliers(stage))
    error = await visitor.wait_for("error")
    assert says in error["words"]
    assert visitor.page.connection == "stopped"
    assert "tagalong:token" not in visitor.visit
    before = asked(stage, "/api/")
    await visitor.until(lambda: stage.loop.time() > 300, "five minutes", 400)
    assert asked(stage, "/api/") == before
    assert len(visitor.details("error")) == 1


async def test_a_brand_token_that_has_lapsed(stage: Stage) -> None:
    """A page's own token that is too old is refused in words."""
    token = await stage.brand_token(life=-60)
    visitor = stage.visitor({"auth": "brand"}, {"getBrandToken": supplier(token)})
    error = await visitor.wait_for("error")
    assert error["code"] == "token-refused"
    assert "expired" in error["words"]


@pytest.mark.parametrize("connector", ["1513422710", "999"])
async def test_a_connector_that_is_set(stage: Stage, connector: str) -> None:
    """A connector that is set is taken without a list; one that does not exist is told in words."""
    visitor = stage.visitor({"auth": "anonymous", "connector": connector})
    if connector == "999":
        error = await visitor.wait_for("error")
        assert error["code"] == "token-refused"
        assert "check data-connector" in error["words"]
        assert "eyJ" not in str(visitor.events)
    else:
        await visitor.wait_for("connected")
    assert asked(stage, "all-connectors") == 0


@pytest.mark.parametrize(
    "switches",
    [
        {"identity": "500"},
        {"identity": "429"},
        {"identity": "rubbish"},
        {"identity": "silent"},
        {"identity_error": 9010},
        {"connectors": "500"},
        {"discovery": "500"},
    ],
    ids=str,
)
async def test_an_ill_service_is_tried_again(stage: Stage, switches: dict[str, Any]) -> None:
    """Services that do not answer well are told of once, tried again, and then used."""
    usual = {name: 0 if name == "identity_error" else "ok" for name in switches}
    await stage.behave(**switches)
    visitor = stage.visitor({"auth": "anonymous"})
    await visitor.wait_for("error")
    await visitor.until(lambda: stage.loop.time() > 40, "some tries")
    assert len(visitor.details("error")) == 1
    assert visitor.details("connected") == []
    await stage.behave(**usual)
    await visitor.wait_for("connected")


async def test_an_identity_that_is_too_old(stage: Stage) -> None:
    """An anonymous identity that cannot be renewed any more is replaced, and it connects."""
    await stage.behave(refresh_window=0, token_life=60_000)
    visitor = await stage.chatting({"auth": "anonymous"})
    before = stage.consumers()
    await visitor.wait_for("connected", 2, seconds=120)
    assert stage.consumers() != before
    assert visitor.details("error") == []


async def test_a_slow_provider_deadens_no_answer(stage: Stage) -> None:
    """While the identity service hangs, an answer is published within five seconds."""
    visitor = await stage.chatting({"auth": "anonymous"})
    await stage.invite()
    await visitor.until(lambda: visitor.page.seen_ms > 1000, "a question")
    await stage.behave(identity="silent")
    await stage.post("sockets/close", code=4407)
    await visitor.wait_for("disconnected")
    began = stage.loop.time()
    await visitor.press("accept")
    await visitor.until(lambda: len(visitor.page.tag.published) == 2, "the answer")
    assert stage.loop.time() - began < 5.5
    await stage.behave(identity="ok")
    await visitor.wait_for("connected", 2)
    await visitor.wait_for("active")
