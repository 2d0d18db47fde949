"""LivePerson's frames as they arrive: what they look like, and nothing of what they mean.

Reading is tolerant, as LivePerson's protocol overview asks: unknown fields and
values are ignored, and a list of one may arrive as the bare element. A part
that cannot be read is left out; a frame that cannot be read at all is None.
Nothing here raises.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Annotated, Any, TypeVar

import pydantic_core
from pydantic import (
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    OnErrorOmit,
    ValidationError,
)

from app.core.liveperson.lenient import MOST_ITEMS, Lenient, Listed, listed
from app.core.readings import readings

LONGEST_FRAME = 8_000_000
TOO_MANY_REQUESTS = 429


def _as_participants(value: object) -> object:
    """Take `{ROLE: [ids]}` and bare ids, as older frames have them, as a list of objects."""
    if isinstance(value, dict) and "id" not in value:
        return [{"id": one, "role": role} for role, ids in value.items() for one in listed(ids)]
    return [one if isinstance(one, dict) else {"id": one} for one in listed(value)]


Identifier = Lenient[Annotated[str, Field(min_length=1, max_length=512)]]
Word = Lenient[Annotated[str, Field(max_length=512)]]
Number = Lenient[FiniteFloat]


class _Wire(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True, frozen=True)


class Participant(_Wire):
    """Who takes part; `id` is a PID or an old `account.number` id."""

    id: Identifier = None
    role: Word = None
    state: Word = None


Participants = Annotated[
    Annotated[list[Participant], Field(max_length=MOST_ITEMS)]
    | Annotated[list[OnErrorOmit[Participant]], BeforeValidator(_as_participants)],
    Field(union_mode="left_to_right"),
]


class _MetaData(_Wire):
    session_state: Word = Field(None, alias="sessionState")
    service_id: Identifier = Field(None, alias="serviceId")
    mode: Word = None
    expires: Number = None
    notification_key: Word = Field(None, alias="notificationKey")


class Dialog(_Wire):
    """One dialog of a conversation; a CoBrowse invitation is one of channel COBROWSE."""

    dialog_id: Identifier = Field(None, alias="dialogId")
    dialog_type: Word = Field(None, alias="dialogType")
    channel: Word = Field(None, alias="channelType")
    state: Word = None
    created_ms: Number = Field(None, alias="creationTs")
    updated_ms: Number = Field(None, alias="metaDataLastUpdateTs")
    listed: Lenient[Participants] = Field(None, alias="participants")
    detailed: Lenient[Participants] = Field(None, alias="participantsDetails")
    meta: Lenient[_MetaData] = Field(None, alias="metaData")

    @property
    def is_cobrowse(self) -> bool:
        """Whether this dialog belongs to CoBrowse (screen, voice or video)."""
        return self.channel == "COBROWSE" and self.dialog_id is not None

    @property
    def session_state(self) -> str | None:
        """INVITED, ACCEPTED, CLOSED or a word unknown; a closed dialog is CLOSED."""
        if self.state == "CLOSE":
            return "CLOSED"
        return self.meta.session_state if self.meta else None

    @property
    def participants(self) -> list[Participant]:
        """Everyone named in either of the two places that LivePerson uses."""
        return _named([*(self.listed or ()), *(self.detailed or ())])

    @property
    def life_seconds(self) -> float | None:
        """How long the agent's side meant the invitation to stand, None where it does not say.

        Both ends are the agent's clock; `expires` is in seconds in LivePerson's
        example and milliseconds are understood too.
        """
        expires = self.meta.expires if self.meta else None
        if expires is None or self.created_ms is None:
            return None
        in_seconds = expires / 1000 if expires > 1e11 else expires
        return in_seconds - self.created_ms / 1000


class _Details(_Wire):
    participants: Lenient[Participants] = None
    pids: Lenient[Participants] = Field(None, alias="participantsPId")
    dialogs: Listed[Dialog] = []
    stage: Word = None
    state: Word = None
    close_reason: Word = Field(None, alias="closeReason")
    updated_ms: Number = Field(None, alias="metaDataLastUpdateTs")


_NO_DETAILS = _Details()


class _Result(_Wire):
    conversation_id: Identifier = Field(None, alias="convId")
    other_id: Identifier = Field(None, alias="conversationId")
    details: Lenient[_Details] = Field(None, alias="conversationDetails")


class Change(_Wire):
    """The whole state of one conversation, or word that it left the subscription."""

    kind: Word = Field(None, alias="type")
    result: Lenient[_Result] = None

    @property
    def conversation_id(self) -> str | None:
        """The conversation's id."""
        return (self.result.conversation_id or self.result.other_id) if self.result else None

    @property
    def deleted(self) -> bool:
        """Whether the conversation has left the subscription."""
        return self.kind == "DELETE"

    @property
    def closed(self) -> bool:
        """Whether the conversation is over; `stage` speaks for all of it, `state` did once."""
        if self.deleted:
            return True
        details = self._details
        return (details.stage or details.state) == "CLOSE"

    @property
    def closed_by(self) -> str | None:
        """CONSUMER, AGENT, SYSTEM, TIMEOUT or a word unknown; None where it is not said."""
        return self._details.close_reason

    @property
    def updated_ms(self) -> float | None:
        """When LivePerson last changed the conversation, by its own clock."""
        return self._details.updated_ms

    @property
    def participants(self) -> list[Participant]:
        """Everyone in the conversation."""
        return _named([*(self._details.participants or ()), *(self._details.pids or ())])

    @property
    def dialogs(self) -> list[Dialog]:
        """The conversation's dialogs that could be read."""
        return self._details.dialogs

    @property
    def main_dialog_id(self) -> str | None:
        """The dialog that holds the chat; its id equals the conversation's where none says MAIN."""
        mains = (dialog.dialog_id for dialog in self.dialogs if dialog.dialog_type == "MAIN")
        return next(mains, None) or self.conversation_id

    @property
    def chat_is_over(self) -> bool:
        """Whether the chat itself is over, though the conversation is open: a survey follows.

        A state that names no chat may be a partial one.
        """
        mains = [dialog.state for dialog in self.dialogs if dialog.dialog_type == "MAIN"]
        return bool(mains) and all(state == "CLOSE" for state in mains)

    @property
    def _details(self) -> _Details:
        return (self.result.details if self.result else None) or _NO_DETAILS


class _ContentEvent(_Wire):
    kind: Word = Field(None, alias="type")
    message: Lenient[Annotated[str, Field(max_length=20_000)]] = None


class Message(_Wire):
    """One messaging event; only those with `text` are chat."""

    sequence: Number = None
    dialog_id: Identifier = Field(None, alias="dialogId")
    time_ms: Number = Field(None, alias="serverTimestamp")
    role: Word = Field(None, validation_alias=AliasPath("originatorMetadata", "role"))
    event: Lenient[_ContentEvent] = None

    @property
    def text(self) -> str | None:
        """What was said, None where nothing was."""
        return self.event.message if self.event and self.event.kind == "ContentEvent" else None


class _Body(_Wire):
    conversation_id: Identifier = Field(None, alias="conversationId")
    current_time_ms: Number = Field(None, alias="currentTime")


class Response(_Wire):
    """The answer to a request of ours, matched by `request_id` and never by its type."""

    request_id: Identifier = Field(None, alias="reqId")
    code: Lenient[int] = None
    body: Lenient[_Body] = None

    @property
    def ok(self) -> bool:
        """Whether LivePerson did what it was asked."""
        return self.code is not None and 200 <= self.code < 300

    @property
    def busy(self) -> bool:
        """Whether LivePerson asks for less."""
        return self.code == TOO_MANY_REQUESTS


class ConversationsChanged(_Wire):
    """The first one after subscribing holds all conversations that match."""

    sent_ms: Number = Field(None, alias="sentTs")
    subscription_id: Identifier = Field(None, alias="subscriptionId")
    changes: Listed[Change] = []


class MessagesArrived(_Wire):
    """Messaging events of a dialog we subscribed to."""

    changes: Listed[Message] = []


def name_of(text: str) -> str:
    """Return a frame's kind and type, and nothing else of it, for a log."""
    frame = _object(text) or {}
    words = (str(frame.get(name))[:80] for name in ("kind", "type") if name in frame)
    return " ".join(words) or "something unreadable"


Frame = Response | ConversationsChanged | MessagesArrived


def parse(text: str) -> Frame | None:
    """Return what a frame says, None where it says nothing that concerns us."""
    frame = _object(text)
    if frame is None:
        return None
    body = frame.get("body")
    if frame.get("kind") == "resp":
        return _read(Response, frame)
    # The prefix differs by version: cqm., aam., .ams.aam.
    name = str(frame.get("type")).rpartition(".")[2]
    if name == "ExConversationChangeNotification":
        return _read(ConversationsChanged, body)
    if name == "MessagingEventNotification":
        return _read(MessagesArrived, body)
    return None


def _object(text: str) -> dict[str, Any] | None:
    if len(text) > LONGEST_FRAME:
        return None
    frame = None
    for reading in readings(text):
        with contextlib.suppress(ValueError, TypeError):
            frame = pydantic_core.from_json(reading)
            break
    return frame if isinstance(frame, dict) else None


M = TypeVar("M", bound=BaseModel)


def _read(model: type[M], value: object) -> M | None:
    try:
        return model.model_validate(value)
    except ValidationError:
        return None


def _named(participants: Iterable[Participant]) -> list[Participant]:
    return [one for one in participants if one.id]
