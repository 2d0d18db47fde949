"""Frames are late, in order."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Annotated

from simulator.faults.effect import Late
from simulator.faults.fault import FrameFault
from simulator.faults.frame import Frame
from simulator.switches import DURATION


@dataclass(frozen=True, kw_only=True)
class Delay(FrameFault):
    """As by a slow network; or, of notifications alone, by a queue behind the server."""

    name = "delay"
    does = "Frames come late, and in their order."
    unrealistic = "for notifications alone as a slow network, which would delay answers as well"

    ms: Annotated[int, "ms: how late", DURATION] = 200
    jitter: Annotated[int, "ms: how much later at most, by chance", DURATION] = 0

    def due(self, frame: Frame, now: float, last: float, random: Random) -> float:
        """Return now and the delay."""
        return now + (self.ms + random.random() * self.jitter) / 1000

    def effect(self) -> Late:
        """Return what holds frames back."""
        return Late(self)
