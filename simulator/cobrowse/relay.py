"""The stand-in for LivePerson's CoBrowse engine: relays a shared page to agents, and back.

The page sends what changes on it; an agent's console sends what the agent
does. What an agent may do is decided by the invitation's mode, here and once
more on the page, which knows what its visitor agreed to. Frames are JSON text
and are never stored: whoever joins later gets a new picture from the page.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterable
from typing import Any

from aiohttp import WSMsgType, web

from simulator.bounds import Allowance, NotPossible
from simulator.cobrowse import acts
from simulator.state.conversation import Conversation, Dialog
from simulator.state.world import SCREEN_MODES, World

# A picture of a page comes in one frame; an agent's acts are small.
LONGEST_PICTURE = 8_000_000
LONGEST_ACT = 2_000
MOST_FRAMES_A_SECOND = {"page": 400.0, "console": 80.0}
# A console that takes its frames too slowly is let go of beyond them.
MOST_WAITING = 500
MOST_CONSOLES = 4
FROM_PAGE = ("page", "event", "refused")

Frame = dict[str, Any]


class Line:
    """One WebSocket of the relay: bounded both ways."""

    def __init__(self, kind: str) -> None:
        longest = LONGEST_PICTURE if kind == "page" else LONGEST_ACT
        self.socket = web.WebSocketResponse(max_msg_size=longest, heartbeat=20, timeout=1)
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self._rate = MOST_FRAMES_A_SECOND[kind]
        self._allowance = Allowance()
        self.overrun = False

    def send(self, text: str) -> None:
        """Queue a frame; a line that is too slow ends."""
        try:
            self._waiting.put_nowait(text)
        except asyncio.QueueFull:
            self.overrun = True

    async def pump(self) -> None:
        """Send what is queued, until the line ends."""
        while not self.socket.closed:
            text = await self._waiting.get()
            if self.overrun:
                await self.socket.close(code=1013, message=b"too slow")
                return
            await self.socket.send_str(text)

    def takes(self) -> bool:
        """Tell whether another frame is within the rate."""
        return self._allowance.takes(self._rate, time.monotonic())


class Sharing:
    """The sessions that are on: for each invitation a page, and consoles that watch it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._pages: dict[str, Line] = {}
        self._consoles: dict[str, set[Line]] = {}
        world.on_change.append(self._changed)

    async def serve_page(self, request: web.Request) -> web.StreamResponse:
        """Answer `GET /cobrowse/{account}/share?serviceId=…`: a WebSocket of the shared page."""
        account, query = request.match_info["account"], request.query
        line = Line("page")
        await line.socket.prepare(request)
        try:
            conversation = self._world.served(account, query.get("serviceId"))
        except NotPossible:
            return await self._over(line)
        dialog = conversation.invitation()
        if dialog is None or query.get("dialog") not in (None, dialog.id):
            return await self._over(line)
        if not _is_on(dialog):
            await line.socket.close(code=4001, message=b"nothing is shared")
            return line.socket
        earlier = self._pages.get(dialog.id)
        self._pages[dialog.id] = line
        if earlier:
            await earlier.socket.close(code=4002, message=b"another page is shared now")
        line.send(_text(kind="session", dialog=dialog.id, agent=conversation.agent.name))
        await self._run(line, lambda frame: self._from_page(dialog, frame))
        if self._pages.get(dialog.id) is line:
            del self._pages[dialog.id]
            self._tell(self._consoles.get(dialog.id, ()), _text(kind="away"))
        return line.socket

    async def serve_console(self, request: web.Request) -> web.StreamResponse:
        """A WebSocket of an agent's console, on one invitation that was accepted."""
        _, dialog = self._world.find_dialog(request.match_info["id"])
        consoles = self._consoles.get(dialog.id, set())
        if not _is_on(dialog) or len(consoles) >= MOST_CONSOLES:
            message = "nothing is shared by this invitation, or too many watch it"
            raise NotPossible(message)
        line = Line("console")
        await line.socket.prepare(request)
        consoles = self._consoles.setdefault(dialog.id, set())
        consoles.add(line)
        if page := self._pages.get(dialog.id):
            page.send(_text(kind="picture"))
        else:
            line.send(_text(kind="away"))
        await self._run(line, lambda frame: self._from_console(dialog, frame))
        consoles.discard(line)
        if not consoles and self._consoles.get(dialog.id) is consoles:
            del self._consoles[dialog.id]
        return line.socket

    async def _over(self, line: Line) -> web.WebSocketResponse:
        line.send(_text(kind="over"))
        await self._run(line, lambda _: None)
        return line.socket

    async def _run(self, line: Line, take: Callable[[str], None]) -> None:
        pump = asyncio.create_task(line.pump())
        try:
            async for message in line.socket:
                if message.type is not WSMsgType.TEXT:
                    continue
                if not line.takes():
                    await line.socket.close(code=1008, message=b"too much at once")
                    break
                take(message.data)
        finally:
            pump.cancel()

    def _from_page(self, dialog: Dialog, text: str) -> None:
        if _parse(text).get("kind") in FROM_PAGE:
            self._tell(self._consoles.get(dialog.id, ()), text)

    def _from_console(self, dialog: Dialog, text: str) -> None:
        act = acts.read(_parse(text), str(dialog.metadata.get("mode")))
        page = self._pages.get(dialog.id)
        if act and page:
            page.send(json.dumps(act))

    def _changed(self, conversation: Conversation) -> None:
        for dialog in conversation.dialogs[-2:]:
            if dialog.state != "OPEN" and dialog.channel == "COBROWSE":
                self._end(dialog.id)

    def _end(self, dialog_id: str) -> None:
        page = self._pages.pop(dialog_id, None)
        lines = [*self._consoles.pop(dialog_id, ()), *([page] if page else [])]
        self._tell(lines, _text(kind="over"))

    @staticmethod
    def _tell(lines: Iterable[Line], text: str) -> None:
        for line in list(lines):
            line.send(text)

    async def stop(self, _app: web.Application) -> None:
        """End all lines."""
        await self.end()

    async def end(self) -> None:
        """End all lines."""
        consoles = [line for lines in self._consoles.values() for line in lines]
        lines = [*self._pages.values(), *consoles]
        await asyncio.gather(*(line.socket.close(code=1001) for line in lines))


def _is_on(dialog: Dialog) -> bool:
    accepted = dialog.metadata.get("sessionState") == "ACCEPTED"
    return dialog.state == "OPEN" and accepted and dialog.metadata.get("mode") in SCREEN_MODES


def _text(**frame: object) -> str:
    return json.dumps(frame)


def _parse(text: str) -> Frame:
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}
