"""What there is once the settings are good: a connection, invitations, a conversation.

A `Visit` hands each event to the part that it concerns, and tells what the page
is to show of them.
"""

from __future__ import annotations

from typing import assert_never

from pydantic import JsonValue

from app.core import settings, wire
from app.core.connection import PUBLIC_STATE, Connection, Phase
from app.core.conversation import Conversation
from app.core.effects import BannerView, Effect, Note, ReportState, SendFrame
from app.core.events import (
    CameBack,
    ConversationClosed,
    ConversationOpened,
    Decided,
    DecidedElsewhere,
    FrameFed,
    FrameReceived,
    HttpAnswered,
    HttpFailed,
    MessageSaid,
    Ongoing,
    Pressed,
    Published,
    SocketClosed,
    SocketOpened,
    Started,
    TagObserved,
    TokenSupplied,
    Woken,
)
from app.core.invitations import Invitations
from app.core.texts import Texts


class Visit:
    """One page's visit; methods return the effects that follow."""

    def __init__(self, chosen: settings.Settings, event: Started, connection: Connection) -> None:
        texts = Texts([chosen.locale, *event.languages], chosen.texts)
        self.debug = chosen.debug
        self._host = chosen.transport == "host"
        self.connection = connection
        self.invitations = Invitations(
            chosen, texts, (event.ssid, event.svid), dict(event.decisions)
        )
        self.conversation = Conversation(chosen, self.connection, wanted=event.opened)
        self._texts = texts

    def connect_by(self, connection: Connection) -> None:
        """Go on over another connection: what was offered and answered stays so."""
        self.connection = connection
        self.conversation.connect_by(connection)

    def start(self, now: float) -> list[Effect]:
        """Connect, unless the page has a socket of its own."""
        return [] if self._host else self.connection.start(now)

    def handle(self, event: Ongoing, now: float) -> list[Effect]:
        """Hand `event` to the part that it concerns."""
        effects = self._handle(event, now)
        if self.connection.phase not in (Phase.SUBSCRIBING, Phase.LIVE) and not self._host:
            self.conversation.dropped()
        return self._with_notes(event, effects) if self.debug else effects

    @staticmethod
    def _with_notes(event: Ongoing, effects: list[Effect]) -> list[Effect]:
        """Return the effects among notes of the frames that came and go, by name alone."""
        notes: list[Effect] = []
        if isinstance(event, (FrameReceived, FrameFed)):
            notes.append(Note(f"received {wire.name_of(event.text)}"))
        for effect in effects:
            if isinstance(effect, SendFrame):
                notes.append(Note(f"sent {wire.name_of(effect.text)}"))
            notes.append(effect)
        return notes

    def _handle(self, event: Ongoing, now: float) -> list[Effect]:
        match event:
            case HttpAnswered() | HttpFailed() | TokenSupplied():
                return self.connection.answer(event, now)
            case SocketOpened():
                return self.connection.opened(now)
            case SocketClosed(code):
                return self.connection.closed(code, now)
            case FrameReceived(text):
                return self._frame(text, now)
            case FrameFed(text=text):
                return self._frame(text, now) if self._host else []
            case TagObserved():
                return self.invitations.tag_observed(event, now)
            case Published():
                return self.invitations.published(event, now)
            case Pressed():
                return [*self._ask_again(event), *self.invitations.pressed(event)]
            case Decided():
                return self.invitations.decided(event, now)
            case DecidedElsewhere(decisions=decisions):
                return self.invitations.decided_elsewhere(dict(decisions), now)
            case ConversationOpened(skill_id=skill_id):
                return self.conversation.open(skill_id)
            case MessageSaid(text=text):
                return self.conversation.say(text)
            case ConversationClosed():
                return self.conversation.close()
            case CameBack():
                return self.connection.come_back(now)
            case Woken():
                return self.connection.wake(now) + self.invitations.wake(now)
            case _:
                assert_never(event)

    def _frame(self, text: str, now: float) -> list[Effect]:
        parsed = wire.parse(text)
        match parsed:
            case wire.Response() as response:
                answered = self.connection.receive(response, now)
                return self.conversation.receive(response) if answered is None else answered
            case wire.ConversationsChanged() as changed:
                return self._changed(changed, now)
            case wire.MessagesArrived() as arrived:
                return self.conversation.heard(arrived)
            case None:
                return []
            case _:
                assert_never(parsed)

    def _changed(self, changed: wire.ConversationsChanged, now: float) -> list[Effect]:
        effects: list[Effect] = []
        standing = self.connection.expects_snapshot
        self.connection.expects_snapshot = False
        for change in changed.changes:
            if change is None:
                continue
            effects += self.invitations.changed(
                change, now, clock_offset=self.connection.clock_offset, standing=standing
            )
            effects += self.conversation.changed(change)
        return effects + self.conversation.subscribed()

    def _ask_again(self, event: Pressed) -> list[Effect]:
        if event.action != "ask" or not event.trusted or self.invitations.shown() is None:
            return []
        return self.conversation.say(self._texts["expired.message"])

    def view(self) -> BannerView | None:
        """Return what the banner shows now."""
        return self.invitations.view(self.conversation.id)

    def state(self) -> ReportState:
        """Return what `tagalong.state` says now."""
        prompt = self.invitations.current()
        invitation: dict[str, JsonValue] | None = None
        if prompt:
            invitation = {
                "dialogId": prompt.invitation.dialog_id,
                "state": prompt.state.value,
                "mode": prompt.invitation.mode,
                "expiresAtMs": round(prompt.invitation.deadline * 1000),
            }
        connection = "connected" if self._host else PUBLIC_STATE[self.connection.phase]
        return ReportState(connection, invitation)
