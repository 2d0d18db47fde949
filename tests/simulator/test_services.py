"""LivePerson's doors beside messaging: CoBrowse by its service id, and what belongs to it."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from typing import Any

import pytest

from simulator.app import Options
from tests.simulator.consumer import Consumer, cobrowse, invited
from tests.support.standin import ACCOUNT, StandIn, running


def publish(standin: StandIn, name: str, service_id: str, account: str = ACCOUNT) -> None:
    """Tell what the taglet heard on a page."""
    data = json.dumps({"name": name, "serviceId": service_id}).encode()
    urllib.request.urlopen(f"{standin.url}/cobrowse/{account}/events", data).close()


def is_open(standin: StandIn, service_id: str, account: str = ACCOUNT) -> Any:
    """Return whether the taglet is told that sharing goes on."""
    query = urllib.parse.urlencode({"serviceId": service_id})
    with urllib.request.urlopen(f"{standin.url}/cobrowse/{account}/session?{query}") as answer:
        return json.load(answer)["open"]


def visitor(standin: StandIn) -> Any:
    """Return what the console is told of the newest conversation's visitor."""
    return standin.get("state")["conversations"][-1]["visitor"]


def test_a_shark_context_names_the_visit(consumer: Consumer) -> None:
    """The page that a visitor is on is known where the conversation was asked for with its id."""
    standin = consumer.standin
    for visit in ("V1", "V2"):
        told = {"svid": visit, "url": f"http://shop/{visit}", "title": visit}
        data = json.dumps(told).encode()
        urllib.request.urlopen(f"{standin.url}/monitoring/{ACCOUNT}", data).close()
    consumer.ask("cm.ConsumerRequestConversation")
    assert visitor(standin)["page"] is None
    context = {"type": "SharkContext", "visitorId": "V1", "sessionId": "S1"}
    consumer.ask("cm.ConsumerRequestConversation", {"conversationContext": context})
    assert visitor(standin)["page"]["title"] == "V1"


def test_a_conversation_of_any_account() -> None:
    """A tester opens conversations of every account that there is, and of no other."""
    with running(Options(accounts=(ACCOUNT, "87654321"))) as standin:
        standin.post("conversations", consumerId="ann", account="87654321")
        token = standin.post("tokens", consumerId="ann")["token"]
        consumer = Consumer(standin, token)
        consumer.initialise()
        assert consumer.subscribe()["body"]["changes"] == []
        with pytest.raises(AssertionError, match="an account is one of"):
            standin.post("conversations", account="0")
        consumer.leave()


def test_the_whole_service_id_joins_the_two_sides(consumer: Consumer) -> None:
    """Half of the service id, or another account, answers nobody's invitation."""
    standin = consumer.standin
    conversation, _ = invited(consumer)
    service_id = cobrowse(consumer.hear())["metaData"]["serviceId"]
    wrong = (f"undefined#{conversation}", conversation, f"#{conversation}", f"{service_id}#")
    for one, account in (*((one, ACCOUNT) for one in wrong), (service_id, "87654321")):
        publish(standin, "cobrowseDeclined", one, account)
        assert not is_open(standin, one, account)
    assert is_open(standin, service_id)
    publish(standin, "cobrowseDeclined", service_id)
    assert cobrowse(consumer.hear())["metaData"]["notificationKey"] == "declined"
    assert not is_open(standin, service_id)
