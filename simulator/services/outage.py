"""Whose account a request is about, where no fault of its service comes first."""

from __future__ import annotations

from aiohttp import web

from simulator.faults.standing import Faults
from simulator.state.world import World

UNKNOWN = {
    "400": web.HTTPBadRequest,
    "401": web.HTTPUnauthorized,
    "404": web.HTTPNotFound,
}


async def account_of(
    request: web.Request, world: World, faults: Faults, service: str, unknown: str = "404"
) -> str:
    """Return the account that `request` is about; an unknown one gets `unknown`.

    Raises `web.HTTPException`, also where a fault of `service` is met.
    """
    await faults.meet(service)
    account = request.match_info["account"]
    if account not in world.accounts:
        raise UNKNOWN[unknown]
    return account
