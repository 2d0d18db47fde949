"""The workbench's faults: begun, listed, struck and ended by hand, with their choices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.app import Options
from simulator.faults.registry import described
from tests.support.axe import examine
from tests.support.standin import StandIn, running


@pytest.fixture
def standin() -> Iterator[StandIn]:
    """A simulator without any page beside it."""
    with running(Options(witnessed=True)) as started:
        yield started


@pytest.fixture
def workbench(chromium: Browser, standin: StandIn) -> Iterator[Page]:
    """The workbench, at its faults."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    mishaps: list[str] = []
    context.on("weberror", lambda error: mishaps.append(str(error.error)))
    page = context.new_page()
    page.goto(f"{standin.url}/workbench")
    page.get_by_role("tab", name="Faults").click()
    yield page
    context.close()
    assert mishaps == []


def test_begin_and_end(workbench: Page, standin: StandIn) -> None:
    """A fault begins with what was chosen of it, is listed with its hits, and ends."""
    expect(workbench.get_by_text("No fault stands.")).to_be_visible()
    workbench.locator("#fault-name").select_option("delay")
    expect(workbench.locator("#fault-words")).to_contain_text("Frames come late")
    workbench.get_by_text("Its choices").click()
    workbench.get_by_label("ms", exact=True).fill("300")
    workbench.get_by_label("probability", exact=True).fill("0.5")
    workbench.get_by_label("way", exact=True).select_option("both")
    workbench.get_by_label("on", exact=True).fill("consumer:ann")
    workbench.get_by_role("button", name="Begin").click()
    spec = "delay,probability=0.5,on=consumer:ann,way=both,ms=300"
    row = workbench.get_by_role("listitem").filter(has_text=spec)
    expect(row).to_contain_text("0 hits")
    assert [one["fault"] for one in standin.faults()] == [spec]
    row.get_by_role("button", name=f"End {spec}").click()
    expect(row).to_have_count(0)
    assert standin.faults() == []


def test_others_faults_are_shown(workbench: Page, standin: StandIn) -> None:
    """What a test adds, and what a switch means, is listed too; all end together."""
    standin.add_fault("lose", times=3)
    standin.post("behaviour", notifications="garbled")
    standin.add_fault("drop", on="agents")
    expect(workbench.get_by_text("lose,times=3")).to_be_visible()
    expect(workbench.get_by_text("by the switch notifications")).to_be_visible()
    workbench.get_by_role("button", name="End all faults").click()
    expect(workbench.get_by_text("lose,times=3")).to_have_count(0)
    assert [one["id"] for one in standin.faults()] == ["switch notifications"]


def test_strike(workbench: Page) -> None:
    """Only what ends connections can strike at once; what is wrong is told in words."""
    names = workbench.locator("#fault-name")
    strike = workbench.get_by_role("button", name="Strike once")
    for one in described():
        names.select_option(one["name"])
        expect(strike).to_be_visible(visible=one["strikes"])
    names.select_option("close")
    workbench.get_by_text("Its choices").click()
    workbench.get_by_label("code", exact=True).fill("1005")
    strike.click()
    expect(workbench.get_by_role("alert")).to_contain_text("a close code is 1000 to 1003")
    workbench.get_by_label("code", exact=True).fill("1011")
    strike.click()
    expect(workbench.get_by_role("alert")).to_have_text("")


def test_for_everybody(workbench: Page) -> None:
    """The panel can be used without seeing it."""
    workbench.get_by_text("Its choices").click()
    assert examine(workbench) == []
