"""The control API's calls: what an agent can do, and tokens."""

from __future__ import annotations

from aiohttp import web

from simulator.bounds import NotPossible
from simulator.control.http import Route, body_of
from simulator.control.stage import Stage
from simulator.services import tokens
from simulator.state.conversation import AGENTS, Conversation


class Calls:
    """The handlers; the first line of each one's docstring is its description at /simulator/."""

    def __init__(self, stage: Stage) -> None:
        self._world = stage.world
        self._cobrowse = stage.cobrowse

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

    def _conversation(self, request: web.Request) -> Conversation:
        return self._world.find(request.match_info["id"])

    def _taken(self, request: web.Request) -> Conversation:
        """Return a conversation, which its first agent takes where it still waits."""
        conversation = self._conversation(request)
        if conversation.waiting:
            self._world.assign(conversation, conversation.agent)
        return conversation
