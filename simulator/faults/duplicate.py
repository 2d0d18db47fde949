"""A frame comes more than once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Annotated

from simulator.faults.fault import FrameFault
from simulator.faults.frame import Frame


@dataclass(frozen=True, kw_only=True)
class Duplicate(FrameFault):
    """As after a retry of a server's, or of a client's."""

    name = "duplicate"
    does = "A frame comes again, right after itself."
    unrealistic = "for every single one, and for answers: what is repeated is what was not heard"

    copies: Annotated[int, "how often it comes in all", range(2, 101)] = 2

    def becomes(self, frame: Frame, random: Random) -> Sequence[Frame]:
        """Return it, so often."""
        return [frame] * self.copies
