"""The connection is gone."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.faults.fault import EndFault
from simulator.faults.frame import Connection


@dataclass(frozen=True, kw_only=True)
class Drop(EndFault):
    """As when a network or a server breaks down."""

    name = "drop"
    does = "The connection ends without a closing frame, in place of a frame: 1006 to the client."
    unrealistic = "for a server that is restarted in order, which says 1001"

    async def strike(self, connection: Connection) -> None:
        """End it."""
        connection.drop()
