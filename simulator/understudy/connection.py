"""The scripted visitor's connection: discovery, identity, socket, subscription, and back again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSMsgType

TOKEN_CODES = (4401, 4407)
# A person would wait for longer; a scenario is to be played in seconds.
HEARTBEAT_SECONDS = 1.0
ANONYMOUS_METHOD = "lpTag.taglets.unAuthMessaging.lpUnauthFunction"
PATIENCE_SECONDS = 2.0
FIRST_DELAY_SECONDS = 0.5
GROWTH = 1.25


class Link:
    """Keeps one consumer connected; `on_frame` and `on_change` hear of what comes of it."""

    def __init__(
        self,
        http: ClientSession,
        base: str,
        account: str,
        on_frame: Callable[[dict[str, Any]], None],
        on_change: Callable[[str, dict[str, Any]], None],
    ) -> None:
        self._http = http
        self._base = base
        self._account = account
        self._on_frame = on_frame
        self._on_change = on_change
        self._socket: ClientWebSocketResponse | None = None
        self._token = ""
        # LivePerson's external token of this visitor, with which the next one is had.
        self._external = ""
        self._asked: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._last_id = 0

    async def run(self) -> None:
        """Connect, and again after each end, until cancelled."""
        delay = FIRST_DELAY_SECONDS
        while True:
            try:
                code = await self._connected()
                delay = FIRST_DELAY_SECONDS
            except (ClientError, TimeoutError, OSError, ValueError, KeyError):
                code = 1006
                delay *= GROWTH
            wait = 0.0 if code in TOKEN_CODES else delay
            if code in TOKEN_CODES:
                self._token = ""
            self._on_change("disconnected", {"code": code, "retryInMs": round(wait * 1000)})
            await asyncio.sleep(wait)

    async def ask(self, name: str, body: object = None, **more: object) -> dict[str, Any]:
        """Send a request and return its response's body; TimeoutError where none comes."""
        if self._socket is None:
            raise TimeoutError
        self._last_id += 1
        request_id = str(self._last_id)
        request = {"kind": "req", "id": request_id, "type": name, "body": body or {}, **more}
        answer = asyncio.get_running_loop().create_future()
        self._asked[request_id] = answer
        try:
            await self._socket.send_str(json.dumps(request))
            response: dict[str, Any] = await asyncio.wait_for(answer, PATIENCE_SECONDS)
        finally:
            del self._asked[request_id]
        if response.get("code") != 200:
            message = f"{name}: {response.get('code')}"
            raise ValueError(message)
        body = response.get("body")
        return body if isinstance(body, dict) else {}

    async def _connected(self) -> int:
        """Be connected once; return the code with which the connection ended."""
        messaging = await self._discovered("asyncMessagingEnt")
        if not self._token:
            self._token = await self._identified(await self._discovered("idp"))
        url = f"ws://{messaging}/ws_api/account/{self._account}/messaging/consumer?v=3"
        async with self._http.ws_connect(url) as socket:
            self._socket = socket
            reading = asyncio.create_task(self._read(socket))
            living = asyncio.create_task(self._live(socket))
            try:
                await asyncio.wait({reading, living}, return_when=asyncio.FIRST_COMPLETED)
                unwell = living.done() and not reading.done()
                code = 1006 if unwell or socket.close_code is None else socket.close_code
            finally:
                self._socket = None
                for task in (reading, living):
                    task.cancel()
                await asyncio.gather(reading, living, return_exceptions=True)
                if not socket.closed:
                    # A half-open one would never answer a closing frame.
                    socket._response.close()  # noqa: SLF001 - aiohttp has no other way
        return code

    async def _live(self, socket: ClientWebSocketResponse) -> None:
        """Introduce oneself, subscribe, and ask now and then whether anybody is there."""
        headers = [
            {"type": ".ams.headers.ClientProperties", "features": ["CO_BROWSE"]},
            {"type": ".ams.headers.ConsumerAuthentication", "jwt": self._token},
        ]
        try:
            await self.ask("InitConnection", headers=headers)
            await self.ask("cqm.SubscribeExConversations", {"convState": ["OPEN"]})
            self._on_change("connected", {})
            while not socket.closed:
                await asyncio.sleep(HEARTBEAT_SECONDS)
                await self.ask("GetClock")
        except (TimeoutError, ValueError, ConnectionError):
            return

    async def _read(self, socket: ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                frame = json.loads(message.data)
            except (ValueError, RecursionError):
                continue
            if not isinstance(frame, dict):
                continue
            if frame.get("kind") == "resp":
                answer = self._asked.get(str(frame.get("reqId")))
                if answer and not answer.done():
                    answer.set_result(frame)
            else:
                self._on_frame(frame)

    async def _discovered(self, service: str) -> str:
        url = f"{self._base}/api/account/{self._account}/service/{service}/baseURI.json?version=1.0"
        async with self._http.get(url, raise_for_status=True) as answer:
            return str((await answer.json())["baseURI"])

    async def _identified(self, idp: str) -> str:
        """Return a token for messaging, as an anonymous visitor: the same one each time."""
        base = f"http://{idp}/api/account/{self._account}"
        before = {"id_token": self._external} if self._external else {}
        self._external = await self._token_of(f"{base}/anonymous/authorize", before)
        url = f"{base}/app/{await self._connector()}/authenticate?v=3.0"
        return await self._token_of(url, {"id_token": self._external})

    async def _connector(self) -> str:
        """Return the id of the account's connector for visitors that it does not know."""
        listing = await self._discovered("acCdnDomain")
        path = f"api/account/{self._account}/configuration/le-connectors/all-connectors"
        async with self._http.get(f"http://{listing}/{path}", raise_for_status=True) as answer:
            for one in await answer.json():
                if one.get("configuration", {}).get("jsMethodName") == ANONYMOUS_METHOD:
                    return str(one["id"])
        message = "the account has no connector for unauthenticated messaging"
        raise ValueError(message)

    async def _token_of(self, url: str, body: dict[str, str]) -> str:
        async with self._http.post(url, json=body, raise_for_status=True) as answer:
            return str((await answer.json())["token"])
