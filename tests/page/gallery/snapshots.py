"""The accessibility tree of each state, as files that a person has read."""

from __future__ import annotations

import re
from pathlib import Path

from tests.page.gallery.stage import Stage

SNAPSHOTS = Path(__file__).parent / "snapshots"


def snapshot(stage: Stage) -> str:
    """Return what assistive technology is given of the banner; times are left out."""
    tree = stage.page.locator("tagalong-banner").aria_snapshot()
    return re.sub(r"\d:\d\d", "0:00", tree) + "\n"
