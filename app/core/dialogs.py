"""What LivePerson has said of each CoBrowse dialog, so that only news is acted on.

Its word only moves forward (INVITED, then ACCEPTED, then CLOSED): repeated,
late and reordered notifications say nothing new. All of it is bounded, however
much arrives.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from app.core.wire import Change, Dialog

# LivePerson's words, by how far along they are.
PROGRESS = {"INVITED": 0, "ACCEPTED": 1, "CLOSED": 2}
# Old dialogs stay in LivePerson's list; so many are remembered, the latest.
MOST_DIALOGS = 5_000
MOST_CONVERSATIONS = 500
# More invitations than this in a minute are a flood; what is too much is taken up later.
INVITATIONS_PER_MINUTE = 30
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Arrived:
    """An invitation that was not known, complete enough to be offered."""

    dialog_id: str
    service_id: str
    mode: str
    dialog: Dialog


@dataclass(frozen=True, slots=True)
class Moved:
    """A dialog that LivePerson says is ACCEPTED or CLOSED; `key` is its notification key."""

    dialog_id: str
    session_state: str
    key: str | None = None


News = Arrived | Moved


@dataclass(frozen=True, slots=True)
class _Known:
    conversation_id: str
    progress: int


class Dialogs:
    """The memory; `flooded` says that the last state held more invitations than are taken up."""

    def __init__(self) -> None:
        self.flooded = False
        self._known: dict[str, _Known] = {}
        self._seen: dict[str, float | None] = {}
        self._closed: dict[str, float | None] = {}
        self._arrivals: deque[float] = deque(maxlen=INVITATIONS_PER_MINUTE)

    def take(self, change: Change, now: float) -> list[News]:
        """Return what is new in one conversation's state."""
        self.flooded = False
        conversation_id, updated_ms = change.conversation_id or "", change.updated_ms
        seen_ms = self._seen.get(conversation_id)
        late = seen_ms is not None and updated_ms is not None and updated_ms < seen_ms
        if change.closed:
            return [] if late else [*self.end(conversation_id, updated_ms)]
        if conversation_id in self._closed:
            # Only what is surely later than its end undoes it; a snapshot undoes all.
            ended_ms = self._closed[conversation_id]
            if ended_ms is None or updated_ms is None or updated_ms <= ended_ms:
                return []
            del self._closed[conversation_id]
        self._see(conversation_id, updated_ms)
        dialogs = (one for one in change.dialogs if one.is_cobrowse)
        news = (self._dialog(one, conversation_id, now) for one in dialogs)
        return [one for one in news if one]

    def _dialog(self, dialog: Dialog, conversation_id: str, now: float) -> News | None:
        dialog_id, state, meta = dialog.dialog_id or "", dialog.session_state or "", dialog.meta
        progress = PROGRESS.get(state, -1)
        known = self._known.get(dialog_id)
        if progress <= (known.progress if known else -1):
            return None
        if state != "INVITED":
            self._remember(dialog_id, conversation_id, progress)
            return Moved(dialog_id, state, meta.notification_key if meta else None)
        if meta is None or meta.service_id is None:
            return None  # it may come whole with the next state
        if self._is_full(now):
            self.flooded = True
            return None
        self._arrivals.append(now)
        self._remember(dialog_id, conversation_id, progress)
        return Arrived(dialog_id, meta.service_id, meta.mode or "unknown", dialog)

    def renew(self) -> None:
        """Believe a new snapshot of what is open, whatever was said to be over before."""
        self._closed.clear()

    def end(self, conversation_id: str, updated_ms: float | None) -> list[Moved]:
        """Close all that a conversation holds, which ended at `updated_ms` by LivePerson."""
        self._see(conversation_id, updated_ms)
        self._closed[conversation_id] = updated_ms
        closed = PROGRESS["CLOSED"]
        standing = [
            dialog_id
            for dialog_id, known in self._known.items()
            if known.conversation_id == conversation_id and known.progress < closed
        ]
        for dialog_id in standing:
            self._remember(dialog_id, conversation_id, closed)
        return [Moved(dialog_id, "CLOSED") for dialog_id in standing]

    def _see(self, conversation_id: str, updated_ms: float | None) -> None:
        """Remember the latest time that a conversation was dated with."""
        times = (self._seen.pop(conversation_id, None), updated_ms)
        self._seen[conversation_id] = max((one for one in times if one is not None), default=None)
        if len(self._seen) > MOST_CONVERSATIONS:
            oldest = next(iter(self._seen))
            del self._seen[oldest]
            self._closed.pop(oldest, None)

    def _remember(self, dialog_id: str, conversation_id: str, progress: int) -> None:
        self._known.pop(dialog_id, None)
        self._known[dialog_id] = _Known(conversation_id, progress)
        if len(self._known) > MOST_DIALOGS:
            del self._known[next(iter(self._known))]

    def _is_full(self, now: float) -> bool:
        full = len(self._arrivals) == INVITATIONS_PER_MINUTE
        return full and now < self._arrivals[0] + MINUTE
