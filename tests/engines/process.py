"""Programs that run beside the tests, and end with them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from tests.engines.engine import PATIENCE_SECONDS, EngineError

ENDING_SECONDS = 10.0
T = TypeVar("T")


@contextmanager
def process(
    command: list[str],
    home: Path,
    *,
    env: dict[str, str] | None = None,
    pass_fds: tuple[int, ...] = (),
) -> Iterator[None]:
    """Run a program until the block ends, with all that it starts.

    Its home is a folder of its own, so that nothing of the developer's
    settings counts and nothing is left there; what it says is in `said.txt`.
    """
    home.mkdir()
    places = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "CACHE", "DATA")}
    with (
        (home / "said.txt").open("wb") as said,
        subprocess.Popen(
            command,
            env={**os.environ, "HOME": str(home), **places, **(env or {})},
            pass_fds=pass_fds,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        ) as started,
    ):
        try:
            yield
        finally:
            _end(started)


def _end(started: subprocess.Popen[bytes]) -> None:
    """End the whole group: a browser is many processes."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        started.wait(ENDING_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGKILL)


def awaited(look: Callable[[], T | None], what: str, home: Path) -> T:
    """Look until there is something; fail with what the program in `home` said."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (seen := look()) is None:
        if time.monotonic() > deadline:
            words = (home / "said.txt").read_text(errors="replace")
            message = f"waited in vain for {what}; it said:\n{words}"
            raise EngineError(message)
        time.sleep(0.05)
    return seen
