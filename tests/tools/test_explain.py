"""The walk of `explain()`, on pages that are broken at one link, given as data.

What a browser has to be asked for is in tests/browser/test_explain.py.
"""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

import pytest

from tools.stages import ROOT

SCRIPT = """
import { explain } from "./static/page/explain.js";
import { createJournal } from "./static/page/journal.js";
const { symptom, checks, events, ...facts } = JSON.parse(process.argv[1]);
const journal = createJournal();
for (const [name, detail] of events) journal.note(name, detail);
const check = (name) => ({ check: name, ok: checks[name][0], words: checks[name][1] });
const look = () => facts.look;
const told = await explain(symptom, async () => ({ ...facts, check, journal, look }));
console.log(JSON.stringify(told));
"""
CHECKS = (
    *("tag", "publish", "taglet", "window", "frame", "storage", "webassembly", "worker", "policy"),
    *("error", "settings", "token", "connection", "conversation", "invitation"),
)
IN_SIGHT = {"shown": True, "folded": False, "inSight": True, "seen": True}
ONE = {"dialogId": "one"}
INVITED = ["invited", {**ONE, "mode": "view"}]
OFFERED = ["offered", {**ONE, "heard": True}]
ACCEPTED = ["accepted", {**ONE, "heard": True}]
ALL_WELL: list[Any] = [INVITED, OFFERED, ACCEPTED, ["active", ONE]]
WHOLE = "sharing does not begin"


def explained(
    symptom: object = WHOLE,
    events: list[Any] | None = None,
    bad: str = "",
    **facts: object,
) -> list[dict[str, Any]]:
    """Return the walk over a page where all is well, but for the check `bad` and what is given."""
    given = {
        "symptom": symptom,
        "events": ALL_WELL if events is None else events,
        "checks": {name: [name != bad, f"{name}: words."] for name in CHECKS},
        "connection": "connected",
        "python": True,
        "headless": False,
        "besideWindow": False,
        "look": IN_SIGHT,
        **facts,
    }
    command = ["node", "--input-type=module", "-e", SCRIPT, json.dumps(given)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    links: list[dict[str, Any]] = json.loads(run.stdout)
    return links


def broken(links: list[dict[str, Any]]) -> tuple[str, str]:
    """Return the one link that is marked, and its words; all before it hold, all after it wait."""
    (at,) = [number for number, one in enumerate(links) if one["broken"]]
    assert all(one["ok"] for one in links[:at])
    assert all(not one["ok"] and "Waits" in one["words"] for one in links[at + 1 :])
    assert not links[at]["ok"]
    return links[at]["link"], links[at]["words"]


def test_where_all_is_well() -> None:
    """Every link holds, to the end of the chain; without a symptom all of it is walked."""
    links = explained()
    assert [one["link"] for one in links][-1] == "active"
    assert all(one["ok"] and not one["broken"] for one in links)
    assert explained(None) == links


def test_a_symptom_as_a_person_types_it() -> None:
    """Case, spaces and a full stop make no difference."""
    assert explained(" Nothing  SHOWS. ") == explained("nothing shows")


@pytest.mark.parametrize("symptom", ["it is blue", "constructor", 7, {}])
def test_a_symptom_that_nobody_knows(symptom: object) -> None:
    """The answer is the list of those that are known."""
    link, words = broken(explained(symptom))
    assert link == "symptom"
    assert set(re.findall(r'"(.*?)"', words)) == {
        *("it does not connect", "the agent cannot invite", "nothing shows", "nothing is sent"),
        *("sharing does not begin", "it asks twice"),
    }


@pytest.mark.parametrize(
    ("bad", "link"),
    [
        *(("tag", "tag"), ("settings", "settings"), ("token", "token")),
        *(("connection", "connection"), ("conversation", "conversation")),
        *((name, "browser") for name in ("frame", "webassembly", "worker", "policy")),
    ],
)
def test_a_check_that_is_not_well(bad: str, link: str) -> None:
    """The link that it is of is the broken one, in the check's own words."""
    assert broken(explained("the agent cannot invite", bad=bad)) == (link, f"{bad}: words.")


BROKEN: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "asleep": (
        "it does not connect",
        {"connection": "asleep", "python": False},
        "started",
        "start()",
    ),
    "stopped": (
        "it does not connect",
        {"connection": "stopped", "python": False},
        "started",
        "start()",
    ),
    "failed to start": (
        "it does not connect",
        {"connection": "stopped", "python": False, "bad": "error"},
        "started",
        "error: words",
    ),
    "starting": (
        "nothing shows",
        {"connection": "starting", "python": False, "bad": "connection"},
        "python",
        "connection: words",
    ),
    "not invited": ("nothing shows", {"events": []}, "invitation", "invitation: words"),
    "not invited, and no taglet": (
        "nothing shows",
        {"events": [], "bad": "taglet"},
        "invitation",
        "taglet: words",
    ),
    "a call": (
        "nothing shows",
        {"events": [["unsupported", {**ONE, "mode": "VIDEO_CALL"}]]},
        "invitation",
        "VIDEO_CALL",
    ),
    "no publish yet": (
        "nothing shows",
        {"events": [INVITED], "bad": "publish"},
        "offered",
        "publish: words",
    ),
    "no tag in time": (
        "nothing shows",
        {"events": [INVITED, ["failed", {**ONE, "reason": "no-tag"}]]},
        "offered",
        "tag.js",
    ),
    "too many a minute": ("nothing shows", {"events": [INVITED]}, "offered", "three"),
    "over before it was offered": (
        "nothing shows",
        {"events": [INVITED, ["cancelled", ONE]]},
        "offered",
        "took it back",
    ),
    "over": ("nothing shows", {"events": [INVITED, OFFERED, ["expired", ONE]]}, "banner", "time"),
    "in another tab": (
        "nothing shows",
        {"events": [INVITED, OFFERED, ["elsewhere", ONE]]},
        "banner",
        "another tab",
    ),
    "taken out": (
        "nothing shows",
        {"events": [INVITED, OFFERED], "look": {**IN_SIGHT, "inSight": False, "shown": False}},
        "banner",
        "taking the banner out",
    ),
    "folded": (
        "nothing shows",
        {"events": [INVITED, OFFERED], "look": {**IN_SIGHT, "inSight": False, "folded": True}},
        "banner",
        "pill",
    ),
    "covered": (
        "nothing shows",
        {"events": [INVITED, OFFERED], "look": {**IN_SIGHT, "inSight": False}},
        "banner",
        "lies over it",
    ),
    "in the background": (
        "nothing shows",
        {"events": [INVITED, OFFERED], "look": {**IN_SIGHT, "inSight": False, "seen": False}},
        "banner",
        "front",
    ),
    "not answered": ("nothing is sent", {"events": [INVITED, OFFERED]}, "answered", "Press"),
    "refused": (
        "nothing is sent",
        {"events": [INVITED, OFFERED, ["refused", {**ONE, "why": "too-early"}]]},
        "answered",
        "half a second",
    ),
    "not heard": (
        "nothing is sent",
        {"events": [INVITED, OFFERED, ["accepted", {**ONE, "heard": False}]]},
        "heard",
        "CoBrowse enabled",
    ),
    "declined": (
        WHOLE,
        {"events": [INVITED, OFFERED, ["declined", {**ONE, "heard": True}]]},
        "active",
        "declined",
    ),
    "no confirmation": (
        WHOLE,
        {"events": [INVITED, OFFERED, ACCEPTED, ["failed", {**ONE, "reason": "no-answer"}]]},
        "active",
        "data-agent-id",
    ),
    "not yet": (WHOLE, {"events": [INVITED, OFFERED, ACCEPTED]}, "active", "20 seconds"),
    "an older one was shared": (
        WHOLE,
        {"events": [*ALL_WELL, ["invited", {"dialogId": "two"}], ["offered", {"dialogId": "two"}]]},
        "answered",
        "Press",
    ),
    "invited twice": (
        "it asks twice",
        {"events": [*ALL_WELL, ["invited", {"dialogId": "two"}]]},
        "invitations",
        "2 invitations",
    ),
    "both ask": ("it asks twice", {"bad": "window", "besideWindow": True}, "window", "stand-down"),
    "nothing is remembered": ("it asks twice", {"bad": "storage"}, "storage", "storage: words"),
}


@pytest.mark.parametrize("page", BROKEN)
def test_a_page_broken_at(page: str) -> None:
    """The first link that does not hold is named, and its words say what to do."""
    symptom, facts, link, words = BROKEN[page]
    found, told = broken(explained(symptom, **facts))
    assert found == link
    assert words in told


def test_what_is_no_fault() -> None:
    """Standing down, a page's own question, and the end of an older invitation break nothing."""
    for facts in (
        {"symptom": "it asks twice", "bad": "window"},
        {"symptom": "nothing shows", "events": [INVITED, OFFERED], "headless": True, "look": {}},
        {"symptom": "nothing shows", "events": [*ALL_WELL, ["expired", {"dialogId": "older"}]]},
    ):
        assert all(one["ok"] for one in explained(**facts))
