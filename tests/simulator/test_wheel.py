"""The simulator as people install it: by pip, with nothing of this project beside it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

from simulator.lab.scenario import every
from tests.simulator.agent_sdk import does_its_work, secure
from tests.simulator.program import free_port, program
from tools import wheel
from tools.build import package_version
from tools.stages import ROOT

# One environment for all.
pytestmark = pytest.mark.xdist_group("wheel")

OWN_TEST = """
import json
import urllib.request

import pytest
from tagalong_simulator.standin import ControlError, LivePerson


def test_the_agent_takes_it_back(liveperson: LivePerson) -> None:
    assert liveperson.get("state")["conversations"] == []
    with pytest.raises(ControlError, match="nobody has opened a conversation"):
        liveperson.invite()
    conversation = liveperson.post("conversations", consumerId="ann")["conversationId"]
    assert liveperson.conversation() == conversation
    dialog = liveperson.invite("view")
    liveperson.say("May I see your page?")
    liveperson.cancel(dialog)
    assert liveperson.published() == []
    liveperson.reset()
    assert liveperson.get("state")["conversations"] == []
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel."""
    return wheel.make(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel and what it needs, and nothing else."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(folder, with_pip=True)
    locked = ROOT / "requirements/simulator.txt"
    pip = [str(folder / "bin/python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", "--require-hashes", "-r", str(locked)], check=True)
    subprocess.run([*pip, "install", "--no-deps", str(made)], check=True)
    subprocess.run([*pip, "check"], check=True)
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to be in, with no Node and nothing of the project to be found."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("PYTHONPATH", raising=False)


def test_the_same_bytes_twice(made: Path, tmp_path: Path) -> None:
    """It can be made again from the same tree, byte for byte."""
    assert wheel.make(tmp_path).read_bytes() == made.read_bytes()


def test_what_is_in_it(made: Path) -> None:
    """One package, under a name of its own; each package from npm with its licence."""
    names = zipfile.ZipFile(made).namelist()
    assert {name.split("/")[0] for name in names} == {
        *(wheel.NAME, f"{wheel.NAME}-{package_version()}.dist-info"),
    }
    for package in wheel.FROM_NPM:
        assert f"{wheel.NAME}/node_modules/{package}/LICENSE" in names
    (third_party,) = (name for name in names if name.endswith("/THIRD-PARTY.txt"))
    told = zipfile.ZipFile(made).read(third_party).decode()
    # Others' packages, and what is built into them.
    for package in (*wheel.FROM_NPM, "rrweb", "rrdom", "rrweb-snapshot", "mitt", "postcss"):
        assert re.search(rf"^{package} \d\S+\n  Licence: \S+: text \d+$", told, re.MULTILINE), (
            package
        )
    assert sum(name.endswith(".toml") for name in names) == len(every())
    text = "\n".join(
        zipfile.ZipFile(made).read(name).decode() for name in names if name.endswith(".py")
    )
    assert "from simulator" not in text
    assert "python -m simulator" not in text
    assert (
        "tagalong-simulator --mount /=page.html"
        in zipfile.ZipFile(made).read(f"{wheel.NAME}/pages/home/index.html").decode()
    )


def test_its_document_is_for_who_has_the_wheel_alone(made: Path) -> None:
    """The document names the wheel's commands, and nothing that is in the project alone."""
    (metadata,) = (name for name in zipfile.ZipFile(made).namelist() if name.endswith("/METADATA"))
    text = zipfile.ZipFile(made).read(metadata).decode().partition("\n\n")[2]
    assert "\ntagalong-simulator --tls --port 8443\n" in text
    for word in ("python -m simulator", "](../", "tests/", "`make ", "of the project", "<!--"):
        assert word not in text, word
    within = zipfile.ZipFile(made).read(f"{wheel.NAME}/README.md").decode()
    assert text.rstrip() == within.rstrip()
    for name in zipfile.ZipFile(made).namelist():
        if name.startswith(f"{wheel.NAME}/") and name.endswith((".py", ".md", ".html", ".mjs")):
            assert b"python -m simulator" not in zipfile.ZipFile(made).read(name), name


@pytest.mark.usefixtures("elsewhere")
def test_it_serves(installed: Path) -> None:
    """Its command serves LivePerson, the tag and the console, at the addresses that it says."""
    with program([str(installed / "bin" / wheel.COMMAND), "--port", "0"]) as simulator:
        home = simulator.hear("the control API:").split()[0].removesuffix("/simulator/")
        for path in (
            *("/", "/home.css", "/tag/tag.js?site=12345678", "/tag/record.js", "/replay/replay.js"),
            *("/agent", "/agent/console.js", "/workbench", "/scenarios", "/simulator/"),
        ):
            with urllib.request.urlopen(home + path, timeout=10) as answer:
                assert answer.status == 200
                assert len(answer.read()) > 100


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["play", "declined"], "declined: passed after"),
        (["scenarios"], "  accepted-and-ended "),
        (["switches"], "discovery = "),
        (["--help"], "tagalong-simulator play NAME"),
    ],
)
def test_its_commands(installed: Path, arguments: list[str], words: str) -> None:
    """Each does its work from an empty folder."""
    command = [str(installed / "bin" / wheel.COMMAND), *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert words in ended.stdout


def test_livepersons_own_agent_sdk(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An agent's program does its work against what was installed."""
    monkeypatch.chdir(tmp_path)
    with secure([str(installed / "bin" / wheel.COMMAND)], tmp_path / "tls") as found:
        does_its_work(*found)


@pytest.mark.usefixtures("elsewhere")
def test_it_checks_a_host(installed: Path) -> None:
    """The command for it is there by its own name, and says what it would be called as."""
    command = [str(installed / "bin/tagalong-check")]
    helped = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True)
    assert "  tagalong-check https://cdn.example/tagalong/\n" in helped.stdout
    assert "python -m" not in helped.stdout
    asked = f"http://localhost:{free_port()}/tagalong/"
    ended = subprocess.run([*command, asked], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "there is no connection" in ended.stdout


@pytest.mark.usefixtures("elsewhere")
def test_a_customers_own_test(installed: Path, tmp_path: Path) -> None:
    """The fixture is there by itself, and speaks with the control API in Python."""
    (tmp_path / "test_own.py").write_text(OWN_TEST)
    [packages] = (installed / "lib").glob("python3*/site-packages")
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_own.py"],
        env={**os.environ, "PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "1 passed" in ended.stdout
