"""Many consumers, each with a connection and a conversation; an invitation for each."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.support.standin import ACCOUNT

# How many join, and how many invitations are under way, at the same time.
JOINING = 50
INVITING = 20
# After the last invitation was sent.
PATIENCE_SECONDS = 30
FAILURES = (OSError, TimeoutError, WebSocketException, aiohttp.ClientError, KeyError, ValueError)


class Guest:
    """A consumer; `arrived` has the time of each invitation's arrival by its dialog's id."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.conversation = ""
        self.invited = ""
        self.sent = 0.0
        self.arrived: dict[str, float] = {}

    async def join(self, token: str) -> None:
        """Introduce oneself, open a conversation and subscribe."""
        properties = {"type": ".ams.headers.ClientProperties", "features": ["CO_BROWSE"]}
        identity = {"type": ".ams.headers.ConsumerAuthentication", "jwt": token}
        await self._ask("InitConnection", headers=[properties, identity])
        opened = await self._ask("cm.ConsumerRequestConversation")
        self.conversation = opened["body"]["conversationId"]
        await self._ask("cqm.SubscribeExConversations", body={"convState": ["OPEN"]})

    async def listen(self) -> None:
        """Note invitations until one is there."""
        while not self.arrived:
            frame = json.loads(await self._socket.recv())
            now = time.perf_counter()
            for change in frame["body"]["changes"]:
                for dialog in change["result"]["conversationDetails"]["dialogs"]:
                    if dialog.get("metaData", {}).get("sessionState") == "INVITED":
                        self.arrived[dialog["dialogId"]] = now

    async def _ask(self, name: str, **more: object) -> Any:
        await self._socket.send(json.dumps({"kind": "req", "id": name, "type": name, **more}))
        answer = json.loads(await self._socket.recv())
        if (answer.get("reqId"), answer.get("code")) != (name, 200):
            message = f"{name} was answered {answer}"
            raise ValueError(message)
        return answer


async def measure(port: int, consumers: int) -> list[float]:
    """Return how long each consumer's invitation took, in seconds, from the agent's call.

    What did not arrive, and a consumer who could not join, is missing.
    """
    guests: list[Guest] = []
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession(f"http://localhost:{port}"))

        async def arrive() -> None:
            async with http.post(f"/api/account/{ACCOUNT}/signup") as answer:
                token = (await answer.json())["jwt"]
            url = f"ws://localhost:{port}/ws_api/account/{ACCOUNT}/messaging/consumer?v=3"
            # Without compression, which would measure zlib.
            socket = await stack.enter_async_context(connect(url, compression=None))
            guest = Guest(socket)
            await guest.join(token)
            guests.append(guest)

        await _all("connected", [arrive] * consumers, JOINING)
        listening = [asyncio.create_task(_quietly(guest.listen)) for guest in guests]
        calls = [_invitation(http, guest) for guest in guests]
        await _all("invited", calls, INVITING)
        if listening:
            _, missing = await asyncio.wait(listening, timeout=PATIENCE_SECONDS)
            for task in missing:
                task.cancel()
    return [
        guest.arrived[guest.invited] - guest.sent
        for guest in guests
        if guest.invited in guest.arrived
    ]


def _invitation(http: aiohttp.ClientSession, guest: Guest) -> Callable[[], Awaitable[None]]:
    async def invite() -> None:
        guest.sent = time.perf_counter()
        path = f"/simulator/conversations/{guest.conversation}/invitation"
        async with http.post(path, json={"mode": "view", "lifeSeconds": 600}) as answer:
            guest.invited = (await answer.json())["dialogId"]

    return invite


async def _all(name: str, acts: list[Callable[[], Awaitable[None]]], at_once: int) -> None:
    """Do everything, so many at a time, with a line that tells how far it is."""
    turn = asyncio.Semaphore(at_once)
    done = 0

    async def act_in_turn(act: Callable[[], Awaitable[None]]) -> None:
        nonlocal done
        async with turn:
            await _quietly(act)
        done += 1
        if sys.stderr.isatty() or done % max(1, len(acts) // 4) == 0:
            end = "\r" if sys.stderr.isatty() and done < len(acts) else "\n"
            sys.stderr.write(f"{name} {done:,} of {len(acts):,}{end}")
            sys.stderr.flush()

    await asyncio.gather(*(act_in_turn(act) for act in acts))


async def _quietly(act: Callable[[], Awaitable[None]]) -> None:
    """Do something, and tell of what went wrong without ending the rest."""
    try:
        await act()
    except FAILURES as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
