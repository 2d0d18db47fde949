"""The simulator's README: what it shows can be done, and it leaves nothing out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from simulator.brand import login
from simulator.choices import described
from simulator.cli.manual import README, allowed, with_table
from simulator.cobrowse import invitations
from simulator.cobrowse.invitations import CoBrowse
from simulator.cobrowse.relay import Sharing
from simulator.control.api import Control
from simulator.control.stage import Stage
from simulator.faults import registry
from simulator.faults.registry import LIBRARY
from simulator.faults.standing import Faults
from simulator.lab.api import Workbench
from simulator.messaging import outbox
from simulator.messaging.connections import Sessions
from simulator.state import conversation, world
from simulator.state.world import World
from simulator.switches import Switches
from tests.simulator.consumer import Consumer
from tests.support.standin import StandIn

TEXT = README.read_text()
FOLDER = Path(registry.__file__).parent
CALLS = [line for line in TEXT.splitlines() if line.startswith("curl ")]
# The names that the README gives to ids, and where they are in an answer.
IDS = {"CONVERSATION": "conversationId", "INVITATION": "dialogId", "FAULT": "faultId"}


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_each_call_works_as_shown(standin: StandIn, consumer: Consumer) -> None:
    """Every curl line, in order, is answered with 200 (101 for the WebSocket)."""
    consumer.subscribe()
    environment = dict(os.environ)
    for call in CALLS:
        line = call.replace("http://localhost:8000", standin.url)
        done = subprocess.run(
            ["bash", "-uc", f"{line} --silent --write-out '\n%{{http_code}}'"],
            env=environment,
            capture_output=True,
            timeout=10,
            check=False,
        )
        answer, _, status = done.stdout.rpartition(b"\n")
        assert status == (b"101" if "Upgrade" in line else b"200"), (call, done)
        if status == b"200":
            told = json.loads(answer)
            found = {name: told.get(key) for name, key in IDS.items() if isinstance(told, dict)}
            environment |= {name: value for name, value in found.items() if value}
            if line.endswith("/simulator/session"):
                environment["SESSION"] = json.dumps(told)
    assert consumer.closing()[0] == 4407


def test_no_call_is_left_out() -> None:
    """Each route of the control API stands in a curl line of the README."""
    made = World(("12345678",), Switches())
    faults = Faults(made)
    stage = Stage(made, faults, Sessions(made, faults), CoBrowse(made))
    routes = Control(stage, Sharing(made), Workbench(stage).routes()).routes()
    shown = {
        re.sub(
            r"templates/\w+",
            "templates/{name}",
            re.sub(r"\$[A-Z]+", "{id}", call.partition("localhost:8000")[2]).strip(),
        )
        for call in CALLS
    }
    assert shown == {path for _, path, _, _ in routes}


def test_the_table_of_switches_is_current() -> None:
    """It is what `python -m simulator.cli.manual` writes from the switches themselves."""
    assert with_table(TEXT) == TEXT, "run: python -m simulator.cli.manual"
    words = {one["name"]: allowed(one) for one in described(Switches())}
    assert words["strict"] == "true, false"
    assert words["delay"] == "0 to 3600000"
    assert words["metadata"] == '"replace", "merge"'


def test_each_fault_has_its_row() -> None:
    """Each file of the library is a fault in the README, with what it does and its limits."""
    apart = {
        "__init__",
        "effect",
        "fault",
        "frame",
        "line",
        "registry",
        "standing",
        "switched",
        "tally",
    }
    files = {file.stem for file in FOLDER.glob("*.py")} - apart - {"token"}
    assert files == {name.replace("-", "_") for name in LIBRARY}
    for name, kind in LIBRARY.items():
        assert f"| `{name}` | {kind.does} | {kind.unrealistic} |" in TEXT


def test_the_table_of_facts_names_tests_that_there_are() -> None:
    """Each fact of the README is held by a test that can be found under its name."""
    table = TEXT.partition("## Which fact")[2].partition("\n## ")[0]
    rows = [row for row in table.splitlines() if "::" in row]
    assert len(rows) > 20
    for row in rows:
        cell = row.split("|")[2]
        file, _, first = re.findall(r"`([\w/.]+)(::)(\w+)`", cell)[0]
        path = README.parents[1] / (file if "/" in file else f"tests/simulator/{file}")
        for name in (first, *re.findall(r"`(test_\w+)`", cell)):
            assert f"def {name}(" in path.read_text(), name


def test_the_limits_are_as_told() -> None:
    """The README's numbers are the code's."""
    for number, words in (
        (world.MOST_CONVERSATIONS, "conversations"),
        (world.MOST_CLOSED, "may be over"),
        (conversation.MOST_KEPT, "messages and dialogs"),
        (world.MOST_PROFILES, "consumers' profiles"),
        (login.MOST_LOGINS, "agents' logins"),
        (invitations.MOST_PUBLISHED, "publications"),
    ):
        assert f"{number:,} {words}" in TEXT
    assert outbox.MOST_WAITING == 64_000_000
