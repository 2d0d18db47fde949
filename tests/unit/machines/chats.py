"""A page that holds a conversation through Tagalong, over a network that comes and goes.

What is held of it: LivePerson has one conversation of it at most, and hears each message
once or the page hears that it is lost; what the page has closed does not stay open.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from pydantic import SecretStr

from app.core.page.effects import Report, SendFrame
from app.core.page.events import (
    CameBack,
    ConversationClosed,
    ConversationOpened,
    HttpAnswered,
    MessageSaid,
    SocketClosed,
    TokenSupplied,
)
from tests.support.hostile_frames import notification
from tools.driven import HOSTS, READY_TAG, Bench, invitation

# By then all that is due has been done, or given up.
SETTLED_SECONDS = 15.0
# Words by which a page knows that what it said may not arrive.
LOSSES = (
    "went nowhere",
    "is lost",
    "did not answer a request of the conversation's",
    "did not open",
)
# Longer than any invitation of this machine stands.
OVER_SECONDS = 150.0


@dataclass
class Held:
    """A conversation as LivePerson has it."""

    number: int
    is_open: bool = True
    heard: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its id."""
        return f"c{self.number}"


class Chats(RuleBasedStateMachine):
    """The page, its network, and LivePerson's side of the conversation."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = Bench()
        self.taken = 0
        self.numbers = itertools.count(1)
        self.messages = itertools.count(1)
        self.held: list[Held] = []
        self.live = False
        self.answers = True
        self.said: list[str] = []
        self.asked: list[str] = []
        self.told: list[str] = []
        self.wanted = False

    @initialize(held=st.booleans())
    def begin(self, *, held: bool) -> None:
        """The page starts; an earlier page may have opened a conversation."""
        if held:
            self.held.append(Held(next(self.numbers)))
        self.bench.start()
        self.connect()

    # --- the network ------------------------------------------------------------

    def connect(self) -> None:
        """Go from discovery to live, and get the first snapshot."""
        self.bench.feed(HttpAnswered(200, HOSTS))
        self.bench.feed(TokenSupplied(token=SecretStr("t")))
        changes = [self.change(one) for one in self.held if one.is_open]
        self.live = True
        self.bench.subscribed(notification(changes=changes), self.bench.now)
        self.take()

    @precondition(lambda self: self.live)
    @rule()
    def lose_the_socket(self) -> None:
        """The socket closes, with whatever was under way on it."""
        self.bench.feed(SocketClosed(1006))
        self.live = False
        self.take()

    @precondition(lambda self: not self.live)
    @rule()
    def come_back(self) -> None:
        """There is a network again."""
        self.bench.sleep(3)
        self.bench.feed(CameBack())
        self.connect()

    @rule(answers=st.booleans())
    def be_well_or_not(self, *, answers: bool) -> None:
        """LivePerson answers requests from now on, or is silent."""
        self.answers = answers

    @precondition(lambda self: self.live)
    @rule()
    def time_passes(self) -> None:
        """Nothing happens for a while: what was said was heard by then, or told as lost."""
        self.bench.sleep(SETTLED_SECONDS)
        self.take()
        heard = {text for held in self.held for text in held.heard}
        assert not self.wanted or set(self.said) <= heard

    # --- the page ---------------------------------------------------------------

    @rule()
    def open_one(self) -> None:
        """The page opens a conversation."""
        self.wanted = True
        self.bench.feed(ConversationOpened())
        self.take()

    @rule()
    def say(self) -> None:
        """The visitor says something."""
        # No two are alike: what was told as lost may be sent all the same.
        text = f"message {next(self.messages)}"
        if self.wanted:
            self.said.append(text)
        self.bench.feed(MessageSaid(text=text))
        self.take()

    @rule()
    def close(self) -> None:
        """The page closes its conversation."""
        # What was said to no conversation yet goes with it, by the page's own will.
        self.wanted = False
        self.said = [one for one in self.said if any(one in held.heard for held in self.held)]
        self.bench.feed(ConversationClosed())
        self.take()

    @precondition(lambda self: self.live and self.answers)
    @rule()
    def close_while_away(self) -> None:
        """The page closes what it holds while there is no network, and then there is one."""
        self.open_one()
        self.bench.sleep(1)
        self.take()
        self.lose_the_socket()
        self.close()
        self.come_back()
        self.time_passes()
        still = [one.name for one in self.held if one.is_open]
        assert len(still) <= self.others, "what the page has closed is open"

    @property
    def others(self) -> int:
        """How many conversations may be open that are not the page's."""
        return max(0, sum(one.is_open for one in self.held) - 1)

    @precondition(lambda self: self.live and self.answers)
    @rule()
    def say_to_one_that_is_gone(self) -> None:
        """The agent closes the conversation while the page is away, and the visitor writes on."""
        self.open_one()
        self.bench.sleep(1)
        self.take()
        self.lose_the_socket()
        for one in self.held:
            one.is_open = False
        self.say()
        self.come_back()
        self.time_passes()

    @precondition(lambda self: self.live and self.answers)
    @rule(times=st.integers(1, 3))
    def ask_again(self, times: int) -> None:
        """An invitation runs out, and the visitor asks for another one, perhaps with haste."""
        self.open_one()
        self.bench.sleep(1)
        self.take()
        ours = next((one for one in self.held if one.is_open), None)
        if ours is None or not self.wanted:
            return
        dialog_id = f"d{next(self.numbers)}"
        asked = invitation(dialog_id, conversation=ours.name)
        result = asked["body"]["changes"][0]["result"]["conversationDetails"]
        result["metaDataLastUpdateTs"] = result["dialogs"][-1]["creationTs"] = self.now_ms
        result["dialogs"][-1]["metaData"]["expires"] = self.bench.now + 90
        self.bench.receive(asked)
        self.bench.feed(READY_TAG)
        self.bench.sleep(OVER_SECONDS)
        self.take()
        before = len(self.asked)
        for _ in range(times):
            view = self.bench.banner
            if view and view.dialog_id == dialog_id and self.live:
                self.bench.press("ask", dialog_id)
                self.take()
        for _ in range(times - 1):
            self.bench.press("ask", dialog_id)
            self.take()
        assert len(self.asked) <= before + 1, "one question, asked twice"

    # --- LivePerson ---------------------------------------------------------------

    @property
    def now_ms(self) -> int:
        """LivePerson's time."""
        return round(self.bench.now * 1000)

    @precondition(lambda self: any(one.is_open for one in self.held))
    @rule()
    def close_by_agent(self) -> None:
        """The agent closes the conversation, which is told to whoever hears."""
        for one in self.held:
            if one.is_open:
                one.is_open = False
                self.tell(one)
        self.take()

    def tell(self, one: Held) -> None:
        """Tell of a conversation's state."""
        if self.live:
            self.bench.receive(notification(changes=[self.change(one)]))

    def change(self, one: Held) -> Any:
        """Return a conversation's state."""
        details = {
            "stage": "OPEN" if one.is_open else "CLOSE",
            "dialogs": [{"dialogId": one.name, "dialogType": "MAIN", "state": "OPEN"}],
            "metaDataLastUpdateTs": self.now_ms,
        }
        return {"type": "UPSERT", "result": {"convId": one.name, "conversationDetails": details}}

    def take(self) -> None:
        """Have LivePerson, and the page, take what the engine has done."""
        while self.taken < len(self.bench.effects):
            effect = self.bench.effects[self.taken]
            self.taken += 1
            if isinstance(effect, SendFrame):
                assert self.live or "InitConnection" in effect.text, "sent into nothing"
                self.requested(json.loads(effect.text))
            elif isinstance(effect, Report) and effect.name == "conversation":
                self.told.append(str(effect.detail["state"]))
            elif isinstance(effect, Report) and effect.name == "error":
                self.failed(str(effect.detail["words"]))

    def failed(self, words: str) -> None:
        """Know what the page was told: a message is lost, or there is no conversation for any."""
        if any(one in words for one in LOSSES):
            heard = {text for held in self.held for text in held.heard}
            self.said = [one for one in self.said if one in heard]

    def requested(self, request: dict[str, Any]) -> None:
        """Do what is asked on the socket, and say so, unless LivePerson is silent."""
        body, code = request.get("body", {}), 200
        answer: dict[str, Any] = {}
        match request["type"]:
            case "cm.ConsumerRequestConversation":
                assert not any(one.is_open for one in self.held), "a second conversation"
                one = Held(next(self.numbers))
                self.held.append(one)
                answer = {"conversationId": one.name}
                self.respond(request, code, answer)
                self.tell(one)
                return
            case "ms.PublishEvent":
                self.hear(body["conversationId"], body["event"]["message"])
            case "cm.UpdateConversationField":
                closed = self.find(body["conversationId"])
                closed.is_open = False
                self.respond(request, code, answer)
                self.tell(closed)
                return
            case "ms.SubscribeMessagingEvents":
                assert self.find(body["conversationId"])
            case _:
                return
        self.respond(request, code, answer)

    def hear(self, name: str, text: str) -> None:
        """Take a message."""
        one = self.find(name)
        if not text.startswith("message "):
            self.asked.append(text)
            return
        assert text not in one.heard, "a message twice"
        one.heard.append(text)

    def find(self, name: str) -> Held:
        """Return a conversation by its id."""
        return next(one for one in self.held if one.name == name)

    def respond(self, request: dict[str, Any], code: int, body: dict[str, Any]) -> None:
        """Answer a request, if LivePerson does."""
        if self.answers and self.live:
            self.bench.receive({"kind": "resp", "reqId": request["id"], "code": code, "body": body})

    # --- what holds -----------------------------------------------------------------

    @invariant()
    def opened_and_ended_take_turns(self) -> None:
        """The page is told of one conversation at a time."""
        states = [state for state in self.told if state != "refused"]
        expected = itertools.cycle(["opened", "ended"])
        assert all(one == other for one, other in zip(states, expected, strict=False)), states
