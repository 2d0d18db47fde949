"""Takes note of what happens on pages that carry the stand-in's tag.

The tag's other half, `witness.js`, reports what is published to the tag,
the page's `tagalong:` events and what the banner shows. It proves that it is
the tag by the nonce that the tag was served with, which foreign pages do not
get. A page may say anything: all of it is text of bounded size, and none of
it has an effect.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from aiohttp import web

from simulator.body import read_json
from simulator.lab.publication_rules import APP, Contract, Publication
from simulator.record.timeline import Kind, Timeline
from simulator.state.world import World

MOST_NOTES = 200
LONGEST_ID = 64
MOST_AGO_MS = 60_000
FOREIGN = (
    "reports are taken of the simulator's own tag, which has a nonce for them: load the page anew, "
    "from this machine by the name of localhost"
)
KINDS: dict[str, Kind] = {"page": "page", "tag": "tag", "event": "event", "banner": "banner"}


class Witness:
    """The handler, and what it knows of the pages."""

    def __init__(self, world: World, nonce: str) -> None:
        self._nonce = nonce
        self._timeline: Timeline = world.timeline
        self._contract = Contract(world.timeline)

    async def take(self, request: web.Request) -> web.Response:
        """Answer `POST /cobrowse/{account}/witness`: `{nonce, page, play, notes}`."""
        told = await read_json(request)
        if not isinstance(told, dict) or not self._knows(told.get("nonce")):
            raise web.HTTPForbidden(text=FOREIGN)
        try:
            notes = told["notes"][:MOST_NOTES]
            page, play = (str(told.get(name, ""))[:LONGEST_ID] for name in ("page", "play"))
        except (TypeError, KeyError, AttributeError):
            raise web.HTTPBadRequest from None
        for note in notes:
            if isinstance(note, dict) and note.get("kind") in KINDS:
                self._note(KINDS[note["kind"]], note, page, play)
        return web.json_response({})

    def _knows(self, nonce: object) -> bool:
        given = nonce if isinstance(nonce, str) else ""
        return secrets.compare_digest(given.encode(errors="replace"), self._nonce.encode())

    def _note(self, kind: Kind, note: dict[str, Any], page: str, play: str) -> None:
        name, data = str(note.get("name", "")), note.get("data")
        wrong: tuple[str, ...] = ()
        if kind == "tag" and note.get("app") == APP:
            plain, heard = note.get("plain") is True, note.get("heard") is not False
            wrong = self._contract.check(Publication(page, name, data, plain, heard))
            data = {"data": data, "heard": heard}
        elif kind == "event" and name == "failed" and isinstance(data, dict):
            self._contract.failed(str(data.get("dialogId")))
        if kind == "tag":
            name = f"{note.get('app')} {name}"
        text = json.dumps(data, ensure_ascii=False)
        ago = note.get("agoMs")
        ago_ms = int(ago) if isinstance(ago, int | float) and 0 <= ago <= MOST_AGO_MS else 0
        self._timeline.add(
            kind,
            "in",
            name,
            text,
            who=_consumer(data),
            page=page,
            play=play,
            wrong=wrong,
            ago_ms=ago_ms,
        )


def _consumer(data: Any) -> str:
    """Return whom a publication's service id names."""
    inner = data.get("data") if isinstance(data, dict) else None
    service_id = inner.get("serviceId") if isinstance(inner, dict) else None
    return service_id.partition("#")[0] if isinstance(service_id, str) else ""
