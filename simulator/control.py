"""The control API under /simulator/: everything that an agent can do, and the faults.

For the agent's console, for tests and for scripts on this machine. It refuses
requests from other origins and for other hosts.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from aiohttp import web

from simulator import tokens
from simulator.cobrowse import CoBrowse
from simulator.consumer import Sessions
from simulator.world import AGENT_NAME, Conversation, NotPossible, World

STANDARD_CODES = (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Control:
    """The handlers of the control API."""

    def __init__(self, world: World, sessions: Sessions, cobrowse: CoBrowse) -> None:
        self._world = world
        self._sessions = sessions
        self._cobrowse = cobrowse
        self._watchers: set[web.WebSocketResponse] = set()
        self._pending: asyncio.Task[None] | None = None
        world.on_change.append(lambda _: self._tell_watchers())
        world.on_message.append(lambda *_: self._tell_watchers())

    def routes(self) -> list[tuple[str, str, Handler, str]]:
        """Return method, path, handler and an example body of each call."""
        return [
            ("GET", "/simulator/state", self.state, ""),
            ("GET", "/simulator/watch", self.watch, ""),
            ("GET", "/simulator/published", self.published, ""),
            ("POST", "/simulator/behaviour", self.behave, '{"monitoring_delay": -1}'),
            ("POST", "/simulator/tokens", self.token, '{"consumerId": "ann"}'),
            ("POST", "/simulator/conversations", self.converse, '{"consumerId": "ann"}'),
            ("POST", "/simulator/conversations/{id}/messages", self.say, '{"text": "Hello"}'),
            (
                "POST",
                "/simulator/conversations/{id}/invitation",
                self.invite,
                '{"mode": "view", "lifeSeconds": 120}',
            ),
            ("POST", "/simulator/conversations/{id}/close", self.close, "{}"),
            ("POST", "/simulator/invitations/{id}/cancel", self.cancel, "{}"),
            ("POST", "/simulator/invitations/{id}/accept", self.accept, "{}"),
            ("POST", "/simulator/invitations/{id}/end", self.end, "{}"),
            ("POST", "/simulator/sockets/close", self.close_sockets, '{"code": 4407}'),
            ("POST", "/simulator/frames", self.send_frame, '{"text": "not JSON"}'),
        ]

    def install(self, app: web.Application) -> None:
        """Add the calls, and their description at /simulator/."""
        app.router.add_get("/simulator/", self.guard(self.describe))
        for method, path, handler, _ in self.routes():
            app.router.add_route(method, path, self.guard(handler))

    @staticmethod
    def guard(handler: Handler) -> Handler:
        """Return `handler`, closed to other origins and hosts, its mistakes told in words."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            origin = request.headers.get("Origin")
            host = re.fullmatch(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?", request.host)
            if host is None:
                raise web.HTTPForbidden(text="the control API is for this machine only")
            if origin is not None and origin != f"{request.scheme}://{request.host}":
                raise web.HTTPForbidden(text="the control API is closed to other origins")
            try:
                return await handler(request)
            except (NotPossible, ValueError, TypeError) as error:
                return web.json_response({"error": str(error)}, status=400)

        return guarded

    async def describe(self, _request: web.Request) -> web.Response:
        """List the calls."""
        rows = []
        for method, path, handler, example in self.routes():
            words = html.escape((handler.__doc__ or "").split("\n")[0])
            body = f" <code>{html.escape(example)}</code>" if example else ""
            rows.append(f"<dt><code>{method} {html.escape(path)}</code>{body}</dt><dd>{words}</dd>")
        switches = html.escape(json.dumps(asdict(self._world.behaviour), indent=2))
        page = (
            "<!doctype html><html lang=en><meta charset=utf-8><title>Simulator</title>"
            "<link rel=icon href=data:,>"
            "<style>body{font:1rem/1.5 system-ui;max-width:50rem;margin:2rem auto;padding:0 1rem}"
            "dd{margin:0 0 1rem}</style>"
            f"<h1>Control API</h1><dl>{''.join(rows)}</dl><h2>Behaviour</h2><pre>{switches}</pre>"
        )
        return web.Response(text=page, content_type="text/html")

    async def state(self, _request: web.Request) -> web.Response:
        """Everything there is: conversations with messages and dialogs, sockets, behaviour."""
        return web.json_response(self._state())

    async def watch(self, request: web.Request) -> web.StreamResponse:
        """A WebSocket that sends the state, now and at each change."""
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        self._watchers.add(socket)
        await socket.send_json(self._state())
        try:
            async for _ in socket:
                pass
        finally:
            self._watchers.discard(socket)
        return socket

    async def published(self, _request: web.Request) -> web.Response:
        """What the tag's CoBrowse taglet heard on pages, in order."""
        return web.json_response(self._cobrowse.published)

    async def behave(self, request: web.Request) -> web.Response:
        """Change how the simulator behaves; switches that are not named stay."""
        self._world.behaviour = self._world.behaviour.changed(await _body(request))
        return web.json_response(asdict(self._world.behaviour))

    async def token(self, request: web.Request) -> web.Response:
        """A token for a consumer, as a customer's back end would have it."""
        body = await _body(request)
        consumer = str(body.get("consumerId", "visitor"))
        life = float(body.get("lifeSeconds", 3600))
        account = str(body.get("account", self._world.accounts[0]))
        token = tokens.issue(account, consumer, life_seconds=life, authenticated=True)
        return web.json_response({"token": token, "consumerId": consumer})

    async def converse(self, request: web.Request) -> web.Response:
        """Open a conversation in a consumer's name."""
        body = await _body(request)
        consumer = str(body.get("consumerId", "visitor"))
        conversation = self._world.open_conversation(self._world.accounts[0], consumer)
        return web.json_response({"conversationId": conversation.id})

    async def say(self, request: web.Request) -> web.Response:
        """Say something as the agent."""
        text = str((await _body(request)).get("text", ""))
        self._world.say(self._conversation(request), text)
        return web.json_response({})

    async def invite(self, request: web.Request) -> web.Response:
        """Send a CoBrowse invitation: view, follow, shared, VOICE_CALL or VIDEO_CALL."""
        body = await _body(request)
        mode, life = str(body.get("mode", "view")), float(body.get("lifeSeconds", 120))
        dialog = self._cobrowse.invite(self._conversation(request), mode, life)
        return web.json_response({"dialogId": dialog.id})

    async def close(self, request: web.Request) -> web.Response:
        """End a conversation as the agent."""
        self._world.close_conversation(self._conversation(request), "AGENT")
        return web.json_response({})

    async def cancel(self, request: web.Request) -> web.Response:
        """Take an invitation back."""
        self._cobrowse.cancel(request.match_info["id"])
        return web.json_response({})

    async def accept(self, request: web.Request) -> web.Response:
        """Confirm an invitation as if the visitor's answer had come (accepted, then joined)."""
        self._cobrowse.accept(request.match_info["id"])
        return web.json_response({})

    async def end(self, request: web.Request) -> web.Response:
        """End a CoBrowse session, or an invitation that nobody answered."""
        self._cobrowse.end(request.match_info["id"])
        return web.json_response({})

    async def close_sockets(self, request: web.Request) -> web.Response:
        """Close every consumer's connection with a code and a reason."""
        body = await _body(request)
        code, reason = int(body.get("code", 1001)), str(body.get("reason", ""))
        if not (code in STANDARD_CODES or 3000 <= code <= 4999):
            message = "a close code is 1000 to 1013, or 3000 to 4999"
            raise NotPossible(message)
        for session in list(self._sessions.open):
            await session.socket.close(code=code, message=reason.encode())
        return web.json_response({})

    async def send_frame(self, request: web.Request) -> web.Response:
        """Send a frame, as it is, to every consumer."""
        text = str((await _body(request)).get("text", ""))
        for session in self._sessions.open:
            session.send_text(text)
        return web.json_response({})

    # --- helpers --------------------------------------------------------------

    def _conversation(self, request: web.Request) -> Conversation:
        return self._world.find(request.match_info["id"])

    def _state(self) -> dict[str, Any]:
        return {
            "agent": AGENT_NAME,
            "behaviour": asdict(self._world.behaviour),
            "sockets": [
                {"consumerId": one.consumer_id, "features": one.features}
                for one in self._sessions.open
            ],
            "conversations": [
                {
                    "id": one.id,
                    "consumerId": one.consumer_id,
                    "stage": one.stage,
                    "startedMs": one.started_ms,
                    "dialogs": [dialog.to_wire() for dialog in one.dialogs],
                    "messages": [
                        {"role": said.role, "text": said.text, "timeMs": said.time_ms}
                        for said in one.messages
                    ],
                }
                for one in self._world.conversations.values()
            ],
        }

    def _tell_watchers(self) -> None:
        """Send the state to all watchers, once for changes that come together."""
        if not self._watchers or (self._pending and not self._pending.done()):
            return

        async def tell() -> None:
            await asyncio.sleep(0.02)
            state = self._state()
            for socket in list(self._watchers):
                if not socket.closed:
                    await socket.send_json(state)

        self._pending = asyncio.create_task(tell())

    async def stop(self, _app: web.Application) -> None:
        """Let all watchers go."""
        for socket in list(self._watchers):
            await socket.close(code=1001)


async def _body(request: web.Request) -> dict[str, Any]:
    text = await request.text()
    body = json.loads(text) if text else {}
    if not isinstance(body, dict):
        message = "the body must be a JSON object"
        raise NotPossible(message)
    return body
