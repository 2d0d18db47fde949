"""How faults are added, listed, struck and ended, and what is refused."""

from __future__ import annotations

import pytest

from simulator.app import Options
from simulator.faults.registry import parsed
from tests.simulator.consumer import (
    Consumer,
    fetched,
    sign_up,
)
from tests.support.standin import ControlError, StandIn, running


def test_begin_and_end(standin: StandIn) -> None:
    """Faults are listed as the command line writes them; a reset takes them away."""
    first = standin.add_fault("delay", ms=300, on="consumer:ann")
    standin.add_fault("lose", probability=0.25, seed=3)
    assert [one["fault"] for one in standin.faults()] == [
        "delay,on=consumer:ann,ms=300",
        "lose,probability=0.25,seed=3",
    ]
    standin.remove_fault(first)
    assert [one["id"] for one in standin.faults()] == ["lose-2"]
    with pytest.raises(ControlError, match="there is no fault 'delay-1' that was added; there are"):
        standin.remove_fault(first)
    standin.remove_faults()
    assert standin.faults() == []
    standin.add_fault("drop")
    standin.reset()
    assert standin.faults() == standin.get("state")["faults"] == []


def test_those_from_the_beginning() -> None:
    """What is given at the start stands again after a reset."""
    with running(Options(faults=(parsed("down,service=tag"),))) as standin:
        assert fetched(standin, "tag/tag.js")[0] == 500
        standin.remove_faults()
        assert fetched(standin, "tag/tag.js")[0] == 200
        standin.reset()
        assert fetched(standin, "tag/tag.js")[0] == 500


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({"name": "gremlin"}, "there is no fault 'gremlin'; there are drop, half-open"),
        ({"name": ["drop"]}, "there is no fault"),
        ({"name": "delay", "mood": 1}, "there is no choice of delay 'mood'; there are"),
        ({"name": "delay", "ms": 1.5}, "ms is int"),
        ({"name": "delay", "ms": True}, "ms is int"),
        ({"name": "delay", "probability": 2}, "probability is from 0 to 1"),
        ({"name": "delay", "probability": "1"}, "probability is a number"),
        ({"name": "delay", "on": "me"}, "on is one of all, consumers, agents, consumer:ID"),
        ({"name": "delay", "on": 7}, "on is a text"),
        ({"name": "delay", "way": "up"}, "way is one of to-client, from-client, both"),
        ({"name": "slice", "way": "both"}, "way is one of to-client"),
        ({"name": "close", "code": 1005}, "a close code is 1000 to 1003"),
        ({"name": "close", "reason": "é" * 62}, "a reason of 123 bytes"),
        ({"name": "delay", "once": True}, "delay does not happen at once"),
        ({"name": "drop", "once": True, "on": "me"}, "on is one of"),
        ({"name": "identity-refused", "code": 1}, "code is one of 1012, 1024"),
    ],
)
def test_mistakes(standin: StandIn, wishes: dict[str, object], words: str) -> None:
    """What cannot be is refused in words, and nothing stands."""
    with pytest.raises(ControlError, match=words):
        standin.post("faults", **wishes)
    assert standin.faults() == []


def test_not_too_many(standin: StandIn) -> None:
    """So many stand at a time and no more."""
    for _ in range(100):
        standin.add_fault("lose", on="consumer:nobody")
    with pytest.raises(ControlError, match="at most 100"):
        standin.add_fault("lose")


def test_to_some_alone(consumer: Consumer) -> None:
    """The older calls take `on` as well; what it cannot mean is refused."""
    standin = consumer.standin
    other = Consumer(standin, sign_up(standin))
    other.initialise()
    numbers = sorted(one["number"] for one in standin.get("state")["sockets"])
    standin.post("frames", text='{"kind": "told"}', on=f"connection:{numbers[1]}")
    assert other.hear() == {"kind": "told"}
    standin.post("sockets/close", code=4407, on=f"connection:{numbers[1]}")
    assert other.closing()[0] == 4407
    assert consumer.ask("GetClock")["code"] == 200
    for call in ("frames", "sockets/close", "sockets/silence", "sockets/drop"):
        with pytest.raises(ControlError, match="on is"):
            standin.post(call, on="me")
        with pytest.raises(ControlError, match="on is"):
            standin.post(call, on=7)
