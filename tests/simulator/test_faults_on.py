"""On whose connections a fault is, which way, and which of the frames it meets."""

from __future__ import annotations

import time

import pytest

from tests.simulator.agent import AgentClient
from tests.simulator.consumer import (
    Consumer,
    change,
    invited,
)
from tests.support.standin import StandIn

SILENCE = pytest.raises(TimeoutError)


def test_on_one_connection(consumer: Consumer) -> None:
    """A fault may be on a consumer's connections, on one by its number, or on agents' alone."""
    standin = consumer.standin
    other = Consumer(standin)
    other.initialise()
    agent = AgentClient(standin)
    number, consumer_id = (
        next(
            (one["number"], one["consumerId"])
            for one in standin.get("state")["sockets"]
            if (one["consumerId"] == owner(consumer)) == mine
        )[not mine]
        for mine in (True, False)
    )
    for on, silent in (
        (f"connection:{number}", {consumer}),
        (f"consumer:{consumer_id}", {other}),
        ("agents", {agent}),
        ("agent:Alex", {agent}),
        ("agent:Robin", set()),
        ("consumers", {consumer, other}),
    ):
        with standin.failing("ignore", on=on):
            for one in (consumer, other, agent):
                if one in silent:
                    send_clock(one)
                else:
                    assert one.ask(".GetClock" if one is agent else "GetClock")["code"] == 200
    names = [one["names"] for one in standin.get("faults")["connections"]]
    assert [one[:2] for one in names] == [
        ["all", f"connection:{number}"],
        ["all", f"connection:{number + 1}"],
        ["agent:Alex", "agents"],
    ]
    for each in (other, agent):
        each.leave()


def owner(consumer: Consumer) -> str:
    """Return the id of the consumer whose token it is."""
    conversation = consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"]
    opened = consumer.standin.get("state")["conversations"]
    return next(str(one["consumerId"]) for one in opened if one["id"] == conversation)


def send_clock(client: Consumer | AgentClient) -> None:
    """Ask for the time, and hear nothing."""
    client.socket.send('{"kind":"req","id":"lost","type":"GetClock"}')
    with SILENCE:
        client.socket.recv(timeout=0.1)


def test_an_agents_connection(standin: StandIn) -> None:
    """Agents' connections meet the same faults: late frames, half-open, closed."""
    agent = AgentClient(standin)
    began = time.monotonic()
    with standin.failing("delay", on="agents", ms=150):
        assert agent.ask(".GetClock")["code"] == 200
        assert time.monotonic() - began >= 0.15
    standin.strike("close", on="agent:Alex", code=1011, reason="oops")
    assert agent.closing() == 1011
    silent = AgentClient(standin)
    assert standin.strike("half-open", on="agents") == 1
    send_clock(silent)
    assert standin.strike("drop") == 1
    assert silent.closing() is None


@pytest.mark.parametrize("way", ["to-client", "from-client", "both"])
def test_each_way(consumer: Consumer, way: str) -> None:
    """Late frames on the way there, on the way back, or both."""
    standin = consumer.standin
    standin.add_fault("delay", way=way, ms=200)
    began = time.monotonic()
    consumer.socket.send(
        '{"kind":"req","id":"new","type":"cm.ConsumerRequestConversation","body":{}}'
    )
    while not standin.get("state")["conversations"]:
        pass
    arrived = time.monotonic() - began
    assert consumer.hear()["code"] == 200
    answered = time.monotonic() - began
    assert (arrived >= 0.2) == (way != "to-client")
    assert answered >= (0.4 if way == "both" else 0.2)


def test_what_a_client_sends_is_broken_too(consumer: Consumer) -> None:
    """A request that is cut is a bad one; one that comes twice is answered twice."""
    standin = consumer.standin
    with standin.failing("garble", way="from-client", how="cut"):
        consumer.socket.send('{"kind":"req","id":"cut","type":"GetClock"}')
        assert consumer.hear()["code"] == 400
    with standin.failing("duplicate", way="from-client"):
        consumer.socket.send('{"kind":"req","id":"two","type":"GetClock"}')
        assert [consumer.hear()["reqId"] for _ in range(2)] == ["two", "two"]


def test_an_introduction_that_is_late_is_in_time(standin: StandIn) -> None:
    """Who is known is not closed by the limit of those who are not; who is late, is."""
    standin.post("behaviour", init_limit=400)
    with standin.failing("delay", way="from-client", ms=200):
        consumer = Consumer(standin)
        consumer.introduce()
        assert consumer.hear()["code"] == 200
    with SILENCE:
        consumer.socket.recv(timeout=0.5)
    consumer.leave()
    standin.add_fault("delay", way="from-client", ms=800)
    late = Consumer(standin)
    late.introduce()
    assert late.closing() == (1001, "connection timed out")


@pytest.mark.parametrize(
    ("frames", "hit"), [("responses", "rpn"), ("notifications", "rnn"), ("changes", "rnn")]
)
def test_which_frames(consumer: Consumer, frames: str, hit: str) -> None:
    """Answers alone, or what LivePerson tells of its own accord, or changes alone."""
    invited(consumer)
    consumer.hear()
    with consumer.standin.failing("duplicate", frames=frames):
        assert consumer.ask("GetClock")["code"] == 200
        if hit == "rpn":
            assert consumer.hear()["kind"] == "resp"
        consumer.standin.transfer()
        assert change(consumer.hear())["type"] == "UPSERT"
        if hit == "rnn":
            assert change(consumer.hear())["type"] == "UPSERT"
    consumer.standin.transfer()
    assert change(consumer.hear())["type"] == "UPSERT"
    with SILENCE:
        consumer.socket.recv(timeout=0.1)
