"""JSON Web Tokens of the stand-in's own making, in the shape of LivePerson's.

Three kinds, each with a key of its own: `internal` ones are LivePerson's for
messaging, `external` ones its for anonymous visitors, `brand` ones a
customer's back end's. Times are epoch seconds, by the clock that the caller
names.
"""

from __future__ import annotations

import hashlib
import time
import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

Kind = Literal["internal", "external", "brand"]

# What LivePerson's sign-up gives: some thirteen years.
SIGNUP_LIFE_SECONDS = 410_240_040
# Unknown of LivePerson.
INTERNAL_LIFE_SECONDS = 3600
ISSUER = "https://idp.liveperson.net"
BRAND_ISSUER = "https://shop.example"
# Lives from here on are whole seconds, as LivePerson's are.
LONG_SECONDS = 60


class BadToken(Exception):  # noqa: N818 - named for what it is
    """The token cannot be used; `authenticated` tells which close code belongs to it."""

    def __init__(self, reason: str, *, authenticated: bool) -> None:
        super().__init__(reason)
        self.authenticated = authenticated


class Unreadable(Exception):  # noqa: N818 - named for what it is
    """The text is no JSON Web Token, or its claims are of the wrong types."""


class Forged(Exception):  # noqa: N818 - named for what it is
    """The token's signature is not by the key that it should be."""


@dataclass(frozen=True)
class Identity:
    """Whom an internal token stands for; `expires` is epoch seconds."""

    consumer_id: str
    expires: float
    authenticated: bool

    @property
    def close_code(self) -> int:
        """What LivePerson closes a connection with when the token lapses."""
        return 4401 if self.authenticated else 4407


def issue(
    account: str,
    consumer_id: str | None = None,
    *,
    life_seconds: float = SIGNUP_LIFE_SECONDS,
    authenticated: bool = False,
    now: float | None = None,
) -> str:
    """Return an internal token for `consumer_id`, a new consumer where none is named."""
    sub = consumer_id or str(uuid.uuid4())
    claims = _claims(account, sub, ISSUER, life_seconds, now)
    if authenticated:
        claims["lp.ext"] = {"sub": sub}
    return _sign(claims, "internal")


def issue_external(
    account: str, life_seconds: float, now: float, before: dict[str, Any] | None = None
) -> str:
    """Return an external token: of a new visitor, or of the one whose claims were `before`.

    `auth_time` is the first issue's; LivePerson's own claims are unknown.
    """
    sub = before["sub"] if before else str(uuid.uuid4())
    claims = _claims(account, sub, ISSUER, life_seconds, now)
    claims |= {"acr": "0", "auth_time": before["auth_time"] if before else now}
    return _sign(claims, "external")


def issue_brand(account: str, sub: str, life_seconds: float, now: float) -> str:
    """Return the token that a customer's back end makes for the visitor `sub`."""
    claims = _claims(account, sub, BRAND_ISSUER, life_seconds, now)
    return _sign({**claims, "given_name": sub}, "brand")


def issue_for_brand(account: str, brand: dict[str, Any], life_seconds: float, now: float) -> str:
    """Return the internal token for a brand token's claims, which it repeats under `lp.ext`."""
    sub = consumer_of_brand(account, str(brand["sub"]))
    claims = _claims(account, sub, ISSUER, life_seconds, now)
    return _sign({**claims, "lp.ext": brand}, "internal")


def consumer_of_brand(account: str, sub: str) -> str:
    """Return LivePerson's consumer id of a brand's visitor: 64 hexadecimal digits."""
    return hashlib.sha256(f"{account}|{BRAND_ISSUER}|{sub}".encode()).hexdigest()


def read(token: str, kind: Kind) -> dict[str, Any]:
    """Return a token's claims, lapsed or not; raises `Unreadable` or `Forged`."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(kind).public_key(),
            algorithms=["RS256"],
            options={"verify_exp": False, "verify_aud": False, "verify_iat": False},
        )
    except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError) as error:
        raise Forged(str(error)) from None
    except (jwt.InvalidTokenError, ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from None
    return claims


def identify(token: object, account: str, now: float) -> Identity:
    """Return whom an internal token stands for, or raise `BadToken`."""
    if not isinstance(token, str) or not token:
        reason = "Identity token is missing"
        raise BadToken(reason, authenticated=True)
    try:
        claims = read(token, "internal")
    except (Forged, Unreadable):
        claims = {}
    if claims.get("aud") != f"acc:{account}":
        reason = "Identity token is invalid"
        raise BadToken(reason, authenticated=True)
    identity = Identity(str(claims["sub"]), float(claims["exp"]), "lp.ext" in claims)
    # Compared here, because the library takes the fraction of a second off.
    if identity.expires <= now:
        reason = "Identity token is invalid: expired"
        raise BadToken(reason, authenticated=identity.authenticated)
    return identity


def _claims(
    account: str, sub: str, issuer: str, life_seconds: float, now: float | None
) -> dict[str, Any]:
    exact = time.time() if now is None else now
    whole = int(exact)
    brief = abs(life_seconds) < LONG_SECONDS
    # A NumericDate may have a fraction (RFC 7519, 2): the only way to a life below a second.
    expires = round(exact + life_seconds, 3) if brief else int(whole + life_seconds)
    return {"sub": sub, "aud": f"acc:{account}", "iss": issuer, "iat": whole, "exp": expires}


def _sign(claims: dict[str, Any], kind: Kind) -> str:
    return jwt.encode(claims, _key(kind), algorithm="RS256", headers={"kid": "00001"})


@cache
def _key(kind: Kind) -> rsa.RSAPrivateKey:
    _ = kind  # a key each
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)
