"""Scenarios: each one holds for a client without a browser, and bad ones are told in words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli.play import play
from simulator.cli.report import Played, page
from simulator.faults.registry import LIBRARY, parsed
from simulator.faults.switched import meant
from simulator.lab.scenario import BadScenario, every, read
from simulator.lab.vocabulary import KINDS
from simulator.switches import Switches
from simulator.understudy import invitation as understudy_invitation
from tests.support.standin import StandIn
from tools.stages import ROOT

GOOD = """
title = "Told"
sentence = "A sentence."
kind = "invitation"
steps = [{ agent = "invites" }, { see = "banner", is = "invited" }]
"""


def test_all_pass(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every scenario, played by a scripted visitor of little patience, passes in words."""
    monkeypatch.setattr(understudy_invitation, "TAG_SECONDS", 7.0)
    monkeypatch.setattr(understudy_invitation, "CONFIRMATION_SECONDS", 2.0)
    code = play(["--all"])
    told = capfd.readouterr().out
    failed = [line for line in told.splitlines() if ": failed" in line]
    assert not failed, "\n".join(failed)
    assert code == 0
    assert f"{len(every())} of {len(every())} passed" in told


def test_there_is_one_of_each_kind() -> None:
    """Each kind has a scenario, and each has what a list needs."""
    assert {one.kind for one in every()} == set(KINDS)
    assert len(every()) >= 64
    assert len({one.title for one in every()}) == len(every())
    assert len({one.sentence for one in every()}) == len(every())


def test_the_faults_are_played() -> None:
    """Of the library's faults, each is in a scenario, or it is told why not."""
    played = {one.name for scenario in every() for one in scenario.faults}
    for scenario in every():
        played |= {one.name for one in meant(Switches().with_changes(scenario.behaviour)).values()}
        for step in scenario.steps:
            if step.actor == "fault":
                played.add(parsed(step.more["is"]).name)
            if step.deed == "closes" and step.actor == "liveperson":
                played.add("close")
    not_played = {
        "misdirect": "the page says so, and nothing goes on",
        "unlisted": "there is nobody then",
        "identity-refused": "a definite no, after which nothing goes on",
        "timeless": "nothing is to be seen of it",
    }
    assert set(LIBRARY) - played == set(not_played)


def test_a_play_puts_back_only_its_own(standin: StandIn) -> None:
    """What somebody else sets while it goes on stays; what it has set itself does not."""
    standin.post("behaviour", surveys=True)
    mine = standin.add_fault("lose", on="agents")
    standin.post("plays", scenario="all-faults-of-delivery")
    assert len(standin.faults()) == 4
    assert standin.get("state")["behaviour"]["surveys"] is False
    yours = standin.add_fault("slow", service="tag")
    ended = next(one["id"] for one in standin.faults() if one["fault"].startswith("duplicate"))
    standin.remove_fault(ended)
    standin.post("behaviour", confirms=False)
    standin.post("plays/stop")
    assert [one["id"] for one in standin.faults()] == [mine, yours]
    behaviour = standin.get("state")["behaviour"]
    assert (behaviour["surveys"], behaviour["confirms"]) == (True, False)


def test_one_from_the_command_line() -> None:
    """A scenario prints its steps and its result, and the exit code says how it went."""
    command = [sys.executable, "-m", "simulator", "play", "accepted-and-ended"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "against a scripted visitor (no browser)" in done.stdout
    assert "✓ the visitor accepts" in done.stdout
    assert "accepted-and-ended: passed after" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["no-such-one"], "there is no scenario 'no-such-one'; there are"),
        (["--page", "http://localhost:1", "declined"], "no simulator answers at"),
    ],
)
def test_misuse(arguments: list[str], words: str, capfd: pytest.CaptureFixture[str]) -> None:
    """What cannot be played is told in words, with an exit code of its own."""
    assert play(arguments) == 2
    assert words in capfd.readouterr().err


def test_a_report(tmp_path: Path) -> None:
    """A report has each scenario that was played, with its sentence, its steps and its end."""
    file = tmp_path / "report.html"
    assert play(["declined", "accepted-and-ended", "--report", str(file)]) == 0
    told = file.read_text()
    assert "<h1>2 of 2 scenarios passed</h1>" in told
    assert told.count('<span class="passed">') == 2
    assert "<li>✓ the visitor accepts</li>" in told
    assert " open>" not in told


def test_a_report_of_what_failed() -> None:
    """What failed comes first and unfolded, and all that is told is text."""
    good = Played("good", "Good", "All is well.", "passed")
    bad = Played("bad", "<b>", "It is & fails.", "failed", 2.0, ["failed at step 1 of 2: <i>"])
    told = page([good, bad], "<page>")
    assert "<h1>1 of 2 scenarios passed</h1>" in told
    assert told.index("<details open>") < told.index('class="passed">')
    for text in ("&lt;b&gt;", "It is &amp; fails.", "&lt;i&gt;", "&lt;page&gt;"):
        assert text in told


def test_a_report_that_cannot_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    """It is told before anything is played."""
    with pytest.raises(SystemExit):
        play(["declined", "--report", "no-such-folder/report.html"])
    assert "there is no folder no-such-folder" in capsys.readouterr().err


def test_listing(capfd: pytest.CaptureFixture[str]) -> None:
    """--list names every scenario with its sentence."""
    assert play(["--list"]) == 0
    told = capfd.readouterr().out
    for one in every():
        assert f"  {one.name} " in told
        assert one.sentence in told


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("title", "titel"), "titel is none of behaviour, faults, kind, sentence, settings"),
        (('sentence = "A sentence."', ""), "sentence is missing"),
        (('kind = "invitation"', 'kind = "other"'), "kind is one of invitation"),
        (("invites", "invents"), "step 1: agent is one of invites"),
        (('"invites"', '"invites", mood = "view"'), "mood: beside invites stands mode, life"),
        ((', is = "invited"', ""), "step 2: see banner needs is"),
        (("steps", "behaviour = { tag = 1 }\nsteps"), "there is no switch 'tag'"),
        (("{ agent", "{ angel"), "step 1: names one of agent, liveperson, network"),
        (("steps", "settings = { mode = 'view' }\nsteps"), "mode: settings are auth, agentId"),
        (
            ("steps", "faults = ['gremlin']\nsteps"),
            "told: there is no fault 'gremlin'; there are drop",
        ),
        (("steps", "faults = ['delay,ms=x']\nsteps"), "told: ms is int"),
        (("steps = [", "steps = [{ fault = 'begins' }, "), "step 1: fault begins needs is"),
        (
            ("steps = [", "steps = [{ fault = 'ends', is = 'x' }, "),
            "step 1: there is no fault 'x'; there are drop",
        ),
        (("title =", "title"), "Expected"),
    ],
)
def test_bad_files(change: tuple[str, str], words: str) -> None:
    """A mistake in a scenario's file is told with its place and what is allowed."""
    with pytest.raises(BadScenario, match=words.replace("(", r"\(")):
        read("told", GOOD.replace(*change, 1))
    assert read("told", GOOD).steps[1].words == "the banner shows invited"
