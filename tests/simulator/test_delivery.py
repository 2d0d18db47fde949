"""The faults of delivery, and the shapes in which LivePerson's documents differ."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from simulator.app import Options
from simulator.faults import effect
from simulator.faults.garble import GARBAGE
from simulator.messaging import outbox
from simulator.state.conversation import MOST_KEPT
from simulator.state.world import World
from simulator.switches import Switches
from tests.simulator.consumer import Consumer, change, cobrowse, invited
from tests.support.standin import ACCOUNT, ControlError, running


def keys(consumer: Consumer, count: int) -> list[str]:
    """Return the notification keys of the next notifications."""
    return [cobrowse(consumer.hear())["metaData"]["notificationKey"] for _ in range(count)]


def test_duplicated(consumer: Consumer) -> None:
    """Each notification comes twice, a response once."""
    consumer.standin.post("behaviour", notifications="duplicated")
    conversation = consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"]
    first = consumer.subscribe()
    assert consumer.hear() == first
    consumer.standin.invite()
    assert cobrowse(consumer.hear()) == cobrowse(consumer.hear())
    listen = {"conversationId": conversation, "dialogId": conversation}
    assert consumer.ask("ms.SubscribeMessagingEvents", listen)["code"] == 200


def test_reordered(consumer: Consumer) -> None:
    """A change comes after the following one, with the older time stamp; a lone one comes late."""
    consumer.standin.post("behaviour", notifications="reordered", delay=300)
    _, dialog = invited(consumer)
    consumer.standin.post(f"invitations/{dialog}/cancel")
    later, earlier = cobrowse(consumer.hear()), cobrowse(consumer.hear())
    assert [later["metaData"]["sessionState"], earlier["metaData"]["sessionState"]] == [
        "CLOSED",
        "INVITED",
    ]
    assert earlier["metaDataLastUpdateTs"] < later["metaDataLastUpdateTs"]
    consumer.standin.invite()
    began = time.monotonic()
    assert keys(consumer, 1) == ["invited"]
    assert time.monotonic() - began > 0.1


def test_messages_do_not_make_up_for_a_change(consumer: Consumer) -> None:
    """A message passes a change that is held back, and keeps its order among messages."""
    consumer.standin.post("behaviour", notifications="reordered", delay=300)
    conversation = consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"]
    consumer.subscribe()
    listen = {"conversationId": conversation, "dialogId": conversation}
    consumer.ask("ms.SubscribeMessagingEvents", listen)
    dialog = consumer.standin.invite()
    assert consumer.hear()["type"] == "ms.MessagingEventNotification"
    consumer.standin.post(f"invitations/{dialog}/cancel")
    assert keys(consumer, 2) == ["cancel_invitation", "invited"]


def test_order_returns_with_the_end_of_the_fault(consumer: Consumer) -> None:
    """A notification that is held back when the fault ends comes before the next."""
    consumer.standin.post("behaviour", notifications="reordered", delay=60_000)
    _, dialog = invited(consumer)
    consumer.standin.post("behaviour", notifications="ok")
    consumer.standin.post(f"invitations/{dialog}/cancel")
    assert keys(consumer, 2) == ["invited", "cancel_invitation"]


def test_delayed(consumer: Consumer) -> None:
    """Notifications come late and in order, also after the fault's end; responses come at once."""
    conversation = consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"]
    listen = {"conversationId": conversation, "dialogId": conversation}
    consumer.ask("ms.SubscribeMessagingEvents", listen)
    began = time.monotonic()
    with consumer.standin.behaving(notifications="delayed", delay=200):
        consumer.standin.post(f"conversations/{conversation}/messages", text="0")
        assert consumer.ask("GetClock")["code"] == 200
        assert time.monotonic() - began < 0.2
        consumer.standin.post(f"conversations/{conversation}/messages", text="1")
    consumer.standin.post(f"conversations/{conversation}/messages", text="2")
    heard = [consumer.hear()["body"]["changes"][0]["event"]["message"] for _ in range(3)]
    assert heard == ["0", "1", "2"]
    assert time.monotonic() - began >= 0.2


def test_garbled(consumer: Consumer) -> None:
    """Garbage comes before each notification, which itself is whole."""
    consumer.standin.post("behaviour", notifications="garbled")
    consumer.ask("cm.ConsumerRequestConversation")
    request = {"kind": "req", "id": "s", "type": "cqm.SubscribeExConversations", "body": {}}
    consumer.socket.send(json.dumps(request))
    assert consumer.hear()["code"] == 200
    garbage, good = [], None
    while good is None:
        text = consumer.socket.recv(timeout=5)
        try:
            frame = json.loads(text)
        except (ValueError, RecursionError):
            frame = None
        if isinstance(frame, dict) and frame.get("kind") == "notification":
            good = frame
        else:
            garbage.append(text)
    assert change(good)["type"] == "UPSERT"
    assert garbage[1:] == list(GARBAGE)
    assert str(garbage[0]).startswith('{"kind": "notification"')


def test_a_client_that_does_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a client is bounded: beyond that the connection is given up."""
    monkeypatch.setattr(outbox, "MOST_WAITING", 10)
    with running(Options()) as standin:
        consumer = Consumer(standin)
        consumer.introduce()
        assert consumer.closing() == (1006, "")


def test_too_much_that_is_late(consumer: Consumer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a fault holds back is bounded: beyond that the connection is given up."""
    monkeypatch.setattr(effect, "MOST_HELD", 2)
    consumer.standin.post("faults", name="delay", ms=60_000)
    for _ in range(3):
        consumer.socket.send('{"kind":"req","id":"clock","type":"GetClock"}')
    assert consumer.closing() == (1006, "")


def without(value: Any, name: str) -> bool:
    """Whether no object within `value` has an entry of that name."""
    if isinstance(value, dict):
        return name not in value and all(without(one, name) for one in value.values())
    return not isinstance(value, list) or all(without(one, name) for one in value)


def test_without_timestamps(consumer: Consumer) -> None:
    """Time stamps can be missing everywhere."""
    consumer.standin.post("behaviour", timestamps=False)
    invited(consumer)
    notification = consumer.hear()
    assert cobrowse(notification)["metaData"]["sessionState"] == "INVITED"
    for name in ("creationTs", "metaDataLastUpdateTs", "expires"):
        assert without(notification, name)


@pytest.mark.parametrize("how", ["DELETE", "bare-DELETE", "UPSERT"])
def test_how_a_conversation_ends(consumer: Consumer, how: str) -> None:
    """What a subscriber to open conversations is told of an end is unknown, but is told once."""
    consumer.standin.post("behaviour", conversation_end=how)
    conversation, _ = invited(consumer)
    consumer.hear()
    for _ in range(2):
        consumer.standin.post(f"conversations/{conversation}/close")
    gone = change(consumer.hear())
    assert gone["type"] == how.removeprefix("bare-")
    assert gone["result"]["convId"] == conversation
    if how == "bare-DELETE":
        assert gone["result"] == {"convId": conversation}
    else:
        assert gone["result"]["conversationDetails"]["stage"] == "CLOSE"
    with pytest.raises(TimeoutError):
        consumer.socket.recv(timeout=0.1)


def test_how_a_dialog_ends(consumer: Consumer) -> None:
    """A CoBrowse dialog that is over is whole, as little as documented, or no longer there."""
    _, dialog = invited(consumer)
    consumer.hear()
    consumer.standin.post("behaviour", dialog_end="bare")
    consumer.standin.post(f"invitations/{dialog}/end")
    assert cobrowse(consumer.hear()) == {
        "dialogId": dialog,
        "dialogType": "OTHER",
        "channelType": "COBROWSE",
        "metaData": {"sessionState": "CLOSED"},
    }
    consumer.standin.post("behaviour", dialog_end="gone")
    consumer.standin.transfer()
    dialogs = change(consumer.hear())["result"]["conversationDetails"]["dialogs"]
    assert [one["channelType"] for one in dialogs] == ["MESSAGING"]


def test_shapes_of_a_cobrowse_dialog(consumer: Consumer) -> None:
    """The oldest document's shape and a public client's differ from today's."""
    consumer.standin.post("behaviour", cobrowse_shape="legacy")
    _, dialog = invited(consumer)
    legacy = cobrowse(consumer.hear())
    assert legacy["dialogId"] == dialog
    assert legacy["participants"][1] == f"{ACCOUNT}:356285412"
    assert legacy["metaData"]["dialogId"] == "COAPP"
    assert {"permissions", "role", "token"} <= set(legacy["metaData"])
    consumer.standin.post("behaviour", cobrowse_shape="details")
    consumer.standin.transfer()
    details = cobrowse(consumer.hear())
    assert "participants" not in details
    roles = {one["role"]: one["id"] for one in details["participantsDetails"]}
    assert roles["ASSIGNED_AGENT"] == f"{ACCOUNT}.356285412"


def test_participants_by_role(consumer: Consumer) -> None:
    """An older document has a conversation's participants by role."""
    consumer.standin.post("behaviour", participants="by-role")
    invited(consumer)
    details = change(consumer.hear())["result"]["conversationDetails"]
    assert "participants" not in details
    assert set(details["participantsPId"]) == {"CONSUMER", "ASSIGNED_AGENT", "CONTROLLER"}


def test_the_agents_clock(consumer: Consumer) -> None:
    """An invitation carries the agent's time, and its conversation LivePerson's."""
    consumer.standin.post("behaviour", agent_clock=-300_000)
    invited(consumer)
    notification = consumer.hear()
    dialog = cobrowse(notification)
    details = change(notification)["result"]["conversationDetails"]
    behind = details["metaDataLastUpdateTs"] - dialog["creationTs"]
    assert behind == pytest.approx(300_000, abs=1_000)
    assert dialog["metaData"]["expires"] - dialog["creationTs"] / 1000 == pytest.approx(90)


def test_a_transfer(consumer: Consumer) -> None:
    """Another agent is in the conversation and speaks; the invitation stays the first one's."""
    conversation, _ = invited(consumer)
    before = consumer.hear()
    consumer.standin.transfer()
    after = consumer.hear()
    agents = [
        one["id"]
        for frame in (before, after)
        for one in change(frame)["result"]["conversationDetails"]["participants"]
        if one["role"] == "ASSIGNED_AGENT"
    ]
    assert agents[0] != agents[1]
    assert cobrowse(after) == cobrowse(before)
    listen = {"conversationId": conversation, "dialogId": conversation, "fromSeq": 1}
    consumer.ask("ms.SubscribeMessagingEvents", listen)
    consumer.standin.post(f"conversations/{conversation}/messages", text="I take over")
    assert consumer.hear()["body"]["changes"][0]["originatorId"] == agents[1]
    consumer.standin.post(f"conversations/{conversation}/close")
    with pytest.raises(ControlError, match="over"):
        consumer.standin.transfer()


def test_invitations_with_any_metadata(consumer: Consumer) -> None:
    """Entries of an invitation's metaData can be anything, or missing."""
    conversation = consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"]
    consumer.subscribe()
    path = f"conversations/{conversation}/invitation"
    wishes = {"mode": "TELEPATHY", "serviceId": None, "more": "x" * 100_000}
    consumer.standin.post(path, mode="view", metaData=wishes)
    metadata = cobrowse(consumer.hear())["metaData"]
    assert metadata["mode"] == "TELEPATHY"
    assert "serviceId" not in metadata
    assert len(metadata["more"]) == 100_000
    with pytest.raises(ControlError, match="object"):
        consumer.standin.post(path, mode="view", metaData="x")


def test_what_is_kept_is_bounded() -> None:
    """The oldest messages and dialogs of a conversation are forgotten, the main dialog never."""
    world = World((ACCOUNT,), Switches())
    conversation = world.open_conversation(ACCOUNT, "ann")
    for _ in range(MOST_KEPT + 5):
        world.say(conversation, "hello")
        world.update_dialog(conversation, world.invite(conversation, "view", 9), "CLOSED", None)
    assert len(conversation.dialogs) == len(conversation.messages) == MOST_KEPT
    assert conversation.dialogs[0].kind == "MAIN"
    assert conversation.messages[-1].sequence == MOST_KEPT + 4


def test_the_oldest_conversation_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound a consumer's oldest conversation is unknown."""
    monkeypatch.setattr("simulator.state.world.MOST_CONVERSATIONS", 2)
    world = World((ACCOUNT,), Switches())
    opened = [world.open_conversation(ACCOUNT, name) for name in ("ann", "bob", "bob")]
    assert list(world.conversations.values()) == opened[1:]
    assert world.of(ACCOUNT, "ann") == []
    assert world.of(ACCOUNT, "bob") == opened[1:]
