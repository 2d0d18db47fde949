"""Nothing passes for a while, and then all at once."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Annotated

from simulator.faults.effect import Late
from simulator.faults.fault import FrameFault
from simulator.faults.frame import Frame
from simulator.switches import DURATION


@dataclass(frozen=True, kw_only=True)
class Stall(FrameFault):
    """As between two networks, in a tunnel, or on a device that slept."""

    name = "stall"
    does = "From a frame on all wait for a while; then they come together, in their order."
    unrealistic = "again and again for hours: somebody would complain, or give up"

    ms: Annotated[int, "ms: for how long nothing passes", DURATION] = 2_000

    def due(self, frame: Frame, now: float, last: float, random: Random) -> float:
        """Return the end of the pause that is, or that begins."""
        return last if last > now else now + self.ms / 1000

    def effect(self) -> Late:
        """Return what holds frames back."""
        return Late(self)
