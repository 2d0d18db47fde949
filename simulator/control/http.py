"""What all calls of the control API share."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from simulator.body import read_json
from simulator.bounds import NotPossible
from simulator.files import Handler

# Method, path, handler and an example body.
Route = tuple[str, str, Handler, str]


async def body_of(request: web.Request) -> dict[str, Any]:
    """Return a request's JSON object; raises `NotPossible` or ValueError."""
    value = await read_json(request, empty={})
    if not isinstance(value, dict):
        message = "the body must be a JSON object"
        raise NotPossible(message)
    return value
