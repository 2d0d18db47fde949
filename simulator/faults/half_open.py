"""The connection is dead and looks alive."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.faults.fault import EndFault
from simulator.faults.frame import Connection


@dataclass(frozen=True, kw_only=True)
class HalfOpen(EndFault):
    """As when a network goes away without a word."""

    name = "half-open"
    does = "From a frame on the connection neither sends nor hears, nor closes; new ones are fine."
    unrealistic = "where both ends find out within a second: a network's loss takes longer"

    async def strike(self, connection: Connection) -> None:
        """Make it silent."""
        connection.fall_silent()
