"""Who watches the state: the agent's console, scripts and tests.

The state is told whole, so telling it costs what all conversations together
cost, however small the change. Therefore it is told once for changes that come
together, made once for all watchers, and the more it costs the longer the next
telling waits: at most a twentieth of the time goes into it.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

LEAST_SECONDS = 0.02
# The pause before a telling, in multiples of what the one before it cost.
PAUSE = 20
# How long one has to answer a close.
FAREWELL_SECONDS = 0.3
# A watcher that does not read for so long is let go.
PATIENCE_SECONDS = 5


class StateWatchers:
    """Sends what `state` returns to every watcher, when they come and after changes."""

    def __init__(self, state: Callable[[], dict[str, Any]]) -> None:
        self._state = state
        self._sockets: set[web.WebSocketResponse] = set()
        self._stale = False
        self._cost = 0.0
        self._telling: asyncio.Task[None] | None = None

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one watcher until they leave."""
        socket = web.WebSocketResponse(heartbeat=20, timeout=FAREWELL_SECONDS)
        await socket.prepare(request)
        self._sockets.add(socket)
        await socket.send_str(self._made())
        try:
            async for _ in socket:
                pass
        finally:
            self._sockets.discard(socket)
        return socket

    def tell(self) -> None:
        """Tell all watchers soon."""
        self._stale = True
        if self._sockets and (self._telling is None or self._telling.done()):
            self._telling = asyncio.create_task(self._tell())

    async def stop(self) -> None:
        """Let all watchers go."""
        if self._telling:
            self._telling.cancel()
        await asyncio.gather(*(one.close(code=1001) for one in self._sockets))

    async def _tell(self) -> None:
        while self._stale and self._sockets:
            await asyncio.sleep(max(LEAST_SECONDS, self._cost * PAUSE))
            self._stale = False
            text = self._made()
            await asyncio.gather(*(self._send(one, text) for one in self._sockets))

    def _made(self) -> str:
        began = time.perf_counter()
        text = json.dumps(self._state())
        self._cost = time.perf_counter() - began
        return text

    async def _send(self, socket: web.WebSocketResponse, text: str) -> None:
        try:
            await asyncio.wait_for(socket.send_str(text), PATIENCE_SECONDS)
        except (TimeoutError, ConnectionError):
            self._sockets.discard(socket)
