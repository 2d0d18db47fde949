"""How long to wait before connecting again.

LivePerson asks for delays that grow and come to an end; the figures are its
agent SDK's (5 seconds, times 1.25, 35 attempts). Firefox has a delay of its own for sockets
that fail, counted from the last failure (none for nine of them, then 2.5, 6, 11 and 19 s, a
minute at most): by then these are longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

FIRST_SECONDS = 5.0
FACTOR = 1.25
LONGEST_SECONDS = 120.0
ATTEMPTS = 35
# A page that comes back again and again does not hammer LivePerson.
COME_BACK_SECONDS = 3.0


class Retry:
    """A connection's tries; `random` returns a float in [0, 1).

    While `busy` LivePerson has asked for less (429): then nothing shortens a delay.
    """

    def __init__(self, random: Callable[[], float]) -> None:
        self.busy = False
        # Tries of a device without a network say nothing of LivePerson, and are not counted.
        self.offline = False
        self._random = random
        self._delays = delays()
        self._last = FIRST_SECONDS
        self._counted = True
        self._hurried = False

    def begin(self) -> None:
        """Take note that a try begins."""
        self._hurried = self.busy = False

    def hurry(self) -> None:
        """Have the next try follow soon: the page came back while this one was under way."""
        self._hurried = True

    def spare(self) -> None:
        """Leave the next failure uncounted: it says nothing of LivePerson."""
        self._counted = False

    def succeed(self) -> None:
        """Take note that the try came to its end."""
        self._counted = True
        self._hurried = False

    def begin_anew(self) -> None:
        """Start with the first delay again: the connection has proved itself."""
        self._delays = delays()
        self._last = FIRST_SECONDS

    def delay(self) -> float | None:
        """Return the seconds until the next try, None where there have been enough."""
        counted = self._counted and not self.offline
        base = next(self._delays, None) if counted else self._last
        hurried = self._hurried and not self.busy
        self._counted = not hurried
        if base is None:
            return None
        self._last = base
        seconds = spread(base, self._random)
        return min(seconds, COME_BACK_SECONDS) if hurried else seconds


def delays() -> Iterator[float]:
    """Yield 35 delays in seconds, which grow."""
    delay = FIRST_SECONDS
    for _ in range(ATTEMPTS):
        yield delay
        delay = min(delay * FACTOR, LONGEST_SECONDS)


def spread(delay: float, random: Callable[[], float]) -> float:
    """Return `delay`, up to a fifth more or less: not all visitors return at once.

    `random` returns a float in [0, 1).
    """
    return delay * (0.8 + 0.4 * random())
