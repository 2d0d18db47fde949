"""Small pieces: the mailbox, the client's properties, and frames that cannot be read."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any, get_args

import pytest
from pydantic import SecretStr

from app.core.errors import Refused
from app.core.liveperson import client, frames
from app.core.page import mailbox
from app.core.page.effects import (
    AskToken,
    BannerView,
    ButtonView,
    PageEffect,
    Publish,
    Remember,
    ShowBanner,
    Speak,
)
from app.core.page.events import MessageSaid, Pressed, Started, TokenSupplied
from tools.driven import Bench, frame


@pytest.mark.parametrize(
    ("agent", "family", "system", "browser"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/156 Edg/156", "DESKTOP", "WINDOWS", "Edg"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) Mobile Safari/1",
            *("MOBILE", "IOS", "Safari"),
        ),
        ("Mozilla/5.0 (iPad; CPU OS 19 like Mac OS X) Safari/1", "TABLET", "IOS", "Safari"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/156 Mobile", "MOBILE", "ANDROID", "Chrome"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10) Firefox/153", "DESKTOP", "OSX", "Firefox"),
        ("curl", "DESKTOP", "OTHER", None),
    ],
)
def test_client_properties(agent: str, family: str, system: str, browser: str | None) -> None:
    """Only words of LivePerson's enums are sent; what is unknown is OTHER or left out."""
    properties = client.properties(agent, "")
    assert properties["deviceFamily"] == family
    assert properties["os"] == system
    assert properties.get("browser") == browser
    assert "timeZone" not in properties


def test_events_arrive_as_text() -> None:
    """An event is read by its kind, in camelCase; anything else is None."""
    text = '{"kind":"pressed","dialogId":"d","action":"accept","trusted":true,"visibleMs":600}'
    assert mailbox.event_from(text) == Pressed(
        dialog_id="d", action="accept", trusted=True, visible_ms=600
    )
    started = mailbox.event_from('{"kind":"started","pageUrl":"u","token":"t","decisions":{}}')
    assert isinstance(started, Started)
    assert started.token == SecretStr("t")
    for bad in ("", "[]", '{"kind":"hacked"}', '{"kind":"pressed"}', text.replace("accept", "x")):
        assert mailbox.event_from(bad) is None


def test_effects_leave_as_text() -> None:
    """An effect is its kind and its fields, in camelCase, with views as plain objects."""
    view = BannerView(
        dialog_id="d",
        state="invited",
        locale="en",
        direction="ltr",
        position="top",
        scheme="page",
        key="off",
        label="L",
        heading="H",
        body=("B",),
        buttons=(ButtonView("accept", "Yes"),),
        pill="P",
        minimise="M",
        ends_at_ms=5,
    )
    shown = json.loads(mailbox.text_of(ShowBanner(view)))
    assert shown["kind"] == "showBanner"
    assert shown["banner"]["buttons"] == [{"action": "accept", "label": "Yes"}]
    assert shown["banner"]["endsAtMs"] == 5
    assert json.loads(mailbox.text_of(ShowBanner(None))) == {"kind": "showBanner", "banner": None}
    published = json.loads(mailbox.text_of(Publish("d", "n", {"serviceId": "a#b"})))
    assert published["data"] == {"serviceId": "a#b"}
    kept = json.loads(mailbox.text_of(Remember("token", SecretStr("t"))))
    assert kept == {"kind": "remember", "what": "token", "value": "t"}
    assert json.loads(mailbox.text_of(Speak("S", 3)))["seconds"] == 3
    assert json.loads(mailbox.text_of(AskToken("getToken"))) == {
        "kind": "askToken",
        "supplier": "getToken",
    }
    for effect in get_args(PageEffect):
        (kind,) = [one.default for one in fields(effect) if one.name == "kind"]
        assert kind == effect.__name__[0].lower() + effect.__name__[1:]


def test_tokens_are_not_printed() -> None:
    """No representation of an event, effect or error shows a token."""
    secret = SecretStr("very-secret")
    for thing in (TokenSupplied(token=secret), Remember("token", secret), Started(token=secret)):
        assert "very-secret" not in repr(thing)
    bench = Bench().live()
    assert "secret-token" not in repr(bench.effects)
    assert str(Refused("code", "words")) == "code: words"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        '"text"',
        "NaN",
        "[" * 100_000,
        "x" * (frames.LONGEST_FRAME + 1),
        '{"kind":"notification","type":"Unknown","body":{}}',
        '{"kind":"notification","type":"cqm.ExConversationChangeNotification","body":[]}',
        '{"kind":"resp","reqId":{},"code":[],"body":"text"}',
    ],
)
def test_frames_that_say_nothing(text: str) -> None:
    """Whatever arrives, parse answers None or a frame that says nothing, and never raises."""
    parsed = frames.parse(text)
    assert parsed is None or (isinstance(parsed, frames.Response) and not parsed.ok)


def test_nothing_where_a_list_should_be() -> None:
    """Null instead of a list is an empty one."""
    nothing = frame("empty-snapshot")
    nothing["body"]["changes"] = None
    parsed = frames.parse(json.dumps(nothing))
    assert isinstance(parsed, frames.ConversationsChanged)
    assert parsed.changes == []


def test_half_a_character_does_not_hide_an_invitation() -> None:
    """A lone surrogate in a field beside it is no reason to drop the frame."""
    text = json.dumps(frame("invited")).replace('"skillId": "-1"', '"skillId": "\\ud800"')
    bench = Bench().live()
    bench.receive(text)
    assert bench.names() == ["connected", "invited"]
    assert frames.parse("\ud800") is None
    raw = text.replace("\\ud800", "\ud800")
    assert frames.parse(raw) is not None
    said = mailbox.event_from(
        '{"kind":"messageSaid","text":"cut \\ud83d off, whole \\ud83d\\ude00"}'
    )
    assert said == MessageSaid(text="cut \ufffd off, whole \U0001f600")


def test_debugging_names_frames_and_tells_nothing_of_them() -> None:
    """With debug on the notes say which frames went and came, without their contents."""
    bench = Bench().live(debug=True)
    bench.receive("not JSON")
    notes = " ".join(bench.notes())
    assert "sent req InitConnection" in notes
    assert "received something unreadable" in notes
    assert "secret-token" not in notes


def test_a_frame_is_read_as_far_as_it_can_be() -> None:
    """One unreadable part does not take the others along."""
    broken: Any = frame("invited")
    details = broken["body"]["changes"][0]["result"]["conversationDetails"]
    details |= {"participants": [[], None], "metaDataLastUpdateTs": "late", "stage": {}}
    details["dialogs"] = [None, 5, {"dialogId": []}, *details["dialogs"]]
    broken["body"]["changes"].append("rubbish")
    bench = Bench().live()
    bench.receive(broken)
    assert bench.names() == ["connected", "invited"]
    parsed = frames.parse(json.dumps(broken))
    assert isinstance(parsed, frames.ConversationsChanged)
    change = parsed.changes[0]
    assert change
    assert [dialog.dialog_id for dialog in change.dialogs if dialog.is_cobrowse] == [
        "c26b9d3b-e943-42af-8047-aba830de64ea"
    ]
    assert change.participants == []
    assert change.updated_ms is None
