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


def delays(random: Callable[[], float]) -> Iterator[float]:
    """Yield 35 delays in seconds, each spread by ± 20 %: not all visitors return at once.

    `random` returns a float in [0, 1).
    """
    delay = FIRST_SECONDS
    for _ in range(ATTEMPTS):
        yield delay * (0.8 + 0.4 * random())
        delay = min(delay * FACTOR, LONGEST_SECONDS)
