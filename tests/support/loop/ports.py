"""The ports of `app.ports` over the loop; their methods are called in the worker's thread."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from app.core.page import mailbox
from app.core.page.effects import LookUp, Note, PageEffect, Request
from app.core.page.events import (
    FrameReceived,
    HttpAnswered,
    HttpFailed,
    LookedUp,
    SocketClosed,
    SocketOpened,
    Woken,
)
from tests.support.loop.hurried import HurriedLoop
from tests.support.loop.network import Network
from tests.support.loop.worker import Worker

ABNORMAL = 1006
GOOD = range(200, 300)


class LoopPage:
    """A `ports.Page`: effects cross as text, as they do in a browser."""

    def __init__(self, worker: Worker, perform: Callable[[dict[str, Any]], None]) -> None:
        self._worker = worker
        self._perform = perform

    def perform(self, effect: PageEffect) -> None:
        text = mailbox.text_of(effect)
        self._worker.tell(lambda: self._perform(json.loads(text)))


class LoopHttp:
    """A `ports.Http`."""

    def __init__(self, worker: Worker, network: Network, loop: HurriedLoop) -> None:
        self._worker = worker
        self._network = network
        self._loop = loop
        self._tasks: set[asyncio.Task[None]] = set()

    def request(self, request: Request) -> HttpAnswered | HttpFailed:
        return self._worker.ask(self._network.fetch(request))

    def look_up(self, wanted: LookUp) -> None:
        self._worker.tell(lambda: self._begin(wanted))

    def _begin(self, wanted: LookUp) -> None:
        task = self._loop.create_task(self._fetch(wanted))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _fetch(self, wanted: LookUp) -> None:
        answer = await self._network.fetch(Request("GET", wanted.url))
        text = answer.body if isinstance(answer, HttpAnswered) and answer.status in GOOD else ""
        self._worker.post(LookedUp(wanted.agent_id, text))

    async def end(self) -> None:
        """Wait for nothing any more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


class LoopSocket:
    """A `ports.Socket` over a client that shares no code with the simulator's server."""

    def __init__(self, worker: Worker, network: Network, loop: HurriedLoop) -> None:
        self._worker = worker
        self._network = network
        self._loop = loop
        self._line: asyncio.Task[None] | None = None
        self._open: ClientConnection | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def open(self, url: str) -> None:
        self._worker.tell(lambda: self._begin(url))

    def send(self, text: str) -> None:
        self._worker.tell(lambda: self._write(text))

    def close(self) -> None:
        self._worker.tell(self.leave)

    # --- on the loop ------------------------------------------------------------

    def leave(self) -> None:
        """Close what is open; nothing of it is heard any more."""
        if self._line:
            self._line.cancel()
        if self._open:
            self._spawn(self._open.close())
        self._line = self._open = None

    async def end(self) -> None:
        """Close it, and wait until that is done."""
        self.leave()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, url: str) -> None:
        self.leave()
        self._line = self._spawn(self._read(url))

    def _write(self, text: str) -> None:
        if self._open:
            self._spawn(self._send(self._open, text))

    async def _send(self, connection: ClientConnection, text: str) -> None:
        try:
            await connection.send(text)
        except ConnectionClosed:
            return  # lost

    async def _read(self, url: str) -> None:
        connection = await self._network.connect(url)
        if connection is None:
            self._worker.post(SocketClosed(ABNORMAL))
            return
        self._open = connection
        self._worker.post(SocketOpened())
        try:
            while True:
                data = await connection.recv()
                if isinstance(data, str):
                    self._worker.post(FrameReceived(data))
        except ConnectionClosed:
            self._open = None
            code, reason = connection.close_code, connection.close_reason
            self._worker.post(SocketClosed(code or ABNORMAL, reason or ""))

    def _spawn(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


class LoopClock:
    """A `ports.Clock` over the loop's hurried time."""

    def __init__(self, worker: Worker, loop: HurriedLoop) -> None:
        self._worker = worker
        self._loop = loop
        self._timer: asyncio.TimerHandle | None = None

    def now(self) -> float:
        return self._loop.clock()

    def wake_at(self, deadline: float | None) -> None:
        self._worker.tell(lambda: self._set(deadline))

    def _set(self, deadline: float | None) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if deadline is not None:
            # A browser's timer counts whole milliseconds.
            delay_ms = int(max(0.0, (deadline - self.now()) * 1000)) + 1
            self._timer = self._loop.call_later(delay_ms / 1000, self._worker.post, Woken())

    def stop(self) -> None:
        """Ring no more."""
        self._set(None)


class LoopConsole:
    """A `ports.Console` that keeps what it is told."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, note: Note) -> None:
        self.notes.append(note.words)
