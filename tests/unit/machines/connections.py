"""One connection as a machine of rules: a LivePerson, a page and a clock that all have moods.

What is held of it is little: it is never stuck, never a nuisance, and connects once all is well.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from pydantic import SecretStr

from app.core.page.effects import (
    AskToken,
    CloseSocket,
    Effect,
    OpenSocket,
    Report,
    Request,
    SendFrame,
)
from app.core.page.events import (
    CameBack,
    Event,
    HttpAnswered,
    HttpFailed,
    SocketClosed,
    SocketOpened,
    TokenSupplied,
    WentAway,
    WentOffline,
    Woken,
)
from tests.unit.machines.model import ROOM
from tools.driven import HOSTS, Bench, frame

# What LivePerson answers to one kind of request; 0 is nothing at all.
WELL: dict[str, int] = {
    "discovery": 200,
    "socket": 200,
    "InitConnection": 200,
    "cqm.SubscribeExConversations": 200,
    "GetClock": 200,
}
ANSWERS = (200, 400, 401, 404, 429, 500, 503, 0)
Supply = Literal["at once", "late", "never", "fails", "nothing"]
SUPPLIES: tuple[Supply, ...] = ("at once", "late", "never", "fails", "nothing")
# A supplier that is so late has had its thirty seconds.
LATE_SECONDS = 32.0
# Even the longest delay is over by then, and what follows it.
WELL_SECONDS = 200.0
# The first delay of the back-off, with the bench's own chance: nothing shortens it after a 429.
BUSY_SECONDS = 5.0
MOST_ROUNDS = 10_000
# Once it has stopped for these, nothing but a new start helps.
FOR_GOOD = ("token-refused", "token-missing", "discovery")


class Connections(RuleBasedStateMachine):
    """A page that connects, and everything that can go wrong on its way."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = Bench()
        self.taken = 0
        self.answers = dict(WELL)
        self.supply: Supply = "at once"
        self.to_come: list[float] = []
        self.away = False
        self.connected = False
        self.socket = False
        self.busy_at: float | None = None

    @initialize()
    def begin(self) -> None:
        """The page starts."""
        self.begin_again()

    # --- moods ----------------------------------------------------------------

    @rule(kind=st.sampled_from(sorted(WELL)), answer=st.sampled_from(ANSWERS))
    def answer_otherwise(self, kind: str, answer: int) -> None:
        """One kind of request is answered so from now on."""
        self.answers[kind] = answer

    @rule(supply=st.sampled_from(SUPPLIES))
    def supply_otherwise(self, supply: Supply) -> None:
        """The page's supplier of tokens behaves so from now on."""
        self.supply = supply

    @rule()
    def all_is_well(self) -> None:
        """Everything answers again."""
        self.answers, self.supply = dict(WELL), "at once"

    # --- what happens ---------------------------------------------------------

    @precondition(lambda self: self.bench.connection == "stopped" and not self.away)
    @rule()
    def begin_again(self) -> None:
        """The page calls `start`."""
        self.busy_at = None
        effects = self.bench.start()
        assert effects
        self.take()

    @precondition(lambda self: self.socket)
    @rule(code=st.sampled_from([1000, 1006, 1011, 4401, 4407]))
    def lose_the_socket(self, code: int) -> None:
        """LivePerson, or the network, closes the socket."""
        self.feed(SocketClosed(code))

    @rule()
    def leave_the_page(self) -> None:
        """The page goes into the cache."""
        self.away = True
        self.feed(WentAway())

    @rule()
    def come_back(self) -> None:
        """The page is restored, looked at, or online."""
        self.away = False
        self.feed(CameBack())

    @precondition(lambda self: not self.away)
    @rule()
    def go_offline(self) -> None:
        """The browser has no network."""
        self.answers |= {"discovery": 0, "socket": 0}
        self.feed(WentOffline())
        if self.socket:
            self.feed(SocketClosed(1006))

    @precondition(lambda self: not self.away)
    @rule(seconds=st.sampled_from([0.5, 3.0, 7.0, 12.0, 40.0, 150.0]))
    def time_passes(self, seconds: float) -> None:
        """Nothing happens for a while."""
        self.sleep(seconds)

    @rule(seconds=st.sampled_from([5.0, 12.0, 100.0, 3600.0]))
    def the_clock_leaps(self, seconds: float) -> None:
        """The machine slept, was busy, or its clock was set forward; the alarm rings late."""
        self.bench.now += seconds
        if not self.away:
            self.feed(Woken())

    # --- what is seldom come upon by chance -----------------------------------

    @precondition(lambda self: not self.away)
    @rule()
    def hours_out_of_reach(self) -> None:
        """Nobody answers until all tries are used up."""
        self.answers |= {"discovery": 0, "socket": 0}
        if self.socket:
            self.feed(SocketClosed(1006))
        self.sleep(2 * 3600)

    @rule()
    def the_weather_clears(self) -> None:
        """Once all is well and the page is looked at, it connects, unless it was refused."""
        self.all_is_well()
        self.settle_down()

    @rule()
    def only_the_page_is_slow(self) -> None:
        """A page that is late with its token each time is a page with a token."""
        self.all_is_well()
        self.supply = "late"
        self.settle_down()

    def settle_down(self) -> None:
        """Expect a connection before long."""
        self.come_back()
        self.sleep(WELL_SECONDS)
        if self.bench.connection == "connected":
            return
        assert self.bench.connection == "stopped", self.bench.connection
        assert self.bench.details("error")[-1]["code"] in FOR_GOOD
        self.begin_again()
        self.sleep(WELL_SECONDS)
        assert self.bench.connection == "connected"

    # --- the shell, the page and LivePerson ------------------------------------

    def feed(self, event: Event) -> None:
        """Feed an event, and all that follows at once."""
        self.bench.feed(event)
        self.take()

    def sleep(self, seconds: float) -> None:
        """Let time pass: wake the engine when it asks for it, and supply what was late."""
        until = self.bench.now + seconds
        for _ in range(MOST_ROUNDS):
            due = self.bench.engine.deadline
            coming = [one for one in (due, *self.to_come) if one is not None]
            first = min(coming, default=until)
            if first > until or not coming:
                break
            self.bench.now = max(first, self.bench.now)
            if self.to_come and self.to_come[0] <= self.bench.now:
                self.to_come.pop(0)
                self.feed(TokenSupplied(token=SecretStr("late")))
            else:
                self.feed(Woken())
        else:
            message = "it never comes to rest"
            raise AssertionError(message)
        self.bench.now = until

    def take(self) -> None:
        """Have each effect answered, as the moods are."""
        while self.taken < len(self.bench.effects):
            effect = self.bench.effects[self.taken]
            self.taken += 1
            self.answer(effect)

    def answer(self, effect: Effect) -> None:
        """Have one effect answered."""
        match effect:
            case Request():
                assert not self.away, "a request by a page that was left"
                waited = self.busy_at is None or self.bench.now >= self.busy_at
                assert waited, "LivePerson has asked for less"
                self.busy_at = None
                self.bench.feed(self.discovered())
            case AskToken():
                self.be_supplied()
            case OpenSocket():
                opens = self.answers["socket"]
                self.socket = opens == 200
                if opens:
                    self.bench.feed(SocketOpened() if self.socket else SocketClosed(1006))
            case CloseSocket():
                self.socket = False
            case SendFrame(text):
                assert self.socket, "sent without a socket"
                self.respond(json.loads(text))
            case Report(name="connected"):
                assert not self.connected, "connected twice"
                self.connected = True
            case Report(name="disconnected"):
                self.connected = self.socket = False
            case Report(name="error"):
                self.connected &= self.bench.connection == "connected"

    def discovered(self) -> HttpAnswered | HttpFailed:
        """Return the answer of LivePerson's discovery."""
        status = self.answers["discovery"]
        if status == 429:
            self.busy_at = self.bench.now + BUSY_SECONDS - ROOM
        return HttpAnswered(status, HOSTS if status == 200 else "") if status else HttpFailed()

    def be_supplied(self) -> None:
        """Have the page give a token, or not."""
        match self.supply:
            case "at once":
                self.bench.feed(TokenSupplied(token=SecretStr("t")))
            case "late":
                self.to_come.append(self.bench.now + LATE_SECONDS)
            case "fails":
                self.bench.feed(TokenSupplied(failed=True, gave="an error"))
            case "nothing":
                self.bench.feed(TokenSupplied())

    def respond(self, asked: dict[str, Any]) -> None:
        """Have LivePerson respond to a request on the socket."""
        code = self.answers[asked["type"]]
        if not code:
            return
        if code == 429 and asked["type"] != "GetClock":
            self.busy_at = self.bench.now + BUSY_SECONDS - ROOM
        body = {"currentTime": round(self.bench.now * 1000)} if code == 200 else {}
        self.bench.receive({"kind": "resp", "reqId": asked["id"], "code": code, "body": body})
        if asked["type"] == "cqm.SubscribeExConversations" and code == 200:
            self.bench.receive(frame("empty-snapshot"))

    # --- what holds -----------------------------------------------------------

    @invariant()
    def it_is_never_stuck(self) -> None:
        """There is always a deadline, unless it has stopped or the page was left."""
        deadline = self.bench.engine.deadline
        assert deadline is not None or self.away or self.bench.connection == "stopped"
        assert deadline is None or deadline > self.bench.now

    @invariant()
    def a_stop_is_told(self) -> None:
        """What has stopped says why, and what says that it is connected has a socket."""
        if self.bench.connection == "stopped":
            assert self.bench.details("error")
        if self.bench.connection == "connected":
            assert self.connected
            assert self.socket
