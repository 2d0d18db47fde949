"""What a play sets of the stand-in, so that it puts back that and nothing else."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from simulator.bounds import NotPossible
from simulator.control.stage import Stage
from simulator.faults.fault import Fault
from simulator.switches import Switches


class Own:
    """A play's switches and faults; those that somebody else sets meanwhile are theirs."""

    def __init__(self, stage: Stage) -> None:
        self._world = stage.world
        self._faults = stage.faults
        self._before = self._set = stage.world.switches
        self._begun: dict[str, str] = {}

    def begin(self, switches: dict[str, Any], faults: tuple[Fault, ...]) -> None:
        """Behave as usual, but for these."""
        self._set = self._world.switches = Switches().with_changes(switches)
        for fault in faults:
            self.add(fault)

    def behave(self, switches: dict[str, Any]) -> None:
        """Set some switches."""
        self._set = self._set.with_changes(switches)
        self._world.switches = self._world.switches.with_changes(switches)

    def add(self, fault: Fault) -> None:
        """Let a fault stand."""
        self._begun[self._faults.add(fault).id] = fault.name

    def remove(self, name: str) -> None:
        """Let the play's faults of a name end."""
        found = [one for one, its in self._begun.items() if its == name]
        if not found:
            message = f"no fault {name} of the play's stands"
            raise NotPossible(message)
        for one in found:
            self._end(one)

    def put_back(self) -> None:
        """Undo all that is still as the play has set it."""
        now, usual = self._world.switches, {}
        for one in fields(Switches):
            if getattr(now, one.name) == getattr(self._set, one.name):
                usual[one.name] = getattr(self._before, one.name)
        self._world.switches = now.with_changes(usual)
        for fault_id in list(self._begun):
            self._end(fault_id)

    def _end(self, fault_id: str) -> None:
        del self._begun[fault_id]
        # Somebody may have ended it already.
        if any(one.id == fault_id for one in self._faults.standing()):
            self._faults.remove(fault_id)
