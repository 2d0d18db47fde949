"""A frame comes in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Annotated, Literal

from simulator.faults.fault import FrameFault
from simulator.faults.frame import Frame
from simulator.switches import DURATION


@dataclass(frozen=True, kw_only=True)
class Slice(FrameFault):
    """As by a proxy, or a server that writes as it makes (RFC 6455, 5.4)."""

    name = "slice"
    does = "A frame comes as many fragments of one message, with pauses between them."
    unrealistic = "for short frames, and with pauses of seconds: the rest is on its way already"

    way: Annotated[Literal["to-client"], "which way the frames go"] = "to-client"
    pieces: Annotated[int, "how many", range(2, 1001)] = 5
    ms: Annotated[int, "ms: the pause after each", DURATION] = 10

    def becomes(self, frame: Frame, random: Random) -> Sequence[Frame]:
        """Return it, to be sent in pieces."""
        return [replace(frame, pieces=self.pieces, pause_seconds=self.ms / 1000)]
