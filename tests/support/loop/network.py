"""A network between a visitor's device and the simulator, which can be taken away."""

from __future__ import annotations

import asyncio
import json
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, UnixConnector
from websockets.asyncio.client import ClientConnection, unix_connect
from websockets.exceptions import InvalidHandshake

from app.core.page.effects import Request
from app.core.page.events import HttpAnswered, HttpFailed

# No port is taken: the name only has to be this machine's own.
HOST = "localhost:8000"
BASE = f"http://{HOST}"
HTTP_SECONDS = 5.0
USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0"


class Network:
    """All of a device's traffic; it must be made while the loop runs."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._http = ClientSession(
            connector=UnixConnector(path), headers={"User-Agent": USER_AGENT}
        )
        self._sending: set[asyncio.Task[None]] = set()
        self.online = True

    def _reaches(self, url: str) -> bool:
        return self.online and urlsplit(url).netloc == HOST

    async def fetch(self, request: Request) -> HttpAnswered | HttpFailed:
        """Make a request of Tagalong's, for five seconds at most."""
        if not self._reaches(request.url):
            return HttpFailed()
        kind = {"Content-Type": request.content_type} if request.content_type else {}
        body = None if request.body is None else request.body.encode()
        try:
            async with (
                asyncio.timeout(HTTP_SECONDS),
                self._http.request(request.method, request.url, data=body, headers=kind) as answer,
            ):
                return HttpAnswered(answer.status, await answer.text())
        except (ClientError, OSError, TimeoutError):
            return HttpFailed()

    async def connect(self, url: str) -> ClientConnection | None:
        """Return an open WebSocket, None where it could not be opened."""
        if not self._reaches(url):
            return None
        try:
            # A browser sends no pings, and waits for a handshake as long as it takes.
            return await unix_connect(
                self._path,
                url,
                user_agent_header=USER_AGENT,
                open_timeout=None,
                ping_interval=None,
                max_size=None,
                # What is large would be compressed in a thread, for which a hurried loop waits not.
                compression=None,
                process_exception=lambda error: error,
            )
        except (InvalidHandshake, OSError, EOFError):
            return None

    async def read(self, path: str) -> str:
        """Return what a page loads."""
        async with self._http.get(f"{BASE}{path}") as answer:
            return await answer.text()

    def send(self, path: str, body: dict[str, Any]) -> None:
        """Send what nobody waits for."""
        task = asyncio.get_running_loop().create_task(self._post(path, body))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        async with self._http.post(f"{BASE}{path}", json=body):
            pass

    async def call(self, method: str, path: str, **body: object) -> Any:
        """Make a call of the simulator's control API; fails where it is refused."""
        url = f"{BASE}/simulator/{path}"
        # As a file, because frames of many megabytes are posted too.
        data = BytesIO(json.dumps(body).encode()) if body else None
        kind = {"Content-Type": "application/json"}
        async with self._http.request(method, url, data=data, headers=kind) as answer:
            told = await answer.json()
            assert answer.ok, f"{method} {path}: {told}"
            return told

    async def close(self) -> None:
        """Let go of everything."""
        await asyncio.gather(*self._sending, return_exceptions=True)
        await self._http.close()
