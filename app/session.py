"""The shell: feeds events to the engine one at a time, performs effects, re-arms one alarm."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import assert_never

from app.core.engine import Engine
from app.core.page.effects import (
    AskToken,
    CloseSocket,
    Decide,
    Effect,
    LookUp,
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
    WatchLinks,
    WatchTag,
)
from app.core.page.events import Event, HttpAnswered, HttpFailed, Woken
from app.ports import Clock, Console, Http, Page, Socket


class Session:
    """One page's session; `feed` may be called from within itself, and never raises.

    A mistake of ours costs the event or the effect that it happened in. The page
    hears of the first one, by its kind alone: its words might hold what is private.
    """

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
        self._told = False

    def feed(self, event: Event) -> None:
        """Handle `event` and all that follows from it, in order."""
        self._events.append(event)
        if self._busy:
            return
        self._busy = True
        while self._events:
            self._handle(self._events.popleft())
        self._busy = False
        deadline = self._engine.deadline
        if deadline != self._armed:
            self._armed = deadline
            self._clock.wake_at(deadline)

    def _handle(self, event: Event) -> None:
        if isinstance(event, Woken):
            # The alarm has rung: even one that rang early is to be set again.
            self._armed = None
        effects: list[Effect] = []
        with self._telling():
            effects = self._engine.handle(event, self._clock.now())
        for effect in effects:
            with self._telling():
                self._perform(effect)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Go on after a mistake of ours, of which the page hears once."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it is must not take the rest along
            if self._told:
                return
            self._told = True
            kind = type(error).__name__
            words = f"Tagalong has made a mistake ({kind}) and goes on. Please report it."
            with suppress(Exception):  # it may be the page that cannot be reached
                self._page.perform(Report("error", {"code": "boot", "words": words}))

    def _perform(self, effect: Effect) -> None:
        match effect:
            case Request():
                answer: HttpAnswered | HttpFailed = HttpFailed()
                try:
                    answer = self._http.request(effect)
                finally:
                    # Who has asked waits for an answer, whatever happens.
                    self.feed(answer)
            case LookUp():
                self._http.look_up(effect)
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
                | WatchLinks()
                | Publish()
                | Decide()
                | AskToken()
                | Remember()
                | TellHealth()
            ):
                self._page.perform(effect)
            case _:
                assert_never(effect)
