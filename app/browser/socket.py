"""The browser's own WebSocket, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import js
from pyodide.ffi import JsException

from app.browser.listeners import Listeners
from app.core.page.events import Event, FrameReceived, SocketClosed, SocketOpened

ABNORMAL = 1006
OPEN = 1


class BrowserSocket:
    """A `ports.Socket` over `js.WebSocket`."""

    def __init__(self, feed: Callable[[Event], None]) -> None:
        self._feed = feed
        self._js_socket: Any = None
        self._listeners: Listeners | None = None

    def open(self, url: str) -> None:
        self.close()
        try:
            js_socket = js.WebSocket.new(url)
        except JsException:
            # A page's policy may forbid the address.
            self._feed(SocketClosed(ABNORMAL))
            return
        self._js_socket = js_socket
        self._listeners = Listeners()
        self._listeners.add(js_socket, "open", lambda _: self._feed(SocketOpened()))
        self._listeners.add(js_socket, "message", self._received)
        self._listeners.add(js_socket, "close", self._closed)

    def send(self, text: str) -> None:
        if self._js_socket is not None and self._js_socket.readyState == OPEN:
            self._js_socket.send(text)

    def close(self) -> None:
        js_socket, self._js_socket = self._js_socket, None
        if self._listeners:
            self._listeners.close()
            self._listeners = None
        if js_socket is not None:
            js_socket.close()

    def _received(self, js_event: Any) -> None:
        if isinstance(js_event.data, str):
            self._feed(FrameReceived(js_event.data))

    def _closed(self, js_event: Any) -> None:
        closed = SocketClosed(int(js_event.code), str(js_event.reason))
        self._js_socket = None
        self._feed(closed)
