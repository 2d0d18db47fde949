"""Conversations, their dialogs and messages, as LivePerson sends them over the wire."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any, NamedTuple

CONTROLLER_PID = "22815dea-5b5c-5c8f-a4bf-2e52a0f6820a"
# Messages and dialogs of a conversation; beyond it the oldest are forgotten.
MOST_KEPT = 1_000
# Characters of an id, such as a skill's.
LONGEST_ID = 128
# Characters of one text, and of an event that is more than a text.
LONGEST_SAID = 8_000
LONGEST_EVENT = 20_000
# What somebody published, where it is more than a text.
Event = dict[str, Any] | None


class Agent(NamedTuple):
    """An agent: the id of version 3 (a PID), the number in older ids, and a name."""

    pid: str
    number: str
    name: str

    def old_id(self, account: str) -> str:
        """Return the id of version 2, in which CoBrowse dialogs still name agents."""
        return f"{account}.{self.number}"


CONTROLLER = Agent(CONTROLLER_PID, "311882106", "LivePerson")
# Who takes a conversation, and whom it is transferred to, in turn.
AGENTS = (
    Agent("29c3019d-fe0b-5200-afe8-737abfeae4b4", "356285412", "Alex"),
    Agent("6d1c8a52-03f4-5b7e-9a68-41c9d0e7b2f5", "401773920", "Robin"),
)


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
    closed_cause: str | None = None
    # How many messages have been said in it: each dialog counts its own.
    said: int = 0
    # Whether the visitor's page has told that the invitation was offered.
    offered: bool = False
    roles: tuple[str, ...] = ("CONSUMER", "ASSIGNED_AGENT")

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
            wire["participantsDetails"] = [
                {"id": one, "role": role, "state": "ACTIVE"}
                for one, role in zip(self.participants, self.roles, strict=False)
            ]
        if self.ended_ms is not None:
            wire |= {"endTs": self.ended_ms, "closedBy": self.closed_by or "AGENT"}
            if self.closed_cause:
                wire["closedCause"] = self.closed_cause
        return wire


@dataclass
class Message:
    """One thing said, or an `event` of another kind: rich content, typing, a receipt."""

    sequence: int
    text: str
    role: str
    originator: str
    time_ms: int
    dialog_id: str
    event: Event = None

    def to_wire(self, conversation: Conversation) -> dict[str, Any]:
        """Return the change that a messaging notification carries."""
        said = {"type": "ContentEvent", "contentType": "text/plain", "message": self.text}
        wire = {
            "sequence": self.sequence,
            "originatorId": self.originator,
            "originatorMetadata": {"id": self.originator, "role": self.role},
            "serverTimestamp": self.time_ms,
            "event": self.event or said,
            "conversationId": conversation.id,
            "dialogId": self.dialog_id,
        }
        if self.event and self.event.get("type") == "ChatStateEvent":
            del wire["sequence"]
        return wire


@dataclass
class Conversation:
    """One conversation of a consumer, with an agent.

    While it is `waiting`, nobody has taken it yet: `agent` is who is asked
    first. It may be `suggested` to one agent alone. `managers` have joined it.
    """

    account: str
    consumer_id: str
    started_ms: int
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    skill_id: str = "-1"
    stage: str = "OPEN"
    # Beside the stage LivePerson tells how far it has come: OPEN, PENDING, QUEUED, LOCKED …
    progress: str | None = None
    updated_ms: int = 0
    close_reason: str | None = None
    agent: Agent = AGENTS[0]
    waiting: bool = False
    suggested: Agent | None = None
    managers: list[Agent] = field(default_factory=list)
    dialogs: list[Dialog] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    # The visitor's id in LivePerson's monitoring (svid), once something has told it.
    visitor_id: str | None = None

    @property
    def service_id(self) -> str:
        """Return the id by which CoBrowse joins the consumer and the agent."""
        return f"{self.consumer_id}#{self.id}"

    def to_wire(self) -> dict[str, Any]:
        """Return the `result` of a conversation change."""
        details: dict[str, Any] = {
            "skillId": self.skill_id,
            "participants": [
                *({"id": one, "role": role} for one, role in self.people()),
                {"id": CONTROLLER_PID, "role": "CONTROLLER"},
            ],
            "dialogs": [dialog.to_wire() for dialog in self.dialogs],
            "brandId": self.account,
            # Of the main dialog alone, while the stage is the whole conversation's.
            "state": self.progress or self.dialogs[0].state,
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

    def people(self) -> list[tuple[str, str]]:
        """Return the ids and roles of those who take part."""
        assigned = [] if self.waiting else [(self.agent.pid, "ASSIGNED_AGENT")]
        managers = [(one.pid, "MANAGER") for one in self.managers]
        return [(self.consumer_id, "CONSUMER"), *assigned, *managers]

    def seat(self) -> None:
        """Let the main dialog's participants be the conversation's."""
        people = self.people()
        self.dialogs[0].participants = [one for one, _ in people]
        self.dialogs[0].roles = tuple(role for _, role in people)

    def invitation(self) -> Dialog | None:
        """Return the CoBrowse dialog that is open, None where there is none."""
        cobrowse = (one for one in self.dialogs if one.channel == "COBROWSE")
        return next((one for one in cobrowse if one.state == "OPEN"), None)

    def add_dialog(self, dialog: Dialog) -> Dialog | None:
        """Add a dialog; return the oldest CoBrowse dialog, which goes where there are too many."""
        self.dialogs.append(dialog)
        return self.dialogs.pop(1) if len(self.dialogs) > MOST_KEPT else None  # the first is main

    def add_message(self, message: Message) -> Message:
        """Add what somebody said; the oldest goes where there is too much."""
        self.messages.append(message)
        if len(self.messages) > MOST_KEPT:
            del self.messages[0]
        return message

    def make_message(
        self,
        text: str,
        role: str,
        time_ms: int,
        *,
        by: Agent | None = None,
        event: Event = None,
        dialog: Dialog | None = None,
    ) -> Message:
        """Return the next message, without keeping it; `by` who spoke, where it was not `agent`.

        It is of `dialog`, where that is not the main one.

        Typing has no sequence number; everything else takes the next.
        """
        people = {"CONSUMER": self.consumer_id, "CONTROLLER": CONTROLLER_PID}
        originator = people.get(role, (by or self.agent).pid)
        dialog = dialog or self.dialogs[0]
        message = Message(dialog.said, text, role, originator, time_ms, dialog.id, event)
        if not (event and event.get("type") == "ChatStateEvent"):
            dialog.said += 1
        return message
