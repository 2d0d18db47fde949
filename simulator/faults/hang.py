"""A service does not answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated

from simulator.faults.fault import ServiceFault
from simulator.switches import DURATION


@dataclass(frozen=True, kw_only=True)
class Hang(ServiceFault):
    """As where something between has died."""

    name = "hang"
    does = "A service answers only when a client should have given up."
    unrealistic = "for minutes: what stands between gives up by itself, with 502 or 504"

    ms: Annotated[int, "ms: when it answers after all", DURATION] = 30_000

    async def meet(self) -> None:
        """Wait."""
        await asyncio.sleep(self.ms / 1000)
