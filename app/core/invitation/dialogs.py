"""What LivePerson has said of each CoBrowse dialog, so that only news is acted on.

Its word only moves forward (INVITED, then ACCEPTED, then CLOSED): repeated,
late and reordered notifications say nothing new. All of it is bounded, however
much arrives.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from app.core.bounded import keep_latest
from app.core.invitation.invitation import SCREEN_MODES
from app.core.invitation.standing import Standing
from app.core.liveperson.delivery import Delivery
from app.core.liveperson.frames import Change, Dialog, Participant
from app.core.page.effects import Mode

# LivePerson's words, by how far along they are.
PROGRESS = {"INVITED": 0, "ACCEPTED": 1, "CLOSED": 2}
MOVED = ("ACCEPTED", "CLOSED")
# Old dialogs stay in LivePerson's list; so many are remembered, the latest.
MOST_DIALOGS = 5_000
# Those that were taken up and are not over are remembered apart: no flood makes us forget them.
MOST_STANDING = 1_000
MOST_CONVERSATIONS = 500
# More invitations than this in a minute are a flood; of what is too much the newest wait.
INVITATIONS_PER_MINUTE = 30
MOST_POSTPONED = 3
MINUTE = 60.0
# A date that is farther from the device's time is none.
FARTHEST_SECONDS = 366 * 86_400.0


@dataclass(frozen=True, slots=True)
class Arrived:
    """An invitation that was not known, complete enough to be offered.

    `since` is when it began, in device time; `participants` are the conversation's, and
    `beside` the dialogs that are shared in it.
    """

    dialog_id: str
    conversation_id: str
    service_id: str
    mode: Mode
    dialog: Dialog
    participants: list[Participant]
    since: float
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An invitation that was known, and stands by LivePerson's word; all else as in `Arrived`."""

    dialog_id: str
    dialog: Dialog
    since: float
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A dialog that LivePerson says is ACCEPTED or CLOSED; `key` is its notification key.

    `mode` is what it is shared in, None where that is not said.
    """

    dialog_id: str
    session_state: str
    key: str | None = None
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class Unsupported:
    """An invitation to what is not ours to ask about: a call, or what nobody knows yet."""

    dialog_id: str
    mode: str


News = Arrived | Confirmed | Moved | Unsupported


class Dialogs:
    """The memory; `flooded` says that the last state held more invitations than are taken up."""

    def __init__(self) -> None:
        self.flooded = False
        self._known: dict[str, int] = {}
        self._standing = Standing(MOST_STANDING)
        self._postponed: dict[str, Arrived] = {}
        # Invitations of other modes, and which.
        self._others: dict[str, str] = {}
        self._seen: dict[str, float | None] = {}
        self._closed: dict[str, float | None] = {}
        self._arrivals: deque[float] = deque(maxlen=INVITATIONS_PER_MINUTE)

    @property
    def deadline(self) -> float | None:
        """When `take_up` has something to return, in device time."""
        return self._arrivals[0] + MINUTE if self._postponed else None

    def take(self, change: Change, now: float, delivery: Delivery) -> list[News]:
        """Return what is new in one conversation's state."""
        self.flooded = False
        arrived_ms = server_ms(now, delivery.ahead)
        conversation_id = change.conversation_id or ""
        updated_ms = _sane(change.updated_ms, now)
        seen_ms = self._seen.get(conversation_id)
        late = seen_ms is not None and updated_ms is not None and updated_ms < seen_ms
        if change.closed:
            moved = [*self._news(change, MOVED, now)]
            # A conversation that left the subscription has left it, whenever that was.
            if late and not change.deleted:
                return moved
            return [*moved, *self.end(conversation_id, updated_ms or arrived_ms)]
        if conversation_id in self._closed:
            # Only what is later than its end undoes it (where that has no date, later than all
            # that was known before), or a snapshot that holds it.
            ended_ms = self._closed[conversation_id] or seen_ms
            if ended_ms is None or updated_ms is None or updated_ms <= ended_ms:
                return []
            del self._closed[conversation_id]
        if late and not delivery.snapshot:
            # What a newer state does not hold any more is not asked about.
            return [*self._news(change, MOVED, now)]
        self._see(conversation_id, updated_ms)
        news = [*self._news(change, PROGRESS, now, arrived_ms if delivery.aged else None)]
        return [*news, *self._unlisted(change)] if delivery.snapshot and change.dialogs else news

    def is_accepted(self, dialog_id: str) -> bool:
        """Whether a dialog is shared by LivePerson's latest word on it."""
        return self._progress(dialog_id) == PROGRESS["ACCEPTED"]

    def _progress(self, dialog_id: str) -> int:
        """Return how far a dialog has come; -1 where it is not known."""
        standing = self._standing.progress(dialog_id)
        return self._known.get(dialog_id, -1) if standing is None else standing

    def _unlisted(self, change: Change) -> Iterator[Moved]:
        """Yield what was accepted, and is in the whole list of a conversation no more."""
        listed = {one.dialog_id for one in change.dialogs}
        for dialog_id in self._standing.of(change.conversation_id or ""):
            accepted = self._standing.progress(dialog_id) == PROGRESS["ACCEPTED"]
            if accepted and dialog_id not in listed:
                self._remember(dialog_id, PROGRESS["CLOSED"])
                yield Moved(dialog_id, "CLOSED")

    def _news(
        self, change: Change, states: Container[str], now: float, arrived_ms: float | None = None
    ) -> Iterator[News]:
        """Yield what is new; `arrived_ms` is given where it may be older than its arrival."""
        for one in change.dialogs:
            if one.is_cobrowse and one.session_state in states:
                age = 0.0 if arrived_ms is None else _age(change, one, now, arrived_ms)
                news = self._dialog(one, change, now, now - age)
                if news:
                    yield news

    def _dialog(self, dialog: Dialog, change: Change, now: float, since: float) -> News | None:
        dialog_id, state, meta = dialog.dialog_id or "", dialog.session_state or "", dialog.meta
        conversation_id = change.conversation_id or ""
        progress = PROGRESS[state]
        known = self._progress(dialog_id)
        if progress <= known:
            stands = known == progress == PROGRESS["INVITED"]
            return Confirmed(dialog_id, dialog, since, _shared(change)) if stands else None
        if state != "INVITED":
            self._postponed.pop(dialog_id, None)
            self._remember(dialog_id, progress)
            return Moved(
                dialog_id,
                state,
                meta.notification_key if meta else None,
                meta.mode if meta else None,
            )
        if meta is None or meta.service_id is None or meta.mode is None or change.chat_is_over:
            return None  # it may come whole with the next state, or after a survey
        if meta.mode not in SCREEN_MODES:
            return self._unsupported(dialog_id, meta.mode, now)
        arrived = self._postponed.pop(dialog_id, None) or Arrived(
            dialog_id,
            conversation_id,
            meta.service_id,
            cast("Mode", meta.mode),
            dialog,
            change.participants,
            since,
            _shared(change),
        )
        if self._is_full(now):
            self.flooded = True
            self._postponed[dialog_id] = arrived
            keep_latest(self._postponed, MOST_POSTPONED)
            return None
        return self._accept(arrived, now)

    def _unsupported(self, dialog_id: str, mode: str, now: float) -> Unsupported | None:
        """Tell once of what is not taken up; it may become another one yet."""
        if self._others.get(dialog_id) == mode or self._is_full(now):
            return None
        self._arrivals.append(now)
        self._others[dialog_id] = mode
        keep_latest(self._others, MOST_STANDING)
        return Unsupported(dialog_id, mode)

    def _accept(self, arrived: Arrived, now: float) -> Arrived:
        self._arrivals.append(now)
        self._standing.put(arrived.dialog_id, arrived.conversation_id, PROGRESS["INVITED"])
        return arrived

    def take_up(self, now: float) -> list[Arrived]:
        """Return what a flood had kept waiting, as far as there is room by now."""
        taken: list[Arrived] = []
        while self._postponed and not self._is_full(now):
            taken.append(self._accept(self._postponed.popitem()[1], now))
        return taken

    def renew(self, held: Iterable[str]) -> None:
        """Believe that conversations are open, whatever was said to be over before."""
        for conversation_id in held:
            self._closed.pop(conversation_id, None)

    def end(self, conversation_id: str, updated_ms: float | None) -> list[Moved]:
        """Close all that a conversation holds, which ended at `updated_ms` by LivePerson."""
        self._see(conversation_id, updated_ms)
        self._closed[conversation_id] = updated_ms
        for dialog_id, arrived in list(self._postponed.items()):
            if arrived.conversation_id == conversation_id:
                del self._postponed[dialog_id]
        standing = self._standing.of(conversation_id)
        for dialog_id in standing:
            self._remember(dialog_id, PROGRESS["CLOSED"])
        return [Moved(dialog_id, "CLOSED") for dialog_id in standing]

    def _see(self, conversation_id: str, updated_ms: float | None) -> None:
        """Remember the latest time that a conversation was dated with."""
        times = (self._seen.pop(conversation_id, None), updated_ms)
        self._seen[conversation_id] = max((one for one in times if one is not None), default=None)
        oldest = keep_latest(self._seen, MOST_CONVERSATIONS)
        if oldest is not None:
            self._closed.pop(oldest, None)

    def _remember(self, dialog_id: str, progress: int) -> None:
        if progress < PROGRESS["CLOSED"] and self._standing.move(dialog_id, progress):
            return
        self._standing.drop(dialog_id)
        self._known.pop(dialog_id, None)
        self._known[dialog_id] = progress
        keep_latest(self._known, MOST_DIALOGS)

    def _is_full(self, now: float) -> bool:
        full = len(self._arrivals) == INVITATIONS_PER_MINUTE
        return full and now < self._arrivals[0] + MINUTE


def server_ms(now: float, ahead: float | None) -> float | None:
    """Return LivePerson's time at `now`, None where it is not known."""
    return None if ahead is None else (now + ahead) * 1000


def _age(change: Change, dialog: Dialog, now: float, arrived_ms: float) -> float:
    """Return how many seconds ago a dialog was changed: of both dates the later one counts."""
    dates = (_sane(change.updated_ms, now), _sane(dialog.updated_ms, now))
    latest_ms = max((one for one in dates if one is not None), default=arrived_ms)
    return max(0.0, (arrived_ms - latest_ms) / 1000)


def _shared(change: Change) -> tuple[str, ...]:
    """Return the dialogs of a conversation by which a page is shared, whoever's it is."""
    return tuple(
        one.dialog_id or ""
        for one in change.dialogs
        if one.is_cobrowse and one.session_state == "ACCEPTED"
        if one.meta and one.meta.mode in SCREEN_MODES
    )


def _sane(updated_ms: float | None, now: float) -> float | None:
    """Return when LivePerson last changed something, None where it does not say sanely."""
    if updated_ms is None or abs(updated_ms / 1000 - now) > FARTHEST_SECONDS:
        return None
    return updated_ms
