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
    """Writes down what is heard, and how long after what happened.

    `hears` ends with the first silence; `latest` is the longest, in seconds, that the first
    word after something was waited for.
    """

    def __init__(self, reader: ScreenReader, browser: Firefox) -> None:
        self.reader = reader
        self.browser = browser
        self._known = 0
        self._since = 0.0
        self._lines: list[str] = []
        self._timed: list[str] = []
        self.latest = 0.0

    def begin(self) -> None:
        """Begin a new transcript, once all is silent."""
        self._silence()
        self._known = len(self.reader.said())
        self._lines, self._timed = [], []
        self.latest = 0.0
        self.happens()

    def happens(self) -> None:
        """Count from now on how long it takes until a word comes."""
        self._since = time.time()

    def press(self, key: str) -> None:
        """Press a key, and listen."""
        self.happens()
        self.reader.type(key)
        self.hears(f"[{key}]")

    def hears(self, happening: str) -> None:
        """Listen until it is silent."""
        self._silence()
        new = self.reader.said()[self._known :]
        self._known += len(new)
        own = [one for one in new if not _of_the_reader(one)]
        self._lines += [happening, *(f"    {one.words}" for one in own)]
        self._timed += [happening]
        self._timed += [f"{one.at - self._since:6.2f} s  {one.words}" for one in own]
        if own:
            self.latest = max(self.latest, own[0].at - self._since)

    def leave_out(self, beginning: str) -> None:
        """Take out what begins so."""
        self._lines = [line for line in self._lines if not line.strip().startswith(beginning)]

    def transcript(self) -> str:
        """Return what was heard so far."""
        return "\n".join(self._lines) + "\n"

    def timed(self) -> str:
        """Return the same, each with its seconds since what happened."""
        return "\n".join(self._timed) + "\n"

    def _silence(self) -> None:
        count, since = len(self.reader.said()), time.time()
        deadline = since + PATIENCE_SECONDS
        while time.time() - since < SILENCE_SECONDS and time.time() < deadline:
            time.sleep(POLL_SECONDS)
            if (now := len(self.reader.said())) != count:
                count, since = now, time.time()


def _of_the_reader(one: Utterance) -> bool:
    return one.words in MODES or one.words.strip().lower() in KEYS
