"""Every switch of the simulator, alone and in pairs, with the main job."""

from __future__ import annotations

from dataclasses import fields
from itertools import combinations
from typing import Any

import pytest

from simulator.choices import described
from simulator.switches import Switches
from tests.support.loop.main_job import End, main_job
from tests.support.loop.stage import Stage

# Of switches that are numbers, values that stand for all others.
NUMBERS: dict[str, list[int]] = {
    "tag_delay": [2_000],
    "monitoring_delay": [-1, 0],
    "clock_offset": [300_000, -300_000],
    "agent_clock": [300_000, -300_000],
    "identity_delay": [1_500],
    "identity_error_status": [500],
    "token_life": [20_000],
    "external_life": [20_000],
    "refresh_window": [0],
    "init_limit": [300],
    "taglets_delay": [1_000],
    "response_delay": [500],
    "burst": [0, 10],
    "idle_limit": [25_000],
    "delay": [1_000],
}
SHARED = End("shared")
LOST = End("unconnected", "disconnected 1006")
NOWHERE = End("unconnected", "error discovery")
NOBODY = End("unconnected", "error token-refused")
UNKNOWN = End("unconnected", "error connection")
# Where the main job cannot come to its end: how far it comes and what is told, in the order
# in which its steps meet the switches. A value that is not named has the end of None.
ENDS: dict[str, dict[Any, End]] = {
    "discovery": {None: NOWHERE},
    "connectors": {None: NOWHERE},
    # Another host is discovery's business alone.
    "identity": {None: UNKNOWN, "404": NOBODY, "foreign-host": SHARED},
    "identity_error": {None: NOBODY, 9010: UNKNOWN},
    "messaging": {None: LOST},
    # An introduction that is ignored is over for LivePerson first.
    "initialise": {None: LOST, "401": NOBODY, "ignored": End("unconnected", "disconnected 1001")},
    "requests": {None: LOST},
    "publishes": {None: End("connected", "failed no-tag")},
    "taglet": {
        "deaf": End("accepted", "failed unheard"),
        "throwing": End("accepted", "failed no-answer"),
    },
    "agent_id": {None: End("accepted", "failed no-answer"), "numeric": SHARED},
    "confirms": {None: End("accepted", "failed no-answer")},
}


# What only two together bring about: a close that says the token is refused, or has lapsed.
TOGETHER = {
    frozenset({("initialise", "ignored"), ("init_code", "4401")}): NOBODY,
    frozenset({("initialise", "ignored"), ("init_code", "4407")}): NOBODY,
    frozenset({("token_life", 20_000), ("requests", "silent")}): End(
        "unconnected", "disconnected 4407"
    ),
}


def values() -> dict[str, list[Any]]:
    """Return of each switch the values that are not its default."""
    found: dict[str, list[Any]] = {}
    for one in described(Switches()):
        every = NUMBERS.get(one["name"]) or one.get("choices", [True, False])
        found[one["name"]] = [value for value in every if value != one["default"]]
    return found


VALUES = values()
ALONE = [{name: value} for name, every in VALUES.items() for value in every]


def pairs() -> list[dict[str, Any]]:
    """Return all pairs of switches; from pair to pair each takes its next value."""
    turns = dict.fromkeys(VALUES, 0)
    found = []
    for pair in combinations(VALUES, 2):
        chosen = {}
        for name in pair:
            chosen[name] = VALUES[name][turns[name] % len(VALUES[name])]
            turns[name] += 1
        found.append(chosen)
    return found


def told(switches: dict[str, Any]) -> str:
    """Return the switches as a test's name."""
    return ",".join(f"{name}={value}" for name, value in switches.items())


def expected(switches: dict[str, Any]) -> End:
    """Return how the main job ends: by the first switch that it meets and cannot pass."""
    if end := TOGETHER.get(frozenset(switches.items())):
        return end
    for name, ends in ENDS.items():
        end = ends.get(switches[name]) or ends[None] if name in switches else SHARED
        if end != SHARED:
            return end
    return SHARED


@pytest.mark.parametrize("switches", ALONE, ids=told)
async def test_alone(stage: Stage, switches: dict[str, Any]) -> None:
    """With any one switch the main job comes to its end, or the page is told why not."""
    await stage.behave(**switches)
    assert await main_job(stage) == expected(switches)


def often(number: int, switches: dict[str, Any]) -> Any:
    """Return a pair as a parameter: each time every second one, and those that have an own end."""
    own = frozenset(switches.items()) in TOGETHER
    thorough = number % 2 == 1 and not own
    return pytest.param(switches, marks=pytest.mark.thorough if thorough else ())


@pytest.mark.parametrize("switches", [often(*one) for one in enumerate(pairs())], ids=told)
async def test_in_pairs(stage: Stage, switches: dict[str, Any]) -> None:
    """With any two switches it is as with the one that the main job meets first."""
    await stage.behave(**switches)
    assert await main_job(stage) == expected(switches)


def test_nothing_is_left_out() -> None:
    """Each switch is there, with each of its choices in a pair too."""
    assert set(VALUES) == {one.name for one in fields(Switches)}
    assert all(VALUES.values())
    paired = {(name, value) for pair in pairs() for name, value in pair.items()}
    assert paired == {(name, value) for one in ALONE for name, value in one.items()}
    assert len(pairs()) == len(VALUES) * (len(VALUES) - 1) // 2
