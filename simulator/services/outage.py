"""The health of LivePerson's HTTP services: how each fails when it is told to."""

from __future__ import annotations

import asyncio

from aiohttp import web

from simulator.state.world import World

SILENCE_SECONDS = 30


async def account_of(request: web.Request, world: World, health: str) -> str:
    """Return the account that `request` is about, or fail as `health` says.

    `404` is also what an unknown account gets; `rubbish` is what a captive
    portal answers in a service's place; `silent` answers only after half a
    minute, when a client should have given up.
    """
    account = request.match_info["account"]
    if health == "silent":
        await asyncio.sleep(SILENCE_SECONDS)
    if health == "rubbish":
        raise web.HTTPOk(text="<html>Welcome to the hotel</html>", content_type="text/html")
    if health == "404" or account not in world.accounts:
        raise web.HTTPNotFound(text="unknown account")
    if health == "429":
        raise web.HTTPTooManyRequests
    if health == "500":
        raise web.HTTPInternalServerError
    return account
