"""JSON Web Tokens of the stand-in's own making, in the shape of LivePerson's."""

from __future__ import annotations

import time
import uuid
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

# What LivePerson's sign-up gives: some thirteen years.
SIGNUP_LIFE_SECONDS = 410_240_040
ISSUER = "https://idp.liveperson.net"


class BadToken(Exception):  # noqa: N818 - named for what it is
    """The token cannot be used; `authenticated` tells which close code belongs to it."""

    def __init__(self, reason: str, *, authenticated: bool) -> None:
        super().__init__(reason)
        self.authenticated = authenticated


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def issue(
    account: str,
    consumer_id: str | None = None,
    *,
    life_seconds: float = SIGNUP_LIFE_SECONDS,
    authenticated: bool = False,
) -> str:
    """Return a token for `consumer_id`, a new consumer where none is named."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "sub": consumer_id or str(uuid.uuid4()),
        "aud": f"acc:{account}",
        "iss": ISSUER,
        "iat": now,
        "exp": int(now + life_seconds),
    }
    if authenticated:
        claims["lp.ext"] = {"sub": claims["sub"]}
    return jwt.encode(claims, _key(), algorithm="RS256", headers={"kid": "00001"})


def consumer_of(token: object, account: str) -> str:
    """Return the consumer that `token` stands for, or raise `BadToken`."""
    if not isinstance(token, str) or not token:
        reason = "Identity token is missing"
        raise BadToken(reason, authenticated=True)
    try:
        claims = jwt.decode(
            token, _key().public_key(), algorithms=["RS256"], audience=f"acc:{account}"
        )
    except jwt.ExpiredSignatureError:
        unchecked = jwt.decode(token, options={"verify_signature": False})
        reason = "Identity token is invalid: expired"
        raise BadToken(reason, authenticated="lp.ext" in unchecked) from None
    except jwt.InvalidTokenError:
        reason = "Identity token is invalid"
        raise BadToken(reason, authenticated=True) from None
    return str(claims["sub"])
