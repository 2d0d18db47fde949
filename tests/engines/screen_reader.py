"""Orca, a screen reader, on a desktop without a screen: what it says, and who types.

A session bus, an X server and Orca, each with a home of its own. Orca writes down what it
has spoken, so that no speech synthesiser is needed.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.engines.display import display
from tests.engines.process import awaited, process
from tests.support.programs import found

SPOKEN = re.compile(r"^(\d+):(\d+):(\d+\.\d+) - SPEECH OUTPUT: '(.*?)'(?= |$|\{)", re.MULTILINE)

# Orca runs this file as it starts: what it says is to be read at once.
CUSTOMIZATIONS = """from orca import debug
debug.debugFile.reconfigure(line_buffering=True)
"""


@dataclass(frozen=True)
class Utterance:
    """What was said at once; `at` is in epoch seconds."""

    at: float
    words: str


class ScreenReader:
    """Orca as it runs; `desktop` is the environment of what it is to read."""

    def __init__(self, desktop: Mapping[str, str], log: Path, typist: str) -> None:
        self.desktop = desktop
        self._log = log
        self._typist = typist
        # It tells the time of the day alone.
        self._day = time.mktime((*time.localtime()[:3], 0, 0, 0, 0, 0, -1))

    def said(self) -> list[Utterance]:
        """Return all that it has said so far, in order."""
        text = self._log.read_text(errors="replace") if self._log.exists() else ""
        return [
            Utterance(self._day + int(hours) * 3600 + int(minutes) * 60 + float(seconds), words)
            for hours, minutes, seconds, words in SPOKEN.findall(text)
        ]

    def type(self, *keys: str) -> None:
        """Press keys on the keyboard, such as `alt+shift+y`."""
        self._xdotool("key", "--clearmodifiers", *keys)

    def turn_to(self, title: str) -> None:
        """Bring the keyboard to the window of this title, as a window manager would."""
        self._xdotool("search", "--sync", "--onlyvisible", "--name", title, "windowfocus")

    def _xdotool(self, *arguments: str) -> None:
        environment = {**os.environ, **self.desktop}
        subprocess.run([self._typist, *arguments], env=environment, check=True, timeout=60)


@contextmanager
def screen_reader(folder: Path) -> Iterator[ScreenReader]:
    """Run Orca in `folder` until the block ends."""
    orca, dbus, server, typist = found("orca")
    with display(server, folder / "display") as screen:
        env = {"DISPLAY": screen, "GSETTINGS_BACKEND": "memory", "LC_ALL": "C.UTF-8"}
        with _bus(dbus, folder / "bus", env) as address:
            env |= {"DBUS_SESSION_BUS_ADDRESS": address}
            home, log = folder / "orca", folder / "orca.log"
            settings = folder / "settings"
            (settings / "orca").mkdir(parents=True)
            (settings / "orca/orca-customizations.py").write_text(CUSTOMIZATIONS)
            own = {**env, "XDG_DATA_HOME": str(settings)}
            with process([orca, f"--debug-file={log}"], home, env=own):
                reader = ScreenReader(env, log, typist)
                awaited(lambda: reader.said() or None, "Orca to say that it is there", home)
                yield reader


@contextmanager
def _bus(daemon: str, home: Path, env: dict[str, str]) -> Iterator[str]:
    """Run a session bus; give its address."""
    reading, writing = os.pipe()
    command = [daemon, "--session", "--nofork", "--nopidfile", f"--print-address={writing}"]
    with os.fdopen(reading) as told, process(command, home, env=env, pass_fds=(writing,)):
        os.close(writing)
        yield told.readline().strip()
