"""A fault that stands, and how often it has hit."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

from simulator.faults.fault import Fault
from simulator.faults.frame import Way


class Standing:
    """A fault that stands: since when it does is its place; how often it has hit is counted."""

    def __init__(self, name: str, fault: Fault) -> None:
        self.id = name
        self.fault = fault
        self.hits = 0
        self._passed = 0
        self._lines: Counter[Way] = Counter()
        self._random = Random(fault.seed)  # noqa: S311 - to be repeated, not to be kept secret

    def next_line(self, way: Way) -> int:
        """Return the place of another connection among those that it meets."""
        self._lines[way] += 1
        return self._lines[way]

    def takes(self, random: Random | None = None) -> bool:
        """Tell whether it hits what comes along now."""
        # One draw for each, hit or not: what a seed hits hangs on nothing else.
        if (random or self._random).random() >= self.fault.probability:
            return False
        if self._passed < self.fault.skip:
            self._passed += 1
            return False
        if self.fault.times and self.hits >= self.fault.times:
            return False
        self.hits += 1
        return True

    def to_json(self) -> dict[str, Any]:
        """Return it as the control API lists it."""
        return {"id": self.id, "fault": self.fault.spec, "hits": self.hits}
