"""Discovery names another host."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from simulator.faults.fault import ServiceFault

HOST = "messaging.example"


@dataclass(frozen=True, kw_only=True)
class Misdirect(ServiceFault):
    """As by somebody who wants to be given tokens."""

    spoils = True
    name = "misdirect"
    does = "Discovery names a host that is not LivePerson's for every service."
    unrealistic = "over TLS, unless somebody else has taken discovery over"

    service: Annotated[Literal["discovery"], "which"] = "discovery"

    def spoiled(self, answer: Any) -> Any:
        """Return the answer with the other host."""
        if "baseURIs" in answer:
            return {"baseURIs": [self.spoiled(one) for one in answer["baseURIs"]]}
        return {**answer, "baseURI": HOST}
