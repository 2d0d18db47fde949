"""Where a real Chromium is (one that is there, or Debian's, installed now), and how it is run."""

from __future__ import annotations

from tests.support.programs import found

FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # What a browser may reach at all: a stray connection fails, whoever makes it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
)


def chromium_path() -> str:
    """Return the path of the program; where there is none, say how to get one."""
    return found("chromium")[0]
