"""The stand-in for LivePerson's CoBrowse service, and the agent's side of an invitation.

The tag's taglet tells it what the visitor answered; the agent's workspace then
updates the dialog. It also lets invitations run out.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import Any

from aiohttp import hdrs, web

from simulator.body import read_json
from simulator.bounds import NotPossible, shallow
from simulator.services import tokens
from simulator.state.conversation import AGENTS, LONGEST_ID, Conversation, Dialog
from simulator.state.world import SCREEN_MODES, World

JOIN_SECONDS = 0.3
MOST_PUBLISHED = 1_000
LONGEST_EVENT = 100_000
RUN_OUT = ("CLOSED", "timeout")


class CoBrowse:
    """What an agent's workspace does about invitations."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.published: deque[dict[str, Any]] = deque(maxlen=MOST_PUBLISHED)
        self._timers: dict[str, asyncio.TimerHandle] = {}
        world.on_change.append(self._changed)

    def invite(
        self,
        conversation: Conversation,
        mode: str,
        life_seconds: float,
        wishes: dict[str, Any] | None = None,
    ) -> Dialog:
        """Send an invitation and let it run out in time; `wishes` are for its `metaData`."""
        dialog = self._world.invite(conversation, mode, life_seconds, wishes)
        self._later(life_seconds, conversation, dialog, RUN_OUT)
        if mode in SCREEN_MODES:
            self._world.say(conversation, "The agent has sent a sharing request.", "CONTROLLER")
        return dialog

    def expect_end(self, conversation: Conversation, dialog: Dialog, life_seconds: float) -> None:
        """Let an invitation that was not made here run out in time."""
        self._later(life_seconds, conversation, dialog, RUN_OUT)

    def cancel(self, dialog_id: str) -> None:
        """Take an invitation back."""
        conversation, dialog = self._world.find_dialog(dialog_id)
        self._world.update_dialog(conversation, dialog, "CLOSED", "cancel_invitation")

    def end(self, dialog_id: str) -> None:
        """End a session, as the agent does."""
        conversation, dialog = self._world.find_dialog(dialog_id)
        self._world.update_dialog(conversation, dialog, "CLOSED", "ended_by_agent")

    def accept(self, dialog_id: str) -> None:
        """Confirm an accepted invitation: accepted, then joined."""
        conversation, dialog = self._world.find_dialog(dialog_id)
        self._world.update_dialog(conversation, dialog, "ACCEPTED", "accepted")
        self._later(JOIN_SECONDS, conversation, dialog, ("ACCEPTED", "joined"))

    async def hear(self, request: web.Request) -> web.Response:
        """Answer `POST /cobrowse/{account}/events`: what the taglet heard on the page."""
        length = request.content_length or 0
        if length > LONGEST_EVENT:
            raise web.HTTPRequestEntityTooLarge(LONGEST_EVENT, length)
        event = await read_json(request)
        if not isinstance(event, dict) or not shallow(event):
            raise web.HTTPBadRequest
        self.published.append(event)
        account = request.match_info["account"]
        with contextlib.suppress(NotPossible):
            conversation = self._world.served(account, event.get("serviceId"))
            conversation.visitor_id = str(event.get("svid"))[:LONGEST_ID]
            dialog = conversation.invitation()
            if dialog and self._knows(dialog, event.get("agentId")):
                self._answered(str(event.get("name")), conversation, dialog)
        return web.json_response({})

    async def standing(self, request: web.Request) -> web.Response:
        """Answer `GET /cobrowse/{account}/session?serviceId=…`: whether sharing goes on."""
        account = request.match_info["account"]
        try:
            conversation = self._world.served(account, request.query.get("serviceId"))
        except NotPossible:
            return web.json_response({"open": False})
        return web.json_response({"open": conversation.invitation() is not None})

    async def join_call(self, request: web.Request) -> web.Response:
        """Answer `POST {callLink}`: decline or end, as LivePerson's own client does by HTTP.

        `Authorization` is "bearer" and LivePerson's token; what LivePerson answers is unknown.
        """
        conversation_id = request.match_info["service"].partition("#")[2]
        conversation = self._world.conversations.get(conversation_id)
        dialog = conversation.invitation() if conversation else None
        if conversation is None or dialog is None:
            raise web.HTTPNotFound
        if not self._world.has_link(dialog.metadata.get("mode")):
            raise web.HTTPNotFound
        kind, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        try:
            now = self._world.now_ms() / 1000
            identity = tokens.identify(token, conversation.account, now)
        except tokens.BadToken:
            raise web.HTTPUnauthorized from None
        call = await read_json(request)
        if kind.lower() != "bearer" or identity.consumer_id != conversation.consumer_id:
            raise web.HTTPUnauthorized
        names = {"declineCall": "cobrowseDeclined", "endCall": "sessionEnded"}
        action = call.get("action") if isinstance(call, dict) else None
        if not isinstance(action, str) or action not in names:
            raise web.HTTPBadRequest
        self._answered(names[action], conversation, dialog)
        return web.json_response({})

    def _knows(self, dialog: Dialog, agent_id: object) -> bool:
        """Whether the agent's id has the form that is wanted."""
        wanted = self._world.switches.agent_id
        full = dialog.participants[1]
        number = full.rpartition(".")[2]
        pid = next((one.pid for one in AGENTS if one.number == number), None)
        forms = {"numeric": number, "full": full, "pid": pid}
        return wanted == "any" or agent_id == forms[wanted]

    def _answered(self, name: str, conversation: Conversation, dialog: Dialog) -> None:
        switches = self._world.switches
        invited = dialog.metadata.get("sessionState") == "INVITED"
        dialog.offered = dialog.offered or name == "cobrowseOffered"
        acceptable = dialog.offered or not switches.needs_offer
        if name == "cobrowseAccepted" and invited and switches.confirms and acceptable:
            self.accept(dialog.id)
        elif name == "cobrowseDeclined" and invited:
            self._world.update_dialog(conversation, dialog, "CLOSED", "declined")
        elif name == "sessionEnded":
            self._world.update_dialog(conversation, dialog, "CLOSED", "ended_by_consumer")

    def _later(
        self,
        seconds: float,
        conversation: Conversation,
        dialog: Dialog,
        update: tuple[str, str | None],
    ) -> None:
        """Update a dialog later, unless it is over or something else is due by then."""

        def act() -> None:
            del self._timers[dialog.id]
            self._world.update_dialog(conversation, dialog, *update)

        self._forget(dialog)
        self._timers[dialog.id] = asyncio.get_running_loop().call_later(seconds, act)

    def _changed(self, conversation: Conversation) -> None:
        # Only the newest can still have been open.
        newest = conversation.dialogs[-1]
        if newest.state != "OPEN":
            self._forget(newest)

    def _forget(self, dialog: Dialog) -> None:
        timer = self._timers.pop(dialog.id, None)
        if timer:
            timer.cancel()

    def forget_all(self) -> None:
        """Forget what was published, and let nothing run out or be joined any more."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        self.published.clear()

    async def stop(self, _app: web.Application) -> None:
        """End what still waits."""
        self.forget_all()
