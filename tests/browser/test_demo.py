"""The demo, played by hand: the shop on one side, the agent's console on the other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.server import Options
from tests.standin import StandIn, running
from tools.stages import ROOT


@pytest.fixture
def standin() -> Iterator[StandIn]:
    """The simulator as `make demo` runs it."""
    mounts = (
        ("/", ROOT / "index.html"),
        ("/dist", ROOT / "dist"),
        ("/static/demo", ROOT / "static/demo"),
    )
    with running(Options(mounts=mounts)) as started:
        yield started


@pytest.fixture
def pages(chromium: Browser, standin: StandIn) -> Iterator[tuple[Page, Page]]:
    """The shop and the console, in profiles of their own."""
    mishaps: list[str] = []
    contexts = [chromium.new_context() for _ in range(2)]
    shop, console = (context.new_page() for context in contexts)
    for page in (shop, console):
        page.on("pageerror", lambda error: mishaps.append(str(error)))
        page.on(
            "console",
            lambda message: mishaps.append(message.text) if message.type == "error" else None,
        )
    shop.goto(standin.url)
    console.goto(f"{standin.url}/agent")
    yield shop, console
    for context in contexts:
        context.close()
    assert mishaps == []


def test_the_whole_story(pages: tuple[Page, Page]) -> None:
    """Chat, be invited, answer, see it shared, see it end; then once more and decline."""
    shop, console = pages
    shop.get_by_role("button", name="Chat with us").click()
    expect(shop.get_by_text("An agent is with you.")).to_be_visible(timeout=20_000)
    shop.get_by_role("textbox", name="Message").fill("Which plant needs little light?")
    shop.get_by_role("button", name="Send").click()
    expect(console.get_by_text("Which plant needs little light?")).to_be_visible()
    console.get_by_role("textbox", name="Message").fill("The snake plant. May I see your page?")
    console.get_by_role("button", name="Send").click()
    expect(shop.get_by_text("May I see your page?")).to_be_visible()

    console.get_by_role("combobox", name="CoBrowse").select_option("shared")
    console.get_by_role("button", name="Invite").click()
    banner = shop.locator("tagalong-banner")
    expect(banner.get_by_role("heading")).to_have_text("Share this page with your agent?")
    expect(console.get_by_text("s left")).to_be_visible()
    shop.wait_for_timeout(1000)  # the arming delay: a person reads first
    banner.get_by_role("button", name="Accept").click()
    expect(banner.get_by_role("heading")).to_have_text("Your agent can see this page")
    expect(console.get_by_text("joined")).to_be_visible()
    shop.get_by_role("button", name="End sharing (simulated)").click()
    expect(banner.get_by_role("heading")).to_have_text("Sharing has ended")
    banner.get_by_role("button", name="Close").click()
    expect(banner).to_have_count(0)

    console.get_by_role("button", name="Invite").click()
    banner.get_by_role("button", name="Decline").click()
    expect(banner.get_by_role("heading")).to_have_text("You declined")
    expect(console.get_by_text("over").first).to_be_visible()

    shop.reload()
    expect(shop.get_by_text("Which plant needs little light?")).to_be_visible(timeout=20_000)
    console.get_by_role("button", name="End the conversation").click()
    expect(console.get_by_role("button", name="Invite")).to_be_disabled()


def test_an_agent_cancels_from_the_console(pages: tuple[Page, Page]) -> None:
    """The console's Cancel takes the banner's question back."""
    shop, console = pages
    shop.get_by_role("button", name="Chat with us").click()
    console.get_by_role("button", name="Invite").click(timeout=20_000)
    banner = shop.locator("tagalong-banner")
    expect(banner.get_by_role("button", name="Accept")).to_be_visible(timeout=20_000)
    console.get_by_role("button", name="Cancel").click()
    expect(banner.get_by_role("heading")).to_have_text("Your agent took the invitation back")


def test_the_basket_works_without_tagalong(pages: tuple[Page, Page]) -> None:
    """The shop is a shop: its own script is not disturbed, and Tagalong sleeps."""
    shop, _ = pages
    shop.get_by_role("button", name="Add to basket").first.click()
    expect(shop.get_by_text("Monstera is in your basket: 1 in all.")).to_be_visible()
    assert shop.evaluate("() => tagalong.state.connection") == "asleep"
    names = shop.evaluate("() => performance.getEntriesByType('resource').map((one) => one.name)")
    assert [name for name in names if "/dist/" in name] == [f"{shop.url}dist/tagalong.js"]
