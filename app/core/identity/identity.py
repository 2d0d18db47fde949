"""Who the visitor is to LivePerson, and where to connect: as steps, without doing them.

`identify` is a generator: it yields a `Request` or `AskToken`, is sent the
event that answers it, and returns an `Identity`. It raises `Refused` where
trying again cannot help and `Unavailable` where it can.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BaseModel, Field, SecretStr, ValidationError

from app.core.errors import Refused, Unavailable
from app.core.identity import connectors, discovery, idp, jwt
from app.core.identity.discovery import Hosts
from app.core.identity.steps import Steps
from app.core.page.effects import AskToken, Supplier
from app.core.page.events import Gave, TokenSupplied
from app.core.page.settings import IDENTIFIER, Settings

# The identities that a visit keeps for its next page; the others live in memory alone.
KEPT = ("anonymous", "signup")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What is held of a visitor's identity.

    `token` opens the socket. `external` is what an anonymous identity is
    renewed with, so that the visitor stays the same to LivePerson; `connector`
    is the one that exchanged it. `supplied` says that the page has given a
    token before: that it has none now may pass.
    """

    token: SecretStr | None = None
    external: SecretStr | None = None
    connector: str = ""
    supplied: bool = False

    @property
    def expires_at(self) -> float | None:
        """When the token lapses, epoch seconds by LivePerson's clock; None where unknown."""
        return jwt.expiry(self.token) if self.token else None

    def without_token(self) -> Credentials:
        """Return what is left once the token was refused, or has had its time."""
        return replace(self, token=None)


class Interrupted(Unavailable):
    """No token yet, but `external`, which has replaced the one that it renewed."""

    def __init__(self, cause: Unavailable, external: SecretStr) -> None:
        super().__init__(cause.code, cause.words, busy=cause.busy)
        self.external = external


@dataclass(frozen=True, slots=True)
class Identity:
    """What a connection needs: where, and as whom; and where else the account's services are."""

    socket_url: str
    credentials: Credentials
    hosts: Hosts


def identify(settings: Settings, held: Credentials) -> Steps[Identity]:
    """Discover LivePerson's hosts, then get a token where none is held."""
    hosts = yield from discovery.discover(settings)
    if held.token is None:
        held = yield from _FLOWS[settings.auth](hosts, held)
    scheme = "wss" if hosts.secure else "ws"
    path = f"/ws_api/account/{settings.account}/messaging/consumer?v=3"
    return Identity(f"{scheme}://{hosts.host('asyncMessagingEnt')}{path}", held, hosts)


def _from_page(_hosts: Hosts, held: Credentials) -> Steps[Credentials]:
    token = yield from _ask_page("getToken", held)
    return Credentials(token, supplied=True)


def _signed_up(hosts: Hosts, held: Credentials) -> Steps[Credentials]:
    token = yield from idp.exchange(hosts, "signup", None)
    return replace(held, token=token)


def _of_the_brand(hosts: Hosts, held: Credentials) -> Steps[Credentials]:
    """Exchange the brand's own id token: by its connector, or the first version's way."""
    connector, doubt = hosts.settings.connector or held.connector, None
    if not connector:
        try:
            connector = yield from connectors.brand_connector(hosts)
        except Unavailable as error:
            doubt = error
    brands = yield from _ask_page("getBrandToken", held)
    if connector:
        token = yield from idp.exchange(hosts, _by(connector), {"id_token": brands})
    else:
        try:
            token = yield from idp.exchange(hosts, "authenticate", {"authCode": brands})
        except idp.IdentityRefused as error:
            # It may want the connector that could not be found just now.
            raise doubt or error from None
    return Credentials(token, connector=connector, supplied=True)


def _anonymous(hosts: Hosts, held: Credentials) -> Steps[Credentials]:
    """Get or renew an unauthenticated identity.

    One that can no longer be renewed is replaced: its conversation is out of
    reach either way, and the visitor can begin another.
    """
    connector = hosts.settings.connector or held.connector
    if not connector:
        connector = yield from connectors.unauthenticated_connector(hosts)
    try:
        external = yield from _authorize(hosts, held.external)
    except idp.IdentityRefused as error:
        if held.external is None or error.cause not in idp.OUTLIVED:
            raise
        external = yield from _authorize(hosts, None)
    try:
        token = yield from idp.exchange(hosts, _by(connector), {"id_token": external})
    except Unavailable as error:
        raise Interrupted(error, external) from None
    return Credentials(token, external, connector)


def _authorize(hosts: Hosts, previous: SecretStr | None) -> Steps[SecretStr]:
    body = {"id_token": previous} if previous else {}
    return (yield from idp.exchange(hosts, "anonymous/authorize", body))


def _by(connector: str) -> str:
    return f"app/{connector}/authenticate?v=3.0"


_SLIPS: dict[Gave, str] = {
    "unset": "is not set",
    "no function": "is no function",
    "nothing": "returned nothing",
    "an object": "returned an object, not the token in it",
    "something else": "returned something that is no token",
    "an error": "threw an error",
}


def _ask_page(supplier: Supplier, held: Credentials) -> Steps[SecretStr]:
    answer = yield AskToken(supplier)
    token = answer.token if isinstance(answer, TokenSupplied) else None
    if token is None or not 0 < len(token.get_secret_value()) <= jwt.LONGEST:
        failed = isinstance(answer, TokenSupplied) and answer.failed
        gave = answer.gave if isinstance(answer, TokenSupplied) else "nothing"
        if held.supplied or failed:
            told = "threw an error" if gave == "an error" else "gave no token in time"
            raise Unavailable("token-missing", f"{supplier} {told}.")
        words = (
            f"{supplier} {_SLIPS[gave]}: "
            f"pass configure({{ {supplier} }}) a function that returns the token's text, or a "
            "promise of it."
        )
        raise Refused("token-missing", words)
    return token


_FLOWS = {
    "token": _from_page,
    "brand": _of_the_brand,
    "anonymous": _anonymous,
    "signup": _signed_up,
}


class _Kept(BaseModel):
    account: str
    auth: str
    token: SecretStr | None = None
    external: SecretStr | None = None
    connector: Annotated[str, Field(pattern=rf"{IDENTIFIER}|^$")] = ""


def kept(settings: Settings, held: Credentials) -> SecretStr | None:
    """Return what the visit's next page gets of `held`, for this account and flow only.

    None where nothing of it may be kept, or nothing is left.
    """
    if settings.auth not in KEPT or not (held.token or held.external):
        return None
    secrets = {"token": held.token, "external": held.external}
    plain = {name: secret.get_secret_value() for name, secret in secrets.items() if secret}
    about = {"account": settings.account, "auth": settings.auth, "connector": held.connector}
    return SecretStr(json.dumps({**about, **plain}))


def recalled(settings: Settings, text: SecretStr | None) -> Credentials:
    """Return what `kept` made, nothing where it is not for these settings."""
    try:
        found = _Kept.model_validate_json(text.get_secret_value() if text else "")
    except ValidationError:
        return Credentials()
    same = (found.account, found.auth) == (settings.account, settings.auth)
    if settings.auth not in KEPT or not same:
        return Credentials()
    return Credentials(found.token, found.external, found.connector)
