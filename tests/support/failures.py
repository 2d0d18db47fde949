"""What a failed browser test leaves in build/failures/, a folder a test.

A screenshot and a trace of each tab, its console and what the page saw, and the
simulator's own session, which `Replay` on the workbench takes.
"""

from __future__ import annotations

import json
import re
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error

from tests.support.standin import ControlError, StandIn
from tests.support.visitors import Visitor, World
from tools.stages import ROOT

FAILURES = ROOT / "build" / "failures"
FAILED = pytest.StashKey[bool]()


def folder_of(nodeid: str) -> Path:
    """Return the folder for the test of that name."""
    return FAILURES / re.sub(r"[^\w.\[\]-]+", "-", nodeid)[:150]


def keep(world: World, nodeid: str) -> Path:
    """Write down all that may tell why a test failed; return the folder."""
    folder = folder_of(nodeid)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, visitor in enumerate(world.visitors, start=1):
        keep_visitor(visitor, folder, f"visitor-{number}")
    keep_session(world.standin, folder)
    return folder


def keep_visitor(visitor: Visitor, folder: Path, name: str) -> None:
    """Write down one visitor's tabs; a page that is gone or hangs keeps nothing from the rest."""
    for number, tab in enumerate([visitor, *visitor.tabs], start=1):
        console = {"console": tab.console, "mishaps": tab.mishaps}
        (folder / f"{name}-tab-{number}.json").write_text(json.dumps(console, indent=1))
        with suppress(Error):
            tab.page.screenshot(path=folder / f"{name}-tab-{number}.png", timeout=5000)
    with suppress(Error):
        visitor.page.context.tracing.stop(path=folder / f"{name}-trace.zip")


def keep_session(standin: StandIn, folder: Path) -> None:
    """Write down what the simulator has recorded."""
    with suppress(OSError, ControlError):
        (folder / "session.json").write_text(json.dumps(standin.get("session"), indent=1))
