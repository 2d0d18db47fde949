"""Scenarios by link in a real Chromium: the page plays, a person presses what it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.server import Options
from tests.standin import StandIn, running
from tools.stages import ROOT

# One of each kind; the demo's page must show each as the file says.
BY_LINK = ("cancel-while-accepting",)
PATIENCE_MS = 60_000
PRESSES = {
    "Press Accept in the banner.": "Accept",
    "Press Decline in the banner.": "Decline",
    "Press “Try again” in the banner.": "Try again",
}


@pytest.fixture(scope="module")
def standin() -> Iterator[StandIn]:
    """The simulator as `make demo` runs it."""
    mounts = (
        ("/", ROOT / "index.html"),
        ("/dist", ROOT / "dist"),
        ("/static/demo", ROOT / "static/demo"),
    )
    with running(Options(mounts=mounts, witnessed=True)) as started:
        yield started


def obey(page: Page) -> None:
    """Do what the scenario's panel says, as a person would, until it is over."""
    panel = page.locator("lp-scenario")
    done = 0
    while True:
        page.wait_for_function(
            """(done) => {
                const { state, hint } = document.querySelector("lp-scenario")?.dataset ?? {};
                return hint || ["passed", "failed", "stopped"].includes(state);
            }""",
            arg=done,
            timeout=PATIENCE_MS,
        )
        hint = panel.get_attribute("data-hint")
        if not hint:
            return
        if hint == "Reload this page.":
            page.reload()
        else:
            page.wait_for_timeout(700)  # the arming delay: a person reads first
            page.locator("tagalong-banner").get_by_role("button", name=PRESSES[hint]).click()
        expect(panel).not_to_have_attribute("data-hint", hint, timeout=PATIENCE_MS)


@pytest.mark.parametrize("name", BY_LINK)
def test_by_link(chromium: Browser, standin: StandIn, name: str) -> None:
    """Opening the link and pressing what the page says brings the scenario to its good end."""
    page = chromium.new_page()
    mishaps: list[str] = []
    page.on("pageerror", lambda error: mishaps.append(str(error)))
    page.goto(f"{standin.url}/?scenario={name}")
    obey(page)
    panel = page.locator("lp-scenario")
    assert panel.get_attribute("data-state") == "passed", panel.inner_text()
    page.context.close()
    assert mishaps == []
