"""What the agent, LivePerson and the network do in a scenario, done to the stand-in."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from simulator.bounds import NotPossible
from simulator.control.stage import Stage
from simulator.faults.close import Close
from simulator.faults.drop import Drop
from simulator.faults.fault import Fault, FrameFault, RequestFault
from simulator.faults.half_open import HalfOpen
from simulator.faults.registry import parsed
from simulator.lab.own import Own
from simulator.lab.scenario import Step
from simulator.lab.templates import Templates
from simulator.messaging.connection import Session
from simulator.state.conversation import Conversation, Dialog

# Between two invitations of many: each is a frame of its own.
PACE_SECONDS = 0.15
NOBODY = "the visitor has no connection now"


class Deeds:
    """Does one step at a time, in a conversation."""

    def __init__(self, stage: Stage, own: Own) -> None:
        self._world = stage.world
        self._faults = stage.faults
        self._sessions = stage.sessions
        self._cobrowse = stage.cobrowse
        self._own = own
        self._templates = Templates()

    async def do(self, step: Step, conversation: Conversation) -> None:
        """Do it; raises `NotPossible` in words."""
        match step.actor:
            case "agent":
                await self._agent(step, conversation)
            case "network":
                kind = Drop if step.deed == "drops" else HalfOpen
                await self._strike(kind(), conversation)
            case "fault":
                await self._fault(step, conversation)
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
                self._own.behave(step.more["switches"])
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
                await self._strike(Close(code=code, reason=reason), conversation)

    async def _fault(self, step: Step, conversation: Conversation) -> None:
        told = step.more["is"]
        match step.deed:
            case "begins":
                self._own.add(_on(parsed(told), conversation))
            case "strikes":
                await self._strike(parsed(told), conversation)
            case "ends":
                self._own.remove(told)

    async def _strike(self, fault: Fault, conversation: Conversation) -> None:
        if not await self._faults.strike(_on(fault, conversation)):
            raise NotPossible(NOBODY)

    def _mine(self, conversation: Conversation) -> list[Session]:
        mine = [one for one in self._sessions.open if one.consumer_id == conversation.consumer_id]
        if not mine:
            raise NotPossible(NOBODY)
        return mine


def _on(fault: Fault, conversation: Conversation) -> Fault:
    """Return the fault on the visitor's connections, where it does not say on whose."""
    if isinstance(fault, FrameFault | RequestFault) and fault.on == "all":
        return replace(fault, on=f"consumer:{conversation.consumer_id}")
    return fault


def _newest(conversation: Conversation) -> Dialog:
    invitation = conversation.invitation()
    if invitation is None:
        message = "no invitation is open"
        raise NotPossible(message)
    return invitation
