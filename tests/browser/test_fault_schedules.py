"""Twenty fault schedules.

`python -m tests.measure.soak schedules --seed N` replays the one of a seed.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.side_by_side import play

pytestmark = [pytest.mark.alone, pytest.mark.certain]

SEEDS = range(20)


@pytest.mark.timeout(600)
def test_right_under_every_fault(caching: Browser, tmp_path: Path) -> None:
    """Whatever drops, hangs, repeats or garbles: one offer, one decision, the banner in truth."""
    ended = dict(play(SEEDS, caching, tmp_path))
    broken = [wrong for wrong in ended.values() if wrong]
    assert not broken, "\n\n".join(broken)
    assert set(ended) == set(SEEDS)
