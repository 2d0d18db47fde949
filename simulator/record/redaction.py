"""What may leave the stand-in: no token ever, and no name or chat text in an export.

Text is redacted as text, because what is broken or foreign must be redacted too.
"""

from __future__ import annotations

import json
import re
from typing import Any

INSTEAD = "[token]"
# A JSON Web Token, also one that was cut off: its first part is a JSON object in base64.
_JWT = re.compile(r"eyJ[\w-]*(?:\.[\w-]*)*")
# What is a token by its name, whatever it looks like; the quotes may be escaped ones.
_NAMED = re.compile(
    r'(\\*"(?:jwt|token|id_token|access_token|authCode|authenticationToken|bearer|csrf)\\*"\s*:\s*\\*")'
    r'((?:[^"\\]|\\[^"])*)',
    re.IGNORECASE,
)
# Words of people, by the names of the fields that hold them.
_PERSONAL = ("message", "text", "visitorName", "nickname", "firstName", "lastName", "name")


def without_tokens(text: str) -> str:
    """Return `text` with every token as "[token]"."""
    return _JWT.sub(INSTEAD, _NAMED.sub(rf"\g<1>{INSTEAD}", text))


def without_people(text: str) -> str:
    """Return the JSON `text` with what people are called and said as its length alone.

    Text that is not JSON says who knows what, and goes whole.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return _length(text)
    return json.dumps(_impersonal(value), ensure_ascii=False)


def _impersonal(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _length(one) if name in _PERSONAL and isinstance(one, str) else _impersonal(one)
            for name, one in value.items()
        }
    return [_impersonal(one) for one in value] if isinstance(value, list) else value


def _length(text: str) -> str:
    return f"[{len(text)} characters]"
