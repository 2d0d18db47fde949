"""What one fault does to the frames of one connection, one way."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from random import Random
from typing import Protocol

from simulator.faults.frame import Connection, Frame, Kind

# Frames that a fault may hold back on one connection; it is given up beyond them.
MOST_HELD = 10_000


class FaultOfFrames(Protocol):
    """As much of a fault as its effects know."""

    def concerns(self, kind: Kind) -> bool:
        """Whether frames of a kind are among those that it may hit."""

    def becomes(self, frame: Frame, random: Random) -> Sequence[Frame]:
        """Return what passes on in place of a frame that it hits."""

    def due(self, frame: Frame, now: float, last: float, random: Random) -> float:
        """Return when a frame that it hits passes on."""


class FaultOfConnections(FaultOfFrames, Protocol):
    """As much of a fault that ends connections."""

    async def strike(self, connection: Connection) -> None:
        """End it."""


class Effect:
    """One of the links between a connection's end and what sends on it.

    `begin` puts it into its place: `out` takes what passes on, `hits` says
    whether the next frame is hit, and `random` is its own. Once it is `ending`
    it hits nothing any more, and is done when it is not `holding`.
    """

    def __init__(self, fault: FaultOfFrames) -> None:
        self._fault = fault
        self.ending = False
        self.out: Callable[[Frame], None]

    def begin(self, connection: Connection, random: Random, hits: Callable[[], bool]) -> None:
        """Belong to a connection."""
        self.connection = connection
        self.random = random
        self._hits = hits

    @property
    def holding(self) -> bool:
        """Whether it holds frames back."""
        return False

    def take(self, frame: Frame) -> None:
        """Take a frame that comes along."""
        if not self._fault.concerns(frame.kind):
            self.out(frame)
        elif not self.ending and self._hits():
            self.hit(frame)
        else:
            self.miss(frame)

    def hit(self, frame: Frame) -> None:
        """Do to a frame what the fault does."""
        for one in self._fault.becomes(frame, self.random):
            self.out(one)

    def miss(self, frame: Frame) -> None:
        """Let a frame pass that is not hit, in its order among those that are."""
        self.out(frame)

    def stop(self) -> None:
        """Be gone with the connection."""


class Late(Effect):
    """Holds frames back until they are due, in order."""

    def __init__(self, fault: FaultOfFrames) -> None:
        super().__init__(fault)
        self._held: deque[tuple[float, Frame]] = deque()
        self._last = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def holding(self) -> bool:
        """Whether frames wait."""
        return bool(self._held)

    def hit(self, frame: Frame) -> None:
        """Hold a frame until it is due."""
        due = self._fault.due(frame, _now(), self._last, self.random)
        self._hold(frame, max(due, self._last))

    def miss(self, frame: Frame) -> None:
        """Let a frame pass behind those that wait."""
        if self._held:
            self._hold(frame, self._last)
        else:
            self.out(frame)

    def _hold(self, frame: Frame, due: float) -> None:
        self._last = due
        self._held.append((due, frame))
        if len(self._held) > MOST_HELD:
            self.connection.drop()
        elif len(self._held) == 1:
            self._timer = asyncio.get_running_loop().call_at(due, self._ripen)

    def _ripen(self) -> None:
        while self._held and self._held[0][0] <= _now():
            self.out(self._held.popleft()[1])
        if self._held:
            self._timer = asyncio.get_running_loop().call_at(self._held[0][0], self._ripen)

    def stop(self) -> None:
        """Let go of what waits."""
        self._held.clear()
        if self._timer:
            self._timer.cancel()


class Ending(Effect):
    """Ends the connection in place of the frame that it hits; nothing comes after that."""

    def __init__(self, fault: FaultOfConnections) -> None:
        super().__init__(fault)
        self._end = fault
        self._over = False

    def take(self, frame: Frame) -> None:
        """Take a frame, unless all is over."""
        if not self._over:
            super().take(frame)

    def hit(self, frame: Frame) -> None:
        """End the connection."""
        self._over = True
        self.connection.spawn(self._end.strike(self.connection))


def _now() -> float:
    return asyncio.get_running_loop().time()
