"""Two hundred fault schedules, each a test whose name replays it."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

import pytest

from simulator.faults import registry
from simulator.faults.registry import parsed
from simulator.switches import Switches
from tests.support.loop.faults import (
    FAULTS,
    LEFT_OUT,
    LIBRARY,
    NORMAL,
    OUT_OF_LIBRARY,
    draw,
)
from tests.support.loop.schedule_player import Player
from tests.support.loop.stage import staged
from tests.support.schedules import LIVEPERSON, NETWORK, PERSON

SEEDS = range(200)
# What came about, of the seeds that this process has played.
HAPPENED: dict[int, Counter[str]] = {}


def play(seed: int) -> None:
    """Play a seed's schedule, and keep what came about."""
    schedule = draw(seed)
    with staged() as stage:
        stage.told.append(str(schedule))
        player = Player(schedule, stage)
        stage.run(player.play())
    HAPPENED[seed] = player.happened


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"seed-{seed}")
def test_right_under_every_fault(seed: int) -> None:
    """Whatever drops, hangs, repeats or garbles: one offer, one decision, the banner in truth."""
    play(seed)


def test_the_same_again() -> None:
    """A seed means the same each time."""
    assert [draw(seed) for seed in SEEDS] == [draw(seed) for seed in SEEDS]


def test_every_switch_is_among_the_faults() -> None:
    """Each switch and fault of the simulator is in some schedule, or it is told why not."""
    used = {name for switches in FAULTS.values() for name in switches}
    everything = {one.name for one in fields(Switches)}
    assert everything - used - {"delay"} == set(LEFT_OUT)
    usual = Switches()
    of_library = {parsed(spec).name for spec in LIBRARY.values()}
    assert set(registry.LIBRARY) - of_library == set(OUT_OF_LIBRARY)
    assert {name: getattr(usual, name) for name in NORMAL if name != "delay"} == NORMAL


@pytest.mark.timeout(300)
def test_everything_came_about() -> None:
    """Over all seeds each fault and each step really happened, and both answers often."""
    for seed in SEEDS:
        if seed not in HAPPENED:  # another process has played it
            play(seed)
    happened = sum(HAPPENED.values(), Counter[str]())
    steps = {*LIVEPERSON, *PERSON, *NETWORK}
    seldom = {name: happened[name] for name in (*FAULTS, *LIBRARY, *steps) if happened[name] < 5}
    assert not seldom
    # Each seed proves in the end that sharing begins.
    assert happened["accepted"] >= len(SEEDS)
    assert happened["declined"] >= 20
    assert happened["connected"] >= 2 * len(SEEDS)
