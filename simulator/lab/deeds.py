"""What the agent, LivePerson and the network do in a scenario, done to the stand-in."""

from __future__ import annotations

import asyncio

from simulator.bounds import NotPossible
from simulator.cobrowse.invitations import CoBrowse
from simulator.lab.scenario import Step
from simulator.lab.templates import Templates
from simulator.messaging.connection import Session
from simulator.messaging.connections import Sessions
from simulator.state.conversation import Conversation, Dialog
from simulator.state.world import World

# Between two invitations of many: each is a frame of its own.
PACE_SECONDS = 0.15


class Deeds:
    """Does one step at a time, in a conversation."""

    def __init__(self, world: World, sessions: Sessions, cobrowse: CoBrowse) -> None:
        self._world = world
        self._sessions = sessions
        self._cobrowse = cobrowse
        self._templates = Templates()

    async def do(self, step: Step, conversation: Conversation) -> None:
        """Do it; raises `NotPossible` in words."""
        match step.actor:
            case "agent":
                await self._agent(step, conversation)
            case "network":
                self._network(step, conversation)
            case _:
                await self._liveperson(step, conversation)

    async def _agent(self, step: Step, conversation: Conversation) -> None:
        more = step.more
        match step.deed:
            case "invites":
                mode, life = more.get("mode", "view"), more.get("life", 120)
                self._cobrowse.invite(conversation, mode, life, more.get("metaData"))
            case "invites and cancels":
                for _ in range(more["count"]):
                    dialog = self._cobrowse.invite(conversation, "view", 120)
                    await asyncio.sleep(PACE_SECONDS)
                    self._cobrowse.cancel(dialog.id)
            case "cancels":
                self._cobrowse.cancel(_newest(conversation).id)
            case "ends":
                self._cobrowse.end(_newest(conversation).id)
            case "confirms":
                self._cobrowse.accept(_newest(conversation).id)
            case "says":
                self._world.say(conversation, more["text"])
            case "transfers":
                self._world.transfer(conversation)
            case "closes":
                self._world.close_conversation(conversation, "AGENT")

    async def _liveperson(self, step: Step, conversation: Conversation) -> None:
        match step.deed:
            case "behaves":
                self._world.switches = self._world.switches.with_changes(step.more["switches"])
            case "sends":
                text = step.more.get("text") or self._templates.filled(
                    step.more["template"], conversation, self._world.now_ms()
                )
                for session in self._mine(conversation):
                    session.send_text(text)
            case "updates":
                dialog = _newest(conversation)
                state, key = step.more["state"], step.more.get("key")
                self._world.update_dialog(conversation, dialog, state, key)
            case "tells":
                self._world.tell_progress(conversation, step.more["state"])
            case "surveys":
                self._world.survey(conversation)
            case "closes":
                code, reason = step.more["code"], step.more.get("reason", "")
                mine = self._mine(conversation)
                await asyncio.gather(*(one.close(code, reason) for one in mine))

    def _network(self, step: Step, conversation: Conversation) -> None:
        for session in self._mine(conversation):
            if step.deed == "drops":
                session.drop()
            else:
                session.silent = True

    def _mine(self, conversation: Conversation) -> list[Session]:
        mine = [one for one in self._sessions.open if one.consumer_id == conversation.consumer_id]
        if not mine:
            message = "the visitor has no connection now"
            raise NotPossible(message)
        return mine


def _newest(conversation: Conversation) -> Dialog:
    invitation = conversation.invitation()
    if invitation is None:
        message = "no invitation is open"
        raise NotPossible(message)
    return invitation
