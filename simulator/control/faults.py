"""The control API's calls of faults: what goes wrong, for whom, and since when."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from simulator.bounds import NotPossible
from simulator.control.http import Route, body_of
from simulator.control.stage import Stage
from simulator.faults.close import Close
from simulator.faults.drop import Drop
from simulator.faults.half_open import HalfOpen
from simulator.faults.registry import described, made

CONSUMERS = "consumers"


class FaultCalls:
    """The handlers; the first line of each one's docstring is its description at /simulator/."""

    def __init__(self, stage: Stage) -> None:
        self._faults = stage.faults
        self._sessions = stage.sessions

    def routes(self) -> list[Route]:
        """Return all calls."""
        path = "/simulator/faults"
        return [
            ("GET", path, self.list, ""),
            ("POST", path, self.begin, '{"name": "delay", "ms": 300, "on": "all"}'),
            ("DELETE", path, self.end_all, ""),
            ("DELETE", f"{path}/{{id}}", self.end, ""),
            ("POST", "/simulator/sockets/close", self.close, '{"code": 4407}'),
            ("POST", "/simulator/sockets/silence", self.silence, "{}"),
            ("POST", "/simulator/sockets/drop", self.drop, "{}"),
            ("POST", "/simulator/frames", self.send, '{"text": "not JSON"}'),
        ]

    async def list(self, _request: web.Request) -> web.Response:
        """The faults that stand, all that there are, and the connections that they can be on."""
        return web.json_response(
            {
                "standing": [one.to_json() for one in self._faults.standing()],
                "library": described(),
                "connections": [
                    {"number": one.number, "who": one.who, "names": sorted(one.names)}
                    for one in self._faults.meant_by("all")
                ],
            }
        )

    async def begin(self, request: web.Request) -> web.Response:
        """Let a fault stand, by its name and its choices; with "once": true let it strike, once.

        What strikes are faults that end connections: those that are there. The
        answer has the fault's id, or how many were struck.
        """
        wishes = await body_of(request)
        once, name = wishes.pop("once", False), wishes.pop("name", "")
        fault = made(name, wishes)
        if once is True:
            return web.json_response({"struck": await self._faults.strike(fault)})
        return web.json_response({"faultId": self._faults.add(fault).id, "fault": fault.spec})

    async def end(self, request: web.Request) -> web.Response:
        """Let a fault end that was added; one that a switch means ends with it."""
        self._faults.remove(request.match_info["id"])
        return web.json_response({})

    async def end_all(self, _request: web.Request) -> web.Response:
        """Let all faults end that were added."""
        self._faults.end_all()
        return web.json_response({})

    async def close(self, request: web.Request) -> web.Response:
        """Close every consumer's connection, or those that "on" means, with a code and a reason."""
        body = await body_of(request)
        code, reason = int(body.get("code", 1001)), str(body.get("reason", ""))
        await self._faults.strike(Close(on=_on(body), code=code, reason=reason))
        return web.json_response({})

    async def silence(self, request: web.Request) -> web.Response:
        """Make every consumer's connection half-open, or those that "on" means.

        It neither sends nor hears, nor closes, as when a network goes away
        without a word; new connections are fine.
        """
        struck = await self._faults.strike(HalfOpen(on=_on(await body_of(request))))
        return web.json_response({"silenced": struck})

    async def drop(self, request: web.Request) -> web.Response:
        """End connections without a closing frame (1006); {"silent": true} ends dead ones alone."""
        body = await body_of(request)
        if body.get("silent", False):
            for session in list(self._sessions.open):
                if session.silent:
                    session.wire.drop()
        else:
            await self._faults.strike(Drop(on=_on(body)))
        return web.json_response({})

    async def send(self, request: web.Request) -> web.Response:
        """Send a frame, as it is, to every consumer, or to those that "on" means."""
        body = await body_of(request)
        text, meant = str(body.get("text", "")), self._faults.meant_by(_on(body))
        for session in self._sessions.open:
            if session.wire in meant:
                session.send_text(text)
        return web.json_response({})


def _on(body: dict[str, Any]) -> str:
    on = body.get("on", CONSUMERS)
    if not isinstance(on, str):
        message = "on is a text"
        raise NotPossible(message)
    return on
