"""The control API's calls: what an agent can do, tokens, and what befalls connections."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from simulator.body import read_json
from simulator.bounds import NotPossible
from simulator.cobrowse.invitations import CoBrowse
from simulator.files import Handler
from simulator.messaging.connections import Sessions
from simulator.services import tokens
from simulator.state.conversation import AGENTS, Conversation
from simulator.state.world import World

# In bytes: a control frame of WebSocket has 125, of which the code takes 2 (RFC 6455, 5.5).
LONGEST_REASON = 123
STANDARD_CODES = (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013)
# Method, path, handler and an example body.
Route = tuple[str, str, Handler, str]


class Calls:
    """The handlers; the first line of each one's docstring is its description at /simulator/."""

    def __init__(self, world: World, sessions: Sessions, cobrowse: CoBrowse) -> None:
        self._world = world
        self._sessions = sessions
        self._cobrowse = cobrowse

    def routes(self) -> list[Route]:
        """Return all calls."""
        conversation, invitation = "/conversations/{id}", "/invitations/{id}"
        calls = (
            ("/tokens", self.token, '{"consumerId": "ann"}'),
            ("/brand-tokens", self.brand_token, '{"consumerId": "ann", "lifeSeconds": 3600}'),
            ("/conversations", self.converse, '{"consumerId": "ann"}'),
            (f"{conversation}/take", self.take, '{"agent": "Alex"}'),
            (f"{conversation}/messages", self.say, '{"text": "Hello"}'),
            (f"{conversation}/invitation", self.invite, '{"mode": "view", "lifeSeconds": 120}'),
            (f"{conversation}/transfer", self.transfer, "{}"),
            (f"{conversation}/close", self.close, "{}"),
            (f"{invitation}/cancel", self.cancel, "{}"),
            (f"{invitation}/accept", self.accept, "{}"),
            (f"{invitation}/end", self.end, "{}"),
            ("/sockets/close", self.close_sockets, '{"code": 4407}'),
            ("/sockets/silence", self.silence_sockets, "{}"),
            ("/sockets/drop", self.drop_sockets, "{}"),
            ("/frames", self.send_frame, '{"text": "not JSON"}'),
        )
        return [("POST", f"/simulator{path}", handler, body) for path, handler, body in calls]

    async def token(self, request: web.Request) -> web.Response:
        """A token for a consumer, as a customer's back end would have it."""
        body = await body_of(request)
        consumer = str(body.get("consumerId", "visitor"))
        life = float(body.get("lifeSeconds", 3600))
        account = str(body.get("account", self._world.accounts[0]))
        now = self._world.now_ms() / 1000
        token = tokens.issue(account, consumer, life_seconds=life, authenticated=True, now=now)
        return web.json_response({"token": token, "consumerId": consumer})

    async def brand_token(self, request: web.Request) -> web.Response:
        """A customer's own token, as their back end would make it, to be exchanged at the IDP.

        `consumerId` is the visitor's for the customer; the answer's is LivePerson's.
        """
        body = await body_of(request)
        visitor = str(body.get("consumerId", "visitor"))
        life = float(body.get("lifeSeconds", 3600))
        account = str(body.get("account", self._world.accounts[0]))
        token = tokens.issue_brand(account, visitor, life, self._world.clock())
        consumer = tokens.consumer_of_brand(account, visitor)
        return web.json_response({"token": token, "consumerId": consumer})

    async def converse(self, request: web.Request) -> web.Response:
        """Open a conversation in a consumer's name."""
        body = await body_of(request)
        consumer = str(body.get("consumerId", "visitor"))
        account = str(body.get("account", self._world.accounts[0]))
        if account not in self._world.accounts:
            message = f"an account is one of {', '.join(self._world.accounts)}"
            raise NotPossible(message)
        conversation = self._world.open_conversation(account, consumer)
        return web.json_response({"conversationId": conversation.id})

    async def take(self, request: web.Request) -> web.Response:
        """Let an agent, by name, take a conversation: one that waits, or another agent's."""
        name = str((await body_of(request)).get("agent", AGENTS[0].name))
        agent = next((one for one in AGENTS if one.name == name), None)
        if agent is None:
            message = f"an agent is one of {', '.join(one.name for one in AGENTS)}"
            raise NotPossible(message)
        conversation = self._conversation(request)
        if conversation.stage != "OPEN":
            message = "the conversation is over"
            raise NotPossible(message)
        self._world.assign(conversation, agent)
        return web.json_response({"agent": name})

    async def say(self, request: web.Request) -> web.Response:
        """Say something as the agent."""
        text = str((await body_of(request)).get("text", ""))
        self._world.say(self._taken(request), text)
        return web.json_response({})

    async def invite(self, request: web.Request) -> web.Response:
        """Send a CoBrowse invitation: view, follow, shared, VOICE_CALL or VIDEO_CALL.

        `metaData` replaces entries of the invitation's, null takes one out: an
        unknown mode, a missing service id, names of any size. Unrealistic but
        for modes of LivePerson's to come.
        """
        body = await body_of(request)
        mode, life = str(body.get("mode", "view")), float(body.get("lifeSeconds", 120))
        wishes = body.get("metaData")
        if not (wishes is None or isinstance(wishes, dict)):
            message = "metaData is an object"
            raise NotPossible(message)
        dialog = self._cobrowse.invite(self._taken(request), mode, life, wishes)
        return web.json_response({"dialogId": dialog.id})

    async def transfer(self, request: web.Request) -> web.Response:
        """Let another agent take the conversation over; an open invitation stays as it is."""
        conversation = self._conversation(request)
        self._world.transfer(conversation)
        return web.json_response({"agent": conversation.agent.name})

    async def close(self, request: web.Request) -> web.Response:
        """End a conversation as the agent; {"words": "…"} are said first, in LivePerson's name."""
        conversation = self._conversation(request)
        if words := str((await body_of(request)).get("words", "")):
            self._world.say(conversation, words, "CONTROLLER")
        self._world.resolve(conversation, "AGENT")
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
        body = await body_of(request)
        code, reason = int(body.get("code", 1001)), str(body.get("reason", ""))
        if not (code in STANDARD_CODES or 3000 <= code <= 4999):
            message = "a close code is 1000 to 1013, or 3000 to 4999"
            raise NotPossible(message)
        if len(reason.encode()) > LONGEST_REASON:
            message = f"a close frame has room for a reason of {LONGEST_REASON} bytes"
            raise NotPossible(message)
        await asyncio.gather(*(one.close(code, reason) for one in self._sessions.open))
        return web.json_response({})

    async def silence_sockets(self, _request: web.Request) -> web.Response:
        """Make every open connection half-open: it neither sends nor hears, nor closes.

        As when a network goes away without a word; new connections are fine.
        Unrealistic where both end within a second: a network's loss is seldom
        that selective.
        """
        for session in self._sessions.open:
            session.silent = True
        return web.json_response({"silenced": len(self._sessions.open)})

    async def drop_sockets(self, request: web.Request) -> web.Response:
        """End every connection without a closing frame (1006), or {"silent": true} ones alone.

        As when a network or a server breaks down; unrealistic for a server that
        is restarted in order, which says 1001.
        """
        only = bool((await body_of(request)).get("silent", False))
        for session in list(self._sessions.open):
            if session.silent or not only:
                session.drop()
        return web.json_response({})

    async def send_frame(self, request: web.Request) -> web.Response:
        """Send a frame, as it is, to every consumer."""
        text = str((await body_of(request)).get("text", ""))
        for session in self._sessions.open:
            session.send_text(text)
        return web.json_response({})

    def _conversation(self, request: web.Request) -> Conversation:
        return self._world.find(request.match_info["id"])

    def _taken(self, request: web.Request) -> Conversation:
        """Return a conversation, which its first agent takes where it still waits."""
        conversation = self._conversation(request)
        if conversation.waiting:
            self._world.assign(conversation, conversation.agent)
        return conversation


async def body_of(request: web.Request) -> dict[str, Any]:
    """Return a request's JSON object; raises `NotPossible` or ValueError."""
    value = await read_json(request, empty={})
    if not isinstance(value, dict):
        message = "the body must be a JSON object"
        raise NotPossible(message)
    return value
