"""The shell: feeds events to the engine one at a time, performs effects, re-arms one alarm."""

from __future__ import annotations

from collections import deque
from typing import assert_never

from app.core.engine import Engine
from app.core.page.effects import (
    AskToken,
    CloseSocket,
    Decide,
    Effect,
    Note,
    OpenSocket,
    Publish,
    Remember,
    Report,
    ReportState,
    Request,
    SendFrame,
    ShowBanner,
    Speak,
    TellHealth,
    WatchTag,
)
from app.core.page.events import Event, Woken
from app.ports import Clock, Console, Http, Page, Socket


class Session:
    """One page's session; `feed` may be called from within itself."""

    def __init__(
        self,
        engine: Engine,
        *,
        page: Page,
        socket: Socket,
        http: Http,
        clock: Clock,
        console: Console,
    ) -> None:
        self._engine = engine
        self._page = page
        self._socket = socket
        self._http = http
        self._clock = clock
        self._console = console
        self._events: deque[Event] = deque()
        self._busy = False
        self._armed: float | None = None

    def feed(self, event: Event) -> None:
        """Handle `event` and all that follows from it, in order."""
        self._events.append(event)
        if self._busy:
            return
        self._busy = True
        try:
            while self._events:
                event = self._events.popleft()
                if isinstance(event, Woken):
                    # The alarm has rung: even one that rang early is to be set again.
                    self._armed = None
                for effect in self._engine.handle(event, self._clock.now()):
                    self._perform(effect)
        finally:
            self._busy = False
        deadline = self._engine.deadline
        if deadline != self._armed:
            self._armed = deadline
            self._clock.wake_at(deadline)

    def _perform(self, effect: Effect) -> None:
        match effect:
            case Request():
                self.feed(self._http.request(effect))
            case OpenSocket(url):
                self._socket.open(url)
            case SendFrame(text):
                self._socket.send(text)
            case CloseSocket():
                self._socket.close()
            case Note():
                self._console.note(effect)
            case (
                ShowBanner()
                | Speak()
                | Report()
                | ReportState()
                | WatchTag()
                | Publish()
                | Decide()
                | AskToken()
                | Remember()
                | TellHealth()
            ):
                self._page.perform(effect)
            case _:
                assert_never(effect)
