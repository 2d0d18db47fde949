"""LivePerson's plain HTTP services: domain discovery (CSDS), and the tag."""

from __future__ import annotations

import asyncio
from pathlib import Path

from aiohttp import web

from simulator.services.outage import account_of
from simulator.state.world import World

SERVICES = (
    "asyncMessagingEnt",
    "idp",
    "coBrowse",
    "smt",
    "acCdnDomain",
    "leCdnDomain",
    "agentVep",
)
CHRONOS = Path(__file__).parents[2] / "node_modules/chronosjs/dist/Events.js"
TAG = Path(__file__).parents[1] / "tag" / "tag.js"
WITNESS = Path(__file__).parents[1] / "lab" / "witness.js"


class Services:
    """The handlers; faults are the world's switches.

    Where it is `staged` the tag tells which page a visitor is on, and an
    accepted invitation really shares the page; where it is `witnessed` it
    reports what happens on its page.
    """

    def __init__(self, world: World, *, staged: bool = False, witnessed: bool = False) -> None:
        self._world = world
        self._staged = staged
        self._parts = (CHRONOS, TAG, WITNESS) if witnessed else (CHRONOS, TAG)

    async def discover_all(self, request: web.Request) -> web.Response:
        """Answer `GET /api/account/{account}/service/baseURI.json`."""
        account = await account_of(request, self._world, self._world.switches.discovery)
        all_services = [self._service(request, account, name) for name in SERVICES]
        return web.json_response({"baseURIs": all_services})

    async def discover_one(self, request: web.Request) -> web.Response:
        """Answer `GET /api/account/{account}/service/{service}/baseURI.json`."""
        account = await account_of(request, self._world, self._world.switches.discovery)
        name = request.match_info["service"]
        if name not in SERVICES:
            raise web.HTTPBadRequest(text=f"there is no service {name}")
        return web.json_response(self._service(request, account, name))

    async def tag(self, request: web.Request) -> web.Response:
        """Answer `GET /tag/tag.js?site={account}`: the event bus, then the stand-in's taglets."""
        switches = self._world.switches
        if switches.tag_delay:
            await asyncio.sleep(switches.tag_delay / 1000)
        values = {
            "ACCOUNT": repr(request.query.get("site", "")),
            "ORIGIN": repr(f"{request.scheme}://{request.host}"),
            "MONITORING_DELAY": str(switches.monitoring_delay),
            "TAGLET": repr(switches.taglet),
            "PUBLISHES": str(switches.publishes).lower(),
            "STAGED": str(self._staged).lower(),
        }
        constants = "".join(f"const {name} = {value};\n" for name, value in values.items())
        parts = "\n".join(part.read_text() for part in self._parts)
        text = f"(() => {{\nconst ChronosRoot = {{}};\n{constants}{parts}\n}})();\n"
        return web.Response(
            text=text, content_type="text/javascript", headers={"Cache-Control": "no-store"}
        )

    def _service(self, request: web.Request, account: str, name: str) -> dict[str, str]:
        foreign = self._world.switches.discovery == "foreign-host"
        host = "messaging.example" if foreign else request.host
        return {"service": name, "account": account, "baseURI": host}
