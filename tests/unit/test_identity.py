"""Who the visitor is: each flow, what is kept of it, and each way of being refused."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from pydantic import SecretStr

from app.core.identity import idp, jwt
from app.core.page.effects import AskToken, OpenSocket, Remember, Request
from app.core.page.events import (
    HttpAnswered,
    HttpFailed,
    SocketClosed,
    Started,
    TokenSupplied,
)
from tests.support.identities import (
    BRANDS,
    CONNECTORS,
    IDP,
    SOCKET_URL,
    UNAUTHENTICATED,
    anonymous,
    asked,
    connectors,
    given,
    kept,
    opened_with,
    played,
    refused,
    supplied,
    token,
)
from tools.driven import CSDS, DIALOG, HOSTS, Bench, frame


def test_the_pages_own_token() -> None:
    """`token`: the page is asked, and nothing is kept."""
    bench = played(supplied("theirs"))
    assert bench.all(AskToken) == [AskToken("getToken")]
    assert (opened_with(bench), kept(bench), asked(bench)) == ("theirs", [], [])


def test_the_demo_flow() -> None:
    """`signup`: one request, and its token is kept for the visit's next page."""
    bench = played(given(jwt="fresh"), auth="signup")
    assert asked(bench) == [("POST", f"{IDP}/signup", None)]
    assert kept(bench) == [
        {"account": "12345678", "auth": "signup", "connector": "", "token": "fresh"}
    ]
    assert opened_with(bench) == "fresh"


def test_a_brand_with_a_connector_of_its_own() -> None:
    """`brand`: the one connector that takes brands' tokens is found; version 3 is spoken."""
    bench = played(
        connectors({}, UNAUTHENTICATED, BRANDS), supplied("id"), given(token="lp"), auth="brand"
    )
    assert asked(bench) == [
        ("GET", CONNECTORS, None),
        ("POST", f"{IDP}/app/3/authenticate?v=3.0", {"id_token": "id"}),
    ]
    assert bench.all(AskToken) == [AskToken("getBrandToken")]
    assert (opened_with(bench), kept(bench)) == ("lp", [])


@pytest.mark.parametrize(
    "answer",
    [
        connectors(UNAUTHENTICATED),
        connectors(BRANDS, BRANDS),
        connectors(BRANDS, enabled=False),
        connectors(BRANDS, deleted=True),
        HttpAnswered(200, json.dumps([{"id": "../x", "configuration": BRANDS}])),
        HttpAnswered(404, ""),
        HttpAnswered(500, ""),
        HttpFailed(),
    ],
)
def test_a_brand_without_a_clear_connector(answer: HttpAnswered | HttpFailed) -> None:
    """`brand`: none, several, or no list at all, and version 1 is spoken, which needs none."""
    bench = played(answer, supplied("id"), given(jwt="lp"), auth="brand")
    assert asked(bench)[1:] == [("POST", f"{IDP}/authenticate", {"authCode": "id"})]
    assert opened_with(bench) == "lp"


def test_a_connector_that_is_set() -> None:
    """`data-connector` is used as it is; nothing is discovered."""
    bench = played(supplied("id"), given(token="lp"), auth="brand", connector="77")
    assert [url for _, url, _ in asked(bench)] == [f"{IDP}/app/77/authenticate?v=3.0"]
    bench = played(given(token="ext"), given(token="lp"), auth="anonymous", connector=78)
    assert [url for _, url, _ in asked(bench)] == [
        f"{IDP}/anonymous/authorize",
        f"{IDP}/app/78/authenticate?v=3.0",
    ]


def test_an_anonymous_visitor() -> None:
    """`anonymous`: connector, external token, exchange; both tokens are kept for the visit."""
    bench = anonymous()
    assert asked(bench) == [
        ("GET", CONNECTORS, None),
        ("POST", f"{IDP}/anonymous/authorize", None),
        ("POST", f"{IDP}/app/2/authenticate?v=3.0", {"id_token": "ext-1"}),
    ]
    assert kept(bench) == [
        {
            "account": "12345678",
            "auth": "anonymous",
            "connector": "2",
            "token": token("lp-1"),
            "external": "ext-1",
        }
    ]
    assert opened_with(bench) == token("lp-1")


def test_an_anonymous_visitor_stays_the_same() -> None:
    """On 4407 the previous external token is renewed, and kept until the new one is there."""
    bench = anonymous()
    opened_with(bench)
    bench.feed(SocketClosed(4407))
    assert "token" not in kept(bench)[-1]
    assert kept(bench)[-1]["external"] == "ext-1"
    for answer in (HttpAnswered(200, HOSTS), given(token="ext-2"), given(token="lp-2")):
        bench.feed(answer)
    assert asked(bench)[3:] == [
        ("POST", f"{IDP}/anonymous/authorize", {"id_token": "ext-1"}),
        ("POST", f"{IDP}/app/2/authenticate?v=3.0", {"id_token": "ext-2"}),
    ]
    assert opened_with(bench) == "lp-2"
    assert bench.names() == ["connected", "disconnected", "connected"]


@pytest.mark.parametrize("code", idp.OUTLIVED)
def test_an_anonymous_identity_that_is_too_old(code: int) -> None:
    """One that can no longer be renewed is replaced by a new one."""
    bench = anonymous()
    bench.feed(SocketClosed(4407))
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(refused(code))
    assert asked(bench)[-1] == ("POST", f"{IDP}/anonymous/authorize", None)
    bench.feed(given(token="ext-new"))
    bench.feed(given(token="lp-new"))
    assert opened_with(bench) == "lp-new"


def test_an_anonymous_identity_that_is_refused() -> None:
    """Any other no stops, and nothing stays in storage."""
    bench = anonymous()
    bench.feed(SocketClosed(4407))
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(refused(2005))
    assert [one["code"] for one in bench.details("error")] == ["token-refused"]
    assert kept(bench)[-1] is None
    assert bench.state.connection == "stopped"


@pytest.mark.parametrize(
    ("answer", "says", "state"),
    [
        (connectors(BRANDS), "set data-connector", "stopped"),
        (HttpAnswered(404, ""), "Set data-connector", "stopped"),
        (HttpAnswered(500, ""), "nothing readable", "waiting"),
        (HttpAnswered(200, "<html>"), "nothing readable", "waiting"),
        (HttpAnswered(429, ""), "is busy (429)", "waiting"),
        (HttpFailed(), "did not answer", "waiting"),
    ],
)
def test_no_connector_for_anonymous_visitors(answer: Any, says: str, state: str) -> None:
    """Without its connector unauthenticated messaging is told how to be set up."""
    bench = played(answer, auth="anonymous")
    (error,) = bench.details("error")
    assert error["code"] == "discovery"
    assert says in error["words"]
    assert bench.state.connection == state


def test_connectors_of_a_strange_host() -> None:
    """The list of connectors comes from LivePerson's hosts only, and tokens never go there."""
    elsewhere = HOSTS.replace("accdn.lpsnmedia.net", "evil.example")
    bench = Bench()
    bench.start(auth="anonymous")
    bench.feed(HttpAnswered(200, elsewhere))
    assert [one["code"] for one in bench.details("error")] == ["discovery"]
    swapped = HOSTS.replace("va.idp.liveperson.net", "accdn.lpsnmedia.net")
    bench = Bench()
    bench.start(auth="signup")
    bench.feed(HttpAnswered(200, swapped))
    assert [one["code"] for one in bench.details("error")] == ["discovery"]
    assert len(bench.requests()) == 1


@pytest.mark.parametrize(
    ("answer", "code", "state"),
    [
        (HttpAnswered(403, ""), "token-refused", "stopped"),
        (HttpAnswered(429, ""), "connection", "waiting"),
        (HttpAnswered(408, ""), "connection", "waiting"),
        (HttpAnswered(500, ""), "connection", "waiting"),
        (HttpAnswered(200, "{}"), "connection", "waiting"),
        (HttpAnswered(200, '{"jwt":""}'), "connection", "waiting"),
        (HttpAnswered(401, "[]"), "token-refused", "stopped"),
        (HttpFailed(), "connection", "waiting"),
        (refused(9010, 500), "connection", "waiting"),
        (refused(9010, 400), "connection", "waiting"),
        (refused(424242, 400), "token-refused", "stopped"),
        (refused(424242, 500), "connection", "waiting"),
    ],
)
def test_a_provider_that_fails(answer: HttpAnswered | HttpFailed, code: str, state: str) -> None:
    """A definite no stops; anything else is tried again."""
    bench = played(answer, auth="signup")
    assert [detail["code"] for detail in bench.details("error")] == [code]
    assert bench.state.connection == state


@pytest.mark.parametrize("code", sorted(set(idp.CODES) - set(idp.PASSING)))
@pytest.mark.parametrize("status", [200, 401, 500])
def test_the_providers_codes_become_words(code: int, status: int) -> None:
    """Each documented code stops with what it means, whatever the HTTP status beside it."""
    nested = HttpAnswered(status, json.dumps({"error": {"internalErrorCode": code}}))
    for answer in (refused(code, status), nested):
        bench = played(supplied("very-secret"), answer, auth="brand", connector="1")
        (error,) = bench.details("error")
        assert error["code"] == "token-refused"
        assert idp.CODES[code] in error["words"]
        assert "very-secret" not in error["words"]
        assert bench.state.connection == "stopped"


@pytest.mark.parametrize("reason", ["", "Identity token is invalid"])
def test_a_brand_is_asked_for_a_fresh_token(reason: str) -> None:
    """On 4401, or the reason that LivePerson was seen to give, the page is asked anew."""
    bench = played(supplied("id"), given(token="lp"), auth="brand", connector="1")
    opened_with(bench)
    bench.feed(SocketClosed(1008 if reason else 4401, reason))
    bench.feed(HttpAnswered(200, HOSTS))
    assert bench.all(AskToken) == [AskToken("getBrandToken")] * 2


def test_a_token_is_renewed_before_it_lapses() -> None:
    """With a known expiry a new token is there in time; then the connection moves to it."""
    bench = anonymous(life=600)
    opened_with(bench)
    bench.sleep(539)
    assert len(asked(bench)) == 3
    bench.sleep(1)
    for answer in (HttpAnswered(200, HOSTS), given(token="ext-2")):
        assert bench.state.connection == "connected"
        bench.feed(answer)
    bench.feed(given(token=token("lp-2", bench.now + 600)))
    assert asked(bench)[3][2] == {"id_token": "ext-1"}
    assert bench.details("disconnected") == [{"code": 1000, "retryInMs": 0}]
    assert bench.all(OpenSocket) == [OpenSocket(SOCKET_URL)] * 2
    assert opened_with(bench).endswith(".lp-2")
    assert bench.details("error") == []


def test_an_expiry_is_by_livepersons_clock() -> None:
    """A visitor's clock that is five minutes fast neither hurries nor delays a renewal."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    server = bench.now - 300
    bench.feed(supplied(token("t", server + 600)))
    bench.subscribed(frame("empty-snapshot"), server)
    bench.sleep(530)
    assert len(bench.all(AskToken)) == 1
    bench.sleep(20)
    bench.feed(HttpAnswered(200, HOSTS))
    assert len(bench.all(AskToken)) == 2


@pytest.mark.parametrize(
    ("answer", "tries"),
    [
        (supplied(""), 2),  # the page has none now
        ("the same", 1),
        (HttpFailed(), 2),
    ],
)
def test_a_renewal_that_fails_loses_nothing(answer: Any, tries: int) -> None:
    """The connection lives on until LivePerson closes it; only what may pass is tried again."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    theirs = supplied(token("t", bench.now + 100))
    bench.feed(theirs)
    bench.subscribed(frame("empty-snapshot"), bench.now)
    before = len(bench.requests())
    bench.sleep(80)
    if isinstance(answer, HttpFailed):
        bench.feed(answer)
    else:
        bench.feed(HttpAnswered(200, HOSTS))
        bench.feed(theirs if answer == "the same" else answer)
    bench.sleep(31)
    assert bench.state.connection == "connected"
    assert bench.details("error") == []
    assert len(bench.requests()) == before + tries


def test_a_drop_during_a_renewal() -> None:
    """A renewal that is under way does not outlive its connection."""
    bench = anonymous(life=100)
    opened_with(bench)
    bench.sleep(80)
    bench.feed(SocketClosed(1006))
    assert bench.state.connection == "waiting"
    bench.feed(HttpAnswered(200, HOSTS))
    assert len(bench.all(OpenSocket)) == 1


def test_tokens_that_live_for_seconds() -> None:
    """Too short to be renewed early: each close brings a fresh one, at a decent pace."""
    bench = Bench()
    bench.start(auth="signup")
    bench.feed(HttpAnswered(200, HOSTS))
    opens = []
    for _ in range(12):
        bench.feed(given(jwt=token("short", bench.now + 2)))
        bench.subscribed(frame("empty-snapshot"), bench.now)
        opens.append(bench.now)
        bench.sleep(2)
        bench.feed(SocketClosed(4407))
        bench.sleep(30)
        bench.feed(HttpAnswered(200, HOSTS))
    assert bench.details("error") == []
    assert all(later - sooner >= 5 for sooner, later in pairwise(opens))


def test_a_page_that_has_no_token_just_now() -> None:
    """A page that gave one before, and cannot now, is asked again; one that never did is told."""
    bench = played(supplied("theirs"))
    opened_with(bench)
    bench.feed(SocketClosed(4401))
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(supplied(""))
    assert [one["code"] for one in bench.details("error")] == ["token-missing"]
    assert bench.state.connection == "waiting"
    bench.sleep(5)
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(supplied("again"))
    assert opened_with(bench) == "again"


def test_a_refusal_before_it_lapses_is_one() -> None:
    """While a renewal is refused, the socket lives, and no more is tried ahead of time."""
    bench = anonymous(life=600)
    opened_with(bench)
    bench.sleep(540)
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(refused(2005))
    before = len(bench.requests())
    bench.sleep(50)
    assert (bench.state.connection, len(bench.requests())) == ("connected", before)


def test_the_provider_is_sent_json() -> None:
    """Each exchange says what it is; a sign-up is sent as what needs no preflight."""
    assert {one.content_type for one in anonymous().all(Request)} == {"", "application/json"}
    posts = [one for one in anonymous().all(Request) if one.method == "POST"]
    assert [one.content_type for one in posts] == ["application/json"] * 2
    (post,) = (one for one in played(auth="signup").all(Request) if one.method == "POST")
    assert (post.content_type, post.body) == ("", "")


def test_a_lapsed_token_was_not_refused() -> None:
    """However often a token has its time and is replaced, nothing is given up."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    for _ in range(6):
        theirs = supplied(token("t", bench.now + 20))
        bench.feed(theirs)
        bench.subscribed(frame("empty-snapshot"), bench.now)
        bench.sleep(16)
        bench.feed(HttpAnswered(200, HOSTS))
        bench.feed(theirs)
        bench.sleep(4)
        bench.feed(SocketClosed(4401))
        bench.feed(HttpAnswered(200, HOSTS))
    assert bench.details("error") == []
    assert len(bench.details("disconnected")) == 6


def test_a_lapsed_token_is_not_sent() -> None:
    """One remembered from an earlier page that has lapsed since is replaced at once."""
    bench = Bench()
    stored = {"account": "12345678", "auth": "signup", "token": token("old", bench.now - 1)}
    kept_text = SecretStr(json.dumps(stored))
    bench.feed(Started(configured={**CSDS, "auth": "signup"}, token=kept_text))
    bench.feed(HttpAnswered(200, HOSTS))
    assert asked(bench) == [("POST", f"{IDP}/signup", None)]


def test_what_was_kept_is_used_by_the_next_page() -> None:
    """A kept identity opens the socket without asking anybody, for its account and flow only."""
    for auth, first in (
        ("signup", played(given(jwt="t"), auth="signup")),
        ("anonymous", anonymous()),
    ):
        text = first.all(Remember)[-1].value
        assert isinstance(text, SecretStr)
        again = Bench()
        again.feed(Started(configured={**CSDS, "auth": auth}, token=text))
        again.feed(HttpAnswered(200, HOSTS))
        assert again.all(OpenSocket) == [OpenSocket(SOCKET_URL)]
        assert asked(again) == []
        others = {"account": "1"}, {"auth": "token"}, {"auth": "brand"}
        for other in others:
            bench = Bench()
            bench.feed(Started(configured={**CSDS, "auth": auth, **other}, token=text))
            bench.feed(HttpAnswered(200, HOSTS))
            assert bench.all(OpenSocket) == []


@pytest.mark.parametrize("text", ["", "12345678 old", "{}", '{"account":"12345678"}'])
def test_what_was_kept_cannot_be_read(text: str) -> None:
    """Anything else in that place is as good as nothing."""
    bench = Bench()
    bench.feed(Started(configured={**CSDS, "auth": "signup"}, token=SecretStr(text)))
    bench.feed(HttpAnswered(200, HOSTS))
    assert asked(bench) == [("POST", f"{IDP}/signup", None)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.b",
        "a.b.c.d",
        "a.!!.c",
        "a.e30.c",
        f"a.{'x' * 5}.c",
        token("t").replace("e", "\ud800"),
    ],
)
def test_a_token_of_another_kind_has_no_expiry(text: str) -> None:
    """What is no JSON Web Token, or says nothing of its expiry, has none."""
    assert jwt.expiry(SecretStr(text)) is None


def test_an_expiry_is_read() -> None:
    """The claim is seconds, whole or not; what is not a time is none."""
    assert jwt.expiry(SecretStr(token("t", 12.5))) == 12.5
    assert jwt.expiry(SecretStr(token("t", float("inf")))) is None


def test_a_request_waits_for_an_answer_of_the_visitors() -> None:
    """While a press becomes an answer, no request keeps the worker from hearing the outcome."""
    bench = Bench().offered()
    bench.feed(SocketClosed(1006))
    bench.press("accept")
    bench.sleep(4.5)
    before = len(bench.requests())
    bench.sleep(0.49)
    assert len(bench.requests()) == before
    bench.decide("accepted")
    bench.sleep(1)
    assert bench.published()[-1] == "cobrowseAccepted"
    assert len(bench.requests()) == before + 1


def test_a_decision_that_never_comes() -> None:
    """After 5 s other work goes on; a late decision still counts."""
    bench = Bench().offered()
    bench.feed(SocketClosed(1006))
    bench.sleep(3)
    bench.press("accept")
    bench.sleep(4.9)
    before = len(bench.requests())
    bench.sleep(0.2)
    assert len(bench.requests()) == before + 1
    bench.decide("accepted", dialog=DIALOG)
    assert bench.published()[-1] == "cobrowseAccepted"


def test_answers_that_nobody_asked_for() -> None:
    """A token or an answer at the wrong moment changes nothing."""
    bench = Bench()
    bench.start()
    bench.feed(supplied("early"))
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(HttpAnswered(200, HOSTS))
    assert bench.all(OpenSocket) == []
    bench.feed(supplied("now"))
    bench.feed(supplied("late"))
    assert opened_with(bench) == "now"


@pytest.mark.parametrize(
    ("gave", "says"),
    [
        ("unset", "getToken is not set"),
        ("no function", "is no function"),
        ("nothing", "returned nothing"),
        ("an object", "returned an object, not the token in it"),
        ("something else", "something that is no token"),
    ],
)
def test_each_slip_of_a_supplier_has_its_words(gave: Any, says: str) -> None:
    """What the page gave instead of a token is said, so that its developer finds the slip."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(gave=gave))
    (error,) = bench.details("error")
    assert error["code"] == "token-missing"
    assert says in error["words"]
    assert "configure({ getToken })" in error["words"]
