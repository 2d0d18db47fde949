"""Several faults at once, by chance, and in the end: the same seed is the same course."""

from __future__ import annotations

import json

import pytest
from websockets.sync.client import connect

from simulator.app import Options
from tests.simulator.consumer import (
    Consumer,
    heard,
    listening,
    say,
)
from tests.support.standin import StandIn, running

SILENCE = pytest.raises(TimeoutError)


def test_several_at_once(consumer: Consumer) -> None:
    """They meet a frame in the order in which they began: two copies, of which one is late."""
    listening(consumer)
    standin = consumer.standin
    standin.add_fault("duplicate")
    standin.add_fault("delay", ms=60_000, skip=1, times=1)
    say(consumer, *"ab")
    assert heard(consumer, 1) == ["a"]
    with SILENCE:
        consumer.socket.recv(timeout=0.1)
    standin.post("behaviour", notifications="garbled")
    assert [one["id"] for one in standin.faults()] == [
        *("switch notifications", "duplicate-1", "delay-2"),
    ]


def test_what_is_held_back_comes_when_the_fault_ends(consumer: Consumer) -> None:
    """In its order, before what is sent afterwards."""
    listening(consumer)
    standin = consumer.standin
    with standin.failing("reorder", ms=60_000):
        say(consumer, "a")
    with standin.failing("delay", ms=200):
        say(consumer, "b")
    say(consumer, "c")
    assert heard(consumer, 3) == list("abc")


def losses(standin: StandIn, seed: int) -> str:
    """Return which of twenty messages arrive while half of them are lost."""
    consumer = Consumer(standin)
    consumer.initialise()
    listening(consumer)
    texts = [chr(ord("a") + number) for number in range(20)]
    with standin.failing("lose", frames="notifications", probability=0.5, seed=seed):
        say(consumer, *texts)
    say(consumer, "!")
    arrived = ""
    while not arrived.endswith("!"):
        arrived += heard(consumer, 1)[0]
    consumer.leave()
    return arrived


def test_a_seed_is_a_course_of_events(standin: StandIn) -> None:
    """The same seed hits the same frames, on another connection and simulator too."""
    first = losses(standin, 7)
    assert 4 < len(first) < 18
    assert losses(standin, 7) == first
    assert losses(standin, 8) != first
    with running(Options()) as other:
        assert losses(other, 7) == first


def test_two_connections_have_courses_of_their_own(standin: StandIn) -> None:
    """What a fault hits on one does not hang on what passes on another."""
    one, two = (Consumer(standin) for _ in range(2))
    for each in (one, two):
        each.initialise()
    with standin.failing("refuse", probability=0.5, seed=1):
        codes = [each.ask("GetClock")["code"] for each in (one, two) for _ in range(12)]
    assert set(codes) == {200, 429}
    for each in (one, two):
        each.leave()


def test_hits_are_counted_and_on_the_timeline(consumer: Consumer) -> None:
    """How often a fault hit can be asked, and each hit is told with whom it met."""
    listening(consumer)
    with consumer.standin.failing("duplicate", times=2):
        say(consumer, *"abc")
        assert [one["hits"] for one in consumer.standin.faults()] == [2]
    with connect(f"ws://localhost:{consumer.standin.port}/simulator/timeline") as timeline:
        told = json.loads(timeline.recv(timeout=5))
    hits = [(one["name"], one["way"]) for one in told if one["kind"] == "fault"]
    assert hits == [("duplicate,times=2", "out")] * 2
