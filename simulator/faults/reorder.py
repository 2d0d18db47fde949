"""A frame comes after the one that followed it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated

from simulator.faults.effect import Effect
from simulator.faults.fault import FrameFault
from simulator.faults.frame import Frame
from simulator.switches import DURATION


@dataclass(frozen=True, kw_only=True)
class Reorder(FrameFault):
    """As LivePerson's schema warns of: the last change to arrive is stale then."""

    name = "reorder"
    does = "A frame is overtaken by the next, so that the last to arrive is stale; or it is late."
    unrealistic = (
        "between an answer and its snapshot, which stay in order, and among messages, which "
        "have sequence numbers"
    )

    ms: Annotated[int, "ms: how long one is held to be overtaken", DURATION] = 200

    def effect(self) -> Effect:
        """Return what holds one frame back."""
        return _Overtaken(self, self.ms / 1000)


class _Overtaken(Effect):
    def __init__(self, fault: FrameFault, seconds: float) -> None:
        super().__init__(fault)
        self._seconds = seconds
        self._held: Frame | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def holding(self) -> bool:
        return self._held is not None

    def hit(self, frame: Frame) -> None:
        if self._held is None:
            self._held = frame
            self._timer = asyncio.get_running_loop().call_later(self._seconds, self._release)
        else:
            self.out(frame)
            self._release()

    def miss(self, frame: Frame) -> None:
        """Overtake the one that is held; once the fault is over, follow it."""
        if self._held is None or self.ending:
            self._release()
            self.out(frame)
        else:
            self.out(frame)
            self._release()

    def _release(self) -> None:
        held, self._held = self._held, None
        self.stop()
        if held is not None:
            self.out(held)

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
