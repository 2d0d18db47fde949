"""One consumer's connection: its frames, its introduction, and its end."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from itertools import count
from typing import Any

from aiohttp import WSMessage, WSMsgType, web

from simulator.bounds import Allowance
from simulator.messaging.outbox import Delivery, Kind
from simulator.messaging.requests import Answer, Requests
from simulator.messaging.schema import wrong_introduction, wrong_request
from simulator.messaging.subscriptions import Subscriptions
from simulator.record.timeline import Kind as TimelineKind
from simulator.record.timeline import Way
from simulator.services import tokens
from simulator.state.world import World

# LivePerson's own words for a token that it refuses, or that has lapsed.
REFUSED = "Identity token is invalid"
# What is told of a client besides its features.
CLIENT = ("deviceFamily", "os", "browser", "browserVersion", "timeZone")
# How long a half-open connection is kept where its client does not let go.
HALF_OPEN_SECONDS = 600
GLANCE_SECONDS = 0.25
MOST_IDS = 10_000

Body = dict[str, Any]
# Of connections, in the order in which they came.
_NUMBERS = count()


class Session:
    """Serves one WebSocket; `known` is called once it is known whose it is."""

    def __init__(
        self,
        world: World,
        account: str,
        line: tuple[web.WebSocketResponse, asyncio.Transport],
        known: Callable[[Session], None],
    ) -> None:
        self._world = world
        self.account = account
        self._socket, self._transport = line
        self._known = known
        self.number = next(_NUMBERS)
        self.consumer_id: str | None = None
        self.features: list[str] = []
        self.client: Body = {}
        self.user_agent = ""
        self.languages = ""
        self.silent = False
        self._allowance = Allowance()
        # Requests and when they are due, where they are answered late.
        self._late: deque[tuple[float, Body]] = deque()
        self._answering: asyncio.Task[None] | None = None
        self._ids: dict[str, None] = {}
        self._warden: asyncio.Task[None] | None = None
        self._delivery = Delivery(world, self._write, self.drop)
        self.subscriptions = Subscriptions(world, self.send_text)
        self._requests = Requests(world, account, self.subscriptions)

    async def run(self) -> None:
        """Serve until the connection ends."""
        sender = asyncio.create_task(self._delivery.run())
        self._record("socket", "in", "opened", "")
        try:
            await self._read()
            if self.silent:
                await self._hold()
        finally:
            self._record("socket", "", f"closed {self._socket.close_code or 1006}", "")
            sender.cancel()
            for task in (self._warden, self._answering):
                if task:
                    task.cancel()

    # --- the ends that the control API brings about -----------------------------

    async def close(self, code: int, reason: str) -> None:
        """Close the connection in LivePerson's name; a half-open one hears nothing of it."""
        if not self.silent:
            self._record("socket", "out", f"close {code}", reason)
            await self._socket.close(code=code, message=reason.encode())

    def drop(self) -> None:
        """End the connection without a word, as a network does: 1006 to the client."""
        self._record("socket", "out", "drop", "")
        self._transport.abort()

    # --- frames -----------------------------------------------------------------

    def send_text(self, text: str, kind: Kind = "response") -> None:
        """Queue a frame; lost where the connection is half-open."""
        if self.silent:
            self._record("frame", "out", "lost: the connection is half-open", text)
        else:
            self._delivery.send(text, kind)

    async def _write(self, text: str) -> None:
        if not (self._socket.closed or self.silent):
            self._record("frame", "out", "", text)
            await self._socket.send_str(text)

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        opened = loop.time()
        while not (self._socket.closed or self.silent):
            switches = self._world.switches
            limit = switches.idle_limit / 1000
            # Who has introduced themselves in time is not closed for an answer that is late.
            if self.consumer_id is None and not self._late:
                limit = max(0.001, opened + switches.init_limit / 1000 - loop.time())
            try:
                frame = await self._socket.receive(timeout=limit)
            except TimeoutError:
                late = self.consumer_id is None
                code = int(switches.init_code) if late else 1001
                await self.close(code, "connection timed out")
                continue
            if not self.silent:
                await self._take(frame)

    async def _take(self, frame: WSMessage) -> None:
        if frame.type is WSMsgType.TEXT:
            await self._receive(frame.data)
        elif frame.type is WSMsgType.PING:
            await self._socket.pong(frame.data)
        elif frame.type is WSMsgType.CLOSE:
            await self._socket.close(code=frame.data or 1000)
        elif frame.type is WSMsgType.BINARY:
            await self._socket.close(code=1003)

    async def _hold(self) -> None:
        """Keep a half-open connection, reading nothing, until the client lets go of it."""
        for _ in range(int(HALF_OPEN_SECONDS / GLANCE_SECONDS)):
            if self._transport.is_closing():
                break
            await asyncio.sleep(GLANCE_SECONDS)
        self.drop()

    def _record(self, kind: TimelineKind, way: Way, name: str, text: str) -> None:
        self._world.timeline.add(kind, way, name, text, who=self.consumer_id or "")

    # --- requests ---------------------------------------------------------------

    async def _receive(self, text: str) -> None:
        self._record("frame", "in", "", text)
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
            await self._answer(request)

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
            await self._answer(request)
            self._late.popleft()

    async def _answer(self, request: Body) -> None:
        request_id, name = str(request["id"]), str(request.get("type"))
        if name == "InitConnection":
            await self._introduced(request_id, request)
        elif answer := self._requests.answer(name, request.get("body")):
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

    async def _introduced(self, request_id: str, request: Body) -> None:
        switches = self._world.switches
        headers = request.get("headers")
        by_type = {
            str(one.get("type")).rpartition(".")[2]: one
            for one in (headers if isinstance(headers, list) else [])
            if isinstance(one, dict)
        }
        client = by_type.get("ClientProperties", {})
        token = by_type.get("ConsumerAuthentication", {}).get("jwt")
        if switches.initialise == "ignored":
            return
        if switches.initialise != "ok":
            self._respond(request_id, (int(switches.initialise), "StringResponse", "refused"))
            return
        if switches.strict and (words := wrong_introduction(client, token)):
            self._respond(request_id, (400, "StringResponse", words))
            return
        try:
            identity = tokens.identify(token, self.account, self._world.now_ms() / 1000)
        except tokens.BadToken as error:
            self._record("socket", "in", "token refused", str(error))
            await self.close(4401 if error.authenticated else 4407, REFUSED)
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
                await self.close(identity.close_code, REFUSED)

        if self._warden:
            self._warden.cancel()
        self._warden = asyncio.create_task(close_in_time())
        self.consumer_id = identity.consumer_id
        self._requests.known(self.consumer_id)
        declared = tuple(map(str, self.features))
        self._world.features.declare((self.account, self.consumer_id), self.number, declared)
        self._known(self)
