"""Every fault of the simulator's library, from the first frame on, with the main job."""

from __future__ import annotations

import pytest

from simulator.faults.registry import LIBRARY, parsed
from tests.support.loop.main_job import End, main_job
from tests.support.loop.stage import Stage

SHARED = End("shared")
LOST = End("unconnected", "disconnected 1006")
NOWHERE = End("unconnected", "error discovery")
NOBODY = End("unconnected", "error token-refused")
TIMED_OUT = End("unconnected", "disconnected 1001")
# What the main job survives when it is all the time there, and what a few hits do.
PASSABLE = (
    *("delay,way=both", "stall,ms=1000", "throttle,rate=5000", "duplicate,way=both"),
    *("reorder,frames=changes", "slice", "garble", "timeless", "slow,ms=500"),
    *("drop,times=1", "half-open,times=1", "close,times=1", "close-4401,times=1"),
    *("close-4407,times=1", "lose,times=1", "lose,way=from-client,times=1"),
    *("garble,how=cut,times=1", "garble,how=cut,way=from-client,times=1"),
    *("refuse,times=1", "ignore,times=1", "down,service=discovery,times=1"),
    *("down,service=identity,times=1", "down,service=messaging,times=1"),
    *("portal,service=discovery,times=1", "hang,service=messaging,times=1,ms=3000"),
)
# Each beside the five that follow it.
PAIRS = [
    (PASSABLE[at], PASSABLE[(at + step) % len(PASSABLE)])
    for at in range(len(PASSABLE))
    for step in range(1, 6)
]
# An attempt is given up after fifteen, and the next one comes six later at most.
TWO_ATTEMPTS_SECONDS = 70.0
# Where it cannot come to its end, and what is told.
IMPASSABLE = {
    "drop": LOST,
    "half-open": LOST,
    "close": TIMED_OUT,
    "close-4401": NOBODY,
    "close-4407": NOBODY,
    "lose": LOST,
    "lose,way=from-client": TIMED_OUT,
    "garble,how=cut": LOST,
    "refuse": LOST,
    "ignore": TIMED_OUT,
    "down,service=discovery": NOWHERE,
    "down,service=messaging": LOST,
    "hang,service=messaging": LOST,
    "portal,service=discovery": NOWHERE,
    "misdirect": NOWHERE,
    "unlisted": NOWHERE,
    "identity-refused": NOBODY,
}


@pytest.mark.parametrize("spec", PASSABLE)
async def test_passable(stage: Stage, spec: str) -> None:
    """The main job comes to its end."""
    stage.lab.faults.add(parsed(spec))
    assert await main_job(stage, TWO_ATTEMPTS_SECONDS) == SHARED


@pytest.mark.parametrize("spec", IMPASSABLE)
async def test_impassable(stage: Stage, spec: str) -> None:
    """The page is told why it goes no further."""
    stage.lab.faults.add(parsed(spec))
    assert await main_job(stage) == IMPASSABLE[spec]


@pytest.mark.thorough
@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
async def test_two_at_once(stage: Stage, pair: tuple[str, str]) -> None:
    """What can be survived by itself can be together."""
    for spec in pair:
        stage.lab.faults.add(parsed(spec))
    assert await main_job(stage, TWO_ATTEMPTS_SECONDS) == SHARED


def test_nothing_is_left_out() -> None:
    """Each fault is played."""
    assert {parsed(one).name for one in (*PASSABLE, *IMPASSABLE)} == set(LIBRARY)
