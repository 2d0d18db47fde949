"""The tag as a page loads it: LivePerson's event bus, then the stand-in's taglets."""

from __future__ import annotations

import json
from pathlib import Path

from aiohttp import hdrs, web

from simulator.faults.standing import Faults
from simulator.state.world import World
from simulator.vendored import package

TAG = Path(__file__).parents[1] / "tag" / "tag.js"
NAMES = Path(__file__).parents[1] / "lab" / "names.js"
WITNESS = Path(__file__).parents[1] / "lab" / "witness.js"
EXPLAINER = Path(__file__).parents[1] / "lab" / "explainer.js"


def _is_foreign(request: web.Request) -> bool:
    """Whether the page is of another site, or may be one that reads what it loads.

    What a script element loads runs, and its page cannot read it; only what is
    fetched by a script can be read. A browser says of each request what it is
    for, but for the oldest, which still name the origin of what is fetched.
    """
    headers = request.headers
    fetched = headers.get("Sec-Fetch-Dest", "empty" if hdrs.ORIGIN in headers else "script")
    return headers.get("Sec-Fetch-Site") == "cross-site" or fetched != "script"


class Tag:
    """The handler; how the tag behaves is the world's switches.

    Where it is `staged` the tag tells which page a visitor is on, and an
    accepted invitation really shares the page; where there is a `nonce` it
    reports what happens on its page, explains that page to the workbench, and
    proves by it that it is the tag.
    """

    def __init__(self, world: World, faults: Faults, *, staged: bool, nonce: str) -> None:
        self._world = world
        self._faults = faults
        self._staged = staged
        chronos = package("chronosjs") / "dist/Events.js"
        self._nonce = nonce
        self._parts = (chronos, TAG)

    async def serve(self, request: web.Request) -> web.Response:
        """Answer `GET /tag/tag.js?site={account}`."""
        await self._faults.meet("tag")
        switches = self._world.switches
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
        files: tuple[Path, ...] = self._parts
        if self._nonce and not _is_foreign(request):
            files += (NAMES, WITNESS, EXPLAINER)
            values["NONCE"] = json.dumps(self._nonce)
        constants = "".join(f"const {name} = {value};\n" for name, value in values.items())
        parts = "\n".join(part.read_text() for part in files)
        text = f"(() => {{\nconst ChronosRoot = {{}};\n{constants}{parts}\n}})();\n"
        return web.Response(
            text=text, content_type="text/javascript", headers={"Cache-Control": "no-store"}
        )
