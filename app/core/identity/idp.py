"""LivePerson's identity provider (IDP): one exchange, and its error codes in words.

The codes are LivePerson's; which HTTP status comes with them is not documented,
so a known code speaks for itself, whatever the status.
"""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import (
    AliasChoices,
    AliasPath,
    BaseModel,
    Field,
    JsonValue,
    SecretStr,
    ValidationError,
)

from app.core.errors import Refused
from app.core.identity import jwt
from app.core.identity.discovery import Hosts
from app.core.identity.steps import Steps, ask, is_definite, read
from app.core.liveperson.lenient import Lenient
from app.core.page.effects import Request

# LivePerson's internal error codes, and what they mean for whoever embeds us.
CODES = {
    1012: "the token has expired",
    1024: "the account has no such connector: check data-connector",
    1049: "the token was withdrawn",
    2001: "the visitor's identity is too old to be renewed",
    2002: "the token's signature is not valid",
    2004: "the token is another account's",
    2005: "unauthenticated messaging is off for this account",
    2006: "it wants a captcha, which Tagalong cannot show",
    2007: "it did not accept the captcha",
    9007: "the page's own token is not valid: check its issuer, audience, expiry and key",
    9008: "LivePerson's token is not valid",
    9010: "it took too long",
    9012: "it could not read the request",
}
PASSING = (9010,)
SERVICE = "identity service"
JSON = "application/json"
# Those that speak of the token which an anonymous identity is renewed with.
OUTLIVED = (1012, 1049, 2001, 2002, 2004)


class IdentityRefused(Refused):
    """The identity provider's no; `cause` is its error code, None where it gave none."""

    def __init__(self, words: str, cause: int | None) -> None:
        super().__init__("token-refused", words)
        self.cause = cause


class _Answer(BaseModel):
    """`jwt` is the first version's name, `token` the third's."""

    token: Annotated[SecretStr, Field(min_length=1, max_length=jwt.LONGEST)] = Field(
        validation_alias=AliasChoices("jwt", "token")
    )


class _Error(BaseModel):
    code: Lenient[int] = Field(
        None,
        validation_alias=AliasChoices("internalErrorCode", AliasPath("error", "internalErrorCode")),
    )


def exchange(hosts: Hosts, path: str, body: dict[str, SecretStr] | None) -> Steps[SecretStr]:
    """Post `body` to a path of the account's at the provider; return the token that it gives.

    None is no body at all, which a browser may send anywhere without asking
    first; anything else is JSON, an empty object nothing but its type.
    """
    url = hosts.url("idp", f"/api/account/{hosts.settings.account}/{path}")
    request = Request("POST", url, _text(body), "" if body is None else JSON)
    answer = yield from ask(request, "connection", SERVICE)
    cause = _cause(answer.body)
    if cause not in PASSING:
        if cause in CODES:
            words = f"LivePerson refused the visitor's identity: {CODES[cause]} ({cause})."
            raise IdentityRefused(words, cause)
        if is_definite(answer.status):
            words = f"LivePerson's {SERVICE} refused the visitor ({answer.status})."
            raise IdentityRefused(words, cause)
    return read(answer, _Answer, "connection", SERVICE).token


def _text(body: dict[str, SecretStr] | None) -> str:
    if not body:
        return ""
    plain: dict[str, JsonValue] = {name: one.get_secret_value() for name, one in body.items()}
    return json.dumps(plain)


def _cause(body: str) -> int | None:
    try:
        return _Error.model_validate_json(body).code
    except ValidationError:
        return None
