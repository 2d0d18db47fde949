"""A service is slow."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated

from simulator.faults.fault import ServiceFault
from simulator.switches import DURATION


@dataclass(frozen=True, kw_only=True)
class Slow(ServiceFault):
    """As a service under load."""

    name = "slow"
    does = "A service answers late, within a client's patience."
    unrealistic = "by the same time for each request: load is uneven"

    ms: Annotated[int, "ms: how late", DURATION] = 1_500

    async def meet(self) -> None:
        """Wait."""
        await asyncio.sleep(self.ms / 1000)
