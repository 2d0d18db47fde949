"""What the core decides in CPython it decides in Pyodide."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.support.transcripts import TRANSCRIPTS, replay
from tools import build
from tools.stages import ROOT

pytestmark = pytest.mark.certain


@pytest.mark.parametrize("by", ["modules", "snapshot"])
def test_the_same_effects_in_pyodide(by: str) -> None:
    """The golden transcripts give identical effects in both Pythons, however one is started."""
    _, start = build.parts()
    script = ROOT / "tests/browser/replay.mjs"
    command = ["node", str(script), str(ROOT), json.dumps(start), by]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    answer = json.loads(done.stdout)
    assert answer["engine"].endswith(".pyc"), "the shipped, precompiled app was not used"
    assert answer["restored"] == (by == "snapshot")
    here = replay()
    assert set(here) == set(TRANSCRIPTS)
    for name, told in here.items():
        assert answer["told"][name] == told, name
        assert "invited" in told
