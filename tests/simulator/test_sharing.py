"""The relay of a shared page, its bounds, and what the console needs beside it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from simulator.app import Options
from simulator.cobrowse import acts
from tests.simulator.consumer import Consumer
from tests.support.standin import ACCOUNT, ControlError, StandIn, running


class Session:
    """A conversation, and lines of the relay on its invitation."""

    def __init__(self, standin: StandIn, stack: ExitStack) -> None:
        self.standin = standin
        self._stack = stack
        self.id = standin.post("conversations", consumerId="ann")["conversationId"]
        self.dialog = ""

    def begin(self, mode: str) -> None:
        """Invite, and accept as the visitor's page would."""
        self.dialog = self.standin.invite(mode)
        self.standin.post(f"invitations/{self.dialog}/accept")

    def page(self, more: str = "") -> ClientConnection:
        """Return the shared page's line."""
        return self._line(f"cobrowse/{ACCOUNT}/share?serviceId=ann%23{self.id}{more}")

    def console(self) -> ClientConnection:
        """Return a console's line."""
        return self._line(f"simulator/sharing/{self.dialog}")

    def _line(self, path: str) -> ClientConnection:
        url = f"ws://localhost:{self.standin.port}/{path}"
        return self._stack.enter_context(connect(url, max_size=None, close_timeout=1))


def hear(line: ClientConnection) -> Any:
    """Return the next frame."""
    return json.loads(line.recv(timeout=5))


def close_code(line: ClientConnection) -> int | None:
    """Return the code that a line is closed with, whatever comes before."""
    try:
        while True:
            line.recv(timeout=5)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


@pytest.fixture
def session() -> Iterator[Session]:
    """A conversation of a staged simulator."""
    with running(Options(staged=True)) as standin, ExitStack() as stack:
        yield Session(standin, stack)


def test_frames_go_both_ways(session: Session) -> None:
    """A page's picture reaches every console, and an agent's acts the page, until it is over."""
    session.begin("shared")
    page = session.page()
    began = hear(page)
    assert (began["kind"], began["dialog"], began["agent"]) == ("session", session.dialog, "Alex")
    consoles = [session.console(), session.console()]
    assert [hear(page), hear(page)] == [{"kind": "picture"}] * 2
    event = {"kind": "event", "event": {"type": 3, "timestamp": 1}}
    page.send(json.dumps(event))
    assert [hear(one) for one in consoles] == [event] * 2
    consoles[0].send(json.dumps({"kind": "click", "x": 1, "y": 2.5, "more": "unknown"}))
    assert hear(page) == {"kind": "click", "x": 1, "y": 2.5}
    session.standin.post(f"invitations/{session.dialog}/end")
    assert [hear(one) for one in (page, *consoles)] == [{"kind": "over"}] * 3


def test_the_next_page_goes_on(session: Session) -> None:
    """A page that leaves is away; the next resumes by the dialog, and no other dialog's does."""
    session.begin("view")
    page = session.page()
    hear(page)
    console = session.console()
    hear(page)
    page.close()
    assert hear(console) == {"kind": "away"}
    assert hear(session.page(f"&dialog={session.dialog}"))["kind"] == "session"
    assert hear(session.page("&dialog=another"))["kind"] == "over"


def test_one_page_is_shared(session: Session) -> None:
    """A second page takes the first one's place."""
    session.begin("view")
    first = session.page()
    hear(first)
    assert hear(session.page())["kind"] == "session"
    assert close_code(first) == 4002


def test_nothing_without_an_accepted_invitation(session: Session) -> None:
    """Before ACCEPTED nobody sees anything; without any invitation it is over."""
    assert hear(session.page())["kind"] == "over"
    session.dialog = session.standin.invite("view")
    assert close_code(session.page()) == 4001
    with pytest.raises(InvalidStatus) as caught:
        session.console()
    assert caught.value.response.status_code == 400


def test_strangers_cannot_watch(session: Session) -> None:
    """A console's line is closed to pages of other origins."""
    session.begin("view")
    url = f"ws://localhost:{session.standin.port}/simulator/sharing/{session.dialog}"
    with pytest.raises(InvalidStatus) as caught:
        connect(url, origin=Origin("https://evil.example"))
    assert caught.value.response.status_code == 403


def test_bounds(session: Session) -> None:
    """Too long a frame, too many at once, or too many consoles: the line ends, the rest goes on."""
    session.begin("shared")
    page = session.page()
    hear(page)
    long, eager = session.console(), session.console()
    long.send(json.dumps({"kind": "text", "text": "x" * acts.FURTHEST}))
    assert close_code(long) == 1009
    try:
        for _ in range(500):
            eager.send(json.dumps({"kind": "point", "x": 1, "y": 1}))
    except ConnectionClosed:
        pass
    assert close_code(eager) == 1008
    first, *_ = [session.console() for _ in range(4)]
    with pytest.raises(InvalidStatus):
        session.console()
    page.send("not JSON")
    page.send(json.dumps({"kind": "over"}))  # only the relay says so
    page.send(json.dumps({"kind": "page", "title": "Still here"}))
    assert hear(first)["title"] == "Still here"


@pytest.mark.parametrize(
    "frame",
    [
        {},
        {"kind": ["click"]},
        {"kind": "click", "x": 1},
        {"kind": "click", "x": "1", "y": 2},
        {"kind": "click", "x": True, "y": 2},
        {"kind": "click", "x": float("nan"), "y": 2},
        {"kind": "scroll", "x": 1, "y": 1, "dx": 0, "dy": 1e9},
        {"kind": "text", "text": 5},
        {"kind": "key", "key": "F5"},
        {"kind": "evaluate", "text": "alert(1)"},
    ],
)
def test_acts_that_make_no_sense(frame: dict[str, Any]) -> None:
    """They are dropped in every mode."""
    assert [acts.read(frame, mode) for mode in (*acts.BY_MODE, "VOICE_CALL")] == [None] * 4


def test_acts_by_mode() -> None:
    """`follow` watches, `view` may scroll too, `shared` may also point, click and type."""
    scroll = {"kind": "scroll", "x": 1, "y": 1, "dx": 0, "dy": 40}
    assert [acts.read(scroll, mode) for mode in ("follow", "view", "shared")] == [
        None,
        scroll,
        scroll,
    ]
    for act in ({"kind": "click", "x": 1, "y": 1}, {"kind": "text", "text": "a"}):
        assert [acts.read(act, mode) for mode in ("follow", "view", "shared")] == [None, None, act]


def test_the_queue(session: Session) -> None:
    """A staged conversation waits without an agent until one takes it, or does anything in it."""
    (waiting,) = session.standin.get("state")["conversations"]
    assert waiting["waiting"]
    session.standin.post(f"conversations/{session.id}/take", agent="Robin")
    (taken,) = session.standin.get("state")["conversations"]
    assert (taken["waiting"], taken["agent"]) == (False, "Robin")
    with pytest.raises(ControlError, match="an agent is one of Alex, Robin"):
        session.standin.post(f"conversations/{session.id}/take", agent="Kim")


def test_a_consumer_hears_of_the_agent_who_takes_it(session: Session) -> None:
    """While a conversation waits it has no ASSIGNED_AGENT on the wire."""
    consumer = Consumer(session.standin)
    consumer.initialise()
    opened = consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"]
    consumer.ask("cqm.SubscribeExConversations", {"convState": ["OPEN"]})
    assert "ASSIGNED_AGENT" not in json.dumps(consumer.hear())
    session.standin.post(f"conversations/{opened}/messages", text="Hello")
    assert "ASSIGNED_AGENT" in json.dumps(consumer.hear())
    consumer.leave()


def test_the_visitors_card(session: Session) -> None:
    """The page is the one that the tag tells; the client what the connection told."""
    consumer = Consumer(session.standin)
    consumer.initialise(os="LINUX", browser="Chrome", secret="no")
    consumer.ask("cm.ConsumerRequestConversation")
    body = json.dumps({"svid": "V1", "url": "http://shop/basket", "title": "Basket"}).encode()
    url = f"{session.standin.url}/monitoring/{ACCOUNT}"
    agent = session.standin.get("state")["conversations"][-1]["visitor"]
    assert agent["page"] is None
    headers = {"User-Agent": str(consumer.socket.request.headers["User-Agent"])}  # type: ignore[union-attr]
    urllib.request.urlopen(urllib.request.Request(url, body, headers)).close()
    visitor = session.standin.get("state")["conversations"][-1]["visitor"]
    assert visitor["page"] == {"url": "http://shop/basket", "title": "Basket"}
    assert visitor["client"] == {"os": "LINUX", "browser": "Chrome"}
    consumer.leave()


def test_a_reset_begins_anew(session: Session) -> None:
    """Conversations, connections, publications and switches are as at first."""
    consumer = Consumer(session.standin)
    consumer.initialise()
    session.standin.post("behaviour", confirms=False)
    session.standin.post("reset")
    state = session.standin.get("state")
    assert state["conversations"] == []
    assert state["behaviour"]["confirms"] is True
    assert close_code(consumer.socket) == 1001
    assert session.standin.get("published") == []


def test_the_end_can_be_told(session: Session) -> None:
    """The console says in LivePerson's name that the agent has ended the conversation."""
    session.standin.post(f"conversations/{session.id}/close", words="The agent has left.")
    (over,) = session.standin.get("state")["conversations"]
    assert over["messages"][-1]["text"] == "The agent has left."
    assert over["messages"][-1]["role"] == "CONTROLLER"
