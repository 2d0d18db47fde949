"""LivePerson's state, without a network: consumers' conversations, dialogs and messages.

Whoever wants to hear of changes adds a listener; it is called with the
conversation, after each change.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.behaviour import Behaviour

AGENT_PID = "29c3019d-fe0b-5200-afe8-737abfeae4b4"
AGENT_NUMBER = "356285412"
AGENT_NAME = "Alex"
CONTROLLER_PID = "22815dea-5b5c-5c8f-a4bf-2e52a0f6820a"
MODES = ("view", "follow", "shared", "VOICE_CALL", "VIDEO_CALL")
SCREEN_MODES = ("view", "follow", "shared")
MOST_CONVERSATIONS = 2_000
LONGEST_LIFE = 3600


class NotPossible(Exception):  # noqa: N818 - named for what it is
    """What was asked cannot be done now; the text says why."""


@dataclass
class Dialog:
    """A dialog as it goes over the wire, but for LivePerson's names of fields."""

    id: str
    kind: str
    channel: str
    created_ms: int
    updated_ms: int
    participants: list[str]
    state: str = "OPEN"
    metadata: dict[str, Any] = field(default_factory=dict)
    ended_ms: int | None = None
    closed_by: str | None = None

    def to_wire(self) -> dict[str, Any]:
        """Return the dialog as LivePerson sends it."""
        wire: dict[str, Any] = {
            "dialogId": self.id,
            "dialogType": self.kind,
            "channelType": self.channel,
            "state": self.state,
            "creationTs": self.created_ms,
            "metaDataLastUpdateTs": self.updated_ms,
        }
        if self.channel == "COBROWSE":
            wire["participants"] = list(self.participants)
            wire["metaData"] = dict(self.metadata)
        else:
            roles = ("CONSUMER", "ASSIGNED_AGENT")
            wire["participantsDetails"] = [
                {"id": one, "role": role, "state": "ACTIVE"}
                for one, role in zip(self.participants, roles, strict=False)
            ]
        if self.ended_ms is not None:
            wire |= {"endTs": self.ended_ms, "closedBy": self.closed_by or "AGENT"}
        return wire


@dataclass
class Message:
    """One thing said."""

    sequence: int
    text: str
    role: str
    originator: str
    time_ms: int

    def to_wire(self, conversation: Conversation) -> dict[str, Any]:
        """Return the change that a messaging notification carries."""
        return {
            "sequence": self.sequence,
            "originatorId": self.originator,
            "originatorMetadata": {"id": self.originator, "role": self.role},
            "serverTimestamp": self.time_ms,
            "event": {"type": "ContentEvent", "contentType": "text/plain", "message": self.text},
            "conversationId": conversation.id,
            "dialogId": conversation.id,
        }


@dataclass
class Conversation:
    """One conversation of a consumer, with an agent."""

    account: str
    consumer_id: str
    started_ms: int
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    skill_id: str = "-1"
    stage: str = "OPEN"
    updated_ms: int = 0
    close_reason: str | None = None
    dialogs: list[Dialog] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def to_wire(self) -> dict[str, Any]:
        """Return the `result` of a conversation change."""
        details: dict[str, Any] = {
            "skillId": self.skill_id,
            "participants": [
                {"id": self.consumer_id, "role": "CONSUMER"},
                {"id": AGENT_PID, "role": "ASSIGNED_AGENT"},
                {"id": CONTROLLER_PID, "role": "CONTROLLER"},
            ],
            "dialogs": [dialog.to_wire() for dialog in self.dialogs],
            "brandId": self.account,
            "state": self.stage,
            "stage": self.stage,
            "startTs": self.started_ms,
            "metaDataLastUpdateTs": self.updated_ms,
            "firstConversation": False,
            "ttr": {"ttrType": "NORMAL", "value": 600},
        }
        if self.close_reason:
            details |= {"closeReason": self.close_reason, "endTs": self.updated_ms}
        effective = -1 if self.close_reason else self.started_ms + 600_000
        return {
            "convId": self.id,
            "effectiveTTR": effective,
            "conversationDetails": details,
        }

    def invitation(self) -> Dialog | None:
        """Return the CoBrowse dialog that is open, None where there is none."""
        cobrowse = (one for one in self.dialogs if one.channel == "COBROWSE")
        return next((one for one in cobrowse if one.state == "OPEN"), None)


class World:
    """Everything that the stand-in knows, and what an agent can do to it."""

    def __init__(self, accounts: tuple[str, ...], behaviour: Behaviour) -> None:
        self.accounts = accounts
        self.behaviour = behaviour
        self.conversations: dict[str, Conversation] = {}
        self.on_change: list[Callable[[Conversation], None]] = []
        self.on_message: list[Callable[[Conversation, Message], None]] = []

    def now_ms(self) -> int:
        """Return LivePerson's time: epoch milliseconds, by its own clock."""
        return round(time.time() * 1000) + self.behaviour.clock_offset

    # --- conversations --------------------------------------------------------

    def open_conversation(
        self, account: str, consumer_id: str, skill_id: str = "-1"
    ) -> Conversation:
        """Open a conversation; an agent takes it at once."""
        if len(self.conversations) >= MOST_CONVERSATIONS:
            oldest = next(iter(self.conversations))
            del self.conversations[oldest]
        now = self.now_ms()
        conversation = Conversation(account, consumer_id, now, skill_id=skill_id, updated_ms=now)
        people = [consumer_id, AGENT_PID]
        conversation.dialogs.append(Dialog(conversation.id, "MAIN", "MESSAGING", now, now, people))
        self.conversations[conversation.id] = conversation
        self._changed(conversation)
        return conversation

    def find(self, conversation_id: object) -> Conversation:
        """Return a conversation, or raise `NotPossible`."""
        conversation = self.conversations.get(str(conversation_id))
        if conversation is None:
            message = f"there is no conversation {conversation_id}"
            raise NotPossible(message)
        return conversation

    def close_conversation(self, conversation: Conversation, by: str) -> None:
        """End a conversation and all its dialogs."""
        for dialog in conversation.dialogs:
            self._close_dialog(dialog, by)
            if dialog.channel == "COBROWSE":
                dialog.metadata["sessionState"] = "CLOSED"
        conversation.stage = "CLOSE"
        conversation.close_reason = by
        self._changed(conversation)

    def say(self, conversation: Conversation, text: str, role: str = "ASSIGNED_AGENT") -> Message:
        """Add a message."""
        originators = {"CONSUMER": conversation.consumer_id, "CONTROLLER": CONTROLLER_PID}
        message = Message(
            sequence=len(conversation.messages),
            text=text,
            role=role,
            originator=originators.get(role, AGENT_PID),
            time_ms=self.now_ms(),
        )
        conversation.messages.append(message)
        for listener in self.on_message:
            listener(conversation, message)
        return message

    # --- invitations ----------------------------------------------------------

    def invite(self, conversation: Conversation, mode: str, life_seconds: float) -> Dialog:
        """Send a CoBrowse invitation, as the agent's workspace does."""
        if mode not in MODES:
            message = f"a mode is one of {', '.join(MODES)}"
            raise NotPossible(message)
        if not 0 < life_seconds <= LONGEST_LIFE:
            message = f"an invitation stands for more than 0 and at most {LONGEST_LIFE} seconds"
            raise NotPossible(message)
        if conversation.stage != "OPEN" or conversation.invitation():
            message = "the conversation is over, or an invitation is open in it already"
            raise NotPossible(message)
        now = self.now_ms()
        dialog_id = str(uuid.uuid4())
        dialog = Dialog(
            id=dialog_id,
            kind="OTHER",
            channel="COBROWSE",
            created_ms=now,
            updated_ms=now,
            participants=[conversation.consumer_id, f"{conversation.account}.{AGENT_NUMBER}"],
            metadata={
                "serviceId": f"{conversation.consumer_id}#{conversation.id}",
                "mode": mode,
                "expires": now / 1000 + life_seconds,
                "sessionState": "INVITED",
                "dialogId": dialog_id,
                "notificationKey": "invited",
            },
        )
        conversation.dialogs.append(dialog)
        self._changed(conversation)
        return dialog

    def find_dialog(self, dialog_id: str) -> tuple[Conversation, Dialog]:
        """Return a CoBrowse dialog and its conversation, or raise `NotPossible`."""
        for conversation in self.conversations.values():
            for dialog in conversation.dialogs:
                if dialog.id == dialog_id and dialog.channel == "COBROWSE":
                    return conversation, dialog
        message = f"there is no invitation {dialog_id}"
        raise NotPossible(message)

    def update_dialog(
        self, conversation: Conversation, dialog: Dialog, session_state: str, key: str | None
    ) -> None:
        """Update a dialog as the agent's workspace does: without service id and expiry."""
        if dialog.state != "OPEN":
            message = "the invitation is over"
            raise NotPossible(message)
        update: dict[str, Any] = {
            "sessionState": session_state,
            "dialogId": dialog.id,
            "mode": dialog.metadata.get("mode"),
        }
        if key:
            update["notificationKey"] = key
        merged = self.behaviour.metadata == "merge"
        dialog.metadata = {**dialog.metadata, **update} if merged else update
        if session_state == "CLOSED":
            self._close_dialog(dialog, "AGENT")
        self._changed(conversation, dialog)

    def _close_dialog(self, dialog: Dialog, by: str) -> None:
        if dialog.state == "OPEN":
            dialog.state, dialog.closed_by, dialog.ended_ms = "CLOSE", by, self.now_ms()

    def _changed(self, conversation: Conversation, dialog: Dialog | None = None) -> None:
        conversation.updated_ms = self.now_ms()
        if dialog:
            dialog.updated_ms = conversation.updated_ms
        for listener in self.on_change:
            listener(conversation)
