"""Agents' public profiles, as LivePerson's `acCdnDomain` gives them without any authorization."""

from __future__ import annotations

from aiohttp import web

from simulator.faults.standing import Faults
from simulator.services.outage import account_of
from simulator.state.conversation import AGENTS
from simulator.state.world import World

# Markup, a mark that turns the direction, and more than anybody is called.
HOSTILE = '<img src=x onerror="alert(1)">\u202eYour bank (support)' + "a" * 10_000


class Profiles:
    """The handler."""

    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults

    async def show(self, request: web.Request) -> web.Response:
        """Answer `GET /api/account/{account}/configuration/le-users/users/{agent}`.

        LivePerson's own client asks by the id in a conversation, a PID.
        """
        account = await account_of(request, self._world, self._faults, "profiles")
        asked = request.match_info["agent"]
        for one in AGENTS:
            if asked in (one.pid, one.number, one.old_id(account)):
                called = {"plain": one.name, "hostile": HOSTILE, "none": None}
                return web.json_response(
                    {
                        "id": one.number,
                        "pid": one.pid,
                        "nickname": called[self._world.switches.nickname],
                        "fullName": f"{one.name} of the simulator",
                        "pictureUrl": None,
                    }
                )
        raise web.HTTPNotFound(text="there is no such user")
