"""The worker's clock: the device's time, and one timer."""

from __future__ import annotations

import time
from collections.abc import Callable

import js
from pyodide.ffi import create_proxy

from app.core.events import Event, Woken

# A browser's timer counts milliseconds in 31 bits; the engine re-arms what is longer.
LONGEST_MS = 2**31 - 1


class BrowserClock:
    """A `ports.Clock` over `setTimeout`; its one proxy lives as long as the worker."""

    def __init__(self, feed: Callable[[Event], None]) -> None:
        self._js_wake = create_proxy(lambda: feed(Woken()))
        self._timer: int | None = None

    def now(self) -> float:
        return time.time()

    def wake_at(self, deadline: float | None) -> None:
        if self._timer is not None:
            js.clearTimeout(self._timer)
            self._timer = None
        if deadline is not None:
            delay_ms = max(0, min((deadline - self.now()) * 1000, LONGEST_MS))
            self._timer = js.setTimeout(self._js_wake, int(delay_ms) + 1)
