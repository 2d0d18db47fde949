"""The library of faults: each by itself, on whom it is, which way, by chance and by seed."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from simulator import choices
from simulator.app import Options
from simulator.faults.fault import Fault
from simulator.faults.registry import LIBRARY, described, made, parsed
from simulator.faults.switched import MEANT, meant
from simulator.switches import Switches
from tests.simulator.agent import AgentClient
from tests.simulator.consumer import Consumer, change, cobrowse, invited, sign_up
from tests.support.standin import ACCOUNT, ControlError, StandIn, running

DISCOVERY = f"api/account/{ACCOUNT}/service/baseURI.json?version=1.0"
SILENCE = pytest.raises(TimeoutError)


def say(consumer: Consumer, *texts: str) -> None:
    """Have the agent say something in the consumer's conversation."""
    for text in texts:
        consumer.standin.say(text)


def heard(consumer: Consumer, count: int) -> list[str]:
    """Return what the next so many messages say."""
    return [change_of(consumer.hear())["event"]["message"] for _ in range(count)]


def change_of(frame: Any) -> Any:
    """Return a frame's one change."""
    (only,) = frame["body"]["changes"]
    return only


def listening(consumer: Consumer) -> None:
    """Open a conversation and listen to it."""
    conversation = consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"]
    body = {"conversationId": conversation, "dialogId": conversation}
    consumer.ask("ms.SubscribeMessagingEvents", body)


def fetched(standin: StandIn, path: str, data: bytes | None = None) -> tuple[int, str]:
    """Return an answer's status and text."""
    try:
        with urlopen(Request(f"{standin.url}/{path}", data=data), timeout=5) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


# --- one by one -----------------------------------------------------------------


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


# --- whom, which way, which of them -----------------------------------------------


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


# --- together, by chance, in the end ----------------------------------------------


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


# --- adding, ending, mistakes -------------------------------------------------------


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


# --- the registry -------------------------------------------------------------------


@st.composite
def _any_fault(draw: st.DrawFn) -> Fault:
    name = draw(st.sampled_from(list(LIBRARY)))
    wishes: dict[str, object] = {}
    for one in choices.described(LIBRARY[name]()):
        if draw(st.booleans()) or one["name"] == "code":
            continue
        if "choices" in one:
            wishes[one["name"]] = draw(st.sampled_from(one["choices"]))
        elif isinstance(one["default"], float) or one["name"] == "probability":
            wishes[one["name"]] = draw(st.floats(one["from"], one["to"]))
        elif "from" in one:
            wishes[one["name"]] = draw(st.integers(one["from"], one["to"]))
    return made(name, wishes)


@given(_any_fault())
@settings(max_examples=200, deadline=None)
def test_a_fault_is_what_it_is_written_as(fault: Fault) -> None:
    """The command line's words of a fault make the same fault."""
    assert parsed(fault.spec) == fault


def test_each_says_what_it_does() -> None:
    """Each fault has a sentence on what it does, when it is unrealistic, and its choices."""
    for one in described():
        assert one["does"].endswith(".")
        assert one["does"][0].isupper()
        assert one["unrealistic"]
        assert {"probability", "seed"} <= {choice["name"] for choice in one["choices"]}
        assert all(choice["meaning"] for choice in one["choices"])


def test_switches_that_are_faults() -> None:
    """Every value of such a switch is a fault but the usual one; the usual ones are none."""
    assert meant(Switches()) == {}
    for one in choices.described(Switches()):
        if one["name"] in MEANT and "choices" in one:
            for value in one["choices"]:
                found = meant(Switches().with_changes({one["name"]: value}))
                # Of identity there are no other hosts: it is discovery that names them.
                usual = value == one["default"] or (one["name"], value) == (
                    "identity",
                    "foreign-host",
                )
                assert list(found) == ([] if usual else [one["name"]])
    assert meant(Switches(tag_delay=5))["tag_delay"].spec == "slow,service=tag,ms=5"


def test_a_reordered_change_is_stale(consumer: Consumer) -> None:
    """Of an invitation and its end, the end comes first."""
    consumer.standin.add_fault("reorder", frames="changes", ms=60_000)
    _, dialog = invited(consumer)
    consumer.standin.cancel(dialog)
    states = [cobrowse(consumer.hear())["metaData"]["sessionState"] for _ in range(2)]
    assert states == ["CLOSED", "INVITED"]
