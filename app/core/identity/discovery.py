"""Where LivePerson's services are, and which identity connectors an account has.

Steps without doing them: each function is a generator that yields a `Request`,
is sent the event that answers it, and returns what was found. It raises
`Refused` where trying again cannot help and `Unavailable` where it can.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from app.core.errors import Refused, Unavailable
from app.core.liveperson.frames import Lenient, listed
from app.core.page.effects import AskToken, Request
from app.core.page.events import HttpAnswered, HttpFailed, TokenSupplied
from app.core.page.settings import IDENTIFIER, Settings

Step = Request | AskToken
Answer = HttpAnswered | HttpFailed | TokenSupplied
T = TypeVar("T")
Steps = Generator[Step, Answer, T]

# Only plain names: a browser reads a backslash as a slash, and more besides.
HOST = r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?"
UNAUTHENTICATED = "lpTag.taglets.unAuthMessaging.lpUnauthFunction"


class _Service(BaseModel):
    service: str = ""
    host: str = Field(alias="baseURI")


class _Discovered(BaseModel):
    services: Annotated[list[Lenient[_Service]], BeforeValidator(listed)] = Field(alias="baseURIs")


class _Configuration(BaseModel):
    model_config = ConfigDict(extra="ignore")
    method: Lenient[str] = Field(None, alias="jsMethodName")
    validation: Lenient[str] = Field(None, alias="jwtValidationType")
    keys: Lenient[str] = Field(None, alias="jwksEndpoint")
    issuer: Lenient[str] = None

    @property
    def is_brands(self) -> bool:
        """Whether a brand's own id tokens are exchanged by it."""
        if self.method == UNAUTHENTICATED:
            return False
        return bool(self.method or self.validation or self.keys or self.issuer)


class _Connector(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)
    id: Annotated[str, Field(pattern=IDENTIFIER)]
    enabled: Lenient[bool] = True
    deleted: Lenient[bool] = False
    configuration: Lenient[_Configuration] = None


_DISCOVERED = TypeAdapter(_Discovered)
_CONNECTORS: TypeAdapter[list[_Connector | None]] = TypeAdapter(
    Annotated[list[Lenient[_Connector]], BeforeValidator(listed)]
)


@dataclass(frozen=True, slots=True)
class Hosts:
    """An account's services; `secure` is false only for a stand-in on this machine."""

    settings: Settings
    names: dict[str, str]

    @property
    def secure(self) -> bool:
        """Whether everything goes over TLS."""
        return self.settings.csds.startswith("https:")

    def url(self, service: str, path: str) -> str:
        """Return an HTTP address of a service's; raises `Refused` for a host not to be trusted."""
        return f"{'https' if self.secure else 'http'}://{self.host(service)}{path}"

    def host(self, service: str) -> str:
        """Return a host that a token may go to: LivePerson's, or the one of `csds`."""
        host = self.names.get(service)
        if host is None:
            words = (
                f"The account {self.settings.account!r} has no {service!r} service: "
                "is messaging on?"
            )
            raise Refused("discovery", words)
        base = urlsplit(self.settings.csds)
        name = host.rpartition(":")[0] or host
        own = name.strip("[]") == base.hostname
        # The second serves configuration, and is sent no token.
        domains = (".liveperson.net", ".lpsnmedia.net")[: 2 if service == "acCdnDomain" else 1]
        livepersons = name.endswith(domains) and self.secure
        if re.fullmatch(HOST, host) and (own or livepersons):
            return host
        words = f"Domain discovery named a host for {service!r} that is not LivePerson's."
        raise Refused("discovery", words)


def discover(settings: Settings) -> Steps[Hosts]:
    """Ask domain discovery (CSDS) where the account's services are."""
    url = f"{settings.csds}/api/account/{settings.account}/service/baseURI.json?version=1.0"
    answer = yield Request("GET", url)
    if not isinstance(answer, HttpAnswered):
        words = "LivePerson's domain discovery (CSDS) did not answer."
        raise Unavailable("discovery", words)
    if is_definite(answer.status):
        words = (
            f"LivePerson does not know the account {settings.account!r} "
            f"(domain discovery answered {answer.status}): check data-account."
        )
        raise Refused("discovery", words)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise Unavailable("discovery", "LivePerson's domain discovery is busy (429).", busy=True)
    try:
        found = _DISCOVERED.validate_json(answer.body if answer.status == HTTPStatus.OK else "")
    except ValidationError:
        words = f"LivePerson's domain discovery answered {answer.status} with nothing readable."
        raise Unavailable("discovery", words) from None
    names = {service.service: service.host for service in found.services if service}
    return Hosts(settings, names)


def unauthenticated_connector(hosts: Hosts) -> Steps[str]:
    """Find the connector of unauthenticated messaging, which the account must have."""
    connectors = yield from _connectors(hosts)
    for one in connectors:
        if one.configuration and one.configuration.method == UNAUTHENTICATED:
            return one.id
    words = (
        "The account has no connector for unauthenticated messaging: "
        "have it switched on, or set data-connector."
    )
    raise Refused("discovery", words)


def brand_connector(hosts: Hosts) -> Steps[str]:
    """Find the connector of the brand's own tokens; empty where that is not clear.

    Without one the first version of the exchange serves, which needs none.
    Raises `Unavailable` where the list may be had later.
    """
    try:
        connectors = yield from _connectors(hosts)
    except Refused:
        return ""
    brands = [one.id for one in connectors if one.configuration and one.configuration.is_brands]
    return brands[0] if len(brands) == 1 else ""


def _connectors(hosts: Hosts) -> Steps[list[_Connector]]:
    account = hosts.settings.account
    path = f"/api/account/{account}/configuration/le-connectors/all-connectors"
    answer = yield Request("GET", hosts.url("acCdnDomain", path))
    if not isinstance(answer, HttpAnswered):
        raise Unavailable("discovery", "LivePerson's list of connectors did not answer.")
    if is_definite(answer.status):
        words = f"LivePerson would not list the account's connectors ({answer.status})."
        raise Refused("discovery", f"{words} Set data-connector.")
    try:
        found = _CONNECTORS.validate_json(answer.body if answer.status == HTTPStatus.OK else "")
    except ValidationError:
        words = "LivePerson's list of the account's connectors could not be read."
        raise Unavailable("discovery", words) from None
    return [one for one in found if one and one.enabled is not False and not one.deleted]


def is_definite(status: int) -> bool:
    """Whether an HTTP status is a no that trying again cannot change."""
    passing = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
    client_error = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    return client_error and status not in passing
