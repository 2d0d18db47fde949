"""The tag as a page loads it: LivePerson's event bus, then the stand-in's taglets."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from aiohttp import web

from simulator.state.world import World
from simulator.vendored import package

TAG = Path(__file__).parents[1] / "tag" / "tag.js"
NAMES = Path(__file__).parents[1] / "lab" / "names.js"
WITNESS = Path(__file__).parents[1] / "lab" / "witness.js"
EXPLAINER = Path(__file__).parents[1] / "lab" / "explainer.js"


class Tag:
    """The handler; how the tag behaves is the world's switches.

    Where it is `staged` the tag tells which page a visitor is on, and an
    accepted invitation really shares the page; where it is `witnessed` it
    reports what happens on its page, and explains that page to the workbench.
    """

    def __init__(self, world: World, *, staged: bool, witnessed: bool) -> None:
        self._world = world
        self._staged = staged
        chronos = package("chronosjs") / "dist/Events.js"
        self._parts = (chronos, TAG, NAMES, WITNESS, EXPLAINER) if witnessed else (chronos, TAG)

    async def serve(self, request: web.Request) -> web.Response:
        """Answer `GET /tag/tag.js?site={account}`."""
        switches = self._world.switches
        if switches.tag_delay:
            await asyncio.sleep(switches.tag_delay / 1000)
        values = {
            "ACCOUNT": json.dumps(request.query.get("site", "")),
            "ORIGIN": json.dumps(f"{request.scheme}://{request.host}"),
            "MONITORING_DELAY": str(switches.monitoring_delay),
            "TAGLET": json.dumps(switches.taglet),
            "PUBLISHES": str(switches.publishes).lower(),
            "STRANGER": str(switches.stranger).lower(),
            "TAGLETS_DELAY": str(switches.taglets_delay),
            "OWN_WINDOW": str(switches.own_window).lower(),
            "STAGED": str(self._staged).lower(),
        }
        constants = "".join(f"const {name} = {value};\n" for name, value in values.items())
        parts = "\n".join(part.read_text() for part in self._parts)
        text = f"(() => {{\nconst ChronosRoot = {{}};\n{constants}{parts}\n}})();\n"
        return web.Response(
            text=text, content_type="text/javascript", headers={"Cache-Control": "no-store"}
        )
