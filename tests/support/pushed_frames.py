"""R2: a million mutated frames through `parse` and the engine."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.support.mutated_frames import check, mutated

CHUNK = 20_000
AT_ONCE = 20


def pushed(frames: int, first_seed: int, tell: Callable[[str], None]) -> None:
    """Push `frames` through, in chunks with a seed each; raises where one breaks a rule."""
    for done in range(0, frames, CHUNK):
        chunk_seed = first_seed + done // CHUNK

        @seed(chunk_seed)
        @settings(
            max_examples=min(CHUNK, frames - done) // AT_ONCE,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(mutated() | st.text(max_size=50), min_size=AT_ONCE, max_size=AT_ONCE))
        def push(received: list[str]) -> None:
            check(received)

        try:
            push()
        except Exception as error:
            again = f"python -m tests.measure.soak frames --seed {chunk_seed} --count {CHUNK}"
            error.add_note(f"replayed by: {again}")
            raise
        tell(f"{min(done + CHUNK, frames):,} of {frames:,} frames, seed {chunk_seed}")
