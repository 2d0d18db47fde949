"""Frames take as long as a narrow line needs for their length."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Annotated

from simulator.faults.effect import Late
from simulator.faults.fault import FrameFault
from simulator.faults.frame import Frame


@dataclass(frozen=True, kw_only=True)
class Throttle(FrameFault):
    """As by a bad line of a phone's."""

    name = "throttle"
    does = "Frames come one after the other, each as late as its length takes on a narrow line."
    unrealistic = "below some hundred characters a second: no network of today is that slow"

    rate: Annotated[int, "characters a second", range(1, 10_000_001)] = 10_000

    def due(self, frame: Frame, now: float, last: float, random: Random) -> float:
        """Return when the line has done with it."""
        return max(now, last) + len(frame.text) / self.rate

    def effect(self) -> Late:
        """Return what holds frames back."""
        return Late(self)
