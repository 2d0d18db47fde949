"""Requests are answered with an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from simulator.faults.fault import Answer, RequestFault


@dataclass(frozen=True, kw_only=True)
class Refuse(RequestFault):
    """As of a server that is too busy, or ill."""

    name = "refuse"
    does = "Requests on a connection are answered with an error, such as 429, and have no effect."
    unrealistic = "with 401 for one who has been introduced: LivePerson would close with 4401"

    code: Annotated[int, "the answer's code", range(300, 600)] = 429

    def answer(self) -> Answer:
        """Return the error."""
        return self.code, "StringResponse", "the request was not processed"
