"""WebDriver BiDi over its WebSocket: commands and their answers, and events between them."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from websockets.sync.connection import Connection

from tests.engines.engine import PATIENCE_SECONDS, EngineError


class Bidi:
    """One session; what happens in it is kept in `events`, which anyone may empty."""

    def __init__(self, socket: Connection) -> None:
        self._socket = socket
        self._ids = count(1)
        self.events: list[dict[str, Any]] = []

    def command(self, method: str, **params: Any) -> Any:
        """Return the result of a command; raises EngineError where it is refused."""
        mine = next(self._ids)
        self._socket.send(json.dumps({"id": mine, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(PATIENCE_SECONDS))
            match message["type"]:
                case "event":
                    self.events.append(message)
                case "error":
                    said = f"{method}: {message['error']}: {message['message']}"
                    raise EngineError(said)
                case _ if message["id"] == mine:
                    return message["result"]
