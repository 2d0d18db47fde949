"""The finer rules of the consumer's protocol, each with the switch that gives its other reading."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from simulator.app import Options
from simulator.services import tokens
from simulator.switches import Switches
from tests.simulator.agent import AgentClient
from tests.simulator.consumer import Consumer, change, cobrowse, invited
from tests.support.standin import ACCOUNT, ControlError, StandIn, running


def opened(consumer: Consumer) -> str:
    """Open a conversation and return its id."""
    return str(consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"])


def say(consumer: Consumer, conversation: str, event: object, **more: object) -> Any:
    """Publish an event and return the response."""
    return consumer.ask("ms.PublishEvent", {"conversationId": conversation, "event": event, **more})


def content(text: str) -> dict[str, str]:
    """Return what carries a text."""
    return {"type": "ContentEvent", "contentType": "text/plain", "message": text}


@pytest.mark.parametrize(("needs", "invites"), [("any", True), ("latest", False), ("no", True)])
def test_an_invitation_needs_the_declared_feature(
    standin: StandIn, needs: str, *, invites: bool
) -> None:
    """Without CO_BROWSE nobody is invited; which of two clients counts is switched."""
    standin.post("behaviour", needs_cobrowse=needs)
    able = Consumer(standin)
    other = Consumer(standin, able.token)
    able.initialise()
    other.initialise(features=[])
    opened(able)
    if invites:
        standin.invite()
    else:
        with pytest.raises(ControlError, match="CO_BROWSE"):
            standin.invite()
    able.leave()
    other.leave()


def test_an_agents_program_cannot_invite_either(standin: StandIn) -> None:
    """The brand API refuses an invitation to a visitor whose client declares no CO_BROWSE."""
    consumer = Consumer(standin)
    consumer.initialise(features=["RICH_CONTENT"])
    conversation = opened(consumer)
    agent = AgentClient(standin)
    dialog = {
        "dialogId": "d",
        "channelType": "COBROWSE",
        "participants": ["a", "b"],
        "metaData": {"sessionState": "INVITED", "mode": "view"},
    }
    field = {"field": "DialogChange", "type": "CREATE", "dialog": dialog}
    update = {"conversationId": conversation, "conversationField": [field]}
    assert "CO_BROWSE" in agent.ask(".ams.cm.UpdateConversationField", update)["body"]
    agent.leave()
    consumer.leave()


@pytest.mark.parametrize("strict", [True, False])
def test_what_comes_too_early(*, strict: bool) -> None:
    """Before InitConnection is answered a request is refused when strict, else answered after."""
    with running(Options(switches=Switches(strict=strict, response_delay=200))) as standin:
        consumer = Consumer(standin)
        consumer.introduce()
        consumer.socket.send('{"id":"1","type":"cqm.SubscribeExConversations"}')
        answers = [consumer.hear() for _ in range(2)]
        told = [(one["reqId"], one["code"]) for one in answers]
        assert told == ([("1", 401), ("0", 200)] if strict else [("0", 200), ("1", 200)])
        consumer.leave()


def test_bursts(standin: StandIn) -> None:
    """More requests at once than the allowance get 429; the connection stays."""
    standin.post("behaviour", burst=20)
    consumer = Consumer(standin)
    consumer.initialise()
    for number in range(40):
        consumer.socket.send(json.dumps({"id": number, "type": "GetClock"}))
    codes = [consumer.hear()["code"] for _ in range(40)]
    assert set(codes) == {200, 429}
    standin.post("behaviour", burst=0)
    assert consumer.ask("GetClock")["code"] == 200
    consumer.leave()


def test_sizes_and_words_of_the_schema() -> None:
    """When strict, what is too long or no word of the schema is refused; lenient takes all."""
    wrong: list[dict[str, Any]] = [
        {"browser": "x" * 65},
        {"appVersion": "x" * 33},
        {"ipAddress": "localhost"},
        {"ipAddress": "::1"},
        {"integration": "OWN_SDK"},
        {"features": ["TELEPATHY"]},
    ]
    with running(Options(switches=Switches(strict=True))) as standin:
        consumer = Consumer(standin)
        for client in wrong:
            assert consumer.initialise(**client)["code"] == 400
        short, consumer.token = consumer.token, "x" * 2049
        assert consumer.initialise()["code"] == 400
        consumer.token = short
        assert consumer.initialise()["code"] == 200
        assert consumer.ask("GetClock", id="x" * 65)["code"] == 400
        assert consumer.ask("GetClock", kind="resp")["code"] == 400
        consumer.leave()
    with running(Options()) as standin:
        consumer = Consumer(standin)
        for client in wrong:
            assert consumer.initialise(**client)["code"] == 200
        assert consumer.ask("GetClock", id="x" * 65, kind="resp")["code"] == 200
        consumer.leave()


CLOSE: dict[str, Callable[[str], object]] = {
    "the stage": lambda _: {"field": "Stage", "conversationState": "CLOSE"},
    "the state": lambda _: [{"field": "ConversationStateField", "conversationState": "CLOSE"}],
    "the dialog": lambda one: {
        "field": "DialogChange",
        "type": "UPDATE",
        "dialog": {"dialogId": one, "state": "CLOSE", "closedCause": "Closed by consumer"},
    },
}


@pytest.mark.parametrize("way", CLOSE)
@pytest.mark.parametrize("surveys", [True, False])
def test_three_ways_of_closing(standin: StandIn, way: str, *, surveys: bool) -> None:
    """Each closes without naming the conversation; but for the stage's, a survey may follow."""
    standin.post("behaviour", surveys=surveys)
    consumer = Consumer(standin)
    consumer.initialise(features=["MULTI_DIALOG"])
    conversation = opened(consumer)
    answer = consumer.ask(
        "cm.UpdateConversationField", {"conversationField": CLOSE[way](conversation)}
    )
    assert answer["body"] == "OK Conversation resolved successfully"
    (told,) = standin.get("state")["conversations"]
    kinds = {one["dialogType"]: one["state"] for one in told["dialogs"]}
    survey = surveys and way != "the stage"
    assert told["stage"] == ("OPEN" if survey else "CLOSE")
    assert kinds == ({"MAIN": "CLOSE", "POST_SURVEY": "OPEN"} if survey else {"MAIN": "CLOSE"})
    cause = told["dialogs"][0].get("closedCause")
    assert cause == ("Closed by consumer" if way == "the dialog" else None)
    consumer.leave()


def test_a_consumer_closes_no_cobrowse_dialog(consumer: Consumer) -> None:
    """LivePerson documents the tag's event alone as a decline."""
    conversation, dialog = invited(consumer)
    consumer.hear()
    body = {"conversationId": conversation, "conversationField": CLOSE["the dialog"](dialog)}
    assert consumer.ask("cm.UpdateConversationField", body)["code"] == 400


@pytest.mark.parametrize(("shared", "key"), [(False, "declined"), (True, "ended_by_consumer")])
def test_a_consumer_may_answer_so(consumer: Consumer, *, shared: bool, key: str) -> None:
    """Where LivePerson takes it, the request declines what is asked and ends what is shared."""
    consumer.standin.post("behaviour", dialog_change="answers")
    conversation, dialog = invited(consumer)
    if shared:
        consumer.standin.post(f"invitations/{dialog}/accept")
    body = {"conversationId": conversation, "conversationField": CLOSE["the dialog"](dialog)}
    assert consumer.ask("cm.UpdateConversationField", body)["code"] == 200
    (told,) = consumer.standin.get("state")["conversations"]
    meta = told["dialogs"][-1]["metaData"]
    assert (meta["sessionState"], meta["notificationKey"]) == ("CLOSED", key)
    assert told["dialogs"][-1]["closedBy"] == "CONSUMER"


def test_who_one_is(consumer: Consumer) -> None:
    """GetUserProfile answers the consumer's id and attributes, or the attributes alone."""
    sdes = [{"type": "personal", "personal": {"firstname": "Ann"}}]
    consumer.ask("userprofile.SetUserProfile", {"authenticatedData": {"lp_sdes": sdes}})
    answer = consumer.ask("userprofile.GetUserProfile")
    assert answer["type"] == "userprofile.GetUserProfileResponse"
    assert answer["body"]["userId"]
    assert answer["body"]["authenticatedData"]["lp_sdes"] == sdes
    consumer.standin.post("behaviour", user_profile="list")
    assert consumer.ask("userprofile.GetUserProfile")["body"] == sdes


def test_rich_content_is_kept(consumer: Consumer) -> None:
    """A consumer's rich content has a sequence and is replayed; unknown events are refused."""
    conversation = opened(consumer)
    rich = {"type": "RichContentEvent", "content": {"type": "vertical", "elements": []}}
    assert say(consumer, conversation, rich)["body"] == {"sequence": 0}
    assert say(consumer, conversation, {"type": "Smoke"})["code"] == 400
    consumer.ask("ms.SubscribeMessagingEvents", {"conversationId": conversation})
    assert change(consumer.hear())["event"] == rich


def test_what_is_said_in_a_dialog_stays_there(consumer: Consumer) -> None:
    """Each dialog counts its own; what goes to a CoBrowse dialog by mistake reaches no agent."""
    conversation, dialog = invited(consumer)
    consumer.hear()
    consumer.ask(
        "ms.SubscribeMessagingEvents", {"conversationId": conversation, "dialogId": dialog}
    )
    told = say(consumer, conversation, content("lost"), dialogId=dialog)
    assert told["body"] == {"sequence": 0}
    before = len(consumer.standin.get("state")["conversations"][0]["messages"])
    say(consumer, conversation, content("heard"), dialogId=conversation)
    texts = [one["text"] for one in consumer.standin.get("state")["conversations"][0]["messages"]]
    assert texts[before:] == ["heard"]
    assert "lost" not in texts
    assert say(consumer, conversation, content("?"), dialogId="nowhere")["code"] == 400


def test_filters(consumer: Consumer) -> None:
    """A subscription is to stages, to one conversation, or to what has changed since a time."""
    first, second = opened(consumer), opened(consumer)
    now = consumer.ask("GetClock")["body"]["currentTime"]

    def found(**body: object) -> list[str]:
        consumer.ask("cqm.SubscribeExConversations", body)
        return [one["result"]["convId"] for one in consumer.hear()["body"]["changes"]]

    assert found(stage=["OPEN", "LOCKED"]) == [first, second]
    assert found(conversationId=first, dialogId=first) == [first]
    assert found(minLastUpdatedTime=now + 60_000) == []
    consumer.standin.post("behaviour", updated_unit="s")
    assert found(minLastUpdatedTime=now // 1000 - 60) == [first, second]
    assert consumer.ask("cqm.SubscribeExConversations", {"stage": ["AJAR"]})["code"] == 400
    assert consumer.ask("cqm.SubscribeExConversations", {"conversationId": "x"})["code"] == 400


def test_native_clients_introduce_themselves_by_headers(standin: StandIn) -> None:
    """A handshake with a token needs no InitConnection; a refused one is 401 or 407."""
    url = f"ws://localhost:{standin.port}/ws_api/account/{ACCOUNT}/messaging/consumer?v=3"

    def headers(token: str, client: str = '{"features":["CO_BROWSE"]}') -> dict[str, str]:
        return {"Authorization": f"jwt {token}", "Client-Properties": client}

    good = str(standin.post("tokens", consumerId="ann")["token"])
    with connect(url, additional_headers=headers(good)) as socket:
        socket.send('{"id":"1","type":"cqm.SubscribeExConversations"}')
        assert json.loads(socket.recv(timeout=5))["code"] == 200
        (told,) = standin.get("state")["sockets"]
        assert (told["consumerId"], told["features"]) == ("ann", ["CO_BROWSE"])
    lapsed = tokens.issue(ACCOUNT, "bob", life_seconds=-60)
    for refused, status in (
        (headers("x"), 401),
        (headers(lapsed), 407),
        (headers(good, "{"), 400),
        (headers(good, "[]"), 400),
    ):
        with pytest.raises(InvalidStatus) as caught, connect(url, additional_headers=refused):
            pass
        assert caught.value.response.status_code == status


def test_answers_that_are_unknown(standin: StandIn) -> None:
    """How a message subscription is answered, and a silent client closed, is switched."""
    standin.post("behaviour", subscribe_response=".ams.GenericSubscribeResponse")
    consumer = Consumer(standin)
    consumer.initialise()
    answer = consumer.ask("ms.SubscribeMessagingEvents", {"conversationId": opened(consumer)})
    assert answer["type"] == ".ams.GenericSubscribeResponse"
    assert "body" not in answer
    standin.post("behaviour", init_limit=100, init_code="4407")
    silent = Consumer(standin, consumer.token)
    assert silent.closing() == (4407, "connection timed out")
    consumer.leave()


def test_closed_without_its_state(consumer: Consumer) -> None:
    """A CoBrowse dialog may be CLOSED while its own state does not say so."""
    consumer.standin.post("behaviour", dialog_end="open")
    _, dialog = invited(consumer)
    consumer.hear()
    consumer.standin.post(f"invitations/{dialog}/end")
    told = cobrowse(consumer.hear())
    assert (told["state"], told["metaData"]["sessionState"]) == ("OPEN", "CLOSED")


def test_the_newest_message_comes_with_the_conversation(consumer: Consumer) -> None:
    """A change names what was said last, as LivePerson's schema has it."""
    conversation = opened(consumer)
    assert "lastContentEventNotification" not in change(consumer.subscribe())["result"]
    say(consumer, conversation, content("hello"))
    newest = change(consumer.subscribe())["result"]["lastContentEventNotification"]
    assert newest["event"]["message"] == "hello"


def test_agents_end_every_subscription(standin: StandIn) -> None:
    """Rings and agents' states are unsubscribed from too."""
    agent = AgentClient(standin)
    state = agent.ask(".ams.routing.SubscribeAgentsState")["body"]
    agent.ask(".ams.aam.UnsubscribeExConversations", state)
    agent.ask(".ams.routing.SetAgentState", {"availability": "ONLINE"})
    with pytest.raises(TimeoutError):
        agent.socket.recv(timeout=0.2)
    agent.leave()
