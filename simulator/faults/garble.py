"""What arrives is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Annotated, Literal

from simulator.faults.fault import FrameFault
from simulator.faults.frame import Frame

GARBAGE = ("not JSON", "[]", '["notification"]', "null", "[" * 5_000 + "]" * 5_000, '{"kind":7}')
LETTERS = '{}[]",:\\ \n\0aZ09é💥'
# Of a hundred characters, those that are changed.
CHANGED = 3


@dataclass(frozen=True, kw_only=True)
class Garble(FrameFault):
    """As by a faulty server or proxy."""

    name = "garble"
    does = "A frame is cut short or has other characters in it, or garbage comes before it."
    unrealistic = "on a sound connection: WebSocket keeps frames whole"

    how: Annotated[
        Literal["before", "cut", "changed"],
        "before: a broken copy and other garbage come, and then the frame itself; cut, changed: "
        "in its place",
    ] = "before"

    def becomes(self, frame: Frame, random: Random) -> Sequence[Frame]:
        """Return what arrives."""
        text = frame.text
        if self.how == "before":
            broken = (text[: len(text) * 2 // 3], *GARBAGE)
            return [*(replace(frame, text=one) for one in broken), frame]
        if self.how == "cut" or not text:
            return [replace(frame, text=text[: random.randrange(len(text) or 1)])]
        letters = list(text)
        for at in random.choices(range(len(letters)), k=max(1, len(letters) * CHANGED // 100)):
            letters[at] = random.choice(LETTERS)
        return [replace(frame, text="".join(letters))]
