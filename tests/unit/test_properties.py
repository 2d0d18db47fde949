"""Whatever the network says, the engine neither raises nor invents an answer."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.mutated_frames import check, mutated

# A first look; the rest is in test_mutated_frames.
FRAMES = 1_000
AT_ONCE = 20


@settings(
    max_examples=FRAMES // AT_ONCE,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(mutated() | st.text(max_size=50), min_size=AT_ONCE, max_size=AT_ONCE))
def test_hostile_frames(texts: list[str]) -> None:
    """Mutated frames never raise, and nothing is answered that nobody pressed."""
    check(texts)
