"""When a JSON Web Token lapses, as it says itself: read, never trusted."""

from __future__ import annotations

import base64
import binascii
import math

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

LONGEST = 16_000


class _Claims(BaseModel):
    model_config = ConfigDict(extra="ignore")
    exp: float


def expiry(token: SecretStr) -> float | None:
    """Return a token's `exp`, epoch seconds by its issuer's clock; None where it has none.

    A token of another kind, or one that cannot be read, has none either.
    """
    parts = token.get_secret_value().split(".")
    if len(parts) != 3:
        return None
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        claims = _Claims.model_validate_json(base64.urlsafe_b64decode(padded))
    except (ValidationError, binascii.Error, ValueError):
        return None
    return claims.exp if math.isfinite(claims.exp) else None
