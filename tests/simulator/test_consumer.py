"""The consumer's messaging API, as LivePerson documents it, with a plain WebSocket client."""

from __future__ import annotations

import json
import urllib.request

import jwt
import pytest
from websockets.exceptions import ConnectionClosed

from simulator.app import Options
from simulator.services import tokens
from simulator.switches import Switches
from tests.simulator.consumer import Consumer, change, cobrowse, invited, sign_up
from tests.support.standin import ACCOUNT, ControlError, StandIn, running


def test_signup_tokens_are_liveperson_shaped(standin: StandIn) -> None:
    """Header, audience, issuer and the thirteen years' life are those of LivePerson's tokens."""
    token = sign_up(standin)
    claims = jwt.decode(token, options={"verify_signature": False})
    assert jwt.get_unverified_header(token) == {"kid": "00001", "typ": "JWT", "alg": "RS256"}
    assert claims["aud"] == f"acc:{ACCOUNT}"
    assert claims["iss"] == "https://idp.liveperson.net"
    assert claims["exp"] - claims["iat"] == 410_240_040


def test_both_forms_of_discovery(standin: StandIn) -> None:
    """All services come in baseURIs, one service flat; unknown accounts and services are errors."""
    base = f"{standin.url}/api/account"
    with urllib.request.urlopen(f"{base}/{ACCOUNT}/service/baseURI.json?version=1.0") as answer:
        names = {one["service"] for one in json.load(answer)["baseURIs"]}
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert {"asyncMessagingEnt", "idp"} <= names
    with urllib.request.urlopen(f"{base}/{ACCOUNT}/service/idp/baseURI.json") as answer:
        one = json.load(answer)
    assert one == {"service": "idp", "account": ACCOUNT, "baseURI": f"localhost:{standin.port}"}
    for path, code in ((f"{ACCOUNT}/service/x", 400), ("0/service/idp", 401)):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{base}/{path}/baseURI.json")
        assert caught.value.code == code
        caught.value.close()


def test_init_connection_comes_first(standin: StandIn) -> None:
    """Any request before InitConnection is refused; after it the same request works."""
    consumer = Consumer(standin)
    assert consumer.ask("cqm.SubscribeExConversations")["code"] == 401
    assert consumer.initialise()["code"] == 200
    assert consumer.ask("cqm.SubscribeExConversations")["code"] == 200
    clock = consumer.ask("GetClock")
    assert clock["body"]["currentTime"] > 1_700_000_000_000
    consumer.leave()


@pytest.mark.parametrize(("authenticated", "life", "code"), [(True, -10, 4401), (False, -10, 4407)])
def test_an_expired_token_closes(
    standin: StandIn, *, authenticated: bool, life: float, code: int
) -> None:
    """4401 for authenticated tokens that lapsed, 4407 for unauthenticated ones."""
    token = tokens.issue(ACCOUNT, life_seconds=life, authenticated=authenticated)
    consumer = Consumer(standin, token)
    with pytest.raises(ConnectionClosed) as caught:
        consumer.initialise()
    assert caught.value.rcvd
    assert caught.value.rcvd.code == code


def test_a_token_of_another_account_closes(standin: StandIn) -> None:
    """A token must be for this account and signed by this stand-in."""
    for token in (
        "rubbish",
        "\ud800",
        "eyJ.e30.",
        jwt.encode({"sub": "x", "aud": f"acc:{ACCOUNT}"}, "k" * 32),
    ):
        consumer = Consumer(standin, token)
        with pytest.raises(ConnectionClosed) as caught:
            consumer.initialise()
        assert caught.value.rcvd
        assert caught.value.rcvd.code == 4401


def test_request_ids_come_back_as_text(consumer: Consumer) -> None:
    """A numeric id is answered with a string."""
    consumer.socket.send('{"kind":"req","id":7,"type":"GetClock"}')
    assert consumer.hear()["reqId"] == "7"


@pytest.mark.parametrize("text", ["not JSON", "[]", '{"type":"GetClock"}', "[" * 50_000])
def test_frames_that_are_no_requests(consumer: Consumer, text: str) -> None:
    """What cannot be read is answered 400 and the connection goes on."""
    consumer.socket.send(text)
    assert consumer.hear()["code"] == 400
    assert consumer.ask("GetClock")["code"] == 200


def test_unknown_requests_are_refused(consumer: Consumer) -> None:
    """An unknown type, a strange conversation or a field that is not known are 400."""
    assert consumer.ask("cqm.Dance")["code"] == 400
    assert consumer.ask("ms.PublishEvent", {"conversationId": "x"})["code"] == 400
    conversation = consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"]
    for start in ("x", float("inf")):
        listen = {"conversationId": conversation, "fromSeq": start}
        assert consumer.ask("ms.SubscribeMessagingEvents", listen)["code"] == 400
    field = {"conversationId": conversation, "conversationField": {"field": "Weather"}}
    assert consumer.ask("cm.UpdateConversationField", field)["code"] == 400
    other = Consumer(consumer.standin)
    other.initialise()
    assert other.ask("ms.PublishEvent", {"conversationId": conversation})["code"] == 400
    other.leave()


def test_the_snapshot_then_every_change(consumer: Consumer) -> None:
    """Subscribing gives all open conversations at once, then one UPSERT a change."""
    empty = consumer.subscribe()
    assert empty["type"] == "cqm.ExConversationChangeNotification"
    assert empty["body"]["changes"] == []
    consumer.socket.send('{"kind":"req","id":"c","type":"cm.ConsumerRequestConversation"}')
    frames = [consumer.hear(), consumer.hear()]
    opened = next(one for one in frames if one["kind"] == "notification")
    result = change(opened)["result"]
    assert change(opened)["type"] == "UPSERT"
    (main,) = result["conversationDetails"]["dialogs"]
    assert main["dialogId"] == result["convId"]
    assert main["dialogType"] == "MAIN"
    again = Consumer(consumer.standin, consumer.token)
    again.initialise()
    assert change(again.subscribe())["result"]["convId"] == result["convId"]
    again.leave()


def test_an_invitation_and_its_answer(consumer: Consumer) -> None:
    """INVITED with all its fields; then ACCEPTED twice, accepted and joined; then CLOSED."""
    conversation, dialog = invited(consumer)
    arrived = cobrowse(consumer.hear())
    meta = arrived["metaData"]
    assert arrived["dialogId"] == meta["dialogId"] == dialog
    assert arrived["state"] == "OPEN"
    assert meta["sessionState"] == "INVITED"
    assert meta["serviceId"].endswith(f"#{conversation}")
    assert meta["expires"] - arrived["creationTs"] / 1000 == pytest.approx(90)
    assert [one["role"] for one in arrived["participantsDetails"]] == ["CONSUMER", "ASSIGNED_AGENT"]
    assert arrived["participantsDetails"][1]["id"] == f"{ACCOUNT}.356285412"
    consumer.standin.post(f"invitations/{dialog}/accept")
    keys = [cobrowse(consumer.hear())["metaData"]["notificationKey"] for _ in range(2)]
    assert keys == ["accepted", "joined"]
    consumer.standin.post(f"invitations/{dialog}/end")
    closed = cobrowse(consumer.hear())
    assert (closed["state"], closed["metaData"]["sessionState"]) == ("CLOSE", "CLOSED")


def test_cancelled_and_expired(consumer: Consumer) -> None:
    """A cancel carries its key; an invitation nobody answers closes in time by itself."""
    _, dialog = invited(consumer)
    consumer.hear()
    consumer.standin.post(f"invitations/{dialog}/cancel")
    assert cobrowse(consumer.hear())["metaData"]["notificationKey"] == "cancel_invitation"
    consumer.standin.invite("view", 0.2)
    assert cobrowse(consumer.hear())["metaData"]["sessionState"] == "INVITED"
    assert cobrowse(consumer.hear())["metaData"]["sessionState"] == "CLOSED"


def test_what_an_agent_cannot_do(consumer: Consumer) -> None:
    """One open invitation a conversation, known modes only, and none after the end."""
    conversation, dialog = invited(consumer)
    post = consumer.standin.post
    for path, body in (
        (f"conversations/{conversation}/invitation", {"mode": "view"}),
        (f"conversations/{conversation}/invitation", {"mode": "x-ray"}),
        ("conversations/unknown/invitation", {"mode": "view"}),
        ("tokens", {"lifeSeconds": float("inf")}),
        ("invitations/unknown/cancel", {}),
        (f"conversations/{conversation}/invitation", {"lifeSeconds": -5}),
        (f"conversations/{conversation}/invitation", {"lifeSeconds": None}),
        ("sockets/close", {"code": 99_999}),
        ("sockets/close", {"code": None}),
        ("behaviour", {"weather": "rain"}),
        ("behaviour", {"discovery": "tired"}),
        ("behaviour", {"tag_delay": "long"}),
    ):
        with pytest.raises(ControlError, match="400"):
            post(path, **body)
    post(f"invitations/{dialog}/end")
    with pytest.raises(ControlError, match="over"):
        post(f"invitations/{dialog}/cancel")


@pytest.mark.parametrize(("how", "kept"), [("merge", True), ("replace", False)])
def test_metadata_is_merged_or_replaced(consumer: Consumer, how: str, *, kept: bool) -> None:
    """Which of the two LivePerson does is unknown: the stand-in does either."""
    consumer.standin.post("behaviour", metadata=how)
    _, dialog = invited(consumer)
    consumer.hear()
    consumer.standin.post(f"invitations/{dialog}/accept")
    assert ("serviceId" in cobrowse(consumer.hear())["metaData"]) is kept


def test_bare_elements_and_other_prefixes(consumer: Consumer) -> None:
    """Lists of one may be sent as the element, and the type's prefix may differ."""
    consumer.standin.post("behaviour", bare_elements=True, prefix=".ams.aam.")
    consumer.ask("cm.ConsumerRequestConversation")
    snapshot = consumer.subscribe()
    assert snapshot["type"] == ".ams.aam.ExConversationChangeNotification"
    assert snapshot["body"]["changes"]["result"]["conversationDetails"]["dialogs"]["dialogId"]


@pytest.mark.parametrize(
    "field",
    [
        {"field": "ConversationStateField", "conversationState": "CLOSE"},
        [{"field": "Stage", "conversationState": "CLOSE"}],
    ],
)
def test_the_end_of_a_conversation_is_a_delete(consumer: Consumer, field: object) -> None:
    """A conversation that leaves the filter comes as DELETE, once."""
    conversation, _ = invited(consumer)
    consumer.hear()
    body = {"conversationId": conversation, "conversationField": field}
    consumer.socket.send(
        json.dumps({"kind": "req", "id": "x", "type": "cm.UpdateConversationField", "body": body})
    )
    frames = [consumer.hear(), consumer.hear()]
    gone = change(next(one for one in frames if one["kind"] == "notification"))
    assert (gone["type"], gone["result"]["convId"]) == ("DELETE", conversation)
    late = {"conversationId": conversation, "event": {"type": "ContentEvent", "message": "hi"}}
    assert consumer.ask("ms.PublishEvent", late)["code"] == 400


def test_messages_both_ways(consumer: Consumer) -> None:
    """What was said before is replayed on subscribing; then each message comes as it is said."""
    conversation = consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"]
    event = {"type": "ContentEvent", "contentType": "text/plain", "message": "hello"}
    said = {"dialogId": conversation, "conversationId": conversation, "event": event}
    assert consumer.ask("ms.PublishEvent", said)["body"]["sequence"] == 0
    typing = {**said, "event": {"type": "ChatStateEvent", "chatState": "COMPOSING"}}
    assert consumer.ask("ms.PublishEvent", typing)["code"] == 200
    listen = {"fromSeq": 0, "dialogId": conversation, "conversationId": conversation}
    assert consumer.ask("ms.SubscribeMessagingEvents", listen)["code"] == 200
    replayed = consumer.hear()
    assert replayed["type"] == "ms.MessagingEventNotification"
    assert replayed["body"]["changes"][0]["event"]["message"] == "hello"
    consumer.standin.post(f"conversations/{conversation}/messages", text="good day")
    heard = consumer.hear()["body"]["changes"][0]
    assert heard["originatorMetadata"]["role"] == "ASSIGNED_AGENT"
    assert (heard["sequence"], heard["event"]["message"]) == (1, "good day")


def test_unsubscribed_is_silent(consumer: Consumer) -> None:
    """After Unsubscribe no change is told; KeepAlive does nothing."""
    answer = consumer.ask("cqm.SubscribeExConversations", {"stage": "OPEN"})
    consumer.hear()
    consumer.ask("cqm.UnsubscribeExConversations", answer["body"])
    assert consumer.ask("KeepAlive")["code"] == 200
    consumer.socket.send('{"kind":"req","id":"c","type":"cm.ConsumerRequestConversation"}')
    assert consumer.hear()["kind"] == "resp"
    with pytest.raises(TimeoutError):
        consumer.socket.recv(timeout=0.2)


def test_strict_punishes_what_is_documented_as_wrong() -> None:
    """With strict, reused ids and devices outside the enum are refused."""
    with running(Options(switches=Switches(strict=True))) as standin:
        consumer = Consumer(standin)
        assert consumer.initialise(os="Mozilla/5.0")["code"] == 400
        assert consumer.initialise(os="LINUX", deviceFamily="DESKTOP")["code"] == 200
        assert consumer.ask("GetClock", id="same")["code"] == 200
        assert consumer.ask("GetClock", id="same")["code"] == 400
        conversation = consumer.ask("cm.ConsumerRequestConversation", id="same")
        assert conversation["code"] == 400
        assert standin.get("state")["conversations"] == []
        consumer.leave()


def test_silence_is_ended(standin: StandIn) -> None:
    """A connection that never introduces itself, or falls silent, is closed."""
    standin.post("behaviour", init_limit=200, idle_limit=200)
    for introduces in (False, True):
        consumer = Consumer(standin)
        if introduces:
            consumer.initialise()
        with pytest.raises(ConnectionClosed) as caught:
            consumer.hear()
        assert caught.value.rcvd
        assert caught.value.rcvd.reason == "connection timed out"


def test_sockets_can_be_closed_with_any_code(consumer: Consumer) -> None:
    """The control API closes connections as LivePerson might."""
    consumer.standin.post("sockets/close", code=4407, reason="Identity token is invalid")
    with pytest.raises(ConnectionClosed) as caught:
        consumer.hear()
    assert caught.value.rcvd
    assert (caught.value.rcvd.code, caught.value.rcvd.reason) == (4407, "Identity token is invalid")
