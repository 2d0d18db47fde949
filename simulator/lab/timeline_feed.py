"""Sends the timeline to whoever watches it, in batches, without any token in it."""

from __future__ import annotations

import asyncio

from aiohttp import web

from simulator.record.timeline import Record, Timeline

# Records that come together go together.
PACE_SECONDS = 0.05
MOST_AT_ONCE = 500


class TimelineWatchers:
    """WebSockets that hear of records: those kept, and each as it comes."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._open: set[web.WebSocketResponse] = set()
        self._news = asyncio.Event()
        timeline.on_record.append(lambda _: self._news.set())

    async def watch(self, request: web.Request) -> web.StreamResponse:
        """A WebSocket that sends the timeline in arrays of records; ?play=ID for one play."""
        play = request.query.get("play")
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        self._open.add(socket)
        sending = asyncio.create_task(self._send(socket, play))
        try:
            async for _ in socket:
                pass
        finally:
            self._open.discard(socket)
            sending.cancel()
        return socket

    async def stop(self) -> None:
        """Let all watchers go."""
        for socket in list(self._open):
            await socket.close(code=1001)

    async def _send(self, socket: web.WebSocketResponse, play: str | None) -> None:
        """Send what is new again and again; who is too slow misses what was forgotten."""
        last = 0
        while not socket.closed:
            self._news.clear()
            records = list(self._timeline.after(last))
            last = records[-1].seq if records else last
            wanted = [one for one in records if play is None or _concerns(one, play)]
            for start in range(0, len(wanted), MOST_AT_ONCE):
                batch = wanted[start : start + MOST_AT_ONCE]
                await socket.send_json([one.redacted() for one in batch])
                await asyncio.sleep(0)
            await asyncio.sleep(PACE_SECONDS)
            await self._news.wait()


def _concerns(record: Record, play: str) -> bool:
    return record.kind == "play" and record.play == play
