"""LivePerson's doors beside messaging: CoBrowse by its service id, and what belongs to it."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from typing import Any
from urllib.error import HTTPError

import pytest

from simulator.app import Options
from tests.simulator.agent import ALEX, ALEX_PID
from tests.simulator.consumer import Consumer, cobrowse, invited
from tests.support.standin import ACCOUNT, ControlError, StandIn, running


def publish(
    standin: StandIn, name: str, service_id: str, account: str = ACCOUNT, **more: str
) -> None:
    """Tell what the taglet heard on a page."""
    data = json.dumps({"name": name, "serviceId": service_id, **more}).encode()
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
        with pytest.raises(ControlError, match="an account is one of"):
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


def answered(url: str, **headers: str) -> tuple[int, Any]:
    """Return the status and the JSON that a URL answers."""
    body = headers.pop("body", None)
    request = urllib.request.Request(url, body.encode() if body else None, headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        error.close()
        return error.code, None


def test_discovery_fails_as_documented() -> None:
    """An unknown account is 401 or what is switched; without its version strict says 400."""
    with running(Options()) as standin:
        url = f"{standin.url}/api/account/{ACCOUNT}/service/baseURI.json"
        unknown = f"{standin.url}/api/account/0/service/baseURI.json"
        assert answered(url)[0] == 200
        assert answered(unknown)[0] == 401
        standin.post("behaviour", unknown_account="400", strict=True)
        assert answered(f"{unknown}?version=1.0")[0] == 400
        assert answered(url)[0] == 400
        assert answered(f"{url}?version=1.0")[0] == 200
        standin.post("behaviour", discovery="401")
        assert answered(f"{url}?version=1.0")[0] == 401


def test_agents_have_public_profiles(standin: StandIn) -> None:
    """An agent's name is told without a token, by each form of the agent's id."""
    users = f"{standin.url}/api/account/{ACCOUNT}/configuration/le-users/users"
    for agent in (ALEX_PID, ALEX, ALEX.rpartition(".")[2]):
        status, told = answered(f"{users}/{agent}")
        assert (status, told["nickname"]) == (200, "Alex")
    assert answered(f"{users}/nobody")[0] == 404


@pytest.mark.parametrize(
    ("action", "key"), [("declineCall", "declined"), ("endCall", "ended_by_consumer")]
)
def test_a_call_link_declines_and_ends(consumer: Consumer, action: str, key: str) -> None:
    """An invitation's link takes an answer by HTTP, of its own consumer alone."""
    invited(consumer)
    link = cobrowse(consumer.hear())["metaData"]["callLink"]
    other = consumer.standin.post("tokens", consumerId="eve")["token"]
    body = json.dumps({"action": action})
    for token, sent, status in (
        ("x", body, 401),
        (other, body, 401),
        (consumer.token, "{", 400),
        (consumer.token, "{}", 400),
        (consumer.token, body, 200),
        (consumer.token, body, 404),
    ):
        assert answered(link, body=sent, Authorization=f"bearer {token}")[0] == status
    assert cobrowse(consumer.hear())["metaData"]["notificationKey"] == key


def test_which_invitations_have_a_call_link(consumer: Consumer) -> None:
    """All, those of calls, or none."""
    invited(consumer)
    consumer.hear()
    for links, mode, has in (
        ("calls", "view", False),
        ("calls", "VIDEO_CALL", True),
        ("none", "VIDEO_CALL", False),
    ):
        consumer.standin.post("behaviour", call_link=links)
        state = consumer.standin.get("state")["conversations"][0]["dialogs"]
        consumer.standin.post(f"invitations/{state[-1]['dialogId']}/cancel")
        consumer.hear()
        consumer.standin.invite(mode)
        assert ("callLink" in cobrowse(consumer.hear())["metaData"]) is has


@pytest.mark.parametrize(
    ("wanted", "agent_id"),
    [("numeric", ALEX.rpartition(".")[2]), ("full", ALEX), ("pid", ALEX_PID)],
)
def test_the_form_of_the_agents_id(consumer: Consumer, wanted: str, agent_id: str) -> None:
    """Where the service wants one form, an accept with another goes nowhere."""
    consumer.standin.post("behaviour", agent_id=wanted, needs_offer=True)
    invited(consumer)
    service_id = cobrowse(consumer.hear())["metaData"]["serviceId"]
    publish(consumer.standin, "cobrowseAccepted", service_id, agentId=agent_id)
    publish(consumer.standin, "cobrowseOffered", service_id, agentId=agent_id)
    publish(consumer.standin, "cobrowseAccepted", service_id, agentId="Alex")
    dialogs = consumer.standin.get("state")["conversations"][0]["dialogs"]
    assert dialogs[-1]["metaData"]["sessionState"] == "INVITED"
    publish(consumer.standin, "cobrowseAccepted", service_id, agentId=agent_id)
    assert cobrowse(consumer.hear())["metaData"]["notificationKey"] == "accepted"
