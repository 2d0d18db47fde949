"""The consumer's messaging API, version 3, over a WebSocket."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from simulator import tokens
from simulator.world import Conversation, Message, NotPossible, World

INIT_SECONDS = 5.0
IDLE_SECONDS = 60.0
LONGEST_FRAME = 1_000_000
FAMILIES = ("DESKTOP", "TABLET", "MOBILE", "OTHER")
SYSTEMS = ("WINDOWS", "LINUX", "OSX", "ANDROID", "IOS", "OTHER")

Body = dict[str, Any]
Answer = tuple[int, str, Any]


class Session:
    """One consumer's connection."""

    def __init__(self, world: World, account: str, socket: web.WebSocketResponse) -> None:
        self.world = world
        self.account = account
        self.socket = socket
        self.consumer_id: str | None = None
        self.features: list[str] = []
        self.silent = False
        self._subscriptions: dict[str, tuple[str, ...]] = {}
        self._listens: set[str] = set()
        self._sees: set[str] = set()
        self._ids: set[str] = set()
        self._outbox: asyncio.Queue[str] = asyncio.Queue()

    async def run(self) -> None:
        """Serve until the connection ends."""
        sender = asyncio.create_task(self._send_all())
        try:
            while not self.socket.closed:
                limit = IDLE_SECONDS if self.consumer_id else INIT_SECONDS
                try:
                    frame = await self.socket.receive(timeout=limit)
                except TimeoutError:
                    await self.socket.close(code=1001, message=b"connection timed out")
                    return
                if frame.type is not WSMsgType.TEXT:
                    return
                await self._receive(frame.data)
        finally:
            sender.cancel()

    async def _receive(self, text: str) -> None:
        try:
            request = json.loads(text)
        except (ValueError, RecursionError):
            request = None
        if not isinstance(request, dict) or "id" not in request:
            self.send({"kind": "resp", "reqId": "", "code": 400, "body": "bad request"})
            return
        request_id = str(request["id"])
        name = str(request.get("type"))
        if self.world.behaviour.strict and request_id in self._ids:
            code, kind, body = 400, "StringResponse", "duplicate request id"
        else:
            self._ids.add(request_id)
            code, kind, body = await self._answer(request, name)
        # Always text, whatever the request's id was.
        response: Body = {"kind": "resp", "reqId": request_id, "code": code, "type": kind}
        if body is not None:
            response["body"] = body
        self.send(response)
        if name == "cqm.SubscribeExConversations" and code == 200 and isinstance(body, dict):
            self._snapshot(body["subscriptionId"])

    async def _answer(self, request: Body, name: str) -> Answer:
        if name == "InitConnection":
            return await self._initialise(request)
        if self.consumer_id is None:
            return 401, "StringResponse", "InitConnection must come first"
        handler = self._handlers().get(name)
        if handler is None:
            return 400, "StringResponse", f"unknown request type {name}"
        body = request.get("body")
        try:
            return handler(body if isinstance(body, dict) else {})
        except (NotPossible, ValueError, TypeError) as error:
            return 400, "StringResponse", str(error)

    def _handlers(self) -> dict[str, Callable[[Body], Answer]]:
        return {
            "GetClock": self._get_clock,
            "KeepAlive": lambda _: (200, "StringResponse", "OK"),
            "cqm.SubscribeExConversations": self._subscribe,
            "cqm.UnsubscribeExConversations": self._unsubscribe,
            "cm.ConsumerRequestConversation": self._request_conversation,
            "cm.UpdateConversationField": self._update,
            "ms.PublishEvent": self._publish,
            "ms.SubscribeMessagingEvents": self._subscribe_messages,
        }

    # --- requests -------------------------------------------------------------

    async def _initialise(self, request: Body) -> Answer:
        headers = request.get("headers")
        by_type = {
            str(one.get("type")).rpartition(".")[2]: one
            for one in (headers if isinstance(headers, list) else [])
            if isinstance(one, dict)
        }
        client = by_type.get("ClientProperties", {})
        if self.world.behaviour.strict and not (
            client.get("deviceFamily", "OTHER") in FAMILIES and client.get("os", "OTHER") in SYSTEMS
        ):
            return 400, "StringResponse", "bad client properties"
        token = by_type.get("ConsumerAuthentication", {}).get("jwt")
        try:
            self.consumer_id = tokens.consumer_of(token, self.account)
        except tokens.BadToken as error:
            code = 4401 if error.authenticated else 4407
            await self.socket.close(code=code, message=str(error).encode())
            return 401, "StringResponse", str(error)
        features = client.get("features", [])
        self.features = features if isinstance(features, list) else [features]
        return 200, ".ReqBody$StringResp", None

    def _get_clock(self, _body: Body) -> Answer:
        return 200, "GetClockResponse", {"currentTime": self.world.now_ms()}

    def _subscribe(self, body: Body) -> Answer:
        wanted = body.get("stage", body.get("convState", ["OPEN", "CLOSE"]))
        stages = tuple(wanted) if isinstance(wanted, list) else (str(wanted),)
        subscription_id = str(uuid.uuid4())
        self._subscriptions[subscription_id] = stages
        answer = {"subscriptionId": subscription_id}
        return 200, "cqm.SubscribeExConversationsResponse", answer

    def _unsubscribe(self, body: Body) -> Answer:
        self._subscriptions.pop(str(body.get("subscriptionId")), None)
        return 200, ".ReqBody$StringResp", "OK"

    def _request_conversation(self, body: Body) -> Answer:
        skill = str(body.get("skillId") or "-1")
        conversation = self.world.open_conversation(self.account, self._consumer, skill)
        answer = {"conversationId": conversation.id}
        return 200, "cm.RequestConversationResponse", answer

    def _update(self, body: Body) -> Answer:
        conversation = self._own(body.get("conversationId"))
        fields = body.get("conversationField")
        for one in fields if isinstance(fields, list) else [fields]:
            field = one if isinstance(one, dict) else {}
            named = field.get("field") in ("ConversationStateField", "Stage")
            if named and field.get("conversationState") == "CLOSE":
                self.world.close_conversation(conversation, "CONSUMER")
                return 200, "StringResponse", "OK Conversation resolved successfully"
        return 400, "StringResponse", "unknown conversation field"

    def _publish(self, body: Body) -> Answer:
        conversation = self._own(body.get("conversationId"))
        event = body.get("event")
        if not isinstance(event, dict) or event.get("type") != "ContentEvent":
            return 200, "ms.PublishEventResponse", {}
        if conversation.stage != "OPEN":
            return 400, "StringResponse", "the conversation is over"
        message = self.world.say(conversation, str(event.get("message")), "CONSUMER")
        return 200, "ms.PublishEventResponse", {"sequence": message.sequence}

    def _subscribe_messages(self, body: Body) -> Answer:
        conversation = self._own(body.get("conversationId"))
        self._listens.add(conversation.id)
        start = int(body.get("fromSeq") or 0)
        # After the response: what was said before.
        asyncio.get_running_loop().call_soon(self._replay, conversation, start)
        return 200, "GenericSubscribeResponse", {}

    @property
    def _consumer(self) -> str:
        return self.consumer_id or ""

    def _own(self, conversation_id: object) -> Conversation:
        conversation = self.world.find(conversation_id)
        if conversation.consumer_id != self.consumer_id:
            message = "not your conversation"
            raise NotPossible(message)
        return conversation

    # --- notifications --------------------------------------------------------

    def _snapshot(self, subscription_id: str) -> None:
        stages = self._subscriptions[subscription_id]
        mine = [
            conversation
            for conversation in self.world.conversations.values()
            if conversation.consumer_id == self.consumer_id and conversation.stage in stages
        ]
        self._sees |= {conversation.id for conversation in mine}
        changes = [{"type": "UPSERT", "result": one.to_wire()} for one in mine]
        self._notify_change(subscription_id, changes)

    def changed(self, conversation: Conversation) -> None:
        """Tell of a conversation's change, where it is this consumer's and subscribed to."""
        if conversation.consumer_id != self.consumer_id:
            return
        for subscription_id, stages in self._subscriptions.items():
            if conversation.stage in stages:
                self._sees.add(conversation.id)
                change = {"type": "UPSERT", "result": conversation.to_wire()}
            elif conversation.id in self._sees:
                change = {"type": "DELETE", "result": conversation.to_wire()}
            else:
                continue
            self._notify_change(subscription_id, [change])

    def _notify_change(self, subscription_id: str, changes: list[Body]) -> None:
        body = {
            "subscriptionId": subscription_id,
            "sentTs": self.world.now_ms(),
            "changes": _bare(changes) if self.world.behaviour.bare_elements else changes,
        }
        name = f"{self.world.behaviour.prefix}ExConversationChangeNotification"
        self.send({"kind": "notification", "body": body, "type": name})

    def said(self, conversation: Conversation, message: Message) -> None:
        """Tell of a message, where it is listened to."""
        if conversation.id in self._listens:
            self._notify_messages([message.to_wire(conversation)])

    def _replay(self, conversation: Conversation, start: int) -> None:
        earlier = [one for one in conversation.messages if one.sequence >= start]
        if earlier:
            self._notify_messages([one.to_wire(conversation) for one in earlier])

    def _notify_messages(self, changes: list[Body]) -> None:
        body = {"changes": changes}
        self.send({"kind": "notification", "body": body, "type": "ms.MessagingEventNotification"})

    # --- frames ---------------------------------------------------------------

    def send(self, frame: Body) -> None:
        """Queue a frame."""
        self.send_text(json.dumps(frame))

    def send_text(self, text: str) -> None:
        """Queue a frame as it is; lost where the connection is half-open."""
        if not self.silent:
            self._outbox.put_nowait(text)

    async def _send_all(self) -> None:
        while True:
            text = await self._outbox.get()
            if not self.socket.closed:
                await self.socket.send_str(text)


class Sessions:
    """All open connections of consumers."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.open: set[Session] = set()
        world.on_change.append(self._changed)
        world.on_message.append(self._said)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer `GET /ws_api/account/{account}/messaging/consumer?v=3`."""
        account = request.match_info["account"]
        if account not in self._world.accounts or request.query.get("v") != "3":
            raise web.HTTPNotFound
        socket = web.WebSocketResponse(max_msg_size=LONGEST_FRAME)
        await socket.prepare(request)
        session = Session(self._world, account, socket)
        self.open.add(session)
        try:
            await session.run()
        finally:
            self.open.discard(session)
        return socket

    def _changed(self, conversation: Conversation) -> None:
        for session in list(self.open):
            session.changed(conversation)

    def _said(self, conversation: Conversation, message: Message) -> None:
        for session in list(self.open):
            session.said(conversation, message)


def _bare(value: Any) -> Any:
    """Return `value` with each list of one as its element, as LivePerson's protocol allows."""
    if isinstance(value, dict):
        return {key: _bare(one) for key, one in value.items()}
    if isinstance(value, list):
        return _bare(value[0]) if len(value) == 1 else [_bare(one) for one in value]
    return value
