"""A frame on its way, and the connection that it is on, as faults see them."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Kind = Literal["request", "response", "snapshot", "change", "message"]
Way = Literal["to-client", "from-client"]
NOTIFICATIONS: tuple[Kind, ...] = ("snapshot", "change", "message")


@dataclass(frozen=True)
class Frame:
    """A frame's text; it goes out in so many `pieces`, with a pause between them."""

    text: str
    kind: Kind
    pieces: int = 1
    pause_seconds: float = 0.0


class Connection(Protocol):
    """What a fault can do to a connection; `names` are those by which it is meant."""

    @property
    def number(self) -> int:
        """Return its place among all connections."""

    @property
    def who(self) -> str:
        """Return whose it is, empty until that is known."""

    @property
    def names(self) -> frozenset[str]:
        """Return what `on` may say to mean it."""

    async def close(self, code: int, reason: str) -> None:
        """Close it in LivePerson's name."""

    def drop(self) -> None:
        """End it without a word."""

    def fall_silent(self) -> None:
        """Make it half-open: nothing passes any more, and nothing ends it."""

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that is short besides."""
