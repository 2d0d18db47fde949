"""The page's own client as the source of notifications (`data-transport=host`).

It subscribes as it likes, and what it has learnt of LivePerson's clock we do
not know.
"""

from __future__ import annotations

from collections import deque

from app.core.liveperson.delivery import Delivery
from app.core.liveperson.frames import ConversationsChanged

# The latest; those that begin together belong to one socket.
MOST_SUBSCRIPTIONS = 20
TOGETHER_SECONDS = 5.0


class Host:
    """What is remembered of the client's subscriptions."""

    def __init__(self) -> None:
        self._subscriptions: deque[str] = deque(maxlen=MOST_SUBSCRIPTIONS)
        self._subscribed_at = -TOGETHER_SECONDS

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
