"""One consumer's connection: its frames, its introduction, and its end."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from typing import Any, cast

from aiohttp import WSMessage, WSMsgType, web

from simulator.bounds import Allowance
from simulator.faults.fault import Answer
from simulator.faults.frame import Kind
from simulator.faults.standing import Faults
from simulator.faults.token import REFUSED
from simulator.messaging.requests import Requests
from simulator.messaging.schema import wrong_introduction, wrong_request
from simulator.messaging.subscriptions import Subscriptions
from simulator.messaging.wire import Wire
from simulator.record.timeline import Kind as TimelineKind
from simulator.record.timeline import Way
from simulator.services import tokens
from simulator.state.world import World

# What is told of a client besides its features.
CLIENT = ("deviceFamily", "os", "browser", "browserVersion", "timeZone")
MOST_IDS = 10_000

Body = dict[str, Any]


class Session:
    """Serves one WebSocket; `known` is called once it is known whose it is."""

    def __init__(
        self,
        world: World,
        faults: Faults,
        account: str,
        line: tuple[web.WebSocketResponse, asyncio.Transport],
        known: Callable[[Session], None],
    ) -> None:
        self._world = world
        self._faults = faults
        self.account = account
        self.wire = Wire(faults, "consumer", line, self._receive, self._record)
        self._socket = line[0]
        self._known = known
        self.number = self.wire.number
        self.consumer_id: str | None = None
        self.features: list[str] = []
        self.client: Body = {}
        self.user_agent = ""
        self.languages = ""
        self._refused = False
        self._allowance = Allowance()
        # Requests and when they are due, where they are answered late.
        self._late: deque[tuple[float, Body]] = deque()
        self._answering: asyncio.Task[None] | None = None
        self._ids: dict[str, None] = {}
        self._warden: asyncio.Task[None] | None = None
        self.subscriptions = Subscriptions(world, self.send_text)
        self._requests = Requests(world, account, self.subscriptions)

    @property
    def silent(self) -> bool:
        """Whether it is half-open."""
        return self.wire.silent

    async def run(self) -> None:
        """Serve until the connection ends."""
        self.wire.open()
        self._record("socket", "in", "opened", "")
        try:
            await self._read()
            if self.silent:
                await self.wire.hold()
        finally:
            self._record("socket", "", f"closed {self._socket.close_code or 1006}", "")
            for task in (self._warden, self._answering):
                if task:
                    task.cancel()
            await self.wire.end()

    def send_text(self, text: str, kind: Kind = "response") -> None:
        """Send a frame."""
        self.wire.send(text, kind)

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        opened = heard = loop.time()
        while not (self._socket.closed or self.silent):
            due = self._due(opened, heard)
            try:
                frame = await self._socket.receive(timeout=max(0.001, due - loop.time()))
            except TimeoutError:
                # Meanwhile an introduction may have been answered that was late.
                if self._due(opened, heard) > loop.time():
                    continue
                late = self.consumer_id is None
                code = int(self._world.switches.init_code) if late else 1001
                await self.wire.close(code, "connection timed out")
                continue
            heard = loop.time()
            if not self.silent:
                await self._take(frame)

    def _due(self, opened: float, heard: float) -> float:
        """Return when its time is over: to introduce oneself, or to say anything at all."""
        switches = self._world.switches
        # Who has introduced themselves in time is not closed for an answer that is late.
        if self.consumer_id is None and not self._late:
            return opened + switches.init_limit / 1000
        return heard + switches.idle_limit / 1000

    async def _take(self, frame: WSMessage) -> None:
        if frame.type is WSMsgType.TEXT:
            self.wire.receive(frame.data)
        elif frame.type is WSMsgType.PING:
            await self._socket.pong(frame.data)
        elif frame.type is WSMsgType.CLOSE:
            await self._socket.close(code=frame.data or 1000)
        elif frame.type is WSMsgType.BINARY:
            await self._socket.close(code=1003)

    def _record(self, kind: str, way: str, name: str, text: str) -> None:
        told = cast("TimelineKind", kind), cast("Way", way)
        self._world.timeline.add(*told, name, text, who=self.consumer_id or "")

    # --- requests ---------------------------------------------------------------

    def _receive(self, text: str) -> None:
        if self._refused:
            return  # it is being closed
        try:
            request = json.loads(text)
        except (ValueError, RecursionError):
            request = None
        if not isinstance(request, dict) or "id" not in request:
            self._respond("", (400, "StringResponse", "bad request"))
            return
        now, switches = asyncio.get_running_loop().time(), self._world.switches
        request_id = str(request["id"])
        if refusal := self._refusal(request, request_id, now):
            self._respond(request_id, refusal)
        elif switches.response_delay or self._late:
            self._late.append((now + switches.response_delay / 1000, request))
            if self._answering is None or self._answering.done():
                self._answering = asyncio.create_task(self._answer_in_time())
        else:
            self._answer(request)

    def _refusal(self, request: Body, request_id: str, now: float) -> Answer | None:
        """Return why a request is refused as it comes, None where it is not."""
        switches = self._world.switches
        if switches.burst and not self._allowance.takes(switches.burst, now):
            return 429, "StringResponse", "too many requests"
        if not switches.strict:
            return None
        if self.consumer_id is None and request.get("type") != "InitConnection":
            return 401, "StringResponse", "InitConnection must have been answered first"
        words = wrong_request(request)
        if words is None and self._reused(request_id):
            words = "duplicate request id"
        return (400, "StringResponse", words) if words else None

    async def _answer_in_time(self) -> None:
        while self._late:
            due, request = self._late[0]
            await asyncio.sleep(max(0, due - asyncio.get_running_loop().time()))
            self._answer(request)
            self._late.popleft()

    def _answer(self, request: Body) -> None:
        request_id, name = str(request["id"]), str(request.get("type"))
        if met := self._faults.answer(self.wire, name):
            if met[0]:
                self._respond(request_id, met[0])
        elif name == "InitConnection":
            self._introduced(request_id, request)
        else:
            answer = self._requests.answer(name, request.get("body"))
            self._respond(request_id, answer)
            self._requests.follow_up(name, answer)

    def _reused(self, request_id: str) -> bool:
        if request_id in self._ids:
            return True
        self._ids[request_id] = None
        if len(self._ids) > MOST_IDS:
            del self._ids[next(iter(self._ids))]
        return False

    def _respond(self, request_id: str, answer: Answer) -> None:
        code, name, body = answer
        # The id is always text, whatever the request's was.
        response: Body = {"kind": "resp", "reqId": request_id, "code": code, "type": name}
        if body is not None:
            response["body"] = body
        self.send_text(json.dumps(response))

    # --- the introduction -------------------------------------------------------

    def _introduced(self, request_id: str, request: Body) -> None:
        switches = self._world.switches
        headers = request.get("headers")
        by_type = {
            str(one.get("type")).rpartition(".")[2]: one
            for one in (headers if isinstance(headers, list) else [])
            if isinstance(one, dict)
        }
        client = by_type.get("ClientProperties", {})
        token = by_type.get("ConsumerAuthentication", {}).get("jwt")
        if switches.strict and (words := wrong_introduction(client, token)):
            self._respond(request_id, (400, "StringResponse", words))
            return
        try:
            identity = tokens.identify(token, self.account, self._world.now_ms() / 1000)
        except tokens.BadToken as error:
            self._record("socket", "in", "token refused", str(error))
            self._refused = True
            self.wire.spawn(self.wire.close(4401 if error.authenticated else 4407, REFUSED))
            return
        if self.consumer_id not in (None, identity.consumer_id):
            self._respond(request_id, (400, "StringResponse", "another consumer's token"))
            return
        self.know(identity, client)
        self._respond(request_id, (200, switches.response_type, None))

    def know(self, identity: tokens.Identity, client: Body) -> None:
        """Serve this consumer, until the token lapses where LivePerson is to close then."""
        features = client.get("features", [])
        self.client = {name: client[name] for name in CLIENT if name in client}
        self.features = features if isinstance(features, list) else [features]

        async def close_in_time() -> None:
            await asyncio.sleep(identity.expires - self._world.now_ms() / 1000)
            if self._world.switches.closes_at_expiry:
                await self.wire.close(identity.close_code, REFUSED)

        if self._warden:
            self._warden.cancel()
        self._warden = asyncio.create_task(close_in_time())
        self.consumer_id = self.wire.who = identity.consumer_id
        self._requests.known(self.consumer_id)
        declared = tuple(map(str, self.features))
        self._world.features.declare((self.account, self.consumer_id), self.number, declared)
        self._known(self)
