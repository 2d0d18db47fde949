"""Sessions to keep: the timeline as a file without tokens, names, chat text and visitors' ids."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from simulator.bounds import NotPossible
from simulator.record.frames import frame_name
from simulator.record.redaction import without_people, without_tokens
from simulator.record.timeline import Timeline

FORMAT = "simulated-liveperson-session"
VERSION = 1
MOST_RECORDS = 20_000
# A page's word of an answer is dated by its report, which takes so long at most.
LATE_MS = 1_000
# What belongs to a visit; plays and services' requests do not.
KEPT = ("frame", "socket", "tag", "event", "banner", "page")


def exported(timeline: Timeline) -> dict[str, Any]:
    """Return the timeline as a session that may be given away."""
    kept_kinds = (one for one in timeline.after(0) if one.kind in KEPT)
    records = sorted(kept_kinds, key=lambda one: one.moment)
    people = sorted({one.who for one in records if one.who})
    aliases = {person: f"visitor-{number:03}" for number, person in enumerate(people, 1)}

    def anonymous(text: str) -> str:
        for person, alias in aliases.items():
            text = text.replace(person, alias)
        return without_tokens(text)

    kept = []
    for one in records:
        told = one.redacted()
        told["text"] = anonymous(without_people(one.text)) if one.text else ""
        told["name"], told["who"] = anonymous(told["name"]), aliases.get(one.who, "")
        told["wrong"] = [anonymous(words) for words in told["wrong"]]
        kept.append(told)
    return {"format": FORMAT, "version": VERSION, "records": kept}


@dataclass(frozen=True)
class Moment:
    """One thing to replay: a `frame` to send, an `answer` to wait for, or a `banner` to compare."""

    kind: str
    what: str
    time_ms: int


def moments_of(session: object) -> tuple[str, list[Moment]]:
    """Return a session's consumer and what can be replayed; raises `NotPossible` in words."""
    records = session.get("records") if isinstance(session, dict) else None
    if not isinstance(records, list) or session.get("format") != FORMAT:  # type: ignore[attr-defined]
        message = f"a session is what the workbench exported: format {FORMAT}, and records"
        raise NotPossible(message)
    if len(records) > MOST_RECORDS:
        message = f"a session has at most {MOST_RECORDS} records"
        raise NotPossible(message)
    good = [one for one in records if isinstance(one, dict)]
    invited = [str(one.get("who")) for one in good if _notification(one) and one.get("who")]
    if not invited:
        message = "the session holds no frame that LivePerson sent to a consumer"
        raise NotPossible(message)
    consumer = max(set(invited), key=invited.count)
    page = next((one.get("page") for one in good if _answer(one)), None)
    moments = []
    for one in good:
        mine = one.get("who") == consumer
        time_ms = one["timeMs"] if isinstance(one.get("timeMs"), int) else 0
        if mine and _notification(one):
            moments.append(Moment("frame", one["text"], time_ms))
        elif mine and (name := _answer(one)):
            moments.append(Moment("answer", name, time_ms))
        elif one.get("kind") == "banner" and page in (None, one.get("page")):
            moments.append(Moment("banner", str(one.get("name")), time_ms))
    return consumer, _in_order(moments)


def _in_order(moments: list[Moment]) -> list[Moment]:
    """Put each answer before what LivePerson said of it: a page's word of it may come later."""
    ordered: list[Moment] = []
    for one in moments:
        place = len(ordered)
        if one.kind == "answer":
            for before, earlier in reversed(list(enumerate(ordered))):
                if earlier.kind != "frame" or one.time_ms - earlier.time_ms > LATE_MS:
                    continue
                state = frame_name(earlier.what).rpartition(" ")[2]
                if state == "INVITED":
                    break
                if state in ("ACCEPTED", "CLOSED"):
                    place = before
        ordered.insert(place, one)
    return ordered


def _notification(record: dict[str, Any]) -> bool:
    sent = (record.get("kind"), record.get("way")) == ("frame", "out")
    text = record.get("text")
    if not sent or not isinstance(text, str) or str(record.get("name")).startswith("lost"):
        return False
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(frame, dict) and frame.get("kind") == "notification"


def _answer(record: dict[str, Any]) -> str:
    """Return which answer a record is the publication of; empty for none."""
    name = str(record.get("name")).rpartition(" ")[2] if record.get("kind") == "tag" else ""
    return name if name in ("cobrowseAccepted", "cobrowseDeclined") else ""
