"""What a play has seen of its page: each thing is seen once, by the step that looked for it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from simulator.lab.publication_rules import APP
from simulator.record.timeline import Record, Timeline

KINDS = {"tag": "published", "event": "event", "banner": "banner", "page": "page"}
MOST_SEEN = 5_000


class Observations:
    """Listens to the timeline: to all pages, or to those of `play` alone."""

    def __init__(self, timeline: Timeline, play: str | None) -> None:
        self._timeline = timeline
        self._play = play
        self._all: list[tuple[str, Record]] = []
        self._left: list[tuple[str, Record]] = []
        self._news = asyncio.Event()
        self.wrong: list[str] = []
        timeline.on_record.append(self._hear)

    def stop(self) -> None:
        """Listen no more."""
        with suppress(ValueError):
            self._timeline.on_record.remove(self._hear)

    def forget(self) -> None:
        """Take all that was seen so far as not to the point."""
        self._all.clear()
        self._left.clear()
        self.wrong.clear()

    async def news(self, seconds: float) -> None:
        """Wait for something new, at most so long."""
        self._news.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), seconds)

    def taking(
        self, kind: str, name: str, where: dict[str, Any] | None = None
    ) -> Callable[[], bool]:
        """Return a function that takes the earliest that fits, and whether there was one.

        What the banner shows has an order: what it showed before is passed.
        """

        def take() -> bool:
            for index, one in enumerate(self._left):
                if _fits(one, kind, name, where):
                    passed = self._left[:index] if kind == "banner" else []
                    del self._left[index]
                    for earlier in passed:
                        if earlier[0] == "banner":
                            self._left.remove(earlier)
                    return True
            return False

        return take

    def counting(self, kind: str, name: str) -> Callable[[], bool]:
        """Return a function that tells whether one more has come since now."""
        before = self.count(kind, name)
        return lambda: self.count(kind, name) > before

    def ever(self, kind: str, name: str) -> bool:
        """Return whether it was there at all."""
        return self.count(kind, name) > 0

    def names(self, kind: str) -> list[str]:
        """Return the names of all that came of a kind, in order."""
        return [record.name for own, record in self._all if own == kind]

    def count(self, kind: str, name: str) -> int:
        """Return how often it was there."""
        return sum(_fits(one, kind, name, None) for one in self._all)

    def _hear(self, record: Record) -> None:
        if record.kind not in KINDS or (self._play is not None and record.play != self._play):
            return
        one = (KINDS[record.kind], record)
        if len(self._all) < MOST_SEEN:
            self._all.append(one)
            self._left.append(one)
        self.wrong += record.wrong
        self._news.set()


def _fits(one: tuple[str, Record], kind: str, name: str, where: dict[str, Any] | None) -> bool:
    own, record = one
    if own != kind:
        return False
    told = record.name.removeprefix(f"{APP} ") if kind == "published" else record.name
    if name not in ("", told):
        return False
    if not where:
        return True
    value = json.loads(record.text)
    if kind == "published":
        value = (
            {**value["data"], "heard": value["heard"]} if isinstance(value["data"], dict) else {}
        )
    return isinstance(value, dict) and all(value.get(key) == one for key, one in where.items())
