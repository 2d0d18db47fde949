"""An account's connectors, as LivePerson's `acCdnDomain` lists them."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from simulator.faults.standing import Faults
from simulator.faults.unlisted import ANONYMOUS_METHOD
from simulator.services.outage import account_of
from simulator.services.tokens import BRAND_ISSUER
from simulator.state.world import World

ANONYMOUS_CONNECTOR = "1513422710"
BRAND_CONNECTOR = "2047315512"


def listed() -> list[dict[str, Any]]:
    """Return all connectors; the numbers under `type` are this stand-in's own."""
    return [
        {"id": "1100220033", "name": "Survey exports", "deleted": False, "type": 4},
        {
            "id": "1203040506",
            "name": "Customer records",
            "deleted": False,
            "type": 3,
            "configuration": {"endpoint": "https://records.example/", "jsMethodName": None},
        },
        {
            "id": BRAND_CONNECTOR,
            "name": "Shop customers",
            "deleted": False,
            "type": 1,
            "configuration": {
                "issuer": BRAND_ISSUER,
                "jsMethodName": "shopGetAuthenticationToken",
                "preferred": True,
            },
        },
        {
            "id": ANONYMOUS_CONNECTOR,
            "name": "Unauthenticated messaging",
            "deleted": False,
            "type": 1,
            "configuration": {"jsMethodName": ANONYMOUS_METHOD, "acrValues": ["loa0"]},
        },
    ]


class Connectors:
    """The handler."""

    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults

    async def list_all(self, request: web.Request) -> web.Response:
        """Answer `GET /api/account/{account}/configuration/le-connectors/all-connectors`."""
        await account_of(request, self._world, self._faults, "connectors")
        return web.json_response(self._faults.spoiled("connectors", listed()))
