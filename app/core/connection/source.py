"""Whose socket is listened to: one of our own, or that of the page's own client."""

from __future__ import annotations

from typing import Protocol

from app.core.connection.phase import Phase
from app.core.liveperson.delivery import Delivery
from app.core.liveperson.frames import ConversationsChanged, Response
from app.core.page.effects import Effect


class Source(Protocol):
    """What a visit hears LivePerson by; times are device time, in seconds."""

    @property
    def phase(self) -> Phase:
        """Where it stands."""

    @property
    def sends(self) -> bool:
        """Whether the socket is ours: only then can the page converse through Tagalong."""

    def start(self, now: float) -> list[Effect]:
        """Begin to listen."""

    def receive(self, response: Response, now: float) -> list[Effect] | None:
        """Take the answer to a request of the source's own; None where it is another's."""

    def receive_changes(self, changed: ConversationsChanged, now: float) -> Delivery:
        """Return how `changed` came."""
