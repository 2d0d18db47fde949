"""The control API under /simulator/: its description, the state, and the switches.

For the agent's console, for tests and for scripts on this machine. It refuses
requests from other origins and for other hosts. What an agent can do, and what
can befall connections, is in `calls`.
"""

from __future__ import annotations

import html
import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict
from typing import Any

from aiohttp import web

from simulator.cobrowse.relay import Sharing
from simulator.control.calls import Calls
from simulator.control.doors import guard
from simulator.control.faults import FaultCalls
from simulator.control.http import Route, body_of
from simulator.control.stage import Stage
from simulator.control.watchers import StateWatchers
from simulator.faults.registry import LIBRARY
from simulator.record.timeline import Record
from simulator.state.conversation import AGENTS
from simulator.switches import meanings
from simulator.tag.monitoring import Visits


class Control:
    """The handlers of the control API; `more` are calls that others answer."""

    def __init__(self, stage: Stage, sharing: Sharing, more: Iterable[Route] = ()) -> None:
        world, sessions = stage.world, stage.sessions
        self.visits = Visits(sessions, self._tell_watchers)
        self._sharing = sharing
        self._first = world.switches
        self._more = (*Calls(stage).routes(), *FaultCalls(stage).routes(), *more)
        self._world = world
        self._sessions = sessions
        self._faults = stage.faults
        self._cobrowse = stage.cobrowse
        self._watchers = StateWatchers(self._state)
        # What others end or forget in a reset, before the world does.
        self.on_reset: list[Callable[[], Awaitable[None]]] = []
        world.on_change.append(lambda _: self._tell_watchers())
        sessions.on_change.append(self._tell_watchers)
        stage.faults.on_change.append(self._tell_watchers)
        world.on_message.append(lambda *_: self._tell_watchers())
        world.timeline.on_record.append(self._recorded)

    def routes(self) -> list[Route]:
        """Return method, path, handler and an example body of each call."""
        return [
            ("GET", "/simulator/state", self.state, ""),
            ("GET", "/simulator/watch", self.watch, ""),
            ("GET", "/simulator/published", self.published, ""),
            ("GET", "/simulator/sharing/{id}", self._sharing.serve_console, ""),
            ("POST", "/simulator/reset", self.reset, "{}"),
            ("POST", "/simulator/behaviour", self.behave, '{"monitoring_delay": -1}'),
            *self._more,
        ]

    def install(self, app: web.Application) -> None:
        """Add the calls, and their description at /simulator/."""
        app.router.add_get("/simulator/", guard(self.describe))
        for method, path, handler, _ in self.routes():
            app.router.add_route(method, path, guard(handler))

    async def describe(self, _request: web.Request) -> web.Response:
        """List the calls."""
        rows = []
        for method, path, handler, example in self.routes():
            words = html.escape((handler.__doc__ or "").split("\n")[0])
            body = f" <code>{html.escape(example)}</code>" if example else ""
            rows.append(f"<dt><code>{method} {html.escape(path)}</code>{body}</dt><dd>{words}</dd>")
        faults = "".join(
            f"<dt><code>{html.escape(name)}</code></dt><dd>{html.escape(kind.does)} "
            f"Unrealistic {html.escape(kind.unrealistic)}.</dd>"
            for name, kind in LIBRARY.items()
        )
        now = asdict(self._world.switches)
        switches = "".join(
            f"<dt><code>{name}: {html.escape(json.dumps(now[name]))}</code></dt>"
            f"<dd>{html.escape(meaning)}</dd>"
            for name, meaning in meanings().items()
        )
        page = (
            "<!doctype html><html lang=en><meta charset=utf-8><title>Simulator</title>"
            "<meta name=viewport content='width=device-width, initial-scale=1'>"
            "<link rel=icon href=data:,><link rel=stylesheet href=/tool.css>"
            "<style>body{max-width:50rem;margin:2rem auto;padding:0 1rem}"
            "dd{margin:0 0 1rem}</style>"
            f"<h1>Control API</h1><dl>{''.join(rows)}</dl><h2>Faults</h2>"
            "<p>GET /simulator/faults has what may be chosen of each.</p>"
            f"<dl>{faults}</dl><h2>Behaviour</h2>"
            "<p>[U]: unknown of LivePerson, or told differently by its documents.</p>"
            f"<dl>{switches}</dl>"
        )
        return web.Response(text=page, content_type="text/html")

    async def state(self, _request: web.Request) -> web.Response:
        """Everything there is: conversations with messages and dialogs, sockets, behaviour."""
        return web.json_response(self._state())

    async def watch(self, request: web.Request) -> web.StreamResponse:
        """A WebSocket that sends the state, now and at each change."""
        return await self._watchers.serve(request)

    async def published(self, _request: web.Request) -> web.Response:
        """What the tag's CoBrowse taglet heard on pages, in order."""
        return web.json_response(list(self._cobrowse.published))

    async def behave(self, request: web.Request) -> web.Response:
        """Change how the simulator behaves; switches that are not named stay."""
        self._world.switches = self._world.switches.with_changes(await body_of(request))
        return web.json_response(asdict(self._world.switches))

    async def reset(self, _request: web.Request) -> web.Response:
        """Begin anew: nothing that was, agents' logins and the timeline included, is kept."""
        for end in self.on_reset:
            await end()
        await self._sessions.end()
        await self._sharing.end()
        self._world.switches = self._first
        self._faults.reset()
        self._cobrowse.forget_all()
        self.visits.forget_all()
        self._world.forget_all()
        self._tell_watchers()
        return web.json_response({})

    # --- helpers --------------------------------------------------------------

    def _state(self) -> dict[str, Any]:
        return {
            "agent": AGENTS[0].name,
            "agents": [agent.name for agent in AGENTS],
            "nowMs": self._world.now_ms(),
            "behaviour": asdict(self._world.switches),
            "faults": [one.to_json() for one in self._faults.standing()],
            "sockets": [
                {
                    "number": one.number,
                    "consumerId": one.consumer_id,
                    "features": one.features,
                    "silent": one.silent,
                }
                for one in self._sessions.open
            ],
            "conversations": [
                {
                    "id": one.id,
                    "consumerId": one.consumer_id,
                    "stage": one.stage,
                    "agent": one.agent.name,
                    "waiting": one.waiting,
                    "visitor": self.visits.describe(one),
                    "startedMs": one.started_ms,
                    "dialogs": [dialog.to_wire() for dialog in one.dialogs],
                    "messages": [
                        {"role": said.role, "text": said.text, "timeMs": said.time_ms}
                        for said in one.messages
                        # What goes to another dialog is not in what the agent reads.
                        if said.dialog_id == one.id
                    ],
                }
                for one in self._world.conversations.values()
            ],
        }

    def _recorded(self, record: Record) -> None:
        if record.kind == "socket":
            self._tell_watchers()

    def _tell_watchers(self) -> None:
        self._watchers.tell()

    async def stop(self, _app: web.Application) -> None:
        """Let all watchers go."""
        await self._watchers.stop()
