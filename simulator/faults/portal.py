"""Somebody else answers."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.faults.fault import ServiceFault, unanswered

PAGE = "<html>Welcome to the hotel</html>"


@dataclass(frozen=True, kw_only=True)
class Portal(ServiceFault):
    """As in a hotel's network before one has paid."""

    name = "portal"
    does = "A captive portal answers in a service's place: 200, and a page of HTML."
    unrealistic = "over TLS, where a portal can only refuse"

    async def meet(self) -> None:
        """Answer in its place."""
        raise unanswered(PAGE, 200)
