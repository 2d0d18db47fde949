"""Identity as LivePerson documents it: tokens, their refresh and lapse, errors, connectors."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError

import jwt
import pytest

from simulator.app import Options
from simulator.faults.unlisted import ANONYMOUS_METHOD
from simulator.services import tokens
from simulator.services.connectors import ANONYMOUS_CONNECTOR, BRAND_CONNECTOR
from tests.simulator.consumer import Consumer
from tests.support.standin import ACCOUNT, ControlError, StandIn, running

ANONYMOUS = f"app/{ANONYMOUS_CONNECTOR}/authenticate?v=3.0"
BRAND = f"app/{BRAND_CONNECTOR}/authenticate?v=3.0"


@pytest.fixture
def standin() -> Iterator[StandIn]:
    """A simulator."""
    with running(Options(accounts=(ACCOUNT, "87654321"))) as started:
        yield started


def ask(standin: StandIn, path: str, body: object = None, account: str = ACCOUNT) -> Any:
    """Return what the identity provider answers; raises HTTPError."""
    data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    url = f"{standin.url}/api/account/{account}/{path}"
    with urllib.request.urlopen(urllib.request.Request(url, data=data), timeout=5) as answer:
        return json.load(answer)


def refused(standin: StandIn, path: str, body: object = None, **more: str) -> tuple[int, int]:
    """Return status and internalErrorCode of a refusal."""
    with pytest.raises(HTTPError) as caught:
        ask(standin, path, body, **more)
    with caught.value as answer:
        return answer.code, int(json.load(answer)["internalErrorCode"])


def external(standin: StandIn) -> str:
    """Return an anonymous visitor's external token."""
    return str(ask(standin, "anonymous/authorize")["token"])


def claims(token: str) -> dict[str, Any]:
    """Return what a token says."""
    said: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return said


def test_an_anonymous_visitor(standin: StandIn) -> None:
    """Two steps give a token for messaging; a refresh keeps the consumer."""
    first = external(standin)
    assert claims(first)["exp"] - claims(first)["iat"] == 600
    internal = ask(standin, ANONYMOUS, {"id_token": first})["token"]
    assert "lp.ext" not in claims(internal)
    assert claims(internal)["sub"] == claims(first)["sub"]
    consumer = Consumer(standin, internal)
    assert consumer.initialise()["code"] == 200
    consumer.leave()
    second = ask(standin, "anonymous/authorize", {"id_token": first})["token"]
    assert claims(second)["sub"] == claims(first)["sub"]
    assert claims(external(standin))["sub"] != claims(first)["sub"]


def test_a_lapsed_external_token_is_refused_but_refreshes(standin: StandIn) -> None:
    """Within the window the previous token makes a new one, though it has lapsed; then not."""
    standin.post("behaviour", external_life=50)
    token = external(standin)
    time.sleep(0.06)
    assert refused(standin, ANONYMOUS, {"id_token": token}) == (401, 1012)
    standin.post("behaviour", external_life=600_000)
    fresh = ask(standin, "anonymous/authorize", {"id_token": token})["token"]
    assert ask(standin, ANONYMOUS, {"id_token": fresh})["token"]
    standin.post("behaviour", refresh_window=50)
    assert refused(standin, "anonymous/authorize", {"id_token": fresh}) == (401, 2001)


@pytest.mark.parametrize(
    ("path", "sent", "got"),
    [(BRAND, "id_token", "token"), ("authenticate", "authCode", "jwt")],
)
def test_a_brands_visitor(standin: StandIn, path: str, sent: str, got: str) -> None:
    """A brand's token is exchanged by both versions; its claims come back under lp.ext."""
    made = standin.post("brand-tokens", consumerId="ann", lifeSeconds=60)
    internal = claims(ask(standin, path, {sent: made["token"]})[got])
    brand = claims(made["token"])
    assert internal["lp.ext"] == brand
    assert {"sub", "iss", "aud", "iat", "exp", "given_name"} <= set(brand)
    assert (brand["sub"], brand["exp"] - brand["iat"]) == ("ann", 60)
    assert internal["sub"] == made["consumerId"]
    assert len(bytes.fromhex(internal["sub"])) == 32


def test_each_error_by_its_cause(standin: StandIn) -> None:
    """Where the stand-in can have an error's cause, the cause produces it."""
    anonymous, brand = external(standin), standin.brand_token()
    lapsed = standin.brand_token(life=-10)
    forged = jwt.encode(claims(anonymous), "k" * 32)
    for path, body, code in (
        ("app/1/authenticate?v=3.0", {"id_token": anonymous}, 1024),
        (ANONYMOUS, {"id_token": forged}, 2002),
        (ANONYMOUS, {"id_token": brand}, 2002),
        (ANONYMOUS, {"id_token": "rubbish"}, 9008),
        (ANONYMOUS, {"id_token": "\ud800"}, 9008),
        ("anonymous/authorize", {"id_token": "rubbish"}, 9008),
        (ANONYMOUS, b"{", 9012),
        (ANONYMOUS, b"[]", 9012),
        (ANONYMOUS, {"id_token": 7}, 9012),
        (ANONYMOUS, {}, 9012),
        (ANONYMOUS.partition("?")[0], {"id_token": anonymous}, 9012),
        (BRAND, {"id_token": lapsed}, 1012),
        (BRAND, {"id_token": anonymous}, 9007),
        ("authenticate", {"authCode": "rubbish"}, 9007),
        ("authenticate", {"id_token": brand}, 9012),
    ):
        assert refused(standin, path, body) == (401, code), (path, body)
    for path, body in (
        (ANONYMOUS, {"id_token": anonymous}),
        ("authenticate", {"authCode": brand}),
    ):
        assert refused(standin, path, body, account="87654321") == (401, 2004)


def test_any_error_on_request(standin: StandIn) -> None:
    """A switch gives every request any of the known errors, with any HTTP status."""
    standin.post("behaviour", identity_error=2006, identity_error_status=403)
    for path in ("signup", "anonymous/authorize", ANONYMOUS, "authenticate"):
        assert refused(standin, path) == (403, 2006)
    standin.post("behaviour", identity_error=0)
    assert ask(standin, "signup")["jwt"]
    for wish in ({"identity_error": 7}, {"identity_error_status": 99}, {"identity_delay": -1}):
        with pytest.raises(ControlError, match="400"):
            standin.post("behaviour", **wish)


def test_a_slow_identity_provider(standin: StandIn) -> None:
    """The IDP's answers can be late."""
    standin.post("behaviour", identity_delay=150)
    began = time.monotonic()
    assert ask(standin, "signup")["jwt"]
    assert time.monotonic() - began >= 0.15


@pytest.mark.parametrize("brand", [False, True])
def test_tokens_lapse_below_a_second(standin: StandIn, *, brand: bool) -> None:
    """A live connection is closed when its token lapses: 4401 a brand's visitor, 4407 others."""
    body = {"authCode": standin.brand_token()}
    standin.post("behaviour", token_life=300)
    began = time.time()
    token = ask(standin, "authenticate", body)["jwt"] if brand else ask(standin, "signup")["jwt"]
    consumer = Consumer(standin, token)
    assert consumer.initialise()["code"] == 200
    assert consumer.closing()[0] == (4401 if brand else 4407)
    assert 0.29 <= time.time() - began < 2
    again = Consumer(standin, token)
    again.introduce()
    assert again.closing()[0] == (4401 if brand else 4407)


def test_connections_may_outlive_their_tokens(standin: StandIn) -> None:
    """Whether LivePerson closes at the expiry is unknown: the stand-in does either."""
    standin.post("behaviour", token_life=150, closes_at_expiry=False)
    consumer = Consumer(standin)
    assert consumer.initialise()["code"] == 200
    time.sleep(0.2)
    assert consumer.ask("GetClock")["code"] == 200
    consumer.leave()


def test_tokens_go_by_livepersons_clock() -> None:
    """Times are by the clock that is named; lives of a minute and more are whole seconds."""
    token = tokens.issue(ACCOUNT, "ann", life_seconds=90, now=1000.7)
    assert (claims(token)["iat"], claims(token)["exp"]) == (1000, 1090)
    assert tokens.identify(token, ACCOUNT, 1089.9).consumer_id == "ann"
    with pytest.raises(tokens.BadToken):
        tokens.identify(token, ACCOUNT, 1090)


def connectors(standin: StandIn) -> Any:
    """Return the account's connectors."""
    url = f"{standin.url}/api/account/{ACCOUNT}/configuration/le-connectors/all-connectors"
    with urllib.request.urlopen(url, timeout=5) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        return json.load(answer)


def test_connectors_are_listed(standin: StandIn) -> None:
    """The anonymous connector is known by its method among others, or is missing."""
    methods = {
        one["id"]: (one.get("configuration") or {}).get("jsMethodName")
        for one in connectors(standin)
    }
    assert methods[ANONYMOUS_CONNECTOR] == ANONYMOUS_METHOD
    assert methods[BRAND_CONNECTOR]
    assert len(methods) == 4
    standin.post("behaviour", connectors="missing")
    assert ANONYMOUS_CONNECTOR not in {one["id"] for one in connectors(standin)}
    standin.post("behaviour", connectors="429")
    with pytest.raises(HTTPError) as caught:
        connectors(standin)
    assert caught.value.code == 429
    caught.value.close()
