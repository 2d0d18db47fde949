"""What is kept is bounded, the oldest that is over going first."""

from __future__ import annotations

import json
import time
import urllib.request
from urllib.error import HTTPError

import pytest

from simulator.bounds import NotPossible
from simulator.brand import login
from simulator.state import world
from simulator.state.world import World
from simulator.switches import Switches
from tests.simulator.agent import AgentClient, post
from tests.simulator.consumer import Consumer
from tests.support.standin import ACCOUNT, ControlError, StandIn

pytestmark = pytest.mark.alone


def test_conversations_that_are_over_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limits, first the oldest that is over is forgotten, then the oldest."""
    monkeypatch.setattr(world, "MOST_CONVERSATIONS", 4)
    monkeypatch.setattr(world, "MOST_CLOSED", 2)
    made = World(("12345678",), Switches())
    first, second, third, fourth = (
        made.open_conversation("12345678", f"visitor-{number}") for number in range(4)
    )
    made.close_conversation(third, "AGENT")
    fifth = made.open_conversation("12345678", "visitor-5")
    assert list(made.conversations.values()) == [first, second, fourth, fifth]
    made.open_conversation("12345678", "visitor-6")
    with pytest.raises(NotPossible):
        made.find(first.id)
    for one in (second, fourth, fifth):
        made.close_conversation(one, "AGENT")
    assert second.id not in made.conversations
    assert made.of("12345678", "visitor-1") == []
    assert len(made.conversations) == 3


def test_profiles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many consumers' profiles are kept."""
    monkeypatch.setattr(world, "MOST_PROFILES", 1)
    made = World(("12345678",), Switches())
    made.set_profile("12345678", "ann", [{"type": "personal"}])
    made.set_profile("12345678", "bob", [{"type": "personal"}])
    assert made.profile("12345678", "ann") == []
    assert made.profile("12345678", "bob") == [{"type": "personal"}]


def test_logins(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many logins are kept: the oldest's bearer is nobody's then."""
    monkeypatch.setattr(login, "MOST_LOGINS", 1)
    body = {"username": "alex", "password": "any"}
    oldest = post(standin, "login", body)[1]
    newest = post(standin, "login", body)[1]
    assert AgentClient(standin, bearer=oldest["bearer"]).closing() == 4401
    agent = AgentClient(standin, bearer=newest["bearer"])
    assert agent.ask(".GetClock")["code"] == 200
    agent.leave()


def test_what_the_taglet_heard(standin: StandIn) -> None:
    """Only objects of a reasonable size and depth are kept."""
    url = f"{standin.url}/cobrowse/{ACCOUNT}/events"
    bad = (
        "[1]",
        "{",
        "[" * 50_000,
        f'{{"a":{"[" * 60}{"]" * 60}}}',
        json.dumps({"a": "x" * 100_000}),
    )
    for body in bad:
        with pytest.raises(HTTPError) as caught:
            urllib.request.urlopen(urllib.request.Request(url, data=body.encode()), timeout=5)
        assert caught.value.code in (400, 413)
        caught.value.close()
    assert standin.get("published") == []


def test_what_is_kept_is_bounded_in_size(standin: StandIn, consumer: Consumer) -> None:
    """A text, an event, an id and an invitation's metaData are refused beyond their lengths."""
    long = "x" * 20_001
    assert consumer.ask("cm.ConsumerRequestConversation", {"skillId": long})["code"] == 400
    conversation = consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"]
    event = {"type": "ContentEvent", "contentType": "text/plain", "message": long}
    said = {"conversationId": conversation, "event": event}
    assert consumer.ask("ms.PublishEvent", said)["code"] == 400
    with pytest.raises(ControlError, match="characters"):
        standin.post(f"conversations/{conversation}/messages", text=long)
    agent = AgentClient(standin)
    dialog = {"dialogId": "d", "metaData": {"sessionState": "INVITED", "serviceId": long}}
    field = {"field": "DialogChange", "type": "CREATE", "dialog": dialog}
    update = {"conversationId": conversation, "conversationField": [field]}
    assert "characters" in agent.ask(".ams.cm.UpdateConversationField", update)["body"]
    agent.leave()


def test_the_state_grows_with_what_there_is(standin: StandIn) -> None:
    """What is told of many conversations costs each of them the same, however many there are."""

    def told(number: int) -> float:
        for one in range(number):
            standin.post("conversations", consumerId=f"visitor-{one}")
        spent = []
        for _ in range(5):
            began = time.perf_counter()
            standin.get("state")
            spent.append(time.perf_counter() - began)
        return min(spent)

    for _ in range(1_000):
        data = json.dumps({"name": "cobrowseOffered", "serviceId": "nobody's"}).encode()
        urllib.request.urlopen(f"{standin.url}/cobrowse/{ACCOUNT}/events", data).close()
    few, many = told(50), told(350)
    assert many < few * 8 * 2.5


def test_subscriptions(standin: StandIn) -> None:
    """One connection has only so many subscriptions."""
    agent = AgentClient(standin)
    for _ in range(100):
        assert agent.ask(".ams.routing.SubscribeRoutingTasks")["code"] == 200
    assert agent.ask(".ams.aam.SubscribeExConversations")["code"] == 400
    agent.leave()
