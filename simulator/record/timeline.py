"""Everything that passes between pages and the stand-in, in order, for the workbench.

Bounded in number and size. It is kept as it came and redacted when it leaves:
redacting every frame of a load test would slow what is being tested.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from simulator.record.frames import frame_name
from simulator.record.redaction import without_tokens

Kind = Literal["frame", "socket", "http", "tag", "event", "banner", "page", "play", "fault"]
Way = Literal["in", "out", ""]

# Beyond these the oldest go.
MOST_RECORDS = 5_000
MOST_CHARACTERS = 32_000_000
# What is longer is kept to this length.
LONGEST_TEXT = 64_000
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that happened.

    `way` is "in" towards LivePerson and "out" towards the page; `who` the
    consumer where known; `page` and `play` the page and the scenario's play
    that it belongs to; `length` the text's before it was cut; `wrong` says in
    words what breaks the contract. A frame without a name is called by its text.
    """

    seq: int
    time_ms: int
    kind: Kind
    way: Way
    name: str
    text: str
    length: int
    who: str = ""
    page: str = ""
    play: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def moment(self) -> tuple[int, bool, int]:
        """Return what to sort by: a page's word comes late, and what follows from it at once."""
        return (self.time_ms, self.kind != "tag", self.seq)

    def redacted(self) -> dict[str, Any]:
        """Return it as JSON that may leave, without any token."""
        name = self.name or frame_name(self.text)
        return {
            "seq": self.seq,
            "timeMs": self.time_ms,
            "kind": self.kind,
            "way": self.way,
            "name": without_tokens(name[:LONGEST_NAME]),
            "text": without_tokens(self.text),
            "length": self.length,
            "who": without_tokens(self.who),
            "page": without_tokens(self.page),
            "play": self.play,
            "wrong": [without_tokens(one) for one in self.wrong],
        }


class Timeline:
    """The newest records; `on_record` listeners hear of each as it is added."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self.on_record: list[Callable[[Record], None]] = []
        self._records: deque[Record] = deque()
        self._characters = 0
        self._last = 0

    def add(
        self, kind: Kind, way: Way, name: str, text: str, *, ago_ms: int = 0, **more: Any
    ) -> Record:
        """Add what happened now, or `ago_ms` ago; `more` are the record's other fields."""
        self._last += 1
        record = Record(
            seq=self._last,
            time_ms=round(self._clock() * 1000) - ago_ms,
            kind=kind,
            way=way,
            name=name[:LONGEST_NAME],
            text=text[:LONGEST_TEXT],
            length=len(text),
            **more,
        )
        self._records.append(record)
        self._characters += len(record.text)
        while len(self._records) > MOST_RECORDS or self._characters > MOST_CHARACTERS:
            self._characters -= len(self._records.popleft().text)
        for listener in list(self.on_record):
            listener(record)
        return record

    def after(self, seq: int) -> Iterable[Record]:
        """Return the records that came after number `seq`, the oldest first."""
        if not self._records or self._records[-1].seq <= seq:
            return []
        # Numbers have no gaps, so that their place is known.
        start = max(0, seq + 1 - self._records[0].seq)
        return [self._records[index] for index in range(start, len(self._records))]

    def newest_first(self) -> Iterable[Record]:
        """Return all records, the newest first."""
        return reversed(self._records)

    def clear(self) -> None:
        """Forget all records; numbers go on."""
        self._records.clear()
        self._characters = 0
