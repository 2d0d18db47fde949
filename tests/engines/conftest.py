"""A visitor with a fresh profile in a real Firefox and in a real WebKitGTK.

The recorder stands in the page itself, before everything else, so that both
engines need no more than the five commands of `engine.py`. Every test fails on
an error that the page sees or the engine tells of.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from simulator.app import Options
from tests.engines.engine import Engine, Tab
from tests.engines.firefox import firefox
from tests.engines.webkit import webkit
from tests.support.hostpage import RECORDER, host_page
from tests.support.page_record import Witness
from tests.support.standin import StandIn, running
from tools.stages import ROOT

ENGINES: dict[str, Callable[[Path], AbstractContextManager[Engine]]] = {
    "firefox": firefox,
    "webkit": webkit,
}
MISHAPS = Path(__file__).with_name("mishaps.js").read_text()
# Where a button of the banner can be pressed: in view, and nothing over it.
BUTTONS = """() => {
    const host = document.querySelector("tagalong-banner");
    const middle = (button) => {
        const { left, top, width, height } = button.getBoundingClientRect();
        return [left + width / 2, top + height / 2];
    };
    return [...(host?.shadowRoot.querySelectorAll("button") ?? [])]
        .filter((button) => document.elementFromPoint(...middle(button)) === host)
        .map((button) => [button.getAttribute("aria-label") ?? button.textContent, middle(button)]);
}"""


class Visitor(Witness):
    """A visitor's page, and what it has seen."""

    def __init__(self, tab: Tab, standin: StandIn) -> None:
        self._tab = tab
        self.standin = standin

    def start(self) -> None:
        """Load the page, and open a conversation once subscribed."""
        self.load()
        self.wait_for("connected")
        self.open_chat()

    def load(self) -> None:
        """Load the page, for the first time or as the visit's next one."""
        self._tab.open(f"{self.standin.url}/")

    def evaluate(self, function: str) -> Any:
        return self._tab.evaluate(function)

    def pause(self, seconds: float) -> None:
        time.sleep(seconds)

    @property
    def buttons(self) -> dict[str, tuple[float, float]]:
        """The banner's buttons that can be pressed, by name, and where."""
        return {name: (x, y) for name, (x, y) in self.evaluate(BUTTONS)}

    def press(self, name: str) -> None:
        """Click a button of the banner with the mouse, not before it counts."""
        self.wait_until(lambda: name in self.buttons, f"the button {name}")
        self.wait_until_armed()
        self._tab.click(*self.buttons[name])

    def mishaps(self) -> list[str]:
        """Return all that went wrong on the page."""
        return [*self.evaluate("() => mishaps"), *self._tab.errors()]


@pytest.fixture(scope="session", params=ENGINES)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """One process for all tests of an engine."""
    name = str(request.param)
    with ENGINES[name](tmp_path_factory.mktemp(name)) as started:
        yield started


@pytest.fixture
def standin(tmp_path: Path) -> Iterator[StandIn]:
    """A simulator, which also serves the customer's page."""
    page = tmp_path / "page.html"
    mounts = (("/", page), ("/dist", ROOT / "dist"))
    with running(Options(mounts=mounts)) as started:
        first = f"<script>{MISHAPS}</script><script>{RECORDER}</script>"
        page.write_text(host_page(started.url, {}, {"first": first}))
        yield started


@pytest.fixture
def visitor(request: pytest.FixtureRequest, engine: Engine, standin: StandIn) -> Iterator[Visitor]:
    """A visitor who is connected and has opened a conversation."""
    with engine.profile() as tab:
        made = Visitor(tab, standin)
        try:
            made.start()
            yield made
        finally:
            # Shown where the test fails.
            story = "\n".join(map(str, made.events))
            request.node.add_report_section("teardown", "events", story)
        assert made.mishaps() == []
