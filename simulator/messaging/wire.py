"""One WebSocket: what goes out in order, its ends, and the faults that it meets.

Consumers' connections and agents' are served over it alike.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from itertools import count
from typing import Any, Literal

from aiohttp import web

from simulator.faults.frame import Frame, Kind
from simulator.faults.line import Line
from simulator.faults.standing import Faults
from simulator.messaging.outbox import Outbox

# How long a half-open connection is kept where its client does not let go.
HALF_OPEN_SECONDS = 600
GLANCE_SECONDS = 0.25
# How long a client has to answer a close.
FAREWELL_SECONDS = 0.3
Side = Literal["consumer", "agent"]
Record = Callable[[str, str, str, str], None]
# Of connections, in the order in which they came.
_NUMBERS = count(1)


class Wire:
    """A connection as faults see it; `heard` takes what the client sent.

    `record` keeps what passes: kind, way, name and text.
    """

    def __init__(
        self,
        faults: Faults,
        side: Side,
        line: tuple[web.WebSocketResponse, asyncio.Transport],
        heard: Callable[[str], None],
        record: Record = lambda *_: None,
    ) -> None:
        self.number = next(_NUMBERS)
        self.who = ""
        self.silent = False
        self.socket, self._transport = line
        self._faults = faults
        self._side = side
        self._record = record
        self._heard = heard
        self._outbox = Outbox(self.socket, self._transport, self._writes, self.drop)
        self._to_client = Line(faults, self, "to-client", self._outbox.put)
        self._from_client = Line(faults, self, "from-client", self._hear)
        self._tasks: set[asyncio.Task[None]] = set()
        self._sending: asyncio.Task[None] | None = None

    @property
    def names(self) -> frozenset[str]:
        """Return what a fault may call it."""
        own = {"all", f"{self._side}s", f"connection:{self.number}"}
        return frozenset(own | ({f"{self._side}:{self.who}"} if self.who else set()))

    def open(self) -> None:
        """Begin to send, and to meet what befalls connections."""
        self._faults.connections.add(self)
        self._sending = asyncio.get_running_loop().create_task(self._outbox.run())

    async def end(self) -> None:
        """Be gone, once what ends it is done."""
        self._faults.connections.discard(self)
        for line in (self._to_client, self._from_client):
            line.stop()
        if self._sending:
            self._sending.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=FAREWELL_SECONDS)
        for task in self._tasks:
            task.cancel()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that is short besides."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- its ends ---------------------------------------------------------------

    async def close(self, code: int, reason: str) -> None:
        """Close it in LivePerson's name; a half-open one hears nothing of it."""
        if not self.silent:
            self._record("socket", "out", f"close {code}", reason)
            await self.socket.close(code=code, message=reason.encode())

    def drop(self) -> None:
        """End it without a word, as a network does: 1006 to the client."""
        self._record("socket", "out", "drop", "")
        self._transport.abort()

    def fall_silent(self) -> None:
        """Make it half-open."""
        self.silent = True

    async def hold(self) -> None:
        """Keep a half-open connection, reading nothing, until the client lets go of it."""
        for _ in range(int(HALF_OPEN_SECONDS / GLANCE_SECONDS)):
            if self._transport.is_closing():
                break
            await asyncio.sleep(GLANCE_SECONDS)
        self.drop()

    # --- frames -----------------------------------------------------------------

    def send(self, text: str, kind: Kind) -> None:
        """Send a frame; lost where the connection is half-open."""
        if self.silent:
            self._record("frame", "out", "lost: the connection is half-open", text)
        else:
            self._to_client.send(Frame(text, kind))

    def receive(self, text: str) -> None:
        """Take a frame of the client's."""
        if not self.silent:
            self._from_client.send(Frame(text, "request"))

    def _hear(self, frame: Frame) -> None:
        if not (self.silent or self.socket.closed):
            self._record("frame", "in", "", frame.text)
            self._heard(frame.text)

    def _writes(self, text: str) -> bool:
        if self.silent or self.socket.closed:
            return False
        self._record("frame", "out", "", text)
        return True
