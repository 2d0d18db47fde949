"""A second try is counted, few are allowed, and a promise of reliability gets none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.stages import ROOT

UNSTEADY = """
import pytest
tries = []

{mark}
@pytest.mark.parametrize("number", range({count}))
def test_unsteady(number):
    tries.append(number)
    assert tries.count(number) > 1
"""


def run(folder: Path, count: int, mark: str = "") -> tuple[int, list[str]]:
    """Run so many tests that fail at first; return the exit code and what is listed."""
    (folder / "test_it.py").write_text(UNSTEADY.format(count=count, mark=mark))
    command = [sys.executable, "-m", "pytest", "-q", "--reruns", "1", "-p", "second_tries"]
    options = ["-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", str(folder), str(folder)]
    done = subprocess.run(
        [*command, *options], cwd=folder, check=False, capture_output=True, text=True
    )
    listed = folder / "flaky.json"
    return done.returncode, json.loads(listed.read_text()) if listed.exists() else []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder where the list is its own."""
    ours = (ROOT / "tests/support/second_tries.py").read_text()
    ours = ours.replace("from tools.stages import ROOT\n", "from pathlib import Path\n")
    place = f'LIST = Path(r"{tmp_path}") / "flaky.json"'
    (tmp_path / "second_tries.py").write_text(
        ours.replace('LIST = ROOT / "build" / "flaky.json"', place)
    )
    return tmp_path


def test_two_second_tries_are_listed_and_pass(folder: Path) -> None:
    """So much may be the machine's doing."""
    code, listed = run(folder, 2)
    assert (code, len(listed)) == (0, 2)


def test_three_fail_the_run(folder: Path) -> None:
    """So much is not, also where an earlier lane has used some up."""
    assert run(folder, 2)[0] == 0
    code, listed = run(folder, 1)
    assert (code, len(listed)) == (1, 3)


def test_what_is_certain_is_not_tried_again(folder: Path) -> None:
    """A promise of reliability that breaks once is broken."""
    code, listed = run(folder, 1, "@pytest.mark.certain")
    assert (code, listed) == (1, [])
