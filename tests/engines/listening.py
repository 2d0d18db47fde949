"""Somebody who types and listens: what was heard after each thing that happened."""

from __future__ import annotations

import time

from tests.engines.firefox import Firefox
from tests.engines.screen_reader import ScreenReader, Utterance

# After so long without a word no more comes; a machine with much to do takes its time.
SILENCE_SECONDS = 2.0
PATIENCE_SECONDS = 30.0
POLL_SECONDS = 0.1
# The reader's own words for the keys, and for how it reads.
KEYS = ("left alt", "left shift", "y", "tab", "escape", "return")
MODES = ("Browse mode", "Focus mode")


class Listener:
    """Writes down what is heard; `hears` ends with the first silence."""

    def __init__(self, reader: ScreenReader, browser: Firefox) -> None:
        self.reader = reader
        self.browser = browser
        self._known = 0
        self._lines: list[str] = []

    def begin(self) -> None:
        """Begin a new transcript, once all is silent."""
        self._silence()
        self._known = len(self.reader.said())
        self._lines = []

    def press(self, key: str) -> None:
        """Press a key, and listen."""
        self.reader.type(key)
        self.hears(f"[{key}]")

    def hears(self, happening: str) -> float:
        """Listen until it is silent; return when the first word came, as epoch seconds."""
        self._silence()
        new = self.reader.said()[self._known :]
        self._known += len(new)
        own = [one for one in new if not _of_the_reader(one)]
        self._lines += [happening, *(f"    {one.words}" for one in own)]
        return own[0].at if own else time.time()

    def leave_out(self, beginning: str) -> None:
        """Take out what begins so."""
        self._lines = [line for line in self._lines if not line.strip().startswith(beginning)]

    def transcript(self) -> str:
        """Return what was heard so far."""
        return "\n".join(self._lines) + "\n"

    def _silence(self) -> None:
        count, since = len(self.reader.said()), time.time()
        deadline = since + PATIENCE_SECONDS
        while time.time() - since < SILENCE_SECONDS and time.time() < deadline:
            time.sleep(POLL_SECONDS)
            if (now := len(self.reader.said())) != count:
                count, since = now, time.time()


def _of_the_reader(one: Utterance) -> bool:
    return one.words in MODES or one.words.strip().lower() in KEYS
