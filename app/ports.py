"""What the shell needs of the world: five small interfaces, chosen once in `main`.

Each is total: it never raises, and what comes of a call arrives later as an
event through the `feed` it was made with, or as its return value.
"""

from __future__ import annotations

from typing import Protocol

from app.core.page.effects import LookUp, Note, PageEffect, Request
from app.core.page.events import HttpAnswered, HttpFailed


class Page(Protocol):
    """The page's half."""

    def perform(self, effect: PageEffect) -> None:
        """Have the page perform `effect`; its outcome comes back as an event."""


class Socket(Protocol):
    """One WebSocket at a time; what happens to it arrives as events."""

    def open(self, url: str) -> None:
        """Open `url` in place of any socket before."""

    def send(self, text: str) -> None:
        """Send a text frame; lost where the socket is not open."""

    def close(self) -> None:
        """Close it; nothing of it is heard any more."""


class Http(Protocol):
    """HTTP: what all else waits for, and what nothing waits for."""

    def request(self, request: Request) -> HttpAnswered | HttpFailed:
        """Make `request`, for at most five seconds, in which the worker answers nobody."""

    def look_up(self, wanted: LookUp) -> None:
        """Begin to get what is wanted, for ten seconds at most; `LookedUp` tells, in any case."""


class Clock(Protocol):
    """The device's time, and one alarm."""

    def now(self) -> float:
        """Return the epoch time in seconds."""

    def wake_at(self, deadline: float | None) -> None:
        """Feed `Woken` at `deadline`, in place of any alarm before; None for none."""


class Console(Protocol):
    """Where notes go when debugging is on."""

    def note(self, note: Note) -> None:
        """Print `note`."""
