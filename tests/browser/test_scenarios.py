"""Scenarios by link in a real Chromium: the page plays, a person presses what it says.

The engine plays every one in `tests/loop/`. Here are those that need a page
most; `SCENARIOS=all` in the environment plays all (some six minutes).
"""

from __future__ import annotations

import os
import time
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from simulator.app import Options
from simulator.lab.scenario import every
from tests.support.people import MOUNTS
from tests.support.standin import running

pytestmark = pytest.mark.certain

OF_PAGES = (
    "connection-drops",
    "monitoring-never-answers",
    "reload-while-invited",
    "tag-loads-late",
)
SIDE_BY_SIDE = 4
PATIENCE_SECONDS = 100
TURN_MS = 100
# A person reads before they press.
READING_SECONDS = 0.9
PRESSES = {
    "Press Accept in the banner.": "Accept",
    "Press Decline in the banner.": "Decline",
    "Press “Try again” in the banner.": "Try again",
}
OVER = ("passed", "failed", "stopped")


class Player:
    """A person at the demo's page, who opens a scenario's link and does what it says."""

    def __init__(self, name: str, chromium: Browser, stack: ExitStack) -> None:
        standin = stack.enter_context(running(Options(mounts=MOUNTS, staged=True, witnessed=True)))
        context = chromium.new_context()
        stack.callback(context.close)
        self.name = name
        self.page = context.new_page()
        self.mishaps: list[str] = []
        self.page.on("pageerror", lambda error: self.mishaps.append(str(error)))
        self.page.goto(f"{standin.url}/?scenario={name}")
        self._hint, self._since = "", 0.0

    def go_on(self) -> str:
        """Take one look, and press where it is time; return the state."""
        try:
            told = self.page.evaluate(
                "() => ({ ...document.querySelector('lp-scenario')?.dataset })"
            )
        except Error:
            return ""  # the page is being loaded anew
        hint = told.get("hint", "")
        if hint != self._hint:
            self._hint, self._since = hint, time.monotonic()
        elif hint and time.monotonic() - self._since > READING_SECONDS:
            self._press(hint)
            self._since = time.monotonic()
        return str(told.get("state", ""))

    def _press(self, hint: str) -> None:
        if hint == "Reload this page.":
            self.page.reload()
        else:
            banner = self.page.locator("tagalong-banner")
            banner.get_by_role("button", name=PRESSES[hint]).click()


def played(names: list[str], chromium: Browser) -> list[str]:
    """Play scenarios side by side, each on a simulator of its own; return what went wrong."""
    wrong = []
    with ExitStack() as stack:
        players = [Player(name, chromium, stack) for name in names]
        deadline = time.monotonic() + PATIENCE_SECONDS
        while players and time.monotonic() < deadline:
            for player in list(players):
                state = player.go_on()
                if state in OVER:
                    players.remove(player)
                    if state != "passed" or player.mishaps:
                        panel = player.page.locator("lp-scenario").inner_text()
                        wrong.append(f"{player.name}: {state}\n{panel}\n{player.mishaps}")
            if players:
                players[0].page.wait_for_timeout(TURN_MS)
        wrong += [f"{player.name}: not over in time" for player in players]
    return wrong


def groups() -> list[list[str]]:
    """Return what is to be played, as many at a time as a machine can bear."""
    if os.environ.get("SCENARIOS") != "all":
        return [[name] for name in OF_PAGES]
    names = [one.name for one in every()]
    return [names[start : start + SIDE_BY_SIDE] for start in range(0, len(names), SIDE_BY_SIDE)]


@pytest.mark.parametrize("names", groups(), ids=lambda names: names[0])
def test_by_link(chromium: Browser, names: list[str]) -> None:
    """Opening the link and pressing what the page says brings each scenario to its good end."""
    wrong = played(names, chromium)
    assert not wrong, "\n".join(wrong)


def test_the_list(chromium: Browser) -> None:
    """/scenarios lists all with a sentence each, finds them, and leads to the page."""
    with running(Options(mounts=MOUNTS, staged=True, witnessed=True)) as standin:
        page: Page = chromium.new_page()
        mishaps: list[str] = []
        page.on("pageerror", lambda error: mishaps.append(str(error)))
        page.goto(f"{standin.url}/scenarios")
        expect(page.get_by_role("article")).to_have_count(len(every()))
        for one in every():
            expect(page.locator(f"#{one.name}")).to_contain_text(one.sentence)
        page.get_by_role("searchbox").fill("half-open-socket")
        expect(page.get_by_role("article")).to_have_count(1)
        link = page.get_by_role("link", name="Play half-open-socket")
        expect(link).to_have_attribute("href", "/?scenario=half-open-socket")
        page.goto(f"{standin.url}/?scenario=no-such-one")
        expect(page.locator("lp-scenario")).to_contain_text("there is no scenario 'no-such-one'")
        page.close()
    assert mishaps == []
