"""The short form of R2; the long one is `python -m tests.measure.soak frames`."""

from __future__ import annotations

import pytest

from tests.support.pushed_frames import pushed


@pytest.mark.timeout(600)
def test_twenty_thousand_mutated_frames() -> None:
    """No frame raises, and none makes an offer twice or an answer that nobody gave."""
    pushed(20_000, 0, print)
