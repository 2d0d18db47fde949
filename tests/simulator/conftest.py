"""What most of the simulator's tests start with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulator.app import Options
from tests.simulator.consumer import Consumer
from tests.support.standin import StandIn, running


@pytest.fixture
def standin() -> Iterator[StandIn]:
    """A simulator."""
    with running(Options()) as started:
        yield started


@pytest.fixture
def consumer(standin: StandIn) -> Iterator[Consumer]:
    """A consumer who has introduced themselves."""
    made = Consumer(standin)
    assert made.initialise()["code"] == 200
    yield made
    made.leave()
