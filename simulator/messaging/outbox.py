"""What goes out on one connection, one frame after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import WSMsgType, web

from simulator.faults.frame import Frame

# Characters that may wait for a client that does not read.
MOST_WAITING = 64_000_000
# The first byte of a fragment: whether it is the last, and what it is (RFC 6455, 5.2).
LAST = 0x80
LONGEST_SHORT = 125
LONGEST_MEDIUM = 0xFFFF


class Outbox:
    """Writes what `writes` lets pass; gives the connection up with `cut`."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        transport: asyncio.Transport,
        writes: Callable[[str], bool],
        cut: Callable[[], None],
    ) -> None:
        self._socket = socket
        self._transport = transport
        self._writes = writes
        self._cut = cut
        self._frames: asyncio.Queue[Frame] = asyncio.Queue()
        self._waiting = 0

    def put(self, frame: Frame) -> None:
        """Queue a frame."""
        self._waiting += len(frame.text)
        if self._waiting > MOST_WAITING:
            self._cut()
        else:
            self._frames.put_nowait(frame)

    async def run(self) -> None:
        """Write what is queued until cancelled."""
        while True:
            frame = await self._frames.get()
            self._waiting -= len(frame.text)
            if not self._writes(frame.text):
                continue
            try:
                if frame.pieces > 1:
                    await self._write_in_pieces(frame)
                else:
                    await self._socket.send_str(frame.text)
            except ConnectionError:
                return

    async def _write_in_pieces(self, frame: Frame) -> None:
        """Write a message as fragments, which aiohttp itself makes none of."""
        data = frame.text.encode()
        size = max(1, -(-len(data) // frame.pieces))
        starts = range(0, len(data) or 1, size)
        for start in starts:
            piece = data[start : start + size]
            what = WSMsgType.TEXT if start == 0 else WSMsgType.CONTINUATION
            first = what.value | (LAST if start == starts[-1] else 0)
            if self._socket.closed or self._transport.is_closing():
                return
            self._transport.write(bytes((first, *_length(len(piece)))) + piece)
            await asyncio.sleep(frame.pause_seconds)


def _length(size: int) -> bytes:
    """Return a frame's length as WebSocket writes it, of one that is not masked."""
    if size <= LONGEST_SHORT:
        return bytes((size,))
    if size <= LONGEST_MEDIUM:
        return b"\x7e" + size.to_bytes(2)
    return b"\x7f" + size.to_bytes(8)
