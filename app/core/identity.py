"""Who the visitor is to LivePerson, and where to connect: as steps, without doing them.

`identify` is a generator: it yields a `Request` or `AskToken`, is sent the
event that answers it, and returns an `Identity`. It raises `Refused` where
trying again cannot help and `Unavailable` where it can.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, Field, SecretStr, TypeAdapter, ValidationError

from app.core.effects import AskToken, Request
from app.core.errors import Refused, Unavailable
from app.core.events import HttpAnswered, HttpFailed, TokenSupplied
from app.core.settings import Settings
from app.core.wire import Lenient

Step = Request | AskToken
Answer = HttpAnswered | HttpFailed | TokenSupplied
LONGEST_TOKEN = 16_000
HOST = r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a connection needs: where, and as whom."""

    socket_url: str
    token: SecretStr


class _Service(BaseModel):
    service: str = ""
    host: str = Field(alias="baseURI")


class _Discovered(BaseModel):
    services: Annotated[
        list[Lenient[_Service]],
        BeforeValidator(lambda value: value if isinstance(value, list) else [value]),
    ] = Field(alias="baseURIs")


class _SignedUp(BaseModel):
    jwt: Annotated[SecretStr, Field(min_length=1, max_length=LONGEST_TOKEN)]


_DISCOVERED = TypeAdapter(_Discovered)
_SIGNED_UP = TypeAdapter(_SignedUp)


def identify(settings: Settings, token: SecretStr | None) -> Generator[Step, Answer, Identity]:
    """Discover LivePerson's hosts, then get a token where none is held yet."""
    hosts = yield from _discover(settings)
    secure = settings.csds.startswith("https:")
    if token is None and settings.auth == "signup":
        idp = f"{'https' if secure else 'http'}://{_host(settings, hosts, 'idp')}"
        token = yield from _sign_up(f"{idp}/api/account/{settings.account}/signup")
    elif token is None:
        token = yield from _ask_page()
    messaging = _host(settings, hosts, "asyncMessagingEnt")
    path = f"/ws_api/account/{settings.account}/messaging/consumer?v=3"
    return Identity(f"{'wss' if secure else 'ws'}://{messaging}{path}", token)


def kept_token(account: str, token: SecretStr) -> SecretStr:
    """Return what is kept of `token` for the visit's next page: of use for this account only."""
    return SecretStr(f"{account} {token.get_secret_value()}")


def recalled_token(settings: Settings, kept: SecretStr | None) -> SecretStr | None:
    """Return the token that `kept_token` made, None where it is not for these settings."""
    account, _, token = (kept.get_secret_value() if kept else "").partition(" ")
    usable = settings.auth == "signup" and account == settings.account and token
    return SecretStr(token) if usable else None


def _discover(settings: Settings) -> Generator[Step, Answer, dict[str, str]]:
    url = f"{settings.csds}/api/account/{settings.account}/service/baseURI.json?version=1.0"
    answer = yield Request("GET", url)
    if not isinstance(answer, HttpAnswered):
        words = "LivePerson's domain discovery (CSDS) did not answer."
        raise Unavailable("discovery", words)
    if HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise Unavailable("discovery", "LivePerson's domain discovery is busy (429).")
        words = (
            f"LivePerson does not know the account {settings.account!r} "
            f"(domain discovery answered {answer.status}): check data-account."
        )
        raise Refused("discovery", words)
    try:
        found = _DISCOVERED.validate_json(answer.body if answer.status == HTTPStatus.OK else "")
    except ValidationError:
        words = f"LivePerson's domain discovery answered {answer.status} with nothing readable."
        raise Unavailable("discovery", words) from None
    return {service.service: service.host for service in found.services if service}


def _host(settings: Settings, hosts: dict[str, str], service: str) -> str:
    """Return a discovered host that a token may go to: LivePerson's, or the one of `csds`."""
    host = hosts.get(service)
    if host is None:
        words = f"The account {settings.account!r} has no {service!r} service: is messaging on?"
        raise Refused("discovery", words)
    base = urlsplit(settings.csds)
    name = host.rpartition(":")[0] or host
    own = name.strip("[]") == base.hostname
    liveperson = name.endswith(".liveperson.net") and base.scheme == "https"
    # Only plain names: a browser reads a backslash as a slash, and more besides.
    if re.fullmatch(HOST, host) and (own or liveperson):
        return host
    words = f"Domain discovery named a host for {service!r} that is not LivePerson's."
    raise Refused("discovery", words)


def _sign_up(url: str) -> Generator[Step, Answer, SecretStr]:
    answer = yield Request("POST", url, "")
    if not isinstance(answer, HttpAnswered):
        raise Unavailable("connection", "LivePerson's identity service did not answer.")
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise Unavailable("connection", "LivePerson's identity service is busy (429).")
    if HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        words = f"LivePerson refused to sign a visitor up ({answer.status})."
        raise Refused("token-refused", words)
    try:
        return _SIGNED_UP.validate_json(answer.body if answer.status == HTTPStatus.OK else "").jwt
    except ValidationError:
        words = f"LivePerson's identity service answered {answer.status} without a token."
        raise Unavailable("connection", words) from None


def _ask_page() -> Generator[Step, Answer, SecretStr]:
    answer = yield AskToken()
    token = answer.token if isinstance(answer, TokenSupplied) else None
    if token is None or not 0 < len(token.get_secret_value()) <= LONGEST_TOKEN:
        words = "getToken gave no token: pass configure({ getToken }) a function that returns one."
        raise Refused("token-missing", words)
    return token
