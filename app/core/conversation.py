"""The page's own conversation: open it, say something, hear what is said, end it.

For the demo, for headless pages and for "Ask to resend"; watching for invitations
needs none of it. A conversation that is open already is taken up, not doubled.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import JsonValue

from app.core.bounded import keep_latest
from app.core.liveperson import frames, requests
from app.core.page.effects import Effect, Remember, Report, SendFrame
from app.core.page.settings import Settings

MOST_UNSENT = 20
# How long an answer to a request may take.
PATIENCE_SECONDS = 10.0
# So many conversations and sequence numbers are remembered, the latest.
MOST_OPEN = 500
MOST_SEEN = 2_000
# An agent who is asked for an invitation has so long to send one.
ASK_SECONDS = 60.0
ASKED = "The agent was asked for an invitation less than a minute ago: it is asked once a minute."
UNHEARD = "conversation.say() went nowhere: none is open. Call conversation.open() first."
LOST = "A message of the visitor's is lost: its conversation is over."
# Who has ended a conversation, by LivePerson's word.
CLOSERS = {"CONSUMER": "visitor", "AGENT": "agent", "SYSTEM": "system", "TIMEOUT": "system"}
SPEAKERS = {"CONSUMER": "visitor", "ASSIGNED_AGENT": "agent", "AGENT": "agent", "MANAGER": "agent"}


@dataclass(frozen=True, slots=True)
class _Wait:
    """A request that was sent: what for, and until when it may be answered."""

    purpose: str
    until: float


class Conversation:
    """The conversation that the page opened, if it did; methods return the effects that follow.

    `next_id` returns an id for a request that the connection has not used.
    """

    def __init__(self, settings: Settings, next_id: Callable[[], str], *, wanted: bool) -> None:
        self.id: str | None = None
        self._settings = settings
        self._next_id = next_id
        # Wanted: to be taken up where it is open. Asked for: to be requested where it is not.
        self._wanted = wanted
        self._asked_for = False
        self._skill_id: str | None = None
        self._context: dict[str, JsonValue] | None = None
        self._dialog_id = ""
        self._open: dict[str, str] = {}
        self._waits: dict[str, _Wait] = {}
        self._unsent: deque[str] = deque(maxlen=MOST_UNSENT)
        self._seen: dict[int, None] = {}
        self._ready = False
        # Whether an earlier page of the visit left one open, until a snapshot tells which.
        self._left_open = wanted
        # The one that was held before the socket was lost.
        self._lost_id: str | None = None
        # The one that the page was told of as opened, until it is told of its end.
        self._told_id: str | None = None
        # Whether the one that was held is to be closed once there is a connection again.
        self._to_close = False
        self._asked_to_share_at = -ASK_SECONDS

    def use(self, settings: Settings, next_id: Callable[[], str]) -> None:
        """Go on with other settings, over another connection."""
        self._settings = settings
        self._next_id = next_id

    @property
    def deadline(self) -> float | None:
        """When `wake` is due, in device time."""
        return min((wait.until for wait in self._waits.values()), default=None)

    def wake(self, now: float) -> list[Effect]:
        """Tell of requests that were not answered in time."""
        late = [one for one, wait in self._waits.items() if wait.until <= now]
        for request_id in late:
            # A conversation that comes late all the same is taken up, never doubled.
            self._asked_for &= self._waits.pop(request_id).purpose != "open"
        words = "LivePerson did not answer a request of the conversation's in time."
        return [_error(words)] if late else []

    def open(
        self, skill_id: str | None, context: dict[str, JsonValue] | None, now: float
    ) -> list[Effect]:
        """Want a conversation; it is taken up or requested once the connection is live.

        `context` is what LivePerson is told of the visit, where that is known.
        """
        self._wanted = True
        self._to_close = False
        self._asked_for = self.id is None
        self._skill_id = skill_id
        self._context = context
        return [Remember("opened", "1"), *self._proceed(now)]

    def say(self, text: str, now: float) -> list[Effect]:
        """Send a message, or keep it until the conversation is there."""
        if not self._wanted:
            return [_error(UNHEARD)]
        if self.id is None:
            self._unsent.append(text)
            return self._proceed(now)
        request_id = self._ask("say", now)
        return [SendFrame(requests.publish_text(request_id, self.id, self._dialog_id, text))]

    def ask_to_share(self, text: str, now: float) -> list[Effect]:
        """Ask the agent for an invitation, once a minute at most."""
        if now < self._asked_to_share_at + ASK_SECONDS:
            return [Report("error", {"code": "too-many", "words": ASKED})]
        if self._wanted:
            self._asked_to_share_at = now
        return self.say(text, now)

    def close(self, now: float) -> list[Effect]:
        """End the conversation, also one that is still being opened."""
        if self.id is None:
            # One that LivePerson holds is closed once there is a connection to tell it over.
            held = self._left_open or self._lost_id is not None
            self._to_close = self._wanted and held and not self._ready
            return self._forget()
        return [SendFrame(requests.close_conversation(self._ask("close", now), self.id))]

    def dropped(self) -> None:
        """Forget what belonged to a socket that is gone."""
        self._ready = False
        self._waits.clear()
        self._open.clear()
        self._lost_id = self.id or self._lost_id
        self.id = None

    @property
    def open_ones(self) -> int:
        """How many of the visitor's conversations are open, as far as is heard of them."""
        return len(self._open)

    def list_anew(self) -> None:
        """Know of none: a snapshot follows, which holds all that are open."""
        self._open.clear()

    def changed(self, change: frames.Change) -> list[Effect]:
        """Take one conversation's state."""
        conversation_id = change.conversation_id
        if conversation_id is None:
            return []
        if not change.closed:
            self._open[conversation_id] = change.main_dialog_id or conversation_id
            keep_latest(self._open, MOST_OPEN)
            return []
        self._open.pop(conversation_id, None)
        if conversation_id not in (self.id, self._told_id):
            return []
        self.id = None
        self._seen.clear()
        return [*self._tell_end(CLOSERS.get(change.closed_by or "")), *self._forget()]

    def subscribed(self, now: float) -> list[Effect]:
        """Go on: the snapshot has been seen."""
        first, self._ready = not self._ready, True
        # It ended while nobody was connected.
        gone = self._tell_end(None) if first and self._told_id not in self._open else []
        closed = self._close_held(now) if self._to_close else []
        # One that is known by its id may come with a later part of the snapshot.
        self._to_close &= self._lost_id is not None
        self._left_open = False
        return [*gone, *closed, *self._proceed(now)]

    def _close_held(self, now: float) -> list[Effect]:
        """Close the one that was held, if it is open still; no other one, which is not ours."""
        held = self._lost_id or next(iter(self._open), None)
        if held is None or held not in self._open:
            return []
        self._to_close = False
        del self._open[held]
        return [SendFrame(requests.close_conversation(self._ask("close", now), held))]

    def receive(self, response: frames.Response, now: float) -> list[Effect]:
        """Take the answer to a request of the conversation's own."""
        wait = self._waits.pop(response.request_id or "", None)
        match wait.purpose if wait else None:
            case "open":
                return self._opened(response, now)
            case "say" if not response.ok:
                busy = " It is busy." if response.busy else ""
                return [_error(f"LivePerson did not take a message of the visitor's.{busy}")]
        return []

    def _opened(self, response: frames.Response, now: float) -> list[Effect]:
        conversation_id = response.body.conversation_id if response.body else None
        if not response.ok or conversation_id is None:
            refused = Report("conversation", {"state": "refused", "by": None})
            words = "LivePerson did not open a conversation."
            return [_error(words), refused, *self._forget()]
        if not self._wanted:
            # Closed again before it was there.
            request_id = self._ask("close", now)
            return [SendFrame(requests.close_conversation(request_id, conversation_id))]
        self._open.setdefault(conversation_id, conversation_id)
        return self._proceed(now)

    def heard(self, arrived: frames.MessagesArrived) -> list[Effect]:
        """Report what was said, each message once."""
        effects: list[Effect] = []
        for message in arrived.changes:
            if message.text is None or message.dialog_id != self._dialog_id:
                continue
            sequence = int(message.sequence) if message.sequence is not None else -1
            if sequence < 0 or sequence in self._seen:
                continue
            self._seen[sequence] = None
            keep_latest(self._seen, MOST_SEEN)
            said: dict[str, str] = {
                "from": SPEAKERS.get(message.role or "", "system"),
                "text": message.text,
                "time": _iso(message.time_ms or 0),
            }
            effects.append(Report("message", {**said}))
        return effects

    def _proceed(self, now: float) -> list[Effect]:
        if not (self._ready and self._wanted) or self.id is not None:
            return []
        if not self._open:
            if self._asked_for:
                return self._request(now)
            lost = [_error(LOST)] if self._unsent else []
            return [*lost, *self._forget()]
        self._asked_for = False
        # The one that was held before, where it is open still.
        self.id = self._lost_id if self._lost_id in self._open else next(iter(self._open))
        dialog_id = self._open[self.id]
        if dialog_id != self._dialog_id:
            self._dialog_id = dialog_id
            self._seen.clear()
        start = max(self._seen, default=-1) + 1
        request_id = self._ask("listen", now)
        frame = requests.subscribe_messages(request_id, self.id, self._dialog_id, start)
        effects: list[Effect] = [SendFrame(frame)]
        if self.id != self._told_id:
            self._told_id = self.id
            effects.append(Report("conversation", {"state": "opened", "by": None}))
        while self._unsent:
            effects += self.say(self._unsent.popleft(), now)
        return effects

    def _request(self, now: float) -> list[Effect]:
        if any(wait.purpose == "open" for wait in self._waits.values()):
            return []
        text = requests.request_conversation(
            self._ask("open", now), self._settings.account, self._skill_id, self._context
        )
        return [SendFrame(text)]

    def _tell_end(self, by: str | None) -> list[Effect]:
        """Tell of the end of the conversation that the page was told of, if it was."""
        if self._told_id is None:
            return []
        self._told_id = None
        return [Report("conversation", {"state": "ended", "by": by})]

    def _forget(self) -> list[Effect]:
        self._wanted = self._asked_for = False
        self._unsent.clear()
        return [Remember("opened", None)]

    def _ask(self, purpose: str, now: float) -> str:
        request_id = self._next_id()
        self._waits[request_id] = _Wait(purpose, now + PATIENCE_SECONDS)
        return request_id


def _error(words: str) -> Report:
    return Report("error", {"code": "connection", "words": words})


def _iso(milliseconds: float) -> str:
    """Return an instant in ISO 8601; an impossible one is the epoch."""
    try:
        moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        moment = datetime.fromtimestamp(0, UTC)
    return moment.isoformat(timespec="milliseconds")
