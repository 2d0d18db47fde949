"""A service is out of order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from simulator.faults.fault import ServiceFault, unanswered


@dataclass(frozen=True, kw_only=True)
class Down(ServiceFault):
    """As of a service that is ill, too busy, or not there."""

    name = "down"
    does = "A service answers each request with an HTTP error, such as 500, 429 or 404."
    unrealistic = "with 404 for messaging, unless the address is wrong"

    status: Annotated[int, "the answer's status", range(400, 600)] = 500

    async def meet(self) -> None:
        """Fail."""
        words = f"{self.status}: the simulator's fault {self.name}"
        raise unanswered(words, self.status)
