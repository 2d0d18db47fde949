"""What the core decides in CPython it decides in Pyodide."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.support.transcripts import TRANSCRIPTS, replay
from tools.stages import ROOT

pytestmark = pytest.mark.certain


def test_the_same_effects_in_pyodide() -> None:
    """The golden transcripts give identical effects in both Pythons."""
    (folder,) = (ROOT / "dist").glob("pyodide-*")
    (app,) = (ROOT / "dist").glob("app-*/app.zip")
    script = ROOT / "tests/browser/replay.mjs"
    command = ["node", str(script), str(ROOT), str(folder), str(app)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    answer = json.loads(done.stdout)
    assert answer["engine"].endswith(".pyc"), "the shipped, precompiled app was not used"
    here = replay()
    assert set(here) == set(TRANSCRIPTS)
    for name, told in here.items():
        assert answer["told"][name] == told, name
        assert "invited" in told
