"""The first of several times, some of which may not be set."""

from __future__ import annotations


def soonest(*times: float | None) -> float | None:
    """Return the earliest of `times`, None where none is set; it is asked after every event."""
    first: float | None = None
    for time in times:
        if time is not None and (first is None or time < first):
            first = time
    return first
