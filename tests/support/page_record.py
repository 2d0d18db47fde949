"""What a page with the recorder on it saw of Tagalong, whichever browser shows it."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.standin import StandIn

PATIENCE_SECONDS = 30.0
POLL_SECONDS = 0.05


class Witness(ABC):
    """A page that is being watched."""

    standin: StandIn

    @abstractmethod
    def evaluate(self, function: str) -> Any:
        """Call a JavaScript function that takes nothing; return what it returns, as JSON."""

    @abstractmethod
    def pause(self, seconds: float) -> None:
        """Let the page go on for so long, between two looks at it."""

    def open_chat(self) -> None:
        """Open a conversation, through the public API, and wait until it is there."""

        def known() -> set[str]:
            return {one["id"] for one in self.standin.get("state")["conversations"]}

        before = known()
        self.evaluate("() => { tagalong.conversation.open(); }")
        self.wait_until(lambda: known() > before)

    @property
    def events(self) -> list[tuple[str, Any]]:
        """All events of the contract so far, in order, across pages of the visit."""
        return [(name, detail) for name, detail in self.evaluate("() => recorder.events()")]

    def names(self, *without: str) -> list[str]:
        """The events' names, without some."""
        return [name for name, _ in self.events if name not in without]

    def details(self, name: str) -> list[Any]:
        """Return the details of all events `name`."""
        return [detail for one, detail in self.events if one == name]

    @property
    def published(self) -> list[tuple[str, Any]]:
        """Every call of lpTag.events.publish for CoBrowse on this page: name and data."""
        return [(name, data) for name, data in self.evaluate("() => recorder.published")]

    @property
    def banner(self) -> str | None:
        """The banner's state, None where there is none."""
        state: str | None = self.evaluate(
            "() => document.querySelector('tagalong-banner')?.dataset.state ?? null"
        )
        return state

    def wait_for(self, name: str, count: int = 1) -> Any:
        """Wait until event `name` has come `count` times; return the last one's detail."""
        self.wait_until(lambda: len(self.details(name)) >= count, f"{name}, {count} in all")
        return self.details(name)[count - 1]

    def wait_for_snapshot(self) -> None:
        """Wait until the page has fetched what the next one starts Python from."""
        self.wait_until(
            lambda: bool(self.evaluate("() => sessionStorage.getItem('tagalong:snapshot')")),
            "the snapshot",
        )

    def wait_until_armed(self) -> None:
        """Wait until the banner has stood for so long that a press of it counts."""
        # Polled: a strict page forbids the eval that Playwright's wait_for_function takes.
        self.wait_until(lambda: self.evaluate("() => recorder.bannerAge() > 1000"), "arming")

    def wait_until(self, holds: Callable[[], bool], what: str = "") -> None:
        """Wait until `holds` does."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > deadline:
                story = "\n".join(map(str, self.events))
                pytest.fail(f"waited in vain for {what or holds}; events:\n{story}")
            self.pause(POLL_SECONDS)
