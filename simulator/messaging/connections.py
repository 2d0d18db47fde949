"""All consumers' connections: the handshake, and who hears of what."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import hdrs, web

from simulator.faults.standing import Faults
from simulator.faults.token import REFUSED
from simulator.messaging.connection import Session
from simulator.services import tokens
from simulator.services.outage import account_of
from simulator.state.conversation import Conversation, Message
from simulator.state.world import World

LONGEST_FRAME = 1_000_000
# How long a client has to answer a close when the stand-in ends.
FAREWELL_SECONDS = 0.3


class Sessions:
    """The connections that are open, half-open ones too."""

    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults
        self.open: set[Session] = set()
        self._by_consumer: dict[tuple[str, str], set[Session]] = {}
        self.on_change: list[Callable[[], None]] = []
        world.on_change.append(self._changed)
        world.on_message.append(self._said)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer `GET /ws_api/account/{account}/messaging/consumer?v=3`."""
        account = await account_of(request, self._world, self._faults, "messaging")
        if request.query.get("v") != "3" or request.transport is None:
            raise web.HTTPNotFound
        self._world.home = f"{request.scheme}://{request.host}"
        introduced = _introduced(request, account, self._world.now_ms() / 1000)
        # The session answers pings and closes itself, for a half-open one does not.
        socket = web.WebSocketResponse(max_msg_size=LONGEST_FRAME, autoping=False, autoclose=False)
        line = (socket, request.transport)
        await socket.prepare(request)
        session = Session(self._world, self._faults, account, line, self._know)
        session.user_agent = request.headers.get("User-Agent", "")
        session.languages = request.headers.get("Accept-Language", "")
        self.open.add(session)
        if introduced:
            session.know(*introduced)
        try:
            await session.run()
        finally:
            self._forget(session)
        return socket

    async def stop(self, _app: web.Application) -> None:
        """End all connections as the server goes."""
        await self.end()

    async def end(self) -> None:
        """End all connections, those without a word whose clients do not answer a close."""
        closing = [asyncio.create_task(one.wire.close(1001, "going away")) for one in self.open]
        if closing:
            await asyncio.wait(closing, timeout=FAREWELL_SECONDS)
        for task in closing:
            task.cancel()
        for session in list(self.open):
            session.wire.drop()

    def _know(self, session: Session) -> None:
        self._by_consumer.setdefault(_key(session), set()).add(session)
        self._tell()

    def _forget(self, session: Session) -> None:
        self.open.discard(session)
        self._world.features.leave(_key(session), session.number)
        mine = self._by_consumer.get(_key(session), set())
        mine.discard(session)
        if not mine:
            self._by_consumer.pop(_key(session), None)
        self._tell()

    def _tell(self) -> None:
        for listener in self.on_change:
            listener()

    def of(self, conversation: Conversation) -> list[Session]:
        """Return the connections of a conversation's consumer."""
        key = (conversation.account, conversation.consumer_id)
        return list(self._by_consumer.get(key, ()))

    def _changed(self, conversation: Conversation) -> None:
        for session in self.of(conversation):
            session.subscriptions.changed(conversation)

    def _said(self, conversation: Conversation, message: Message) -> None:
        for session in self.of(conversation):
            session.subscriptions.said(conversation, [message])


def _key(session: Session) -> tuple[str, str]:
    return (session.account, session.consumer_id or "")


def _introduced(
    request: web.Request, account: str, now: float
) -> tuple[tokens.Identity, dict[str, Any]] | None:
    """Return who introduces themselves by the handshake's headers, as native clients do.

    LivePerson refuses a token there with 401 or 407, as it closes with 4401 or 4407.
    """
    kind, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if kind != "jwt":
        return None
    try:
        client = json.loads(request.headers.get("Client-Properties", "{}"))
        identity = tokens.identify(token, account, now)
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest(text="Client-Properties is a JSON object") from None
    except tokens.BadToken as error:
        unknown = web.HTTPProxyAuthenticationRequired
        refused = web.HTTPUnauthorized if error.authenticated else unknown
        raise refused(text=REFUSED) from None
    if not isinstance(client, dict):
        raise web.HTTPBadRequest(text="Client-Properties is a JSON object")
    return identity, client
