"""LivePerson's domain discovery (CSDS)."""

from __future__ import annotations

from aiohttp import web

from simulator.faults.standing import Faults
from simulator.services.outage import account_of
from simulator.state.world import World

SERVICE = "discovery"
SERVICES = (
    "asyncMessagingEnt",
    "idp",
    "coBrowse",
    "smt",
    "acCdnDomain",
    "leCdnDomain",
    "agentVep",
)


class Services:
    """The handlers."""

    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults

    async def discover_all(self, request: web.Request) -> web.Response:
        """Answer `GET /api/account/{account}/service/baseURI.json`."""
        account = await self._account(request)
        all_services = [self._service(request, account, name) for name in SERVICES]
        return web.json_response(self._faults.spoiled(SERVICE, {"baseURIs": all_services}))

    async def discover_one(self, request: web.Request) -> web.Response:
        """Answer `GET /api/account/{account}/service/{service}/baseURI.json`."""
        account = await self._account(request)
        name = request.match_info["service"]
        if name not in SERVICES:
            raise web.HTTPBadRequest(text=f"there is no service {name}")
        found = self._service(request, account, name)
        return web.json_response(self._faults.spoiled(SERVICE, found))

    async def _account(self, request: web.Request) -> str:
        """Return the account; raises what LivePerson documents, 400 or 401, where it cannot."""
        switches = self._world.switches
        if switches.strict and request.query.get("version") != "1.0":
            raise web.HTTPBadRequest(text="version is 1.0")
        unknown = switches.unknown_account
        return await account_of(request, self._world, self._faults, SERVICE, unknown)

    @staticmethod
    def _service(request: web.Request, account: str, name: str) -> dict[str, str]:
        return {"service": name, "account": account, "baseURI": request.host}
