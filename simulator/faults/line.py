"""Leads the frames of one connection, one way, through the faults that stand."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from simulator.faults.effect import Effect
from simulator.faults.fault import FrameFault
from simulator.faults.frame import Connection, Frame, Way
from simulator.faults.standing import Faults
from simulator.faults.tally import Standing


class Line:
    """What is sent comes out at `out`: at once where nothing is wrong.

    Faults meet a frame in the order in which they began. One that is over lets
    go of what it holds back in its own time, so that order is kept.
    """

    def __init__(
        self, faults: Faults, connection: Connection, way: Way, out: Callable[[Frame], None]
    ) -> None:
        self._faults = faults
        self._connection = connection
        self._way = way
        self._out = out
        self._effects: dict[Standing, Effect] = {}
        self._for: tuple[object, ...] = ()

    def send(self, frame: Frame) -> None:
        """Let a frame pass."""
        standing = self._faults.standing()
        wanted = (standing, self._connection.names)
        if standing or self._effects:
            if wanted != self._for or any(one.ending for one in self._effects.values()):
                self._join(standing)
                self._for = wanted
            self._takers()[0](frame)
        else:
            self._out(frame)

    def stop(self) -> None:
        """Be gone with the connection."""
        for effect in self._effects.values():
            effect.stop()
        self._effects.clear()

    def _join(self, standing: tuple[Standing, ...]) -> None:
        """Begin what has come to stand, let end what has not, and link all that is there."""
        meant = {one: fault for one in standing if (fault := self._met(one))}
        for one, effect in list(self._effects.items()):
            effect.ending = one not in meant
            if effect.ending and not effect.holding:
                del self._effects[one]
        for one, fault in meant.items():
            if one not in self._effects:
                self._effects[one] = self._begun(one, fault)
        takers = self._takers()[1:]
        for effect, following in zip(self._effects.values(), takers, strict=True):
            effect.out = following

    def _met(self, standing: Standing) -> FrameFault | None:
        fault = standing.fault
        if not isinstance(fault, FrameFault) or not fault.goes(self._way):
            return None
        return fault if fault.on in self._connection.names else None

    def _begun(self, standing: Standing, fault: FrameFault) -> Effect:
        number = standing.next_line(self._way)
        # By its order among those that the fault meets, because ids differ from run to run.
        random = Random(f"{fault.seed} {self._way} {number}")  # noqa: S311 - to be repeated
        effect = fault.effect()
        effect.begin(self._connection, random, lambda: self._hits(standing, random))
        return effect

    def _hits(self, standing: Standing, random: Random) -> bool:
        hits = standing.takes(random)
        if hits:
            self._faults.note(standing, self._way, self._connection.who)
        return hits

    def _takers(self) -> list[Callable[[Frame], None]]:
        return [*(one.take for one in self._effects.values()), self._out]
