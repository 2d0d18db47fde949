"""The clock tells no time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from simulator.faults.fault import Answer, RequestFault


@dataclass(frozen=True, kw_only=True)
class Timeless(RequestFault):
    """As of a server that has changed."""

    name = "timeless"
    does = "GetClock is answered, but no time is in it."
    unrealistic = "for a server as it is documented"

    requests: Annotated[Literal["GetClock"], "which"] = "GetClock"

    def answer(self) -> Answer:
        """Return an empty body."""
        return 200, "GetClockResponse", {}
