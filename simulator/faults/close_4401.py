"""LivePerson refuses the token."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.faults.token import TokenFault


@dataclass(frozen=True, kw_only=True)
class Close4401(TokenFault):
    """As for a token that says that its visitor is known, and is refused or has lapsed."""

    name = "close-4401"
    does = "LivePerson closes with 4401, as it does where a known visitor's token is refused."
    unrealistic = "right after each new token: who is refused three times in a row stays refused"
    closes_with = 4401
