"""Requests get no answer."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.faults.fault import Answer, RequestFault


@dataclass(frozen=True, kw_only=True)
class Ignore(RequestFault):
    """As of a server of which a part has died."""

    name = "ignore"
    does = "Requests on a connection are not answered and have no effect; the connection stays."
    unrealistic = "for some requests alone, and for all while notifications come"

    def answer(self) -> Answer | None:
        """Return nothing."""
        return None
