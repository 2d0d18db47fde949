"""One agent's connection: its frames and its end."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import WSMsgType, web

from simulator.bounds import shallow
from simulator.brand.requests import AgentRequests, Answer
from simulator.brand.routing import Routing
from simulator.brand.subscriptions import AgentSubscriptions
from simulator.brand.workspace import Workspace
from simulator.messaging.outbox import Delivery
from simulator.state.conversation import Agent
from simulator.state.world import World

# The SDK pings each minute; LivePerson's own patience with agents is unknown.
IDLE_SECONDS = 150


class AgentSession:
    """Serves one WebSocket of `agent`."""

    def __init__(
        self,
        world: World,
        parts: tuple[Workspace, Routing],
        who: tuple[str, Agent],
        line: tuple[web.WebSocketResponse, asyncio.Transport],
    ) -> None:
        workspace, routing = parts
        self.account, self.agent = who
        self._socket, self._transport = line
        self._delivery = Delivery(world, self._write, self.drop)
        self.subscriptions = AgentSubscriptions(world, routing, *who, self._send)
        self._requests = AgentRequests(world, workspace, routing, who, self.subscriptions)

    async def run(self) -> None:
        """Serve until the connection ends."""
        sender = asyncio.create_task(self._delivery.run())
        try:
            while not self._socket.closed:
                frame = await self._socket.receive(timeout=IDLE_SECONDS)
                if frame.type is WSMsgType.TEXT:
                    self._receive(frame.data)
                elif frame.type is WSMsgType.BINARY:
                    await self._socket.close(code=1003)
        except TimeoutError:
            await self.close(1001, "connection timed out")
        finally:
            sender.cancel()

    async def close(self, code: int, reason: str) -> None:
        """Close the connection in LivePerson's name."""
        await self._socket.close(code=code, message=reason.encode())

    def drop(self) -> None:
        """End the connection without a word."""
        self._transport.abort()

    def _send(self, text: str) -> None:
        self._delivery.send(text, "response")

    async def _write(self, text: str) -> None:
        if not self._socket.closed:
            await self._socket.send_str(text)

    def _receive(self, text: str) -> None:
        try:
            request = json.loads(text)
        except (ValueError, RecursionError):
            request = None
        if not isinstance(request, dict) or "id" not in request or not shallow(request):
            self._respond("", (400, ".ReqBody$StringResp", "bad request"))
            return
        answer = self._requests.answer(str(request.get("type")), request.get("body"))
        self._respond(str(request["id"]), answer)
        self._requests.follow_up(answer)

    def _respond(self, request_id: str, answer: Answer) -> None:
        code, name, body = answer
        response: dict[str, Any] = {"kind": "resp", "reqId": request_id, "code": code}
        self._send(json.dumps({**response, "body": body, "type": name}))
