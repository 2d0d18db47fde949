"""How long to wait before connecting again.

LivePerson asks for delays that grow and come to an end; the figures are its
agent SDK's (5 seconds, times 1.25, 35 attempts).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

FIRST_SECONDS = 5.0
FACTOR = 1.25
LONGEST_SECONDS = 120.0
ATTEMPTS = 35


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
