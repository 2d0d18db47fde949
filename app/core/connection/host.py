"""The page's own client as the source (`data-transport=host`): nothing can be sent over it.

It subscribes as it likes, and what it has learnt of LivePerson's clock we do
not know.
"""

from __future__ import annotations

from collections import deque

from app.core.connection.phase import Phase
from app.core.liveperson.delivery import Delivery
from app.core.liveperson.frames import ConversationsChanged, Response
from app.core.page.effects import Effect

# The latest; those that begin together belong to one socket.
MOST_SUBSCRIPTIONS = 20
TOGETHER_SECONDS = 5.0


class Host:
    """What is remembered of the client's subscriptions."""

    # As far as can be known: what the page hands us, it has heard.
    phase = Phase.LIVE
    sends = False

    def __init__(self) -> None:
        self._subscriptions: deque[str] = deque(maxlen=MOST_SUBSCRIPTIONS)
        self._subscribed_at = -TOGETHER_SECONDS

    def start(self, _now: float) -> list[Effect]:
        """Do nothing: the page connects as it likes."""
        return []

    def receive(self, _response: Response, _now: float) -> list[Effect]:
        """Let the answer to a request of the page's own client be."""
        return []

    def receive_changes(self, changed: ConversationsChanged, now: float) -> Delivery:
        """Return how `changed` came: what is no snapshot is news."""
        ahead = None if changed.sent_ms is None else changed.sent_ms / 1000 - now
        snapshot = self._is_snapshot(changed, now)
        return Delivery(ahead, aged=snapshot and ahead is not None, snapshot=snapshot)

    def _is_snapshot(self, changed: ConversationsChanged, now: float) -> bool:
        """Whether `changed` is the first notification of a subscription to what is open.

        What holds closed conversations, or begins beside another, proves no absence.
        """
        name = changed.subscription_id
        if name is None or name in self._subscriptions:
            return False
        self._subscriptions.append(name)
        together = now < self._subscribed_at + TOGETHER_SECONDS
        self._subscribed_at = now
        return not together and not any(change.closed for change in changed.changes)
