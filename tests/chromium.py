"""Where a real Chromium is: one that is there, or Debian's, installed now."""

from __future__ import annotations

from tests.programs import found


def chromium_path() -> str:
    """Return the path of the program; where there is none, say how to get one."""
    return found("chromium")[0]
