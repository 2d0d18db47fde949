"""What an identity is asked for and answered with, as an engine on a bench meets it."""

from __future__ import annotations

import base64
import json
from typing import Any

from pydantic import SecretStr

from app.core.page.effects import Remember, Request, SendFrame
from app.core.page.events import HttpAnswered, TokenSupplied
from tools.driven import HOSTS, Bench, frame

SOCKET_URL = "wss://va.msg.liveperson.net/ws_api/account/12345678/messaging/consumer?v=3"
IDP = "https://va.idp.liveperson.net/api/account/12345678"
CONNECTORS = (
    "https://accdn.lpsnmedia.net/api/account/12345678/configuration/le-connectors/all-connectors"
)
UNAUTHENTICATED = {"jsMethodName": "lpTag.taglets.unAuthMessaging.lpUnauthFunction"}
BRANDS = {"jsMethodName": "shop.token", "issuer": "https://shop.example"}


def connectors(*configurations: dict[str, str], **more: object) -> HttpAnswered:
    """Return a list of connectors, numbered from 1."""
    found = [
        {"id": number, "configuration": one, **more}
        for number, one in enumerate(configurations, start=1)
    ]
    return HttpAnswered(200, json.dumps(found))


def token(name: str, exp: float | None = None) -> str:
    """Return a token, with an expiry where one is given."""
    claims = json.dumps({"sub": name} if exp is None else {"sub": name, "exp": exp})
    middle = base64.urlsafe_b64encode(claims.encode()).decode().rstrip("=")
    return f"head.{middle}.{name}"


def given(**body: str) -> HttpAnswered:
    """Return the provider's answer."""
    return HttpAnswered(200, json.dumps(body))


def refused(code: int, status: int = 401) -> HttpAnswered:
    """Return the provider's refusal."""
    return HttpAnswered(status, json.dumps({"internalErrorCode": code}))


def supplied(value: str) -> TokenSupplied:
    """Return the page's token."""
    return TokenSupplied(token=SecretStr(value))


def played(*events: Any, **settings: Any) -> Bench:
    """Return a bench that has started, discovered, and heard `events`."""
    bench = Bench()
    bench.start(**settings)
    bench.feed(HttpAnswered(200, HOSTS))
    for event in events:
        bench.feed(event)
    return bench


def asked(bench: Bench) -> list[tuple[str, str, Any]]:
    """Return the HTTP requests after discovery: method, address, and body as data."""
    return [
        (one.method, one.url, json.loads(one.body) if one.body else None)
        for one in bench.all(Request)
        if "baseURI.json" not in one.url
    ]


def kept(bench: Bench) -> list[Any]:
    """Return what was put by for the visit's next page, as data."""
    texts = [one.value for one in bench.all(Remember) if one.what == "token"]
    return [
        json.loads(text.get_secret_value()) if isinstance(text, SecretStr) else text
        for text in texts
    ]


def opened_with(bench: Bench) -> str:
    """Return the token that the socket was opened with."""
    bench.subscribed(frame("empty-snapshot"), bench.now)
    sent = [json.loads(one.text) for one in bench.all(SendFrame)]
    return str([one for one in sent if one["type"] == "InitConnection"][-1]["headers"][1]["jwt"])


def anonymous(life: float | None = None) -> Bench:
    """Return a bench with a fresh anonymous identity, its socket being opened."""
    lapses = None if life is None else Bench().now + life
    return played(
        connectors(BRANDS, UNAUTHENTICATED),
        given(token="ext-1"),
        given(token=token("lp-1", lapses)),
        auth="anonymous",
    )
