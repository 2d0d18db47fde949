"""A connector is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from simulator.faults.fault import ServiceFault

# By this method LivePerson's own window knows the connector of unauthenticated messaging.
ANONYMOUS_METHOD = "lpTag.taglets.unAuthMessaging.lpUnauthFunction"


@dataclass(frozen=True, kw_only=True)
class Unlisted(ServiceFault):
    """As of an account in which nobody has set it up."""

    spoils = True
    name = "unlisted"
    does = "The connector for unauthenticated messaging is not in the list of connectors."
    unrealistic = "while visitors of the account are signed up without a login"

    service: Annotated[Literal["connectors"], "which"] = "connectors"

    def spoiled(self, answer: Any) -> Any:
        """Return the others."""
        return [one for one in answer if _method(one) != ANONYMOUS_METHOD]


def _method(connector: Any) -> object:
    return connector.get("configuration", {}).get("jsMethodName")
