"""Where LivePerson's services are: domain discovery (CSDS)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, Field, OnErrorOmit

from app.core.errors import Refused
from app.core.identity.steps import Steps, ask, is_definite, read
from app.core.liveperson.lenient import listed
from app.core.page.effects import Request
from app.core.page.settings import Settings

SERVICE = "domain discovery (CSDS)"
# Only plain names: a browser reads a backslash as a slash, and more besides.
HOST = r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?"


class _Service(BaseModel):
    service: str = ""
    host: str = Field(alias="baseURI")


_Services = Annotated[list[OnErrorOmit[_Service]], BeforeValidator(listed)]


class _Discovered(BaseModel):
    services: Annotated[list[OnErrorOmit[_Service]], BeforeValidator(listed)] = Field(
        alias="baseURIs"
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
    answer = yield from ask(Request("GET", url), "discovery", SERVICE)
    if is_definite(answer.status):
        words = (
            f"LivePerson does not know the account {settings.account!r} "
            f"(domain discovery answered {answer.status}): check data-account."
        )
        raise Refused("discovery", words)
    found = read(answer, _Discovered, "discovery", SERVICE)
    names = {service.service: service.host for service in found.services}
    return Hosts(settings, names)
