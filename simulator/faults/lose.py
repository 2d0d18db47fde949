"""A frame does not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from simulator.faults.fault import FrameFault
from simulator.faults.frame import Frame


@dataclass(frozen=True, kw_only=True)
class Lose(FrameFault):
    """As where a server forgets to tell of something."""

    name = "lose"
    does = "A frame never arrives, while those around it do."
    unrealistic = "as a network's fault: a connection that lives loses nothing"

    def becomes(self, frame: Frame, random: Random) -> Sequence[Frame]:
        """Return nothing."""
        return ()
