"""The agents' side, LivePerson's brand API 2.1, to the letter of its documents and SDK."""

from __future__ import annotations

import json
import time
import urllib.request
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from simulator.brand import routing
from tests.simulator.agent import (
    ALEX,
    ALEX_PID,
    EVENT,
    RING,
    ROBIN,
    ROBIN_PID,
    STATE,
    AgentClient,
    post,
)
from tests.simulator.consumer import Consumer, cobrowse
from tests.support.standin import ACCOUNT, StandIn

STRING = ".ReqBody$StringResp"
HELLO = {"type": "ContentEvent", "contentType": "text/plain", "message": "Hello"}


@pytest.fixture
def alex(standin: StandIn) -> Iterator[AgentClient]:
    """An agent who is online."""
    client = AgentClient(standin)
    client.go_online()
    yield client
    client.leave()


@pytest.fixture
def robin(standin: StandIn) -> Iterator[AgentClient]:
    """A second agent who is online."""
    client = AgentClient(standin, "robin")
    client.go_online()
    yield client
    client.leave()


def opened(consumer: Consumer) -> str:
    """Open a conversation as the consumer, and return its id."""
    return str(consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"])


def creation(consumer_id: str, conversation: str, **changes: object) -> dict[str, Any]:
    """Return the field with which LivePerson's workspace invites."""
    dialog_id, now = str(uuid.uuid4()), round(time.time() * 1000)
    metadata = {
        "serviceId": f"{consumer_id}#{conversation}",
        "expires": now / 1000 + 120,
        "sessionState": "INVITED",
        "dialogId": dialog_id,
        "mode": "view",
        "notificationKey": "invited",
    }
    dialog = {
        "creationTs": now,
        "dialogId": dialog_id,
        "dialogType": "OTHER",
        "channelType": "COBROWSE",
        "state": "OPEN",
        "metaData": metadata,
        "participants": [consumer_id, ALEX],
        "metaDataLastUpdateTs": now,
        **changes,
    }
    return {"field": "DialogChange", "type": "CREATE", "dialogId": dialog_id, "dialog": dialog}


def consumer_id(standin: StandIn) -> str:
    """Return the id of the newest conversation's consumer."""
    return str(standin.get("state")["conversations"][-1]["consumerId"])


# --- login ------------------------------------------------------------------------


def test_discovery_names_the_agents_services(standin: StandIn) -> None:
    """CSDS lists `agentVep` and `asyncMessagingEnt`, which the SDK looks for."""
    url = f"{standin.url}/api/account/{ACCOUNT}/service/baseURI.json?version=1.0"
    with urllib.request.urlopen(url) as answer:
        services = {one["service"]: one["baseURI"] for one in json.load(answer)["baseURIs"]}
    assert services["agentVep"] == services["asyncMessagingEnt"] == f"localhost:{standin.port}"


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ({"username": "alex", "password": "any"}, "356285412"),
        ({"username": "ROBIN", "password": "any"}, "401773920"),
        ({"assertion": "PHNhbWw+", "jwt": "dummy"}, "356285412"),
        (
            {"username": "robin", "appKey": "a", "secret": "b"}
            | {"accessToken": "c", "accessTokenSecret": "d"},
            "401773920",
        ),
    ],
)
def test_each_way_to_log_in(standin: StandIn, body: dict[str, str], number: str) -> None:
    """Each way answers with csrf, bearer and who the agent is; the csrf prolongs it."""
    status, answer = post(standin, "login", body)
    assert status == 200
    assert answer["csrf"] != answer["bearer"]
    assert answer["config"]["userId"] == number
    assert uuid.UUID(answer["config"]["userPid"])
    assert post(standin, "refresh", {"csrf": answer["csrf"]})[0] == 200
    assert post(standin, "refresh", {"csrf": answer["bearer"]})[0] == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"username": "alex", "password": "wrong"}, 401),
        ({"username": "nobody", "password": "any"}, 401),
        ({"username": "alex"}, 400),
        ([], 400),
    ],
)
def test_logins_that_fail(standin: StandIn, body: object, status: int) -> None:
    """A refusal carries an error object and an internal code."""
    code, answer = post(standin, "login", body)
    assert code == status
    assert answer["error"]["message"]
    assert answer["internalCode"]


def test_pages_of_strangers_cannot_be_agents(standin: StandIn) -> None:
    """Neither the login nor the socket is open to a page of another origin."""
    evil = {"Origin": "https://evil.example"}
    request = urllib.request.Request(
        f"{standin.url}/api/account/{ACCOUNT}/login", data=b"{}", headers=evil
    )
    with pytest.raises(HTTPError) as caught:
        urllib.request.urlopen(request, timeout=5)
    assert caught.value.code == 403
    caught.value.close()
    bearer = post(standin, "login", {"username": "alex", "password": "any"})[1]["bearer"]
    url = f"ws://localhost:{standin.port}/ws_api/account/{ACCOUNT}/messaging/brand/{bearer}?v=2.1"
    with pytest.raises(InvalidStatus), connect(url, additional_headers=evil):
        pass


def test_a_strange_bearer(standin: StandIn) -> None:
    """A bearer that is nobody's is closed with 4401."""
    assert AgentClient(standin, bearer="nobodys").closing() == 4401


# --- requests ---------------------------------------------------------------------


def test_plain_requests(standin: StandIn, consumer: Consumer) -> None:
    """Clock, own profile, a consumer's profile, and what is unknown: each in its shape."""
    agent = AgentClient(standin)
    clock = agent.ask(".GetClock")
    assert clock.keys() == {"kind", "reqId", "code", "body", "type"}
    assert (clock["code"], clock["type"]) == (200, ".GetClock$Response")
    assert abs(clock["body"]["currentTime"] / 1000 - time.time()) < 5
    profile = agent.ask(".ams.userprofile.GetUserProfile")
    assert profile["type"] == ".ams.userprofile.GetUserProfile$Response"
    assert profile["body"]["userId"] == ALEX

    opened(consumer)
    ann = [{"type": "personal", "personal": {"firstname": "Ann"}}]
    told = {"authenticatedData": {"lp_sdes": ann}}
    assert consumer.ask("userprofile.SetUserProfile", told)["code"] == 200
    # The SDK sends the id as the body itself.
    theirs = agent.ask(".ams.userprofile.GetUserProfile", consumer_id(standin))["body"]
    assert theirs["authenticatedData"]["lp_sdes"] == ann

    for sdes in ("none", [{"personal": "x" * 20_000}]):
        bad_profile = {"authenticatedData": {"lp_sdes": sdes}}
        assert consumer.ask("userprofile.SetUserProfile", bad_profile)["code"] == 400

    unknown = agent.ask(".ams.ms.GenerateURLForUploadFile", {"fileSize": 1})
    assert (unknown["code"], unknown["type"]) == (400, STRING)
    assert "GenerateURLForUploadFile" in unknown["body"]
    deep = f'{{"id":"1","type":".GetClock","body":{"[" * 60}{"]" * 60}}}'
    for bad in ("not JSON", "[]", "[" * 50_000, deep):
        agent.socket.send(bad)
        assert json.loads(agent.socket.recv(timeout=5))["code"] == 400
    agent.leave()


def test_availability(standin: StandIn) -> None:
    """Setting a state is answered with 202 and told to subscribers."""
    agent = AgentClient(standin)
    answer = agent.ask(".ams.routing.SubscribeAgentsState", {"agentId": ALEX, "brandId": ACCOUNT})
    assert answer["type"] == ".ams.GenericSubscribe$Response"
    assert agent.hear(STATE)["changes"][0]["result"]["availability"] == "OFFLINE"
    set_ = agent.ask(
        ".ams.routing.SetAgentState",
        {"availability": "ONLINE", "channels": ["MESSAGING"], "agentUserId": ALEX},
    )
    assert (set_["code"], set_["type"]) == (202, STRING)
    assert set_["body"] == "Agent state updated successfully"
    body = agent.hear(STATE)
    assert body["subscriptionId"] == answer["body"]["subscriptionId"]
    assert body["changes"] == [
        {
            "type": "UPSERT",
            "result": {
                "channels": ["MESSAGING"],
                "availability": "ONLINE",
                "description": "",
                "agentUserId": ALEX,
            },
        }
    ]
    assert agent.set_state("ASLEEP")["code"] == 400
    agent.leave()


# --- routing ----------------------------------------------------------------------


def test_without_a_program_the_stand_ins_agent_takes_it(consumer: Consumer) -> None:
    """As long as no agent's program is online, a conversation has its agent at once."""
    opened(consumer)
    people = consumer.subscribe()["body"]["changes"][0]["result"]["conversationDetails"]
    assert {"id": ALEX_PID, "role": "ASSIGNED_AGENT"} in people["participants"]


def test_a_ring_is_accepted(consumer: Consumer, alex: AgentClient, robin: AgentClient) -> None:
    """A new conversation rings at all who are online; who accepts has it, the rest lose it."""
    conversation = opened(consumer)
    snapshot = consumer.subscribe()["body"]["changes"][0]["result"]["conversationDetails"]
    assert [one["role"] for one in snapshot["participants"]] == ["CONSUMER", "CONTROLLER"]
    result = robin.ring("WAITING")
    assert result["conversationId"] == conversation
    assert result["taskCompleted"] is False
    (ring,) = result["ringsDetails"]
    assert ring["ringExpiration"] == 72_000
    assert ring["ringExpirationTs"] > time.time() * 1000
    assert isinstance(ring["weight"], int)
    assert alex.ask(".ams.routing.UpdateRingState", ring)["code"] == 400

    accepted = robin.ask(
        "routing.UpdateRingState", {"ringId": ring["ringId"], "ringState": "ACCEPTED"}
    )
    assert (accepted["code"], accepted["type"]) == (202, STRING)
    assert accepted["body"] == "Ring state updated successfully"
    assert robin.ring("ACCEPTED")["taskCompleted"] is True
    assert alex.ring("CANCELLED")["conversationId"] == conversation
    people = consumer.hear()["body"]["changes"][0]["result"]["conversationDetails"]["participants"]
    assert {"id": ROBIN_PID, "role": "ASSIGNED_AGENT"} in people


def test_rejected_rings_and_agents_who_go(consumer: Consumer, alex: AgentClient) -> None:
    """A rejected ring is over; when the last program goes, the stand-in's agent takes over."""
    opened(consumer)
    ring_id = alex.ring("WAITING")["ringsDetails"][0]["ringId"]
    body = {"ringId": ring_id, "ringState": "REJECTED"}
    assert alex.ask(".ams.routing.UpdateRingState", body)["code"] == 202
    assert alex.ring("REJECTED")["taskCompleted"] is True
    consumer.subscribe()
    alex.leave()
    people = consumer.hear()["body"]["changes"][0]["result"]["conversationDetails"]["participants"]
    assert {"id": ALEX_PID, "role": "ASSIGNED_AGENT"} in people


def test_a_ring_runs_out(
    consumer: Consumer, alex: AgentClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ring that nobody answers expires and rings anew."""
    monkeypatch.setattr(routing, "RING_SECONDS", 0.2)
    conversation = opened(consumer)
    first = alex.ring("WAITING")["ringsDetails"][0]["ringId"]
    assert alex.ring("EXPIRED")["ringsDetails"][0]["ringId"] == first
    assert alex.take() == conversation


# --- conversations ----------------------------------------------------------------


def test_the_shape_of_a_change(consumer: Consumer, alex: AgentClient) -> None:
    """A change groups participants by role, by old ids and PIDs; dialogs have the old ids."""
    conversation = opened(consumer)
    assert alex.take() == conversation
    change = alex.change()
    assert change["type"] == "UPSERT"
    assert change["result"]["convId"] == conversation
    details = change["result"]["conversationDetails"]
    visitor = consumer_id(consumer.standin)
    assert details["participants"]["CONSUMER"] == details["participantsPId"]["CONSUMER"]
    assert details["participants"]["CONSUMER"] == [visitor]
    assert details["participants"]["ASSIGNED_AGENT"] == [ALEX]
    assert details["participantsPId"]["ASSIGNED_AGENT"] == [ALEX_PID]
    assert details["participants"].keys() == details["participantsPId"].keys()
    (main,) = details["dialogs"]
    assert main["participantsDetails"] == [
        {"id": visitor, "role": "CONSUMER", "state": "ACTIVE"},
        {"id": ALEX, "role": "ASSIGNED_AGENT", "state": "ACTIVE"},
    ]
    assert main["dialogId"] == details["convId"] == conversation
    assert (details["state"], details["stage"], details["skillId"]) == ("OPEN", "OPEN", "-1")


def test_chat(consumer: Consumer, alex: AgentClient) -> None:
    """Words, typing and receipts go both ways; an agent's message subscription is a query."""
    conversation = opened(consumer)
    alex.take()
    consumer.ask("ms.SubscribeMessagingEvents", {"conversationId": conversation, "fromSeq": 0})
    assert alex.publish(conversation, HELLO)["body"] == {"sequence": 0}
    heard = alex.hear(EVENT)
    assert heard == {
        "sequence": 0,
        "originatorId": ALEX,
        "originatorPId": ALEX_PID,
        "originatorMetadata": {"id": ALEX_PID, "role": "ASSIGNED_AGENT"},
        "serverTimestamp": heard["serverTimestamp"],
        "event": HELLO,
        "dialogId": conversation,
    }
    (theirs,) = consumer.hear()["body"]["changes"]
    assert (theirs["originatorId"], theirs["event"]) == (ALEX_PID, HELLO)

    typing = {"type": "ChatStateEvent", "chatState": "COMPOSING"}
    body = {"conversationId": conversation, "dialogId": conversation, "event": typing}
    assert consumer.ask("ms.PublishEvent", body)["body"] == {}
    heard = alex.hear(EVENT)
    assert heard["event"] == typing
    assert "sequence" not in heard
    read = {"type": "AcceptStatusEvent", "status": "READ", "sequenceList": [0]}
    assert consumer.ask("ms.PublishEvent", body | {"event": read})["body"] == {"sequence": 1}
    assert alex.hear(EVENT)["event"] == read
    card = {"type": "RichContentEvent", "content": {"type": "text", "text": "A card"}}
    assert alex.publish(conversation, card)["body"] == {"sequence": 2}

    # What is kept; not that somebody typed or read.
    query = alex.ask(".ams.ms.QueryMessages", {"dialogId": conversation, "newerThanSequence": 0})
    assert query["type"] == ".ams.ms.QueryMessages$Response"
    assert [one["event"] for one in query["body"]] == [HELLO, card]
    assert all(one["originatorPId"] == ALEX_PID for one in query["body"])


def test_publishing_where_one_is_not(consumer: Consumer, robin: AgentClient) -> None:
    """Only who takes part may speak, and only in events that there are."""
    conversation = opened(consumer)
    assert robin.publish(conversation, HELLO)["code"] == 400
    joined = robin.update(
        conversation,
        {"field": "ParticipantsChange", "type": "ADD", "role": "MANAGER", "userId": ROBIN},
    )
    assert (joined["code"], joined["type"]) == (200, STRING)
    assert joined["body"] == "OK Agent added successfully"
    details = robin.change()["result"]["conversationDetails"]
    assert details["participants"]["MANAGER"] == [ROBIN]
    assert robin.publish(conversation, HELLO)["code"] == 200
    assert robin.hear(EVENT)["originatorMetadata"]["role"] == "MANAGER"
    assert robin.publish(conversation, {"type": "Song"})["code"] == 400
    assert robin.publish("elsewhere", HELLO)["code"] == 400


def test_transfer_to_an_agent(consumer: Consumer, alex: AgentClient, robin: AgentClient) -> None:
    """A suggested agent is SUGGESTED in the dialog and alone hears the ring, and then has it."""
    conversation = opened(consumer)
    alex.take()
    assert alex.change()["type"] == "UPSERT"
    robin.ring("CANCELLED")
    mine = {"field": "ParticipantsChange", "role": "ASSIGNED_AGENT"}
    answer = alex.update(
        conversation,
        {**mine, "type": "REMOVE", "userId": ALEX},
        {**mine, "type": "SUGGEST", "userId": ROBIN},
        {"field": "Skill", "type": "UPDATE", "skill": "12"},
    )
    assert answer["body"] == "OK Agent removed successfully"
    gone = alex.change()
    assert gone["type"] == "DELETE"
    details = gone["result"]["conversationDetails"]
    assert details["skillId"] == "12"
    suggested = {"id": ROBIN, "role": "ASSIGNED_AGENT", "state": "SUGGESTED"}
    assert suggested in details["dialogs"][0]["participantsDetails"]
    assert "ASSIGNED_AGENT" not in details["participantsPId"]
    assert robin.take() == conversation
    assert robin.change()["result"]["conversationDetails"]["participantsPId"]["ASSIGNED_AGENT"] == [
        ROBIN_PID
    ]


def test_who_is_occupied_gets_transfers_alone(
    consumer: Consumer, alex: AgentClient, robin: AgentClient
) -> None:
    """New conversations ring at who is ONLINE; what is suggested rings at who is OCCUPIED too."""
    robin.set_state("OCCUPIED")
    conversation = opened(consumer)
    assert alex.take() == conversation
    assert robin.set_state("AWAY")["code"] == 202
    # Whatever rang would have come before that answer.
    rings = [one["body"]["changes"] for one in robin.heard if one["type"] == RING]
    assert [one for one in rings if one] == []
    suggestion = {"field": "ParticipantsChange", "type": "SUGGEST", "role": "ASSIGNED_AGENT"}
    assert alex.update(conversation, {**suggestion, "userId": ROBIN_PID})["code"] == 200
    robin.set_state("OCCUPIED")
    assert robin.take() == conversation


@pytest.mark.parametrize(
    "field",
    [
        {"field": "ConversationStateField", "conversationState": "CLOSE"},
        {"field": "Stage", "conversationState": "CLOSE"},
        {"field": "DialogChange", "type": "UPDATE", "dialog": {"state": "CLOSE"}},
    ],
)
def test_closing(consumer: Consumer, alex: AgentClient, field: dict[str, Any]) -> None:
    """Each documented way ends the conversation for both sides."""
    conversation = opened(consumer)
    alex.take()
    consumer.subscribe()
    alex.change()
    if "dialog" in field:
        field = {**field, "dialog": {**field["dialog"], "dialogId": conversation}}
    answer = alex.update(conversation, field)
    assert answer["body"] == "OK Conversation resolved successfully"
    assert alex.change()["type"] == "DELETE"
    assert consumer.hear()["body"]["changes"][0]["type"] == "DELETE"
    assert alex.update(conversation, field)["code"] == 400


# --- CoBrowse ---------------------------------------------------------------------


def answered(standin: StandIn, name: str, service_id: str) -> None:
    """Tell the CoBrowse service what its taglet heard on the page."""
    url = f"{standin.url}/cobrowse/{ACCOUNT}/events"
    body = json.dumps({"name": name, "serviceId": service_id}).encode()
    urllib.request.urlopen(urllib.request.Request(url, data=body), timeout=5).close()


def states(agent: AgentClient, until: str) -> list[str]:
    """Return what is told of the newest CoBrowse dialog until it is in a state."""
    told: list[str] = []
    while not told or told[-1] != until:
        dialog = agent.change()["result"]["conversationDetails"]["dialogs"][-1]
        metadata = dialog["metaData"]
        told.append(f"{metadata['sessionState']} {metadata.get('notificationKey')}")
        assert len(dialog["participantsDetails"]) == 2
    return told


def test_an_invitation_accepted_and_ended(consumer: Consumer, alex: AgentClient) -> None:
    """The agent's dialog reaches the consumer as it is; ACCEPTED and CLOSED come back."""
    conversation = opened(consumer)
    alex.take()
    alex.change()
    consumer.subscribe()
    field = creation(consumer_id(consumer.standin), conversation)
    answer = alex.update(conversation, field)
    assert (answer["code"], answer["type"], answer["body"]) == (
        200,
        STRING,
        "OK Add dialog success",
    )
    theirs = cobrowse(consumer.hear())
    people = [one["id"] for one in theirs.pop("participantsDetails")]
    assert {**theirs, "participants": people}.items() >= field["dialog"].items()
    again = alex.update(conversation, creation("x", conversation))
    assert (again["code"], "open in it already" in again["body"]) == (400, True)

    answered(consumer.standin, "cobrowseAccepted", field["dialog"]["metaData"]["serviceId"])
    assert states(alex, "ACCEPTED joined") == [
        "INVITED invited",
        "ACCEPTED accepted",
        "ACCEPTED joined",
    ]
    assert cobrowse(consumer.hear())["metaData"]["sessionState"] == "ACCEPTED"
    ended = {"dialogId": field["dialogId"], "channelType": "COBROWSE", "state": "CLOSE"}
    metadata = {"sessionState": "CLOSED", "dialogId": field["dialogId"], "mode": "view"}
    update = {"field": "DialogChange", "type": "UPDATE", "dialog": {**ended, "metaData": metadata}}
    assert alex.update(conversation, update)["code"] == 200
    # An update replaces what was told before, the reason too.
    assert states(alex, "CLOSED None") == ["CLOSED None"]
    consumer.hear()
    closed = cobrowse(consumer.hear())
    assert (closed["state"], closed["metaData"]["sessionState"]) == ("CLOSE", "CLOSED")


def test_an_invitation_cancelled_and_one_run_out(consumer: Consumer, alex: AgentClient) -> None:
    """An agent's update reaches the consumer as LivePerson merges it; `expires` is kept to."""
    conversation = opened(consumer)
    alex.take()
    alex.change()
    field = creation(consumer_id(consumer.standin), conversation)
    alex.update(conversation, field)
    consumer.subscribe()
    cancel = {
        "sessionState": "CLOSED",
        "dialogId": field["dialogId"],
        "mode": "view",
        "notificationKey": "cancel_invitation",
    }
    dialog = {"dialogId": field["dialogId"], "state": "CLOSE", "metaData": cancel}
    with consumer.standin.behaving(metadata="replace"):
        alex.update(conversation, {"field": "DialogChange", "type": "UPDATE", "dialog": dialog})
    assert cobrowse(consumer.hear())["metaData"] == cancel
    brief = creation(consumer_id(consumer.standin), conversation)
    brief["dialog"]["metaData"]["expires"] = time.time() + 0.3
    alex.update(conversation, brief)
    assert cobrowse(consumer.hear())["metaData"]["sessionState"] == "INVITED"
    assert cobrowse(consumer.hear())["metaData"]["sessionState"] == "CLOSED"


@pytest.mark.parametrize(
    "changes",
    [
        {"channelType": "MESSAGING"},
        {"participants": ["one"]},
        {"participants": "two"},
        {"metaData": "none"},
        {"metaData": {"sessionState": "INVITED", "mode": "dance"}},
        {"metaData": {"sessionState": "SOMETHING", "mode": "view"}},
        {"metaData": {"sessionState": "INVITED", "mode": "view", "expires": "soon"}},
        {"metaData": {"sessionState": "INVITED", "mode": "view", "expires": 1e12}},
        {"dialogId": "x" * 65},
    ],
)
def test_bad_invitations(consumer: Consumer, alex: AgentClient, changes: dict[str, Any]) -> None:
    """What is no CoBrowse invitation is refused in words, and nobody hears of it."""
    conversation = opened(consumer)
    answer = alex.update(conversation, creation("ann", conversation, **changes))
    assert (answer["code"], answer["type"]) == (400, STRING)
    assert answer["body"]
    assert len(consumer.standin.get("state")["conversations"][0]["dialogs"]) == 1
