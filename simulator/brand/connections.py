"""All agents' connections: the handshake, and who hears of what."""

from __future__ import annotations

import asyncio

from aiohttp import web

from simulator.brand.connection import AgentSession
from simulator.brand.login import Logins
from simulator.brand.routing import Ring, Routing
from simulator.brand.workspace import Workspace
from simulator.cobrowse.invitations import CoBrowse
from simulator.faults.standing import Faults
from simulator.services.outage import account_of
from simulator.state.conversation import Agent, Conversation, Message
from simulator.state.world import World

VERSIONS = ("2", "2.0", "2.1")
LONGEST_FRAME = 100_000
# How long a client has to answer a close.
FAREWELL_SECONDS = 0.3


class AgentSessions:
    """The connections that are open."""

    def __init__(self, world: World, faults: Faults, cobrowse: CoBrowse, logins: Logins) -> None:
        self._world = world
        self._faults = faults
        self._logins = logins
        self._routing = Routing(world)
        self._workspace = Workspace(world, cobrowse)
        self.open: set[AgentSession] = set()
        world.on_change.append(self._changed)
        world.on_message.append(self._said)
        self._routing.on_ring.append(self._rang)
        self._routing.on_state.append(self._state_changed)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer `GET /ws_api/account/{account}/messaging/brand/{bearer}?v=2.1`.

        A bearer that is nobody's is closed with 4401, as LivePerson does with
        one that has lapsed.
        """
        account = await account_of(request, self._world, self._faults, "messaging")
        if request.query.get("v") not in VERSIONS or request.transport is None:
            raise web.HTTPNotFound
        agent = self._logins.agent_of(account, request.match_info["bearer"])
        socket = web.WebSocketResponse(max_msg_size=LONGEST_FRAME, timeout=FAREWELL_SECONDS)
        await socket.prepare(request)
        if agent is None:
            await socket.close(code=4401, message=b"the bearer is invalid or has expired")
            return socket
        line, parts = (socket, request.transport), (self._workspace, self._routing)
        session = AgentSession(self._world, self._faults, parts, (account, agent), line)
        self.open.add(session)
        try:
            await session.run()
        finally:
            ended = session not in self.open  # by a reset, which leaves nothing to tell of
            self.open.discard(session)
            if not (ended or self._of(account, agent)):
                self._routing.set_state(account, agent, "OFFLINE")
        return socket

    async def stop(self, _app: web.Application) -> None:
        """End all connections."""
        await self.end()

    async def end(self) -> None:
        """End all connections and logins, with all that rings."""
        await asyncio.gather(*(one.wire.close(1001, "going away") for one in self.open))
        for session in list(self.open):
            session.wire.drop()
        self.open.clear()
        self._logins.forget_all()
        self._routing.forget_all()

    def _of(self, account: str, agent: Agent) -> list[AgentSession]:
        return [one for one in self.open if (one.account, one.agent) == (account, agent)]

    def _changed(self, conversation: Conversation) -> None:
        for session in self.open:
            if session.account == conversation.account:
                session.subscriptions.changed(conversation)

    def _said(self, conversation: Conversation, message: Message) -> None:
        for session in self.open:
            if session.account == conversation.account:
                session.subscriptions.said(conversation, message)

    def _rang(self, ring: Ring) -> None:
        for session in self._of(ring.conversation.account, ring.agent):
            session.subscriptions.rang(ring)

    def _state_changed(self, account: str, agent: Agent) -> None:
        for session in self._of(account, agent):
            session.subscriptions.state_changed()
