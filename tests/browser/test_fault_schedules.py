"""Fault schedules in a real browser: some of those that `tests/loop/` plays without one.

`python -m tests.measure.soak schedules --seed N` replays the one of a seed.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.seldom import but_seldom
from tests.support.side_by_side import play

pytestmark = pytest.mark.certain


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", but_seldom(range(4), range(1, 4)))
def test_right_under_every_fault(caching: Browser, tmp_path: Path, seed: int) -> None:
    """Whatever drops, hangs, repeats or garbles: one offer, one decision, the banner in truth."""
    assert dict(play([seed], caching, tmp_path)) == {seed: ""}
