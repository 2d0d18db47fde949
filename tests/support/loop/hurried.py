"""An event loop whose time jumps to the next timer as soon as nothing else is going on."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable
from typing import Any

# An epoch time like any other, the same in every run.
EPOCH_SECONDS = 1_800_000_000.0


class _Selector(selectors.DefaultSelector):
    """Waits for nobody.

    All who talk here talk over Unix sockets within one thread: what one has
    sent the other can read at once, so what is not there now will not come by
    itself.
    """

    def __init__(self, hurry: Callable[[float], None]) -> None:
        super().__init__()
        self._hurry = hurry

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        if found or timeout == 0:
            return found
        if timeout is None:
            message = "nothing is going on, and nothing is to come"
            raise RuntimeError(message)
        self._hurry(timeout)
        return []


class HurriedLoop(asyncio.SelectorEventLoop):
    """An event loop that never waits; `mishaps` are the errors that nobody took."""

    def __init__(self) -> None:
        self._now = 0.0
        self.mishaps: list[str] = []
        super().__init__(_Selector(self._hurry))
        self.set_exception_handler(self._note)

    def time(self) -> float:
        """Return the hurried time, in seconds since the loop was made."""
        return self._now

    def clock(self) -> float:
        """Return the hurried time as epoch seconds."""
        return EPOCH_SECONDS + self._now

    def _hurry(self, seconds: float) -> None:
        self._now += seconds

    def _note(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.mishaps.append(f"{context.get('message')}: {context.get('exception')!r}")
