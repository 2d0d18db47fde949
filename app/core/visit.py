"""What there is once the settings are good: a connection, invitations, a conversation.

A `Visit` hands each event to the part that it concerns, and tells what the page
is to show of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from app.core import health
from app.core.banner import view as banner
from app.core.banner.texts import Texts
from app.core.connection.connection import Connection
from app.core.connection.host import Host
from app.core.connection.phase import PUBLIC_STATE, Phase
from app.core.connection.source import Source
from app.core.conversation import Conversation
from app.core.invitation.agent import assigned
from app.core.invitation.invitations import Invitations
from app.core.invitation.table import State
from app.core.invitation.utterance import Consequence, Utterance
from app.core.invitation.words import Words
from app.core.leaving import Leaving
from app.core.liveperson import frames, requests
from app.core.nicknames import Nicknames
from app.core.page import settings
from app.core.page.effects import (
    BannerView,
    Effect,
    InvitationView,
    LookUp,
    Note,
    Report,
    ReportState,
    SendFrame,
    Speak,
    TellHealth,
)
from app.core.page.events import (
    CameBack,
    ConversationClosed,
    ConversationOpened,
    Decided,
    DecidedElsewhere,
    FrameFed,
    FrameReceived,
    HttpAnswered,
    HttpFailed,
    LinkAimed,
    LookedUp,
    MessageSaid,
    Ongoing,
    Pressed,
    Published,
    ShareAsked,
    SocketClosed,
    SocketOpened,
    Started,
    TagObserved,
    TokenSupplied,
    WentAway,
    WentOffline,
    Woken,
)
from app.core.soonest import soonest

# Who wakes so late has slept, or the clock was set.
LEAP_SECONDS = 15.0

_HOST_CONVERSES = Report(
    "error",
    {
        "code": "bad-setting",
        "words": "With data-transport=host the page's own client holds the conversation.",
    },
)


class Visit:
    """One page's visit; methods return the effects that follow."""

    def __init__(self, chosen: settings.Settings, event: Started, connection: Connection) -> None:
        self._texts = texts = Texts([chosen.locale, *event.languages], chosen.texts)
        self._user_agent = event.user_agent
        ids = (event.ssid, event.svid)
        self._nicknames = Nicknames()
        self.invitations = Invitations(chosen, texts, ids, event, self._nicknames.of)
        self._leaving = Leaving()
        self._uses = 0
        self._use(chosen, connection)
        # With the page's own client the conversation is the client's.
        wanted = event.opened and self._source.sends
        self.conversation = Conversation(chosen, connection.next_id, wanted=wanted)

    def use(self, chosen: settings.Settings, event: Started, connection: Connection) -> None:
        """Go on over another connection: what was offered and answered stays so."""
        self._texts = Texts([chosen.locale, *event.languages], chosen.texts)
        self._use(chosen, connection)
        self.invitations.use(chosen, self._texts)
        self.conversation.use(chosen, connection.next_id)

    def _use(self, chosen: settings.Settings, connection: Connection) -> None:
        self._uses += 1
        self._settings = chosen
        self.connection = connection
        self.connection.quiet = self.invitations.answering
        self._source: Source = Host() if chosen.transport == "host" else connection

    @property
    def unknown_texts(self) -> tuple[str, ...]:
        """The keys of the page's own texts that no text has."""
        return self._texts.unknown

    @property
    def debug(self) -> bool:
        """Whether notes are wanted."""
        return self._settings.debug

    def start(self, now: float) -> list[Effect]:
        """Connect, unless the page has a socket of its own."""
        return [*self.invitations.begin(), *self._source.start(now)]

    @property
    def phase(self) -> Phase:
        """Where what is listened to stands."""
        return self._source.phase

    @property
    def deadline(self) -> float | None:
        """When `Woken` is due, in device time."""
        return soonest(
            self.connection.deadline, self.invitations.deadline, self.conversation.deadline
        )

    def handle(self, event: Ongoing, now: float) -> list[Effect]:
        """Hand `event` to the part that it concerns."""
        effects = [self._worded(one) for one in self._handle(event, now)]
        self.connection.quiet = self.invitations.answering
        if self.phase not in (Phase.SUBSCRIBING, Phase.LIVE):
            self.conversation.dropped()
            self.invitations.disconnected(now)
        effects += self._leaving.watch(sharing=self._settings.leaving and self._shows_sharing)
        return self._with_notes(event, effects) if self.debug else effects

    def _worded(self, one: Consequence) -> Effect:
        return Speak(self._words[one.key], one.seconds) if isinstance(one, Utterance) else one

    @property
    def _words(self) -> Words:
        """The words of what is shown: a later start in another language leaves them as they are."""
        shown = self.invitations.shown()
        return shown.texts if shown else self._texts

    @staticmethod
    def _with_notes(event: Ongoing, effects: list[Effect]) -> list[Effect]:
        """Return the effects among notes of the frames that came and go, by name alone."""
        notes: list[Effect] = []
        if isinstance(event, (FrameReceived, FrameFed)):
            notes.append(Note(f"received {frames.name_of(event.text)}"))
        for effect in effects:
            if isinstance(effect, SendFrame):
                notes.append(Note(f"sent {frames.name_of(effect.text)}"))
            notes.append(effect)
        return notes

    def _handle(self, event: Ongoing, now: float) -> Sequence[Consequence]:
        match event:
            case HttpAnswered() | HttpFailed() | TokenSupplied():
                return self.connection.answer(event, now)
            case LookedUp():
                return self._looked_up(event)
            case SocketOpened():
                return self.connection.opened(now)
            case SocketClosed(code, reason):
                return self.connection.closed(code, reason, now)
            case FrameReceived(text):
                return self._frame(text, now)
            case FrameFed(text=text):
                return [] if self._source.sends else self._frame(text, now)
            case TagObserved():
                return self.invitations.tag_observed(event, now)
            case Published():
                return self.invitations.published(event, now)
            case Pressed():
                return [*self._ask_again(event, now), *self.invitations.pressed(event, now)]
            case Decided():
                return self.invitations.decided(event, now)
            case DecidedElsewhere(decisions=decisions):
                return self.invitations.decided_elsewhere(dict(decisions), now)
            case ConversationOpened() | MessageSaid() | ShareAsked() | ConversationClosed() if (
                not self._source.sends
            ):
                return [_HOST_CONVERSES]
            case ConversationOpened(skill_id=skill, ssid=ssid, svid=svid, scid=scid):
                context = requests.visit_context(ssid, svid, scid, self._texts.locale)
                return self.conversation.open(skill, context, now)
            case MessageSaid(text=text):
                return self.conversation.say(text, now)
            case ShareAsked():
                return self.conversation.ask_to_share(self._texts["ask.message"], now)
            case ConversationClosed():
                return self.conversation.close(now)
            case LinkAimed():
                return self._leaving.aimed(event)
            case WentAway():
                return self.connection.go_away(now)
            case WentOffline():
                self.connection.go_offline()
                return []
            case CameBack(token=token):
                return self.connection.come_back(token, now)
            case Woken():
                if now > (self.deadline or now) + LEAP_SECONDS:
                    self.invitations.doubt(now)
                woken = [*self.connection.wake(now), *self.invitations.wake(now)]
                return [*woken, *self.conversation.wake(now)]
            case _:
                assert_never(event)

    def _frame(self, text: str, now: float) -> Sequence[Consequence]:
        parsed = frames.parse(text)
        match parsed:
            case frames.Response() as response:
                answered = self._source.receive(response, now)
                return self.conversation.receive(response, now) if answered is None else answered
            case frames.ConversationsChanged() as changed:
                return self._changed(changed, now)
            case frames.MessagesArrived() as arrived:
                return self.conversation.heard(arrived)
            case None:
                return []
            case _:
                assert_never(parsed)

    def _changed(self, changed: frames.ConversationsChanged, now: float) -> list[Consequence]:
        delivery = self._source.receive_changes(changed, now)
        effects = self.invitations.changed(changed.changes, now, delivery)
        if delivery.snapshot:
            self.conversation.list_anew()
        for change in changed.changes:
            effects += self.conversation.changed(change)
        return [*effects, *self.conversation.subscribed(now), *self._look_up(changed)]

    def _look_up(self, changed: frames.ConversationsChanged) -> list[LookUp]:
        """Look up what the agents are called, where the banner is to say who asks."""
        if not self._settings.agent_name:
            return []
        takers = [one for change in changed.changes for one in assigned(change.participants)]
        agents = [one for one in (*self.invitations.asked_by, *takers) if one]
        return self._nicknames.look_up(agents, self.connection.profile_url)

    def _looked_up(self, event: LookedUp) -> list[Effect]:
        self._nicknames.looked_up(event)
        self.invitations.introduce(event.agent_id)
        return []

    def _ask_again(self, event: Pressed, now: float) -> list[Effect]:
        shown = self.invitations.shown()
        about = shown and shown.invitation.dialog_id
        if event.action != "ask" or not event.trusted or about != event.dialog_id:
            return []
        return self.conversation.ask_to_share(self._words["expired.message"], now)

    @property
    def version(self) -> tuple[object, ...]:
        """What is equal as long as `view` and `state` are."""
        shown = (self.invitations.version, self.conversation.id, self._leaving.ahead)
        return (*shown, self.phase, self._uses)

    def view(self) -> BannerView | None:
        """Return what the banner shows now."""
        prompt = self.invitations.shown()
        if prompt is None or self._settings.ui == "none":
            return None
        # Where a message can be sent in the invitation's own conversation.
        can_ask = prompt.invitation.conversation_id == self.conversation.id
        deaf = self.phase is Phase.STOPPED
        leaving = self._leaving.ahead
        return banner.view(prompt, self._settings, can_ask=can_ask, deaf=deaf, leaving=leaving)

    @property
    def _shows_sharing(self) -> bool:
        """Whether the banner says that the page is shared."""
        shown = self.invitations.shown()
        shares = shown is not None and shown.state is State.ACTIVE
        return shares and self._settings.ui == "banner" and self.phase is not Phase.STOPPED

    def sentence(self, view: BannerView) -> Speak:
        """Return what is spoken when the banner changes to `view`."""
        return Speak(banner.sentence(view, self._words, self._user_agent))

    def health(self) -> TellHealth:
        """Return what there is to say of the settings, the connection and what came over it."""
        prompt = self.invitations.current()
        invitation = health.invitation(prompt.state if prompt else None, self.invitations.let_be)
        return TellHealth(health.checks(self.connection, self.conversation.open_ones, invitation))

    def state(self) -> ReportState:
        """Return what `tagalong.state` says now."""
        prompt = self.invitations.current()
        invitation = None
        if prompt:
            invitation = InvitationView(
                dialog_id=prompt.invitation.dialog_id,
                state=prompt.state.value,
                mode=prompt.invitation.mode,
                expires_at_ms=round(prompt.invitation.deadline * 1000),
            )
        return ReportState(PUBLIC_STATE[self.phase], invitation)
