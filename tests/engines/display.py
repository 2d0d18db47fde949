"""A display without a screen, for what has to have a window."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engines.process import process


@contextmanager
def display(server: str, home: Path) -> Iterator[str]:
    """Run an X server; give its display's name."""
    reading, writing = os.pipe()
    # It would begin anew whenever the last window closes, and meanwhile turn the next one away.
    screen = ["-screen", "0", "1280x1024x24", "-nolisten", "tcp", "-noreset"]
    command = [server, "-displayfd", str(writing), *screen]
    with os.fdopen(reading) as told, process(command, home, pass_fds=(writing,)):
        os.close(writing)
        yield f":{told.readline().strip()}"
