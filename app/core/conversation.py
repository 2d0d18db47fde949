"""The page's own conversation: open it, say something, hear what is said, end it.

For the demo, for headless pages and for "Ask again"; watching for invitations
needs none of it. A conversation that is open already is taken up, not doubled.
"""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime

from app.core import wire
from app.core.connection import Connection
from app.core.effects import Effect, Note, Remember, Report, SendFrame
from app.core.settings import Settings

MOST_UNSENT = 20
SPEAKERS = {"CONSUMER": "visitor", "ASSIGNED_AGENT": "agent", "AGENT": "agent", "MANAGER": "agent"}


class Conversation:
    """The conversation that the page opened, if it did; methods return the effects that follow."""

    def __init__(self, settings: Settings, connection: Connection, *, wanted: bool) -> None:
        self.id: str | None = None
        self._settings = settings
        self._connection = connection
        self._wanted = wanted
        self._requested = False
        self._skill_id: str | None = None
        self._dialog_id = ""
        self._open: dict[str, str] = {}
        self._waits: dict[str, str] = {}
        self._unsent: deque[str] = deque(maxlen=MOST_UNSENT)
        self._last_sequence = -1
        self._ready = False

    def open(self, skill_id: str | None) -> list[Effect]:
        """Want a conversation; it is taken up or requested once the connection is live."""
        self._wanted = True
        self._skill_id = skill_id
        return [Remember("opened", "1"), *self._proceed()]

    def say(self, text: str) -> list[Effect]:
        """Send a message, or keep it until the conversation is there."""
        if not self._wanted:
            return [Note("say() before conversation.open() goes nowhere")]
        if self.id is None:
            self._unsent.append(text)
            return self._proceed()
        frame = wire.publish_text(self._connection.next_id(), self.id, self._dialog_id, text)
        return [SendFrame(frame)]

    def close(self) -> list[Effect]:
        """End the conversation."""
        if self.id is None:
            self._wanted = False
            return [Remember("opened", None)]
        return [SendFrame(wire.close_conversation(self._connection.next_id(), self.id))]

    def dropped(self) -> None:
        """Forget what belonged to a socket that is gone."""
        self._ready = False
        self._requested = False
        self._waits.clear()
        self._open.clear()
        self.id = None

    def changed(self, change: wire.Change) -> list[Effect]:
        """Take one conversation's state."""
        conversation_id = change.conversation_id
        if conversation_id is None:
            return []
        if not change.closed:
            self._open[conversation_id] = change.main_dialog_id or conversation_id
            return []
        self._open.pop(conversation_id, None)
        if conversation_id != self.id:
            return []
        self.id = None
        self._wanted = False
        self._last_sequence = -1
        return [Remember("opened", None)]

    def subscribed(self) -> list[Effect]:
        """Go on: the snapshot has been seen."""
        self._ready = True
        return self._proceed()

    def receive(self, response: wire.Response) -> list[Effect]:
        """Take the answer to the request for a conversation."""
        if self._waits.pop(response.request_id or "", None) is None:
            return []
        self._requested = False
        conversation_id = response.body.conversation_id if response.body else None
        if not response.ok or conversation_id is None:
            self._wanted = False
            words = "LivePerson did not open a conversation."
            return [Report("error", {"code": "connection", "words": words})]
        self._open.setdefault(conversation_id, conversation_id)
        return self._proceed()

    def heard(self, arrived: wire.MessagesArrived) -> list[Effect]:
        """Report what was said, each message once."""
        effects: list[Effect] = []
        for message in arrived.changes:
            if message is None or message.text is None or message.dialog_id != self._dialog_id:
                continue
            sequence = message.sequence if message.sequence is not None else -1
            if sequence <= self._last_sequence:
                continue
            self._last_sequence = int(sequence)
            said: dict[str, str] = {
                "from": SPEAKERS.get(message.role or "", "system"),
                "text": message.text,
                "time": _iso(message.time_ms or 0),
            }
            effects.append(Report("message", {**said}))
        return effects

    def _proceed(self) -> list[Effect]:
        if not (self._ready and self._wanted) or self.id is not None:
            return []
        if not self._open:
            return self._request()
        self.id, dialog_id = next(iter(self._open.items()))
        if dialog_id != self._dialog_id:
            self._dialog_id, self._last_sequence = dialog_id, -1
        request_id = self._connection.next_id()
        start = self._last_sequence + 1
        frame = wire.subscribe_messages(request_id, self.id, self._dialog_id, start)
        effects: list[Effect] = [SendFrame(frame)]
        while self._unsent:
            effects += self.say(self._unsent.popleft())
        return effects

    def _request(self) -> list[Effect]:
        if self._requested:
            return []
        self._requested = True
        request_id = self._connection.next_id()
        self._waits[request_id] = "conversation"
        brand, skill = self._settings.account, self._skill_id
        return [SendFrame(wire.request_conversation(request_id, brand, skill))]


def _iso(milliseconds: float) -> str:
    """Return an instant in ISO 8601; an impossible one is the epoch."""
    try:
        moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        moment = datetime.fromtimestamp(0, UTC)
    return moment.isoformat(timespec="milliseconds")
