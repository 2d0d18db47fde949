"""The demo as people play it: a shop's visitor and an agent, each with hands of their own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Frame, Locator, Page, ViewportSize, expect

from simulator.app import Options
from tests.support.standin import StandIn, running
from tests.support.visitors import have_been_before
from tools.stages import ROOT

MOUNTS = (
    ("/", ROOT / "index.html"),
    ("/dist", ROOT / "dist"),
    ("/static", ROOT / "static"),
    ("/preview", ROOT / "build/preview"),
)
BOOT_MS = 20_000
# How long a question must have been there before it can be accepted, and a little.
ARMING_MS = 1000
Side = Page | Frame
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}


@contextmanager
def demo() -> Iterator[StandIn]:
    """Serve the demo as `make demo` does."""
    with running(Options(mounts=MOUNTS, staged=True, witnessed=True)) as standin:
        yield standin


class Stage:
    """Pages of the demo; at the end nothing may have gone wrong on any."""

    def __init__(self, browser: Browser, standin: StandIn) -> None:
        self._browser = browser
        self.standin = standin
        self.mishaps: list[str] = []
        self._contexts: list[BrowserContext] = []

    def page(self, path: str, viewport: ViewportSize = DESKTOP) -> Page:
        """Open a page in a profile of its own."""
        context = self._browser.new_context(viewport=viewport)
        context.set_default_timeout(BOOT_MS)
        have_been_before(context, self.standin.url)
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.mishaps.append(str(error)))
        page.on(
            "console",
            lambda message: self.mishaps.append(message.text) if message.type == "error" else None,
        )
        page.goto(f"{self.standin.url}{path}")
        return page

    def close(self) -> None:
        """Close all pages; fail on anything that went wrong."""
        for context in self._contexts:
            context.close()
        assert self.mishaps == []


@contextmanager
def stage(browser: Browser) -> Iterator[Stage]:
    """Serve the demo and open its pages."""
    with demo() as standin:
        made = Stage(browser, standin)
        yield made
        made.close()


def frame_of(page: Page, name: str) -> Frame:
    """Return one side of the stage: its frame stays the same from page to page."""
    handle = page.locator(f"#{name}").element_handle()
    found = handle.content_frame()
    assert found is not None
    return found


# --- what people do; `side` is a page, or its frame on the stage -------------------


def chat(side: Side, text: str) -> None:
    """Open the chat where it is not open, and say something."""
    opener = side.get_by_role("button", name="Chat with us")
    if opener.is_visible():
        opener.click()
    say(side, text)
    expect(side.get_by_text("· Delivered").last).to_be_visible(timeout=BOOT_MS)


def say(side: Side, text: str) -> None:
    """Write a message on either side."""
    side.get_by_role("textbox", name="Message").fill(text)
    side.get_by_role("button", name="Send", exact=True).click()


def invite(console: Side, mode: str) -> None:
    """Ask the visitor to share: View, Follow or Shared."""
    console.get_by_role("button", name="CoBrowse").click()
    console.get_by_role("button", name=mode).click()


def banner(shop: Side) -> Locator:
    """Return Tagalong's banner."""
    return shop.locator("tagalong-banner")


def answer(shop: Side, name: str) -> None:
    """Press a button of the banner as a person does: after reading, and again where it stays."""
    button = banner(shop).get_by_role("button", name=name)
    expect(button).to_be_visible(timeout=BOOT_MS)
    deadline = time.monotonic() + BOOT_MS / 1000
    while button.is_visible():
        assert time.monotonic() < deadline, f"{name} does nothing"
        button.page.wait_for_timeout(ARMING_MS)  # a person reads first
        if button.is_visible():
            button.click()
        button.page.wait_for_timeout(100)


def accept(shop: Side) -> None:
    """Read the question, and accept; press again where that was too quick."""
    answer(shop, "Accept")


def press_as_agent(console: Side, target: Locator) -> None:
    """Click, in the console's picture, on what is on the visitor's page."""
    x, y, width = target.evaluate(
        "(element) => { const { x, y, width, height } = element.getBoundingClientRect();"
        " return [x + width / 2, y + height / 2, innerWidth]; }"
    )
    glass = console.locator("#screen-glass")
    box = glass.bounding_box()
    assert box
    scale = box["width"] / width
    glass.page.mouse.click(box["x"] + x * scale, box["y"] + y * scale)
