"""LivePerson refuses the token."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.faults.fault import EndFault
from simulator.faults.frame import Connection
from simulator.faults.token import REFUSED


@dataclass(frozen=True, kw_only=True)
class Close4401(EndFault):
    """As for a token that says that its visitor is known, and is refused or has lapsed."""

    name = "close-4401"
    does = "LivePerson closes with 4401, as it does where a known visitor's token is refused."
    unrealistic = "right after each new token: who is refused three times in a row stays refused"

    async def strike(self, connection: Connection) -> None:
        """Close it."""
        await connection.close(4401, REFUSED)
