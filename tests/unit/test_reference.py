"""docs/reference.md tells all that the types and the code know, and nothing that they do not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import get_args, get_type_hints

import pytest

from app.core import health
from app.core.banner import view
from app.core.connection.phase import PUBLIC_STATE, Phase
from app.core.invitation.table import TABLE, State
from app.core.liveperson import tag
from app.core.page.effects import Remember
from app.core.page.settings import CONTEXT, ELSEWHERE, FIELDS, OBJECTS, Settings
from tools.stages import ROOT

REFERENCE = (ROOT / "docs/reference.md").read_text()
TYPES = (ROOT / "static/tagalong.d.ts").read_text()
# What a page loads, in both languages, without the demo's pages.
SCRIPTS = {
    file.name: file.read_text()
    for folder in ("static", "static/loader", "static/page")
    for file in sorted((ROOT / folder).glob("*.js"))
}
PYTHON = {file.name: file.read_text() for file in sorted((ROOT / "app").rglob("*.py"))}

Row = dict[str, str]


def tables(heading: str) -> list[list[Row]]:
    """Return the tables below a heading of the reference, each row by the names of its columns."""
    _, _, rest = REFERENCE.partition(f"\n## {heading}\n")
    assert rest, heading
    section = rest.partition("\n## ")[0]
    found: list[list[Row]] = []
    for block in re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE):
        head, _, *lines = [
            [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            for line in block.splitlines()
        ]
        found.append([dict(zip(head, line, strict=True)) for line in lines])
    return found


def words(cell: str) -> list[str]:
    """Return what stands in a cell as code."""
    return [one.replace("\\|", "|") for one in re.findall(r"`([^`]+)`", cell)]


def column(rows: Iterable[Row], name: str) -> list[str]:
    """Return all code words of a column; none may stand there twice."""
    found = [word for row in rows for word in words(row[name])]
    assert len(found) == len(set(found)), found
    return found


def block(opening: str) -> str:
    """Return what stands in the braces of a declaration of the types."""
    _, found, rest = TYPES.partition(opening)
    assert found, opening
    return re.split(r"\n\}", rest)[0]


def literals(text: str) -> set[str]:
    """Return the string literals of a piece of source."""
    return set(re.findall(r'"([^"]*)"', text))


def members(text: str) -> dict[str, str]:
    """Return the names and types of an object type that is written on one level."""
    return {
        name: kind.strip() for name, kind in re.findall(r"(\w+)\??: ((?:\{[^}]*\}|[^;{}])+)", text)
    }


def details() -> dict[str, dict[str, str]]:
    """Return each event's detail: the types of its fields, with `Mode` written out."""
    about = members(block("interface Dialog {"))
    found: dict[str, dict[str, str]] = {}
    # An event stands on a line of its own, and further ones where they begin with two tabs.
    for event in re.split(r"\n\t(?=\w)", block("interface Events {"))[1:]:
        name, _, detail = event.partition(": ")
        own = members(detail.partition("{")[2].rpartition("}")[0])
        found[name] = {**(about if "Dialog" in detail else {}), **own}
    return found


MODE = " | ".join(f'"{one}"' for one in ("view", "follow", "shared"))
EVENTS = details()


def test_the_types_are_read() -> None:
    """What this file takes from the types is all that is there."""
    assert EVENTS["connected"] == {}
    assert EVENTS["disconnected"] == {"code": "number", "retryInMs": "number"}
    assert set(EVENTS["consent"]) == {
        *("dialogId", "time", "mode", "outcome", "textVersion", "locale")
    }
    assert f"type Mode = {MODE};" in TYPES


def test_events() -> None:
    """Every event stands in the table with exactly the fields of its detail."""
    rows = tables("Events")[0]
    assert column(rows, "event") == list(EVENTS)
    for row in rows:
        assert words(row["detail"]) == list(EVENTS[words(row["event"])[0]]), row


def test_fields_of_events() -> None:
    """Every field is explained, with its type; those that differ by event, by event."""
    told: dict[tuple[str, str], str] = {}
    for row in tables("Events")[1]:
        field, *event = words(row["field"])
        named = [*event] or [name for name, detail in EVENTS.items() if field in detail]
        (kind,) = words(row["type"])
        for name in named:
            # A row that names an event stands above the one that names none.
            told[name, field] = kind if event else told.get((name, field), kind)
    known = {
        (name, field): kind.replace("Mode", MODE)
        for name, detail in EVENTS.items()
        for field, kind in detail.items()
    }
    assert told == known


def test_error_codes() -> None:
    """The codes of the reference, of the types and of the code are the same."""
    codes = column(tables("Error codes")[0], "code")
    declared = literals(TYPES.partition("type ErrorCode =")[2].partition(";")[0])
    assert set(codes) == declared
    used: set[str] = set()
    for text in PYTHON.values():
        used |= set(re.findall(r'(?:Refused|Unavailable|__init__|_error)\(\s*"([a-z-]+)"', text))
        used |= set(re.findall(r'"code": "([a-z-]+)"', text))
    for text in SCRIPTS.values():
        used |= set(re.findall(r'(?:Trouble\(|code: |BLOCKED = |return \[)"([a-z-]+)"', text))
    keys = SCRIPTS["environment.js"].partition("const WORDS = {")[2].partition("\n}")[0]
    used |= {key.strip('"') for key in re.findall(r'^\t("[a-z-]+"|\w+):', keys, re.MULTILINE)}
    assert used == declared


def test_reasons() -> None:
    """Why sharing failed, and why a press was refused."""
    reasons = column(tables("Why sharing failed")[0], "reason")
    assert set(reasons) == literals(EVENTS["failed"]["reason"])
    prompt = PYTHON["prompt.py"]
    assert set(reasons) == set(re.findall(r'(?:_fail\(|reason=)"([a-z-]+)"', prompt))
    whys = column(tables("Why a press was refused")[0], "why")
    assert set(whys) == literals(EVENTS["refused"]["why"])
    press = re.findall(r'(?:return|if) ?"([a-z-]+)"|"([a-z-]+)" if ', PYTHON["press.py"])
    assert set(whys) == {first or second for first, second in press}


def test_states_of_an_invitation() -> None:
    """Each state, what the banner calls it, and what it may become."""
    shape, rows = tables("States of an invitation")
    declared = re.search(r"invitation: null \| \{(.*?)\};", TYPES)
    assert declared
    assert {words(row["field"])[0]: words(row["type"])[0] for row in shape} == members(declared[1])
    assert column(rows, "state") == [state.value for state in State]
    for row in rows:
        state = State(words(row["state"])[0])
        assert set(words(row["may become"])) == set(TABLE[state].values()), state
        assert words(row["banner (`data-state`)"]) == (
            [view.NAMES[state]] if state in view.NAMES else []
        ), state


def test_states_of_the_connection() -> None:
    """What the page is told, and the phases behind it in the words of diagnose()."""
    public, phases = tables("States of the connection")
    declared = re.search(r"connection: (.*?);", block("interface State {"))
    assert declared
    assert set(column(public, "state")) == literals(declared[1])
    assert [words(row["phase"])[0] for row in phases] == [phase.value for phase in Phase]
    for row in phases:
        phase = Phase(words(row["phase"])[0])
        assert words(row["state"]) == [PUBLIC_STATE[phase]], phase
        assert row["`diagnose()` says: the connection …"] == health.CONNECTIONS[phase]


def test_settings() -> None:
    """Each setting with its attribute, its default and what it may be."""
    rows = {words(row["setting"])[0]: row for row in tables("Settings")[0]}
    declared = members(re.sub(r"/\*\*.*?\*/", "", block("interface Settings {")))
    assert set(rows) == {*FIELDS, *OBJECTS, *ELSEWHERE} == set(declared)
    for name, row in rows.items():
        if name not in FIELDS:
            assert not row["attribute"], name
            continue
        attribute = re.sub("[A-Z]", lambda found: f"-{found[0].lower()}", name)
        assert words(row["attribute"]) == [f"data-{attribute}"], name
        one = Settings.model_fields[FIELDS[name]]
        default = None if one.is_required() else one.default
        if default and default is not True:
            assert words(row["default"]) == [default], name
        choices = literals(declared[name])
        assert not choices or set(words(row["values"])) == choices, name
    assert words(rows["context"]["values"]) == list(CONTEXT)


def test_calls() -> None:
    """Each member of the page's API."""
    body = re.sub(r"/\*\*.*?\*/", "", block("interface Tagalong {"))
    inner = re.search(r"conversation: \{(.*?)\};", body, re.DOTALL)
    assert inner
    plain = body.replace(inner[0], "")
    member = r"^\s*(?:readonly )?(\w+)(?:<|\(|:)"
    known = set(re.findall(member, plain, re.MULTILINE))
    known |= {f"conversation.{name}" for name in re.findall(member, inner[1], re.MULTILINE)}
    told = column(tables("Calls")[0], "call")
    assert {call.partition("(")[0] for call in told} == known


def test_what_reaches_the_tag() -> None:
    """The names that are published, and the fields of their data."""
    names, data = tables("What reaches LivePerson's tag")
    assert column(names, "name") == [tag.OFFERED, *tag.ANSWERS.values()]
    made = tag.payload(
        service_id="s",
        agent_id="a",
        visitor_name="v",
        ssid="s",
        svid="v",
        mode="view",
        context=dict.fromkeys(CONTEXT, "c"),
    )
    assert column(data, "field") == list(made)


def test_what_is_stored() -> None:
    """Every key of the browser's storage, and where it is."""
    rows = tables("What is stored")[0]
    told = {words(row["key"])[0]: words(row["where"])[0] for row in rows}
    memory = SCRIPTS["memory.js"]
    own = re.search(r'Remember\["what"\] \| (.*?)\} What', memory)
    assert own
    names = literals(own[1]) | set(get_args(get_type_hints(Remember)["what"]))
    assert 'PREFIX = "tagalong:"' in memory
    assert "localStorage" not in memory
    visit = {f"tagalong:{name}" for name in names}
    assert told == {
        **dict.fromkeys(visit, "sessionStorage"),
        "tagalong:decisions": "localStorage",
        "tagalong-off": "localStorage",
    }
    named: set[str] = set()
    for text in SCRIPTS.values():
        named |= set(re.findall(r'"(tagalong(?::(?!progress)\w+|-off))"', text))
    assert named <= set(told)
    # Nobody else stores anything, and the switch is never written.
    stores = {name for name, text in SCRIPTS.items() if ".setItem(" in text}
    assert stores == {"memory.js", "decision.js"}
    everything = "".join(SCRIPTS.values())
    assert "document.cookie" not in everything
    assert "indexedDB" not in everything


def test_checks() -> None:
    """Each check of diagnose(), wherever it is made."""
    page = re.findall(r'check\(\s*"(\w+)"', SCRIPTS["diagnose.js"])
    python = re.findall(r'_check\(\s*"(\w+)"|name = "(\w+)"', PYTHON["health.py"])
    loader = re.findall(r'\[kind\]: "(\w+)"', SCRIPTS["tagalong.js"])
    assert loader
    told = column(tables("Checks of `diagnose()`")[0], "check")
    assert set(told) == {*page, *(first or second for first, second in python), *loader}


def test_links() -> None:
    """Each link of the chain that explain() walks, and each symptom with where its walk ends."""
    chain = SCRIPTS["chain.js"]

    def names(table: str) -> list[str]:
        body = chain.partition(f"\nconst {table} = {{")[2].partition("\n};")[0]
        return re.findall(r"^\t(\w+): \(", body, re.MULTILINE)

    links, symptoms = tables("Links of `explain()`")
    told = [words(row["link"])[0] for row in links]
    assert told == list(dict.fromkeys([*names("LINKS"), *names("TWICE"), "symptom", "files"]))
    walks = dict(re.findall(r'\["([a-z ]+)", upTo\("(\w+)"\)\]', chain))
    declared = literals(TYPES.partition("type Symptom =")[2].partition(";")[0])
    listed = set(re.findall(r'^\t\["([a-z ]+)", ', chain, re.MULTILINE))
    assert listed == declared == set(column(symptoms, "symptom"))
    for row in symptoms:
        (symptom,) = words(row["symptom"])
        last = words(row["walks"])[-1]
        assert last == walks.get(symptom, "invitations" if "twice" in symptom else "active")


def test_record() -> None:
    """The entries of record(), each with what is kept of its event."""
    kept = SCRIPTS["consents.js"].partition("const KEPT = new Map([")[2].partition("\n]);")[0]
    rows = {
        words(row["event"])[0]: [*words(row["fields"])]
        for row in tables("Entries of `record()`")[0]
    }
    lines = re.findall(r'\["(\w+)", \[(.*?)\]\]', kept)
    assert rows == {event: re.findall(r'"(\w+)"', fields) for event, fields in lines}
    for event, fields in rows.items():
        assert set(fields) == set(EVENTS[event]) - {"dialogId", "time"}, event


@pytest.mark.parametrize("heading", re.findall(r"\n## (.*)", REFERENCE))
def test_contents(heading: str) -> None:
    """The list at the top leads to every section."""
    place = re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-")
    assert f"- [{heading}](#{place})" in REFERENCE
