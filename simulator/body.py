"""What a request carries, read as JSON; whatever cannot be read is one error."""

from __future__ import annotations

import json
import re
from typing import Any

from aiohttp import web

# How JSON writes halves of characters that stand outside the first 65,536.
HALF = re.compile(r"\\u[dD][89a-fA-F]")


class BadBodyError(ValueError):
    """The body is no JSON, or no text at all."""


async def read_json(request: web.Request, empty: Any = None) -> Any:
    """Return the body's value, `empty` where there is none; raises `BadBodyError`.

    Half a character, which no text may hold, becomes a question mark: what is
    told on could not be sent otherwise.
    """
    try:
        text = await request.text()
        if not text and empty is not None:
            return empty
        value = json.loads(text)
    except (ValueError, LookupError, RecursionError):
        message = "the body must be JSON"
        raise BadBodyError(message) from None
    if HALF.search(text):
        return json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
    return value
