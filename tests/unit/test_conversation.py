"""The page's own conversation: open, say, messages, close."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import SecretStr

from app.core.conversation import MOST_OPEN, MOST_SEEN
from app.core.page.effects import Publish, Remember, SendFrame
from app.core.page.events import (
    ConversationClosed,
    ConversationOpened,
    HttpAnswered,
    MessageSaid,
    SocketClosed,
    SocketOpened,
    Started,
    TagObserved,
    TokenSupplied,
)
from tools.driven import (
    CONVERSATION,
    CSDS,
    DIALOG,
    HOSTS,
    READY_TAG,
    Bench,
    details_of,
    frame,
    invitation,
)


def last_sent(bench: Bench) -> Any:
    """Return the last frame sent, as data."""
    return json.loads(bench.all(SendFrame)[-1].text)


def message(sequence: Any, text: str | None, role: str = "ASSIGNED_AGENT", **more: Any) -> Any:
    """Return a messaging notification of one change."""
    event = {"type": "ContentEvent", "message": text} if text else {"type": "ChatStateEvent"}
    change = {
        "sequence": sequence,
        "originatorMetadata": {"role": role},
        "serverTimestamp": 1_502_893_041_990,
        "event": event,
        "dialogId": CONVERSATION,
        **more,
    }
    name = "ms.MessagingEventNotification"
    return {"kind": "notification", "type": name, "body": {"changes": change}}


def conversation_only() -> Any:
    """Return a snapshot of the golden conversation without an invitation."""
    snapshot = frame("invited")
    details_of(snapshot)["dialogs"].pop()
    return snapshot


def holding(*more: str) -> Bench:
    """Return a page that holds the golden conversation, beside which `more` are open."""
    bench = Bench().live()
    bench.feed(ConversationOpened())
    bench.receive(frame("invited"))
    for other in more:
        bench.receive(invitation("", conversation=other))
    return bench


def closings(bench: Bench) -> list[str]:
    """Return which conversations LivePerson was told to close."""
    sent = [json.loads(one.text) for one in bench.all(SendFrame)]
    closing = [one["body"] for one in sent if one["type"] == "cm.UpdateConversationField"]
    return [body["conversationId"] for body in closing]


@pytest.mark.parametrize("then", ["", "another"])
def test_closing_what_has_ended_unseen(then: str) -> None:
    """No other conversation of the visitor's is closed in its place, at once or later."""
    bench = holding()
    bench.feed(SocketClosed(1006))
    bench.feed(ConversationClosed())
    bench.reconnected(invitation(conversation=then) if then else frame("empty-snapshot"))
    assert bench.details("conversation")[-1] == {"state": "ended", "by": None}
    bench.sleep(600)
    bench.receive(invitation("d3", conversation="c3"))
    assert closings(bench) == []


def test_opened_and_closed_while_reconnecting() -> None:
    """The one that is held is closed, though it was asked for anew in between."""
    bench = holding()
    bench.feed(SocketClosed(1006))
    bench.feed(ConversationOpened())
    bench.feed(ConversationClosed())
    bench.reconnected(frame("invited"))
    assert closings(bench) == [CONVERSATION]
    assert bench.sent().count("cm.ConsumerRequestConversation") == 1


def test_opened_and_closed_before_the_first_connection() -> None:
    """What an earlier page of the visit left open is closed; where there is none, nothing is."""
    for opened in (True, False):
        bench = Bench()
        bench.feed(Started(configured=CSDS, page_url="https://x/", opened=opened))
        bench.feed(ConversationOpened())
        bench.feed(ConversationClosed())
        bench.feed(HttpAnswered(200, HOSTS))
        bench.feed(TokenSupplied(token=SecretStr("t")))
        bench.subscribed(frame("invited"), bench.now)
        assert closings(bench) == [CONVERSATION] * opened


def test_the_same_conversation_after_a_reconnect() -> None:
    """Where several are open it stays the one that was held, whichever LivePerson lists first."""
    bench = holding()
    bench.feed(SocketClosed(1006))
    snapshot = frame("invited")
    other = invitation("d2", conversation="another")["body"]["changes"]
    snapshot["body"]["changes"] = [*other, *snapshot["body"]["changes"]]
    bench.reconnected(snapshot)
    bench.feed(MessageSaid(text="hello"))
    assert last_sent(bench)["body"]["dialogId"] == CONVERSATION
    assert bench.details("conversation") == [{"state": "opened", "by": None}]


def test_a_conversation_is_requested_and_spoken_in() -> None:
    """open() asks for one, what was said meanwhile follows, and the messages are listened to."""
    bench = Bench().live()
    bench.feed(MessageSaid(text="too early"))
    bench.feed(ConversationOpened(skill_id="7"))
    bench.feed(ConversationOpened(skill_id="7"))
    assert last_sent(bench)["type"] == "cm.ConsumerRequestConversation"
    assert last_sent(bench)["body"]["skillId"] == "7"
    bench.feed(MessageSaid(text="Hello"))
    assert bench.sent().count("cm.ConsumerRequestConversation") == 1
    bench.answer({"conversationId": CONVERSATION}, request="cm.ConsumerRequestConversation")
    assert bench.sent()[-2:] == ["ms.SubscribeMessagingEvents", "ms.PublishEvent"]
    assert last_sent(bench)["body"]["event"]["message"] == "Hello"
    bench.feed(MessageSaid(text="Again"))
    assert last_sent(bench)["body"]["dialogId"] == CONVERSATION
    assert bench.all(Remember)[0] == Remember("opened", "1")


def test_an_open_conversation_is_taken_up() -> None:
    """A conversation in the snapshot is used, not a new one, on the visit's next page too."""
    bench = Bench()
    bench.feed(Started(configured=CSDS, opened=True))
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=SecretStr("t")))
    bench.subscribed(conversation_only(), bench.now)
    assert bench.sent()[-1] == "ms.SubscribeMessagingEvents"
    assert last_sent(bench)["body"]["conversationId"] == CONVERSATION


def test_a_refused_conversation_is_told() -> None:
    """Where LivePerson opens none, one error says so, and another open() tries again."""
    bench = Bench().live()
    bench.feed(ConversationOpened())
    bench.answer("no", code=400, request="cm.ConsumerRequestConversation")
    assert [detail["code"] for detail in bench.details("error")] == ["connection"]
    bench.feed(ConversationOpened())
    bench.answer(code=200, request="cm.ConsumerRequestConversation")
    assert len(bench.details("error")) == 2
    bench.receive({"kind": "resp", "reqId": "unknown", "code": 200})


def taken_up() -> Bench:
    """Return a bench in the golden conversation."""
    bench = Bench().live()
    bench.receive(conversation_only())
    bench.feed(ConversationOpened())
    return bench


def test_messages_are_reported_once_each() -> None:
    """Text is reported with who and when; repeats, typing and other dialogs are not."""
    bench = taken_up()
    bench.receive(message(5, "late"))
    bench.receive(message(0, "Hi"))
    bench.receive(message(0, "Hi"))
    bench.receive(message(1, "Yes?", "CONSUMER"))
    bench.receive(message(2, None))
    bench.receive(message(3, "joined", "CONTROLLER", serverTimestamp=1e300))
    bench.receive(message(4, "elsewhere", dialogId="other"))
    bench.receive(message(None, "unnumbered"))
    bench.receive(message("x", "unreadable", serverTimestamp=None))
    bench.receive({"kind": "notification", "type": "ms.MessagingEventNotification", "body": 3})
    said = [(one["from"], one["text"], one["time"]) for one in bench.details("message")]
    assert said == [
        ("agent", "late", "2017-08-16T14:17:21.990+00:00"),
        ("agent", "Hi", "2017-08-16T14:17:21.990+00:00"),
        ("visitor", "Yes?", "2017-08-16T14:17:21.990+00:00"),
        ("system", "joined", "1970-01-01T00:00:00.000+00:00"),
    ]


def test_after_a_drop_only_what_is_new_is_asked_for() -> None:
    """The subscription to messages goes on after the last one that was seen."""
    bench = taken_up()
    bench.receive(message(4, "Hi"))
    bench.feed(SocketClosed(1006))
    bench.sleep(5)
    bench.feed(HttpAnswered(200, HOSTS))
    bench.subscribed(conversation_only(), bench.now)
    assert last_sent(bench)["body"]["fromSeq"] == 5


def test_closing_by_the_page_and_by_liveperson() -> None:
    """close() asks for the end; the end itself forgets the conversation."""
    bench = taken_up()
    bench.feed(ConversationClosed())
    assert last_sent(bench)["type"] == "cm.UpdateConversationField"
    ended = conversation_only()
    details_of(ended)["stage"] = "CLOSE"
    bench.receive(ended)
    assert bench.all(Remember)[-1] == Remember("opened", None)
    sent = len(bench.sent())
    bench.feed(MessageSaid(text="anyone?"))
    bench.feed(ConversationClosed())
    assert len(bench.sent()) == sent
    nameless = conversation_only()
    nameless["body"]["changes"][0]["result"] = {"conversationDetails": {"stage": "CLOSE"}}
    bench.receive(nameless)
    nameless["body"]["changes"][0]["result"] = None
    bench.receive(nameless)


def test_an_end_while_away_opens_no_new_conversation() -> None:
    """A conversation that is gone after a drop, or on the next page, is not replaced."""
    dropped = taken_up()
    dropped.feed(SocketClosed(1006))
    dropped.sleep(5)
    dropped.feed(HttpAnswered(200, HOSTS))
    dropped.subscribed(frame("empty-snapshot"), dropped.now)
    next_page = Bench()
    next_page.feed(Started(configured=CSDS, opened=True))
    next_page.feed(HttpAnswered(200, HOSTS))
    next_page.feed(TokenSupplied(token=SecretStr("t")))
    next_page.subscribed(frame("empty-snapshot"), next_page.now)
    for bench in (dropped, next_page):
        assert "cm.ConsumerRequestConversation" not in bench.sent()
        assert bench.all(Remember)[-1] == Remember("opened", None)


def test_closed_before_it_was_open() -> None:
    """close() before LivePerson has opened it ends it then, and forgets what was said."""
    bench = Bench().live()
    bench.feed(ConversationOpened())
    bench.feed(MessageSaid(text="old"))
    bench.feed(ConversationClosed())
    bench.answer({"conversationId": CONVERSATION}, request="cm.ConsumerRequestConversation")
    assert last_sent(bench)["type"] == "cm.UpdateConversationField"
    bench.feed(ConversationOpened())
    bench.answer({"conversationId": "next"}, request="cm.ConsumerRequestConversation")
    assert "ms.PublishEvent" not in bench.sent()


def test_a_message_that_is_refused_is_told() -> None:
    """One error says that a message did not arrive."""
    bench = taken_up()
    bench.feed(MessageSaid(text="Hello"))
    bench.answer("no", code=400, request="ms.PublishEvent")
    assert [detail["code"] for detail in bench.details("error")] == ["connection"]


def test_a_drop_before_the_subscription_is_confirmed() -> None:
    """A socket lost between the snapshot and its response loses no later messages."""
    bench = Bench()
    bench.start()
    bench.feed(ConversationOpened())
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=SecretStr("t")))
    bench.feed(SocketOpened())
    bench.answer()
    bench.receive(conversation_only())
    bench.feed(SocketClosed(1006))
    bench.sleep(5)
    bench.feed(HttpAnswered(200, HOSTS))
    bench.subscribed(conversation_only(), bench.now)
    assert bench.sent().count("ms.SubscribeMessagingEvents") == 2


def test_ask_again_sends_a_message() -> None:
    """Where we hold the conversation an expired invitation can be asked for again."""
    bench = taken_up()
    bench.receive(frame("invited"))
    bench.feed(READY_TAG)
    bench.heard()
    bench.sleep(90)
    assert bench.banner
    assert [button.action for button in bench.banner.buttons] == ["ask", "close"]
    bench.press("ask", trusted=False)
    assert bench.sent()[-1] != "ms.PublishEvent"
    bench.press("ask")
    assert last_sent(bench)["body"]["event"]["message"].startswith("The request to share")


def test_ask_again_is_not_offered_without_the_conversation() -> None:
    """Where the page opened no conversation there is nothing to send a message in."""
    bench = Bench().offered()
    bench.sleep(90)
    assert bench.banner
    assert [button.action for button in bench.banner.buttons] == ["close"]
    bench.press("close")
    bench.press("ask", dialog=DIALOG)
    assert bench.sent().count("ms.PublishEvent") == 0


def test_a_request_that_is_not_answered() -> None:
    """Ten seconds without an answer, and it is told once."""
    bench = Bench().live()
    bench.feed(ConversationOpened())
    bench.sleep(9.9)
    assert bench.details("error") == []
    bench.sleep(0.2)
    (error,) = bench.details("error")
    assert "did not answer" in error["words"]
    bench.receive(conversation_only())
    assert bench.sent()[-1] == "ms.SubscribeMessagingEvents"


def test_a_message_that_is_one_too_many() -> None:
    """429 is told as what it is, and nothing is sent again by itself."""
    bench = Bench().live()
    bench.feed(ConversationOpened())
    bench.answer({"conversationId": CONVERSATION}, request="cm.ConsumerRequestConversation")
    bench.feed(MessageSaid(text="Hello"))
    bench.answer("slow down", code=429, request="ms.PublishEvent")
    assert "busy" in bench.details("error")[0]["words"]
    bench.sleep(60)
    assert bench.sent().count("ms.PublishEvent") == 1


def test_what_is_remembered_of_a_conversation_is_bounded() -> None:
    """Thousands of conversations and messages are read, the latest remembered."""
    bench = Bench().live()
    for number in range(520):
        other = conversation_only()
        other["body"]["changes"][0]["result"]["convId"] = f"c{number}"
        bench.receive(other)
    bench.feed(ConversationOpened())
    bench.receive(conversation_only())
    dialog = last_sent(bench)["body"]["dialogId"]
    for number in range(2_100):
        bench.receive(message(number, "Hi", dialogId=dialog))
    assert len(bench.details("message")) == 2_100
    visit = bench.engine._visit  # noqa: SLF001 - memory is no effect
    assert visit
    assert len(visit.conversation._open) == MOST_OPEN  # noqa: SLF001
    assert len(visit.conversation._seen) == MOST_SEEN  # noqa: SLF001


@pytest.mark.parametrize(
    ("ids", "context"),
    [
        ({}, None),
        ({"ssid": "S1"}, None),
        (
            {"ssid": "S1", "svid": "V1"},
            {"type": "SharkContext", "visitorId": "V1", "sessionId": "S1", "lang": "en"},
        ),
        (
            {"ssid": "S1", "svid": "V1", "scid": "1"},
            {
                "type": "SharkContext",
                "visitorId": "V1",
                "sessionId": "S1",
                "interactionContextId": "1",
                "lang": "en",
            },
        ),
    ],
)
def test_a_conversation_says_which_visit_it_belongs_to(
    ids: dict[str, Any], context: dict[str, str] | None
) -> None:
    """What the tag's monitoring knows of the visit goes with a conversation that we open."""
    bench = Bench().live()
    bench.feed(ConversationOpened(**ids))
    (asked,) = [
        json.loads(one.text)
        for one in bench.all(SendFrame)
        if "cm.ConsumerRequestConversation" in one.text
    ]
    assert asked["body"].get("conversationContext") == context


def test_the_tags_own_context_id() -> None:
    """What the tag knows goes with offer and answer; what the page has set wins."""
    cases: list[tuple[dict[str, Any], str]] = [({}, "7"), ({"context": {"scid": "own"}}, "own")]
    for settings, scid in cases:
        bench = Bench().live(**settings)
        bench.receive(frame("invited"))
        bench.feed(TagObserved(can_publish=True, ssid="S1", svid="V1", scid="7"))
        (offer,) = bench.all(Publish)
        assert offer.data["scid"] == scid
