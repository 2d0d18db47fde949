"""Memory that does not grow with what the network sends."""

from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def keep_latest(memory: dict[K, V], most: int) -> K | None:
    """Forget the oldest of more than `most`; return its key, None where there was room."""
    if len(memory) <= most:
        return None
    oldest = next(iter(memory))
    del memory[oldest]
    return oldest
