"""What agents change in a conversation with UpdateConversationField."""

from __future__ import annotations

import json
import math
from typing import Any

from simulator.bounds import NotPossible
from simulator.cobrowse.invitations import CoBrowse
from simulator.state.conversation import AGENTS, LONGEST_EVENT, Agent, Conversation, Dialog
from simulator.state.world import LONGEST_LIFE, MODES, World

Field = dict[str, Any]
SESSION_STATES = ("INVITED", "ACCEPTED", "CLOSED")
LONGEST_ID = 64
# Where an invitation names no `expires`.
USUAL_LIFE_SECONDS = 120
# Told as one change, so that a transfer's agent is not gone before the next one is named.
TOLD_TOGETHER = ("ParticipantsChange", "Skill")


class Workspace:
    """Applies the fields of one request after another; `NotPossible` tells why one cannot be."""

    def __init__(self, world: World, cobrowse: CoBrowse) -> None:
        self._world = world
        self._cobrowse = cobrowse

    def update(self, conversation: Conversation, fields: Any) -> str:
        """Apply all fields and return LivePerson's words for the first.

        `fields` is a list or, as in some of LivePerson's examples, one bare field.
        """
        listed: list[Field] = fields if isinstance(fields, list) else [fields]
        if not listed or not all(isinstance(one, dict) for one in listed):
            message = "conversationField is a list of objects"
            raise NotPossible(message)
        answers = [self._apply(conversation, one) for one in listed]
        if any(one.get("field") in TOLD_TOGETHER for one in listed):
            conversation.seat()
            self._world.changed(conversation, conversation.dialogs[0])
        return answers[0]

    def _apply(self, conversation: Conversation, field: Field) -> str:
        if conversation.stage != "OPEN":
            message = "the conversation is over"
            raise NotPossible(message)
        match field.get("field"):
            case "ParticipantsChange":
                return self._people(conversation, field)
            case "DialogChange":
                return self._dialog(conversation, field)
            case "ConversationStateField" | "Stage" if field.get("conversationState") == "CLOSE":
                self._world.close_conversation(conversation, "AGENT")
                return "OK Conversation resolved successfully"
            case "Skill":
                conversation.skill_id = str(field.get("skill", "-1"))[:LONGEST_ID]
                return "OK Skill updated successfully"
        message = f"unknown conversation field {str(field.get('field'))[:LONGEST_ID]}"
        raise NotPossible(message)

    # --- participants -----------------------------------------------------------

    def _people(self, conversation: Conversation, field: Field) -> str:
        agent = self._agent(conversation, field.get("userId"))
        match field.get("type"), field.get("role"):
            case "ADD", "ASSIGNED_AGENT":
                conversation.agent, conversation.waiting = agent, False
                conversation.suggested = None
            case "ADD", "MANAGER":
                if agent not in conversation.managers:
                    conversation.managers.append(agent)
            case "REMOVE", "ASSIGNED_AGENT" if not conversation.waiting:
                # Where no program is online, the stand-in's own agent takes it at once.
                conversation.waiting = self._world.queues(conversation.account)
                conversation.agent = AGENTS[0]
            case "REMOVE", "MANAGER" if agent in conversation.managers:
                conversation.managers.remove(agent)
            case "SUGGEST", "ASSIGNED_AGENT":
                conversation.suggested, conversation.waiting = agent, True
            case _:
                message = "a participant is added, removed or suggested, in a role that they have"
                raise NotPossible(message)
        done = {"ADD": "added", "REMOVE": "removed", "SUGGEST": "suggested"}[field["type"]]
        return f"OK Agent {done} successfully"

    @staticmethod
    def _agent(conversation: Conversation, user_id: object) -> Agent:
        """Return the agent that an old id or a PID names."""
        for one in AGENTS:
            if user_id in (one.pid, one.old_id(conversation.account)):
                return one
        message = "there is no such agent"
        raise NotPossible(message)

    # --- dialogs ----------------------------------------------------------------

    def _dialog(self, conversation: Conversation, field: Field) -> str:
        wire = field.get("dialog")
        if not isinstance(wire, dict):
            message = "DialogChange has a dialog"
            raise NotPossible(message)
        dialog_id = wire.get("dialogId", field.get("dialogId"))
        if not isinstance(dialog_id, str) or not 0 < len(dialog_id) <= LONGEST_ID:
            message = f"a dialogId has 1 to {LONGEST_ID} characters"
            raise NotPossible(message)
        if field.get("type") == "CREATE":
            return self._invite(conversation, dialog_id, wire)
        if field.get("type") != "UPDATE":
            message = "a DialogChange's type is CREATE or UPDATE"
            raise NotPossible(message)
        if dialog_id == conversation.id and wire.get("state") == "CLOSE":
            self._world.close_conversation(conversation, "AGENT")
            return "OK Conversation resolved successfully"
        dialog = next((one for one in conversation.dialogs[1:] if one.id == dialog_id), None)
        if dialog is None:
            message = f"there is no dialog {dialog_id}"
            raise NotPossible(message)
        # Never without it, for all that look at the dialog afterwards.
        update = {"sessionState": dialog.metadata.get("sessionState"), **_metadata(wire)}
        closes = wire.get("state") == "CLOSE"
        self._world.amend_dialog(
            conversation, dialog, update, closed_by="AGENT" if closes else None
        )
        return "OK Update dialog success"

    def _invite(self, conversation: Conversation, dialog_id: str, wire: Field) -> str:
        """Add an agent's CoBrowse invitation just as the agent wrote it."""
        metadata = _metadata(wire)
        people = wire.get("participants")
        now = self._world.now_ms()
        created = wire.get("creationTs")
        expires = metadata.get("expires", now / 1000 + USUAL_LIFE_SECONDS)
        if any(one.id == dialog_id for one in conversation.dialogs):
            message = f"there is a dialog {dialog_id} already"
        elif wire.get("channelType") != "COBROWSE":
            message = "an agent opens dialogs whose channelType is COBROWSE"
        elif metadata.get("sessionState") != "INVITED" or metadata.get("mode") not in MODES:
            message = f"an invitation is INVITED, and its mode one of {', '.join(MODES)}"
        elif not (_texts(people) and len(people) == 2):  # type: ignore[arg-type]
            message = "participants are the consumer's id and the agent's"
        elif not (_number(expires) and expires - now / 1000 <= LONGEST_LIFE):
            message = f"expires is in seconds, at most {LONGEST_LIFE} from now"
        else:
            moment = created if isinstance(created, int) and not isinstance(created, bool) else now
            dialog = Dialog(dialog_id, "OTHER", "COBROWSE", moment, moment, people)  # type: ignore[arg-type]
            dialog.metadata = metadata
            self._world.add_invitation(conversation, dialog)
            self._cobrowse.expect_end(conversation, dialog, max(0, expires - now / 1000))
            return "OK Add dialog success"
        raise NotPossible(message)


def _metadata(wire: Field) -> Field:
    metadata = wire.get("metaData", {})
    if not isinstance(metadata, dict):
        message = "metaData is an object"
        raise NotPossible(message)
    if len(json.dumps(metadata)) > LONGEST_EVENT:
        message = f"metaData has at most {LONGEST_EVENT} characters"
        raise NotPossible(message)
    if metadata.get("sessionState", "INVITED") not in SESSION_STATES:
        message = f"a sessionState is one of {', '.join(SESSION_STATES)}"
        raise NotPossible(message)
    return metadata


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _number(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]
