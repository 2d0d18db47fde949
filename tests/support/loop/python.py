"""What `app.main` puts together in a browser's worker, put together for the loop."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from app.core.engine import Engine
from app.core.page import mailbox
from app.session import Session
from tests.support.loop.hurried import HurriedLoop
from tests.support.loop.network import Network
from tests.support.loop.ports import (
    LoopClock,
    LoopConsole,
    LoopHttp,
    LoopPage,
    LoopSocket,
)
from tests.support.loop.worker import Worker


class Python:
    """Tagalong's session in a worker; `perform` is the page's."""

    def __init__(
        self,
        loop: HurriedLoop,
        network: Network,
        random: Random,
        perform: Callable[[dict[str, Any]], None],
    ) -> None:
        self._worker = Worker(loop)
        self._socket = LoopSocket(self._worker, network, loop)
        self._http = LoopHttp(self._worker, network, loop)
        self._clock = LoopClock(self._worker, loop)
        session = Session(
            Engine(random.random),
            page=LoopPage(self._worker, perform),
            socket=self._socket,
            http=self._http,
            clock=self._clock,
            console=LoopConsole(),
        )
        self._worker.begin(session.feed)

    def feed(self, event: dict[str, Any]) -> None:
        """Take an event from the page, as text."""
        heard = mailbox.event_from(json.dumps(event))
        assert heard is not None, f"unreadable: {event}"
        self._worker.post(heard)

    def freeze(self) -> None:
        """Stand still."""
        self._worker.freeze()

    def thaw(self) -> None:
        """Go on."""
        self._worker.thaw()

    def terminate(self) -> None:
        """End at once; its socket goes with it."""
        self._worker.terminate()
        self._clock.stop()
        self._socket.leave()

    async def end(self) -> None:
        """End, and leave nothing behind."""
        self.terminate()
        await self._socket.end()
        await self._http.end()
