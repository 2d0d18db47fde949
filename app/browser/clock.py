"""The worker's clock: the device's time, and one timer."""

from __future__ import annotations

import time
from collections.abc import Callable

import js
from pyodide.ffi import create_proxy

from app.core.page.events import Event, Woken

# A browser's timer counts milliseconds in 31 bits; the engine re-arms what is longer.
LONGEST_MS = 2**31 - 1


# Two clocks that run beside each other differ by less than this.
SLACK_SECONDS = 1.0


class BrowserClock:
    """A `ports.Clock` over `setTimeout`; its one proxy lives as long as the worker.

    A device's clock that is set back would stretch every delay and every
    invitation by as much: its time goes on here as it was. One that is set
    forward looks like a machine that slept, and is believed.
    """

    def __init__(self, feed: Callable[[Event], None]) -> None:
        self._js_wake = create_proxy(lambda: feed(Woken()))
        self._timer: int | None = None
        self._ahead = 0.0
        self._last = (time.time(), time.monotonic())

    def now(self) -> float:
        last, self._last = self._last, (time.time(), time.monotonic())
        by_device, by_machine = (now - before for now, before in zip(self._last, last, strict=True))
        if by_machine - by_device > SLACK_SECONDS:
            self._ahead += by_machine - by_device
        return self._last[0] + self._ahead

    def wake_at(self, deadline: float | None) -> None:
        if self._timer is not None:
            js.clearTimeout(self._timer)
            self._timer = None
        if deadline is not None:
            delay_ms = max(0, min((deadline - self.now()) * 1000, LONGEST_MS))
            self._timer = js.setTimeout(self._js_wake, int(delay_ms) + 1)
