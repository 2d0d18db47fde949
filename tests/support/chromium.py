"""Where a real Chromium is (one that is there, or Debian's, installed now), and how it is run."""

from __future__ import annotations

import os

from tests.support.programs import found

FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # What a browser may reach at all: a stray connection fails, whoever makes it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
    # Side by side a third of the machine would go to optimising Python, from which a test of
    # seconds gains nothing. What is measured runs alone, and as people's browsers run it.
    *(["--js-flags=--liftoff-only"] if "PYTEST_XDIST_WORKER" in os.environ else []),
)

# `TAGALONG_HEADED=1` shows the browser in a window, each step slowly enough to be followed.
HEADED = bool(os.environ.get("TAGALONG_HEADED"))
SLOW_MS = 300 if HEADED else 0


def chromium_path() -> str:
    """Return the path of the program; where there is none, say how to get one."""
    return found("chromium")[0]
