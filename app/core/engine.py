"""The engine: takes what happened, returns what to do, and says when to be woken.

It never sleeps, never asks the time, and never raises on what the network or
the page sent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from pydantic import JsonValue

from app.core import client, settings, wire
from app.core.connection import PUBLIC_STATE, Connection, Phase, recalled_token
from app.core.conversation import Conversation
from app.core.effects import (
    BannerView,
    Effect,
    Note,
    Report,
    ReportState,
    SendFrame,
    ShowBanner,
)
from app.core.errors import SettingError
from app.core.events import (
    CameBack,
    ConversationClosed,
    ConversationOpened,
    Decided,
    DecidedElsewhere,
    Event,
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


class Engine:
    """Everything that Tagalong knows of one page; `random` returns a float in [0, 1)."""

    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random
        self._page: _Page | None = None
        self._banner: BannerView | None = None
        self._state: ReportState | None = None

    def handle(self, event: Event, now: float) -> list[Effect]:
        """Return what follows from `event` at `now`, the device's epoch time in seconds."""
        effects = [*self._handle(event, now), *self._show()]
        if self._page and self._page.debug:
            return effects
        return [effect for effect in effects if not isinstance(effect, Note)]

    @property
    def deadline(self) -> float | None:
        """When the shell must feed `Woken`, in device time; None where nothing is pending."""
        page = self._page
        if page is None:
            return None
        times = (page.connection.deadline, page.invitations.deadline)
        return min((time for time in times if time is not None), default=None)

    def _handle(self, event: Event, now: float) -> list[Effect]:
        if isinstance(event, Started):
            return self._start(event, now)
        return self._page.handle(event, now) if self._page else []

    def _start(self, event: Started, now: float) -> list[Effect]:
        if self._page and self._page.connection.phase is not Phase.STOPPED:
            return []
        try:
            chosen = settings.read(event.attributes, event.configured, event.site, event.page_url)
        except SettingError as error:
            return [_error(error.code, error.words)]
        mistakes = [_error("bad-setting", words) for words in chosen.mistakes]
        connection = self._connection(chosen, event)
        if self._page is None:
            self._page = _Page(chosen, event, connection)
        else:
            # What this page has offered and answered stays offered and answered.
            self._page.connect_by(connection)
        return [*mistakes, *self._page.start(now)]

    def _connection(self, chosen: settings.Settings, event: Started) -> Connection:
        declared = client.properties(event.user_agent, event.time_zone)
        return Connection(chosen, declared, self._random, recalled_token(chosen, event.token))

    def _show(self) -> list[Effect]:
        """Say what has changed of the banner and of `tagalong.state` since last time."""
        effects: list[Effect] = []
        view = self._page.view() if self._page else None
        if view != self._banner:
            was = (self._banner.dialog_id, self._banner.state) if self._banner else None
            effects.append(ShowBanner(view))
            if self._page and view and was != (view.dialog_id, view.state):
                effects.append(self._page.invitations.sentence(view))
            self._banner = view
        state = self._page.state() if self._page else ReportState("stopped", None)
        if state != self._state:
            effects.append(state)
            self._state = state
        return effects


class _Page:
    """What exists once the settings are good."""

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
        self.connection = connection
        self.conversation.connect_by(connection)

    def start(self, now: float) -> list[Effect]:
        return [] if self._host else self.connection.start(now)

    def handle(self, event: Ongoing, now: float) -> list[Effect]:
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
        return self.invitations.view(self.conversation.id)

    def state(self) -> ReportState:
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


def _error(code: str, words: str) -> Report:
    return Report("error", {"code": code, "words": words})
