"""Which identity connectors an account has: how LivePerson gets to know its visitors."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, OnErrorOmit, model_validator

from app.core.errors import Refused
from app.core.identity.discovery import Hosts
from app.core.identity.steps import Steps, ask, is_definite, read
from app.core.liveperson.lenient import Lenient, listed
from app.core.page.effects import Request
from app.core.page.settings import IDENTIFIER

SERVICE = "list of connectors"
UNAUTHENTICATED = "lpTag.taglets.unAuthMessaging.lpUnauthFunction"


class _Configuration(BaseModel):
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
    model_config = ConfigDict(coerce_numbers_to_str=True)
    id: Annotated[str, Field(pattern=IDENTIFIER)]
    enabled: Lenient[bool] = True
    deleted: Lenient[bool] = False
    configuration: Lenient[_Configuration] = None


class _Connectors(BaseModel):
    found: Annotated[list[OnErrorOmit[_Connector]], BeforeValidator(listed)]

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: object) -> object:
        """Take the list, which LivePerson puts into nothing."""
        return {"found": value}


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
    request = Request("GET", hosts.url("acCdnDomain", path))
    answer = yield from ask(request, "discovery", SERVICE)
    if is_definite(answer.status):
        words = f"LivePerson would not list the account's connectors ({answer.status})."
        raise Refused("discovery", f"{words} Set data-connector.")
    found = read(answer, _Connectors, "discovery", SERVICE).found
    return [one for one in found if one.enabled is not False and not one.deleted]
