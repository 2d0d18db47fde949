"""LivePerson lets a token lapse."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.faults.token import TokenFault


@dataclass(frozen=True, kw_only=True)
class Close4407(TokenFault):
    """As for a token of a visitor whom LivePerson does not know."""

    name = "close-4407"
    does = "LivePerson closes with 4407, as it does where an unknown visitor's token lapses."
    unrealistic = "for a visitor who has logged in: theirs is 4401"
    closes_with = 4407
