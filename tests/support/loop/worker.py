"""The worker that Python runs in: a thread that takes turns with the loop.

In a browser a request of the worker's blocks the worker and nobody else. Here
the loop waits for the thread while the thread computes, and the thread for the
loop while it waits for an answer; so never both run, and each run of a test is
like the one before.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Coroutine
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from app.core.page.events import Event
from tests.support.loop.hurried import HurriedLoop

T = TypeVar("T")
Act = Callable[[], object]


class _Over(Exception):  # noqa: N818 - named for what it is
    """The worker was terminated while it waited."""


class Worker:
    """Hands events to `feed` in a thread of its own, until terminated."""

    def __init__(self, loop: HurriedLoop) -> None:
        self._loop = loop
        self._inbox: deque[Event] = deque()
        # A turn of the thread's: an event, an answer, or None for the end.
        self._turns: SimpleQueue[Any] = SimpleQueue()
        # What the thread wants to be done by the loop; None gives the turn back.
        self._wishes: SimpleQueue[Act | None] = SimpleQueue()
        self._waiting = False
        self._frozen = False
        self._ended = False

    def begin(self, feed: Callable[[Event], None]) -> None:
        """Start to hand events to `feed`."""
        Thread(target=self._work, args=(feed,), daemon=True).start()

    # --- called on the loop -----------------------------------------------------

    def post(self, event: Event) -> None:
        """Have the worker take `event` once it is free."""
        self._inbox.append(event)
        self._loop.call_soon(self._serve)

    def freeze(self) -> None:
        """Let it stand still, as the worker of a page in the cache does."""
        self._frozen = True

    def thaw(self) -> None:
        """Go on."""
        self._frozen = False
        self._loop.call_soon(self._serve)

    def terminate(self) -> None:
        """End it, whatever it is at."""
        if not self._ended:
            self._ended = True
            self._turns.put(None)

    def _serve(self) -> None:
        while self._inbox and not (self._waiting or self._frozen or self._ended):
            self._give_turn(self._inbox.popleft())

    def _give_turn(self, what: object) -> None:
        """Let the thread run until it is done or waits, and do what it wants done."""
        self._turns.put(what)
        while (wish := self._wishes.get()) is not None:
            wish()

    async def _answer(self, asked: Coroutine[Any, Any, object]) -> None:
        answer = await asked
        self._waiting = False
        if not self._ended:
            self._give_turn(answer)
            self._serve()

    # --- called in the thread ---------------------------------------------------

    def tell(self, act: Act) -> None:
        """Have the loop do something."""
        self._wishes.put(act)

    def ask(self, asked: Coroutine[Any, Any, T]) -> T:
        """Wait until the loop has run `asked`, and return what it gives."""
        self._wishes.put(lambda: self._wait_for(asked))
        self._wishes.put(None)
        answer: T | None = self._turns.get()
        if answer is None:
            raise _Over
        return answer

    def _wait_for(self, asked: Coroutine[Any, Any, object]) -> None:
        self._waiting = True
        self._task = self._loop.create_task(self._answer(asked))

    def _work(self, feed: Callable[[Event], None]) -> None:
        while (event := self._turns.get()) is not None:
            try:
                feed(event)
            except _Over:
                return
            except Exception as error:  # noqa: BLE001 - whatever it is belongs to the test
                self._loop.mishaps.append(repr(error))
            self._wishes.put(None)
