"""LivePerson takes a token no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.faults.fault import EndFault
from simulator.faults.frame import Connection

# Its own words, for a token that it refuses and for one that has lapsed.
REFUSED = "Identity token is invalid"


@dataclass(frozen=True, kw_only=True)
class TokenFault(EndFault):
    """One of LivePerson's two ways to say so."""

    closes_with: ClassVar[int]

    async def strike(self, connection: Connection) -> None:
        """Close it."""
        await connection.close(self.closes_with, REFUSED)
