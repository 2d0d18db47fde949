"""Each fault of the library by itself."""

from __future__ import annotations

import json
import time

import pytest
from websockets.exceptions import ConnectionClosed

from simulator.faults.registry import parsed
from tests.simulator.consumer import (
    Consumer,
    cobrowse,
    fetched,
    heard,
    invited,
    listening,
    say,
)
from tests.support.standin import ACCOUNT, StandIn

DISCOVERY = f"api/account/{ACCOUNT}/service/baseURI.json?version=1.0"
SILENCE = pytest.raises(TimeoutError)


@pytest.mark.parametrize(
    ("fault", "code"),
    [("drop", 1006), ("close-4401", 4401), ("close-4407", 4407), ("close,code=1011", 1011)],
)
def test_a_connection_ends_at_a_frame(consumer: Consumer, fault: str, code: int) -> None:
    """It ends in place of a frame, and the next connection meets the same."""
    kind = parsed(fault)
    more = {"code": code} if kind.name == "close" else {}
    consumer.standin.add_fault(kind.name, **more)
    consumer.standin.get("state")
    with pytest.raises(ConnectionClosed):
        consumer.ask("GetClock")
    assert consumer.closing()[0] == code
    other = Consumer(consumer.standin, consumer.token)
    other.introduce()
    assert other.closing()[0] == code


def test_half_open_at_a_frame(consumer: Consumer) -> None:
    """From the frame on nothing passes, and nothing ends it; a new connection is fine."""
    consumer.standin.add_fault("half-open", times=1)
    consumer.socket.close_timeout = 0.1
    consumer.socket.send('{"kind":"req","id":"clock","type":"GetClock"}')
    with SILENCE:
        consumer.socket.recv(timeout=0.2)
    assert [one["silent"] for one in consumer.standin.get("state")["sockets"]] == [True]
    other = Consumer(consumer.standin, consumer.token)
    assert other.initialise()["code"] == 200
    other.leave()


def test_delay_and_its_jitter(consumer: Consumer) -> None:
    """All frames are late, in order, however different their delays."""
    listening(consumer)
    consumer.standin.add_fault("delay", ms=100, jitter=200)
    began = time.monotonic()
    say(consumer, *"abcdef")
    assert heard(consumer, 6) == list("abcdef")
    assert time.monotonic() - began >= 0.1


def test_stall(consumer: Consumer) -> None:
    """What comes within the pause comes at its end, all together."""
    listening(consumer)
    consumer.standin.add_fault("stall", ms=400, times=1)
    began = time.monotonic()
    say(consumer, *"abc")
    assert heard(consumer, 1) == ["a"]
    assert time.monotonic() - began >= 0.4
    assert heard(consumer, 2) == ["b", "c"]


def test_throttle(consumer: Consumer) -> None:
    """A frame takes as long as its length does."""
    listening(consumer)
    consumer.standin.add_fault("throttle", rate=10_000)
    began = time.monotonic()
    say(consumer, "a" * 4_000)
    assert heard(consumer, 1) == ["a" * 4_000]
    assert time.monotonic() - began >= 0.4


def test_lose(consumer: Consumer) -> None:
    """What is lost does not come, and what follows does."""
    listening(consumer)
    consumer.standin.add_fault("lose", skip=1, times=1)
    say(consumer, *"abc")
    assert heard(consumer, 2) == ["a", "c"]


def test_duplicate(consumer: Consumer) -> None:
    """It comes so often."""
    listening(consumer)
    consumer.standin.add_fault("duplicate", copies=3, times=1)
    say(consumer, *"ab")
    assert heard(consumer, 4) == list("aaab")


def test_reorder(consumer: Consumer) -> None:
    """Each second one overtakes the one before it."""
    listening(consumer)
    consumer.standin.add_fault("reorder", ms=60_000)
    say(consumer, *"abcd")
    assert heard(consumer, 4) == list("badc")


@pytest.mark.parametrize("length", [0, 4, 200, 70_000])
def test_slice(consumer: Consumer, length: int) -> None:
    """Fragments of every length make one message, and between them pings are answered."""
    consumer.standin.add_fault("slice", pieces=7, ms=20)
    text = "é" * length
    began = time.monotonic()
    consumer.standin.post("frames", text=text)
    assert consumer.socket.ping().wait(2)
    assert consumer.socket.recv(timeout=5) == text
    assert length < 7 or time.monotonic() - began >= 0.1
    assert consumer.ask("GetClock")["code"] == 200


def test_slice_makes_fragments(consumer: Consumer) -> None:
    """They come as fragments, one by one."""
    consumer.standin.add_fault("slice", pieces=3)
    consumer.standin.post("frames", text="abcdef")
    assert list(consumer.socket.recv_streaming()) == ["ab", "cd", "ef"]


@pytest.mark.parametrize("how", ["cut", "changed"])
def test_garble(consumer: Consumer, how: str) -> None:
    """A broken frame comes in place of the sound one."""
    with consumer.standin.failing("garble", how=how, seed=3):
        for text in ("abcdef" * 20, ""):
            consumer.standin.post("frames", text=text)
            broken = str(consumer.socket.recv(timeout=5))
            assert (broken != text) == bool(text)
            assert len(broken) <= len(text)
    assert consumer.ask("GetClock")["code"] == 200


@pytest.mark.parametrize("which", ["all", "others", "GetClock"])
def test_refuse(consumer: Consumer, which: str) -> None:
    """Requests are refused and have no effect; the others are answered."""
    with consumer.standin.failing("refuse", requests=which, code=500):
        assert consumer.ask("GetClock")["code"] == 500
        refused = consumer.ask("cm.ConsumerRequestConversation")["code"]
        assert refused == (200 if which == "GetClock" else 500)
        assert consumer.initialise()["code"] == (500 if which == "all" else 200)
    assert len(consumer.standin.get("state")["conversations"]) == (which == "GetClock")


def test_ignore_once(consumer: Consumer) -> None:
    """One request has no answer; the next has."""
    consumer.standin.add_fault("ignore", times=1)
    consumer.socket.send('{"kind":"req","id":"lost","type":"GetClock"}')
    assert consumer.ask("GetClock")["code"] == 200


@pytest.mark.parametrize("service", ["discovery", "identity", "connectors", "profiles", "tag"])
def test_each_service(standin: StandIn, service: str) -> None:
    """A fault of one service is met there, and nowhere else; one of all everywhere."""
    account = f"api/account/{ACCOUNT}"
    paths = {
        "discovery": (DISCOVERY, None),
        "identity": (f"{account}/signup", b""),
        "connectors": (f"{account}/configuration/le-connectors/all-connectors", None),
        "profiles": (f"{account}/configuration/le-users/users/356285412", None),
        "tag": ("tag/tag.js", None),
    }
    for met, status in ((service, 503), ("all", 500)):
        with standin.failing("down", service=met, status=status):
            for name, asked in paths.items():
                hit = name == service or met == "all"
                assert fetched(standin, *asked)[0] == (status if hit else 200)


def test_an_agents_login(standin: StandIn) -> None:
    """The agents' login can be out of order too."""
    with standin.failing("down", service="login"):
        body = b'{"username": "alex", "password": "any"}'
        assert fetched(standin, f"api/account/{ACCOUNT}/login?v=1.3", body)[0] == 500


def test_slow_and_portal(standin: StandIn) -> None:
    """A service is late, or somebody else answers in its place."""
    standin.add_fault("slow", service="discovery", ms=200)
    standin.add_fault("portal", service="discovery", skip=1)
    began = time.monotonic()
    assert json.loads(fetched(standin, DISCOVERY)[1])["baseURIs"]
    assert time.monotonic() - began >= 0.2
    assert fetched(standin, DISCOVERY) == (200, "<html>Welcome to the hotel</html>")


def test_identity_refused(standin: StandIn) -> None:
    """The identity provider's own errors, each with its words."""
    standin.add_fault("identity-refused", code=2006, status=403)
    status, text = fetched(standin, f"api/account/{ACCOUNT}/signup", b"")
    assert (status, json.loads(text)) == (
        403,
        {"internalErrorCode": 2006, "message": "captcha required"},
    )


def test_a_reordered_change_is_stale(consumer: Consumer) -> None:
    """Of an invitation and its end, the end comes first."""
    consumer.standin.add_fault("reorder", frames="changes", ms=60_000)
    _, dialog = invited(consumer)
    consumer.standin.cancel(dialog)
    states = [cobrowse(consumer.hear())["metaData"]["sessionState"] for _ in range(2)]
    assert states == ["CLOSED", "INVITED"]
