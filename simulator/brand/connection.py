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
from simulator.faults.standing import Faults
from simulator.messaging.wire import Wire
from simulator.state.conversation import Agent
from simulator.state.world import World

# The SDK pings each minute; LivePerson's own patience with agents is unknown.
IDLE_SECONDS = 150


class AgentSession:
    """Serves one WebSocket of `agent`."""

    def __init__(
        self,
        world: World,
        faults: Faults,
        parts: tuple[Workspace, Routing],
        who: tuple[str, Agent],
        line: tuple[web.WebSocketResponse, asyncio.Transport],
    ) -> None:
        workspace, routing = parts
        self.account, self.agent = who
        self.wire = Wire(faults, "agent", line, self._receive)
        self.wire.who = self.agent.name
        self._faults = faults
        self._socket = line[0]
        self.subscriptions = AgentSubscriptions(world, routing, *who, self._notify)
        self._requests = AgentRequests(world, workspace, routing, who, self.subscriptions)

    async def run(self) -> None:
        """Serve until the connection ends."""
        self.wire.open()
        try:
            while not (self._socket.closed or self.wire.silent):
                frame = await self._socket.receive(timeout=IDLE_SECONDS)
                if frame.type is WSMsgType.TEXT:
                    self.wire.receive(frame.data)
                elif frame.type is WSMsgType.BINARY:
                    await self._socket.close(code=1003)
            if self.wire.silent:
                await self.wire.hold()
        except TimeoutError:
            await self.wire.close(1001, "connection timed out")
        finally:
            await self.wire.end()

    def _notify(self, text: str) -> None:
        self.wire.send(text, "change")

    def _receive(self, text: str) -> None:
        try:
            request = json.loads(text)
        except (ValueError, RecursionError):
            request = None
        if not isinstance(request, dict) or "id" not in request or not shallow(request):
            self._respond("", (400, ".ReqBody$StringResp", "bad request"))
            return
        name, request_id = str(request.get("type")), str(request["id"])
        if met := self._faults.answer(self.wire, name):
            if met[0]:
                self._respond(request_id, met[0])
            return
        answer = self._requests.answer(name, request.get("body"))
        self._respond(request_id, answer)
        self._requests.follow_up(answer)

    def _respond(self, request_id: str, answer: Answer) -> None:
        code, name, body = answer
        response: dict[str, Any] = {"kind": "resp", "reqId": request_id, "code": code}
        self.wire.send(json.dumps({**response, "body": body, "type": name}), "response")
