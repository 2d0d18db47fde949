"""LivePerson closes the connection with a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from simulator.faults.fault import EndFault
from simulator.faults.frame import Connection

# In bytes: a control frame of WebSocket has 125, of which the code takes 2 (RFC 6455, 5.5).
LONGEST_REASON = 123
# RFC 6455, 7.4: those that a frame may carry, and those that are anybody's own.
CODES = (1000, 1001, 1002, 1003, *range(1007, 1014), *range(3000, 5000))


@dataclass(frozen=True, kw_only=True)
class Close(EndFault):
    """As a server does that is restarted in order, is too busy, or fails."""

    name = "close"
    does = "LivePerson closes the connection, with any code and reason, in place of a frame."
    unrealistic = "with codes that LivePerson does not use: it is known to use 1001, 4401 and 4407"

    code: Annotated[int, "the code: 1000 to 1003, 1007 to 1013, or 3000 to 4999"] = 1001
    reason: Annotated[str, "the reason, of at most 123 bytes"] = ""

    def __post_init__(self) -> None:
        """Refuse what no closing frame may carry."""
        if self.code not in CODES:
            message = "a close code is 1000 to 1003, 1007 to 1013, or 3000 to 4999"
            raise ValueError(message)
        if len(self.reason.encode(errors="replace")) > LONGEST_REASON:
            message = f"a close frame has room for a reason of {LONGEST_REASON} bytes"
            raise ValueError(message)

    async def strike(self, connection: Connection) -> None:
        """Close it."""
        await connection.close(self.code, self.reason)
