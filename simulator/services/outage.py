"""The health of LivePerson's HTTP services: how each fails when it is told to."""

from __future__ import annotations

import asyncio

from aiohttp import web

from simulator.state.world import World

SILENCE_SECONDS = 30
FAILURES = {
    "400": web.HTTPBadRequest,
    "401": web.HTTPUnauthorized,
    "404": web.HTTPNotFound,
    "429": web.HTTPTooManyRequests,
    "500": web.HTTPInternalServerError,
}


async def account_of(request: web.Request, world: World, health: str, unknown: str = "404") -> str:
    """Return the account that `request` is about, or fail as `health` says.

    An unknown account gets `unknown`; `rubbish` is what a captive
    portal answers in a service's place; `silent` answers only after half a
    minute, when a client should have given up.
    """
    account = request.match_info["account"]
    if health == "silent":
        await asyncio.sleep(SILENCE_SECONDS)
    if health == "rubbish":
        raise web.HTTPOk(text="<html>Welcome to the hotel</html>", content_type="text/html")
    failure = unknown if account not in world.accounts else health
    if failure in FAILURES:
        raise FAILURES[failure]
    return account
