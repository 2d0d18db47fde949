"""LivePerson's own messaging window on a page, as far as other scripts hear of it."""

from __future__ import annotations

from aiohttp import web

from simulator.state.world import World


class OwnWindow:
    """The handler that the tag asks; the switch is `own_window`."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def show(self, request: web.Request) -> web.Response:
        """Answer `GET /monitoring/{account}/window`: the window's `conversationInfo`, or null.

        The stand-in's window holds whatever conversation is the account's newest.
        """
        account = request.match_info["account"]
        for one in reversed(self._world.conversations.values()):
            if one.account == account and one.stage == "OPEN":
                return web.json_response(
                    {
                        "conversationId": one.id,
                        "agentId": one.agent.number,
                        "agentName": one.agent.name,
                        "skill": one.skill_id,
                        "state": "interactive",
                    }
                )
        return web.json_response(None)
