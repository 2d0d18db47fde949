"""Many consumers at once: `python -m tests.measure.load`, in short."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.measure.load.figures import percentile, report
from tools.stages import ROOT

pytestmark = pytest.mark.alone


def test_every_consumer_gets_their_invitation() -> None:
    """A hundred consumers connect, each is sent one invitation, and each gets their own."""
    command = [sys.executable, "-m", "tests.measure.load", "--consumers", "100"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "100 of 100 invitations delivered" in ran.stdout
    assert "p99" in ran.stdout
    assert "connected 100 of 100" in ran.stderr


def test_a_missing_invitation_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    """The exit status tells whether all arrived."""
    assert report(2, [0.001, 0.003]) == 0
    assert report(3, [0.001, 0.003]) == 1
    assert report(1, []) == 1
    assert "2 of 3 invitations delivered\nmedian 2.0 ms" in capsys.readouterr().out
    assert percentile([float(one) for one in range(1, 201)], 0.99) == 198.0
