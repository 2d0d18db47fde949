"""A simulator in a process of its own, so that it and its consumers do not share a thread."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError

from tools.stages import ROOT

PATIENCE_SECONDS = 20
SPARE_FILES = 200


def allow_files(connections: int) -> None:
    """Let this process and its children open a file a connection, as far as the system allows."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not there on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + SPARE_FILES
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


@contextmanager
def simulator() -> Iterator[int]:
    """Run `python -m simulator` until the block ends; gives its port."""
    with socket.create_server(("localhost", 0)) as free:
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "simulator", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            _wait(process, f"http://localhost:{port}/simulator/state")
            yield port
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except URLError:
            time.sleep(0.05)
        else:
            return
    message = "the simulator did not start"
    raise RuntimeError(message)
