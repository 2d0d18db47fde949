"""Scenarios by link in a real Chromium: the page plays, a person presses what it says.

The engine plays every one in `tests/loop/`. Here are those that need a page
most; `SCENARIOS=all` in the environment plays all (some six minutes).
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from simulator.app import Options
from simulator.lab.performance import PlayFailed
from simulator.lab.scenario import every
from simulator.standin import LivePerson
from tests.support.people import MOUNTS, chat
from tests.support.standin import running
from tests.support.visitors import have_been_before

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
        have_been_before(context, standin.url)
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


def open_the_chat(page: Page, liveperson: LivePerson) -> None:
    """What a test that was copied leaves to whose page it is."""
    page.goto(liveperson.url)
    chat(page, "Hello")


@pytest.fixture
def shop(chromium: Browser) -> Iterator[tuple[LivePerson, Page]]:
    """LivePerson as tests of one's own have it, and a page of the shop."""
    with running(Options(mounts=MOUNTS, staged=True, witnessed=True)) as standin:
        context = chromium.new_context()
        have_been_before(context, standin.url)
        yield LivePerson(standin.port), context.new_page()
        context.close()


@pytest.mark.parametrize("name", ["declined", "tag-loads-late", "cancelled-before-an-answer"])
def test_a_copied_test(shop: tuple[LivePerson, Page], name: str) -> None:
    """The test that the page hands out passes as it is, on a page with Tagalong."""
    liveperson, page = shop
    lists = page.context.new_page()
    lists.goto(f"{liveperson.url}/scenarios")
    article = lists.locator(f"#{name}")
    article.get_by_text("Get it again").click()
    link = article.get_by_label(f"the link of {name}", exact=True)
    expect(link).to_have_text(f"{liveperson.url}/?scenario={name}")
    text = article.get_by_label(f"the test of {name}", exact=True).inner_text()
    known: dict[str, Any] = {"open_the_chat": open_the_chat}
    exec(text, known)  # noqa: S102 - as whoever copies it does
    known[f"test_{name.replace('-', '_')}"](liveperson, page)


def test_a_session_is_played_again_by_a_test(shop: tuple[LivePerson, Page], tmp_path: Path) -> None:
    """What the workbench has exported is played to the page once more, which does the same."""
    liveperson, page = shop
    open_the_chat(page, liveperson)
    decline = page.get_by_role("button", name="Decline").click
    with liveperson.playing("declined") as play:
        play.visitor("declines", decline)
    file = tmp_path / "session.json"
    file.write_text(json.dumps(liveperson.get("session")))
    with liveperson.replaying(file) as play:
        play.visitor("declines", decline)


def test_a_test_that_does_something_else(shop: tuple[LivePerson, Page]) -> None:
    """Whoever waits for another turn than the scenario has is told so, with the step."""
    liveperson, page = shop
    open_the_chat(page, liveperson)
    words = r"never had to do this: tries again\. declined: passed at step 7 of 7"
    with liveperson.playing("declined") as play:
        play.visitor("declines", page.get_by_role("button", name="Decline").click)
        with pytest.raises(PlayFailed, match=words):
            play.visitor("tries again", page.reload)
    with pytest.raises(ValueError, match="'waves' is none of accepts, declines"):
        play.visitor("waves", page.reload)


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
