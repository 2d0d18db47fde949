"""Runs programs beside a test, and hears what they say; the simulator itself among them."""

from __future__ import annotations

import os
import queue
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.standin import StandIn
from tools.stages import ROOT


class Program:
    """A running program, and what it says line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def hear(self, start: str) -> str:
        """Return the next line that begins so."""
        while True:
            try:
                line = self._lines.get(timeout=15)
            except queue.Empty:
                message = f"nothing more that begins with {start!r} after {self.said}"
                raise AssertionError(message) from None
            self.said.append(line)
            if line.startswith(start):
                return line.removeprefix(start).strip()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.rstrip())
        self._lines.put("(it has ended)")


@contextmanager
def program(command: list[str], **environment: str) -> Iterator[Program]:
    """Run a program until the block ends."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        started = Program(process)
        try:
            yield started
        finally:
            process.kill()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("localhost", 0)) as server:
        return int(server.getsockname()[1])


def reachable(standin: StandIn) -> None:
    """Wait until a simulator that has said its addresses listens there."""
    deadline = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("localhost", standin.port), 1).close()
        except OSError:
            assert time.monotonic() < deadline, "the simulator does not listen"
            time.sleep(0.02)
        else:
            return
