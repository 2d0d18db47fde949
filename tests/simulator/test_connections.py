"""The faults of connections: handshake, introduction, requests, half-open and dropped ones."""

from __future__ import annotations

import time

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.simulator.consumer import Consumer, cobrowse, invited, sign_up
from tests.support.standin import StandIn

CLOCK = '{"kind":"req","id":"clock","type":"GetClock"}'


@pytest.mark.parametrize("health", ["404", "429", "500"])
def test_handshakes_that_fail(standin: StandIn, health: str) -> None:
    """The handshake is answered with the status, and works again after the fault."""
    token = sign_up(standin)
    with standin.behaving(messaging=health), pytest.raises(InvalidStatus) as caught:
        Consumer(standin, token)
    assert caught.value.response.status_code == int(health)
    Consumer(standin, token).leave()


def test_a_handshake_without_an_answer(standin: StandIn) -> None:
    """A silent handshake outlasts a client's patience."""
    token = sign_up(standin)
    with standin.behaving(messaging="silent"), pytest.raises(TimeoutError):
        Consumer(standin, token, patience=0.2)


@pytest.mark.parametrize("code", [400, 401, 429])
def test_introductions_that_are_refused(standin: StandIn, code: int) -> None:
    """InitConnection is refused and the connection stays; nothing else is answered before it."""
    consumer = Consumer(standin)
    with standin.behaving(initialise=str(code)):
        assert consumer.initialise()["code"] == code
        assert consumer.ask("cqm.SubscribeExConversations")["code"] == 401
    assert consumer.initialise()["code"] == 200
    consumer.leave()


def test_an_introduction_that_is_ignored(standin: StandIn) -> None:
    """Without an answer to InitConnection the connection ends by its limit."""
    standin.post("behaviour", initialise="ignored", init_limit=200)
    consumer = Consumer(standin)
    consumer.introduce()
    consumer.introduce()
    began = time.monotonic()
    assert consumer.closing() == (1001, "connection timed out")
    assert time.monotonic() - began < 2


def test_the_responses_type(standin: StandIn) -> None:
    """The type of InitConnection's response is unknown: the stand-in does either."""
    for name in (".ReqBody$StringResp", "StringResponse"):
        standin.post("behaviour", response_type=name)
        consumer = Consumer(standin)
        assert consumer.initialise()["type"] == name
        consumer.leave()


def test_another_consumers_token(consumer: Consumer) -> None:
    """A connection stays its consumer's; the same one may introduce themselves again."""
    assert consumer.initialise()["code"] == 200
    consumer.token = sign_up(consumer.standin)
    assert consumer.initialise()["code"] == 400


@pytest.mark.parametrize("code", [429, 500])
def test_requests_that_fail(consumer: Consumer, code: int) -> None:
    """Requests after the introduction are refused and have no effect."""
    with consumer.standin.behaving(requests=str(code)):
        assert consumer.ask("cm.ConsumerRequestConversation")["code"] == code
    assert consumer.standin.get("state")["conversations"] == []
    assert consumer.ask("GetClock")["code"] == 200


def test_requests_without_an_answer(consumer: Consumer) -> None:
    """Silence, for all requests or for GetClock alone; or a clock that names no time."""
    for switches in ({"requests": "silent"}, {"clock": "silent"}):
        with consumer.standin.behaving(**switches):
            consumer.socket.send(CLOCK)
            if "clock" in switches:
                assert consumer.ask("KeepAlive")["code"] == 200
            with pytest.raises(TimeoutError):
                consumer.socket.recv(timeout=0.1)
    with consumer.standin.behaving(clock="missing-time"):
        assert consumer.ask("GetClock")["body"] == {}


def test_half_open(consumer: Consumer) -> None:
    """A half-open connection neither answers, notifies nor closes; a new one gets everything."""
    conversation, _ = invited(consumer)
    consumer.hear()
    with consumer.standin.half_open():
        assert [one["silent"] for one in consumer.standin.get("state")["sockets"]] == [True]
        consumer.socket.send(CLOCK)
        consumer.standin.post(f"conversations/{conversation}/messages", text="hello?")
        consumer.standin.post("sockets/close", code=1011)
        with pytest.raises(TimeoutError):
            consumer.socket.recv(timeout=0.2)
        fresh = Consumer(consumer.standin, consumer.token)
        fresh.initialise()
        assert cobrowse(fresh.subscribe())["metaData"]["sessionState"] == "INVITED"
    assert consumer.closing() == (1006, "")
    assert fresh.ask("GetClock")["code"] == 200
    fresh.leave()


def test_a_half_open_connection_does_not_answer_a_close(consumer: Consumer) -> None:
    """The client's own closing handshake gets no answer, and the end of it is noticed."""
    consumer.standin.post("sockets/silence")
    consumer.socket.close_timeout = 0.2
    began = time.monotonic()
    consumer.leave()
    assert time.monotonic() - began >= 0.2
    for _ in range(30):
        if not consumer.standin.get("state")["sockets"]:
            break
        time.sleep(0.1)
    assert consumer.standin.get("state")["sockets"] == []


def test_dropped(consumer: Consumer) -> None:
    """All connections can end without a closing frame."""
    consumer.standin.post("sockets/drop")
    assert consumer.closing() == (1006, "")


def test_closing_and_pings_are_answered(consumer: Consumer) -> None:
    """A sound connection answers pings and the client's close; frames of bytes are refused."""
    assert consumer.socket.ping().wait(2)
    other = Consumer(consumer.standin)
    other.socket.close(code=4000)
    assert other.socket.close_code == 4000
    consumer.socket.send(b"bytes")
    with pytest.raises(ConnectionClosed) as caught:
        consumer.hear()
    assert caught.value.rcvd
    assert caught.value.rcvd.code == 1003
