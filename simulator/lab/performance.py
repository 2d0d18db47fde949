"""A play as a test takes part in it: what the visitor does is the test's to do."""

from __future__ import annotations

import time
from collections.abc import Callable

from simulator.lab.vocabulary import HINTS, RELOAD_FIRST

Told = dict[str, object]

LOOK_SECONDS = 0.05
# A person reads before they press: what is pressed sooner counts nowhere.
READING_SECONDS = 1.0
OVER = ("passed", "failed", "stopped")


class PlayFailed(AssertionError):  # noqa: N818 - named for what it is
    """A play did not go as its scenario says; the text says where it stands, and why."""


class Performance:
    """A scenario or a session that goes on; all of its calls raise `PlayFailed`."""

    def __init__(self, look: Callable[[], Told], patience: float) -> None:
        """`look` tells how it stands; `patience` is for each wait, in seconds."""
        self._look = look
        self._patience = patience
        self._done = -1

    def visitor(self, deed: str, act: Callable[[], object]) -> None:
        """Wait until the visitor is to do `deed`, read for a second, and let `act` do it.

        `deed` is what a scenario's steps call it: accepts, declines, tries again, reloads.
        """
        if deed not in HINTS:
            message = f"{deed!r} is none of {', '.join(HINTS)}"
            raise ValueError(message)
        hints = {HINTS[deed], *([RELOAD_FIRST] if deed == "reloads" else ())}
        told = self._until(lambda one: one["hint"] in hints and one["step"] != self._done)
        if told["state"] in OVER:
            message = f"the visitor never had to do this: {deed}. {_words(told)}"
            raise PlayFailed(message)
        self._done = int(str(told["step"]))
        time.sleep(READING_SECONDS)
        act()

    def watch(self) -> None:
        """Wait for the end; it fails where the play did."""
        told = self._until(lambda _: False)
        if told["state"] != "passed":
            raise PlayFailed(_words(told))

    def _until(self, fits: Callable[[Told], bool]) -> Told:
        """Return how it stands once it fits or is over."""
        deadline = time.monotonic() + self._patience
        while True:
            told = self._look()
            if told["state"] in OVER or fits(told):
                return told
            if time.monotonic() > deadline:
                message = f"nothing came of it within {self._patience:g} s. {_words(told)}"
                raise PlayFailed(message)
            time.sleep(LOOK_SECONDS)


def _words(told: Told) -> str:
    step = f"{told['scenario']}: {told['state']} at step {told['step']} of {told['of']}"
    return f"{step}, {told['words']}" if told["words"] else step
