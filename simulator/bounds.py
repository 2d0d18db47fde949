"""What is refused wherever it comes from: what is nested too deeply, and what is not possible."""

from __future__ import annotations

from typing import Any

# Far more than any of LivePerson's own.
MOST_NESTED = 50


class NotPossible(Exception):  # noqa: N818 - named for what it is
    """What was asked cannot be done now; the text says why."""


class Allowance:
    """Lets so many through a second, and as many at once."""

    def __init__(self) -> None:
        self._left = 0.0
        self._at: float | None = None

    def takes(self, rate: float, now: float) -> bool:
        """Tell whether another one, at the time `now` in seconds, is within the rate."""
        since = 1.0 if self._at is None else now - self._at
        self._left, self._at = min(rate, self._left + since * rate), now
        if self._left < 1:
            return False
        self._left -= 1
        return True


def shallow(value: Any, most: int = MOST_NESTED) -> bool:
    """Whether `value` is nested within reason, and will not break what looks through it."""
    inner = list(value.values()) if isinstance(value, dict) else value
    return not isinstance(inner, list) or (
        most > 0 and all(shallow(one, most - 1) for one in inner)
    )
