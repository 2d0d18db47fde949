"""What goes out on one connection, in order, and what can go wrong with notifications.

The faults, by the switch `notifications`:

- `duplicated`: each notification comes twice. Realistic after a server's retry;
  unrealistic for every single one.
- `reordered`: a change comes after the one that followed it, so that the last
  to arrive is stale; a lone one comes `delay` late. LivePerson's schema warns
  of it. Unrealistic between a response and its snapshot, which stay in order,
  and among messages, which have sequence numbers.
- `delayed`: each notification comes `delay` late, in order, while responses
  come at once. Realistic for a queue behind the server; unrealistic as a slow
  network, which would delay both.
- `garbled`: before each notification come a broken copy of it and other
  garbage. WebSocket keeps frames whole, so it stands for a faulty server or
  proxy; unrealistic on a sound one.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Literal

from simulator.state.world import World

Kind = Literal["response", "snapshot", "change", "message"]

# Characters that may wait for a client that does not read.
MOST_WAITING = 64_000_000
MOST_LATE = 10_000
GARBAGE = ("not JSON", "[]", '["notification"]', "null", "[" * 5_000 + "]" * 5_000, '{"kind":7}')


class Delivery:
    """Sends frames with `write`, one after the other; gives the connection up with `cut`."""

    def __init__(
        self, world: World, write: Callable[[str], Awaitable[None]], cut: Callable[[], None]
    ) -> None:
        self._world = world
        self._write = write
        self._cut = cut
        self._outbox: asyncio.Queue[str] = asyncio.Queue()
        self._waiting = 0
        self._late: deque[tuple[float, str]] = deque()
        self._held: str | None = None
        self._timers: dict[str, asyncio.TimerHandle] = {}

    async def run(self) -> None:
        """Write what is sent until cancelled."""
        try:
            while True:
                text = await self._outbox.get()
                self._waiting -= len(text)
                await self._write(text)
        finally:
            for timer in self._timers.values():
                timer.cancel()

    def send(self, text: str, kind: Kind) -> None:
        """Queue a frame; one that is a notification meets the faults."""
        fault = "ok" if kind == "response" else self._world.switches.notifications
        if fault == "garbled":
            for garbage in (text[: len(text) * 2 // 3], *GARBAGE):
                self._put(garbage)
        if kind == "response":
            self._put(text)
        elif fault == "delayed" or self._late:
            self._delay(text)
        elif self._held is not None and not (fault == "reordered" and kind == "message"):
            self._overtake(text, fault)
        elif fault == "reordered" and kind == "change":
            self._held = text
            self._after(self._delay_seconds, "held", self._release)
        else:
            self._put(text)
            if fault == "duplicated":
                self._put(text)

    @property
    def _delay_seconds(self) -> float:
        return self._world.switches.delay / 1000

    def _overtake(self, text: str, fault: str) -> None:
        """Send `text` before the one that is held back, or after it where the fault is over."""
        if fault == "reordered":
            self._put(text)
            self._release()
        else:
            self._release()
            self._put(text)

    def _release(self) -> None:
        if self._held is not None:
            self._put(self._held)
        self._held = None
        self._timers.pop("held").cancel()

    def _delay(self, text: str) -> None:
        due = asyncio.get_running_loop().time() + self._delay_seconds
        self._late.append((due, text))
        if len(self._late) > MOST_LATE:
            self._cut()
        elif len(self._late) == 1:
            self._after(self._delay_seconds, "late", self._ripen)

    def _ripen(self) -> None:
        now = asyncio.get_running_loop().time()
        while self._late and self._late[0][0] <= now:
            self._put(self._late.popleft()[1])
        if self._late:
            self._after(self._late[0][0] - now, "late", self._ripen)

    def _after(self, seconds: float, name: str, act: Callable[[], None]) -> None:
        self._timers[name] = asyncio.get_running_loop().call_later(seconds, act)

    def _put(self, text: str) -> None:
        self._waiting += len(text)
        if self._waiting > MOST_WAITING:
            self._cut()
        else:
            self._outbox.put_nowait(text)
