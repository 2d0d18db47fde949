"""Nothing that opens a door leaves the simulator, whatever it is wrapped in or cut to."""

from __future__ import annotations

import json

import pytest

from simulator.bounds import NotPossible
from simulator.lab.session_file import FORMAT, exported, moments_of
from simulator.record.redaction import without_people, without_tokens
from simulator.record.timeline import LONGEST_TEXT, MOST_RECORDS, Timeline
from simulator.services import tokens
from tests.support.standin import ACCOUNT

TOKEN = tokens.issue(ACCOUNT, "ann")


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"type": "ConsumerAuthentication", "jwt": TOKEN}),
        json.dumps({"text": json.dumps({"jwt": TOKEN})}),
        json.dumps({"jwt": "an opaque one", "id_token": "another"}),
        json.dumps({"message": f"my token is {TOKEN}, thanks"}),
        f'{{"jwt":"{TOKEN[:80]}',
        TOKEN[:12],
    ],
)
def test_tokens(text: str) -> None:
    """Whole tokens, parts of them, and opaque ones by their name, at any depth."""
    redacted = without_tokens(text)
    for secret in ("eyJ", "opaque", "another"):
        assert secret not in redacted
    assert "[token]" in redacted


def test_other_words_stay() -> None:
    """What is no token is left alone."""
    text = '{"type":"GetClock","id":"7","keys":"eyes, jwt and token"}'
    assert without_tokens(text) == text


def test_people() -> None:
    """Names and chat text are told by their length; what is not JSON goes whole."""
    told = json.loads(without_people('{"data":[{"visitorName":"Ann","mode":"view"}]}'))
    assert told == {"data": [{"visitorName": "[3 characters]", "mode": "view"}]}
    assert without_people("Ann says hello") == "[14 characters]"


def test_an_export() -> None:
    """A session that is kept names no consumer, and carries no token in any of its fields."""
    timeline = Timeline()
    frame = {"kind": "notification", "body": {"message": "Hello Ann", "id": "consumer-ann"}}
    timeline.add("frame", "out", "", json.dumps(frame), who="consumer-ann")
    timeline.add("event", "in", TOKEN, json.dumps({"code": TOKEN}), page=TOKEN)
    text = json.dumps(exported(timeline))
    for secret in ("eyJ", "consumer-ann", "Hello"):
        assert secret not in text
    consumer, moments = moments_of(json.loads(text))
    assert consumer == "visitor-001"
    assert [one.kind for one in moments] == ["frame"]


def told(state: str, time_ms: int) -> dict[str, object]:
    """Return a record of a frame that tells of a dialog's state."""
    change = {
        "type": "UPSERT",
        "result": {
            "convId": "c",
            "conversationDetails": {
                "dialogs": [{"channelType": "COBROWSE", "metaData": {"sessionState": state}}]
            },
        },
    }
    name = "cqm.ExConversationChangeNotification"
    frame = {"kind": "notification", "type": name, "body": {"changes": [change]}}
    text = json.dumps(frame)
    return {"kind": "frame", "way": "out", "timeMs": time_ms, "text": text, "who": "v", "name": ""}


def test_an_answer_that_was_reported_late() -> None:
    """Replayed, it is waited for before LivePerson's word on it, however late the page told."""
    answer = {"kind": "tag", "name": "lpCoBrowse cobrowseAccepted", "timeMs": 3_040, "who": "v"}
    records = [told("INVITED", 1_000), told("ACCEPTED", 3_010), answer, told("CLOSED", 9_000)]
    session = {"format": FORMAT, "records": records}
    _, moments = moments_of(session)
    assert [one.kind for one in moments] == ["frame", "answer", "frame", "frame"]
    early = [told("INVITED", 3_020), answer, told("ACCEPTED", 3_050)]
    _, moments = moments_of({"format": FORMAT, "records": early})
    assert [one.kind for one in moments] == ["frame", "answer", "frame"]


@pytest.mark.parametrize("session", [None, [], {}, {"format": "other", "records": []}])
def test_what_is_no_session(session: object) -> None:
    """A file that is no session is refused in words."""
    with pytest.raises(NotPossible, match="a session is what the workbench exported"):
        moments_of(session)


def test_bounds() -> None:
    """The timeline keeps so many records, each so long, and says how long it was."""
    timeline = Timeline()
    for _ in range(MOST_RECORDS + 10):
        timeline.add("event", "in", "filler", "x")
    record = timeline.add("frame", "in", "", "y" * (LONGEST_TEXT + 5))
    kept = list(timeline.after(0))
    assert len(kept) == MOST_RECORDS
    assert [one.seq for one in timeline.after(record.seq - 1)] == [record.seq]
    assert (len(record.text), record.length) == (LONGEST_TEXT, LONGEST_TEXT + 5)
