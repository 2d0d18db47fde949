"""The stand-in for LivePerson's CoBrowse service, and the agent's side of an invitation.

The tag's taglet tells it what the visitor answered; the agent's workspace then
updates the dialog. It also lets invitations run out.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from aiohttp import web

from simulator.world import SCREEN_MODES, Conversation, Dialog, NotPossible, World

JOIN_SECONDS = 0.3


class CoBrowse:
    """What an agent's workspace does about invitations."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.published: list[dict[str, Any]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def invite(self, conversation: Conversation, mode: str, life_seconds: float) -> Dialog:
        """Send an invitation and let it run out in time."""
        dialog = self._world.invite(conversation, mode, life_seconds)
        self._later(life_seconds, conversation, dialog, only="INVITED")
        if mode in SCREEN_MODES:
            self._world.say(conversation, "The agent has sent a sharing request.", "CONTROLLER")
        return dialog

    def cancel(self, dialog_id: str) -> None:
        """Take an invitation back."""
        conversation, dialog = self._world.find_dialog(dialog_id)
        self._world.update_dialog(conversation, dialog, "CLOSED", "cancel_invitation")

    def end(self, dialog_id: str) -> None:
        """End a session."""
        conversation, dialog = self._world.find_dialog(dialog_id)
        self._world.update_dialog(conversation, dialog, "CLOSED", None)

    def accept(self, dialog_id: str) -> None:
        """Confirm an accepted invitation: accepted, then joined."""
        conversation, dialog = self._world.find_dialog(dialog_id)
        self._world.update_dialog(conversation, dialog, "ACCEPTED", "accepted")
        self._later(JOIN_SECONDS, conversation, dialog, only="ACCEPTED")

    async def hear(self, request: web.Request) -> web.Response:
        """Answer `POST /cobrowse/{account}/events`: what the taglet heard on the page."""
        event = await request.json()
        self.published.append(event)
        service_id = str(event.get("serviceId"))
        with contextlib.suppress(NotPossible):
            conversation = self._world.find(service_id.partition("#")[2])
            dialog = conversation.invitation()
            if dialog:
                self._answered(str(event.get("name")), conversation, dialog)
        return web.json_response({})

    async def standing(self, request: web.Request) -> web.Response:
        """Answer `GET /cobrowse/{account}/session?serviceId=…`: whether sharing goes on."""
        conversation_id = request.query.get("serviceId", "").partition("#")[2]
        conversation = self._world.conversations.get(conversation_id)
        return web.json_response({"open": bool(conversation and conversation.invitation())})

    def _answered(self, name: str, conversation: Conversation, dialog: Dialog) -> None:
        invited = dialog.metadata.get("sessionState") == "INVITED"
        if name == "cobrowseAccepted" and invited and self._world.behaviour.confirms:
            self.accept(dialog.id)
        elif (name == "cobrowseDeclined" and invited) or name == "sessionEnded":
            self._world.update_dialog(conversation, dialog, "CLOSED", None)

    def _later(
        self, seconds: float, conversation: Conversation, dialog: Dialog, *, only: str
    ) -> None:
        async def act() -> None:
            await asyncio.sleep(seconds)
            if dialog.metadata.get("sessionState") != only or dialog.state != "OPEN":
                return
            if only == "INVITED":
                self._world.update_dialog(conversation, dialog, "CLOSED", None)
            else:
                self._world.update_dialog(conversation, dialog, "ACCEPTED", "joined")

        task = asyncio.create_task(act())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self, _app: web.Application) -> None:
        """End what still waits."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
