"""Where it is measured: a stand-in for LivePerson, the files, and browsers with fresh profiles."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

from tests.measure.bench import files
from tests.support.standin import StandIn

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run"]
PATIENCE_SECONDS = 60.0
BASES = {"ours": files.OURS, "probed": files.PROBED, "stock": files.STOCK, "reference": ""}


@dataclass(frozen=True)
class Place:
    """What every measurement takes."""

    standin: StandIn
    traffic: files.Traffic
    playwright: Playwright
    chromium: str
    profiles: dict[int, str] = field(default_factory=dict)

    @contextmanager
    def profile(self) -> Iterator[BrowserContext]:
        """Run a browser with a new profile on disk, as a new visitor has."""
        with tempfile.TemporaryDirectory(prefix="tagalong-bench-") as folder:
            context = self.playwright.chromium.launch_persistent_context(
                folder, executable_path=self.chromium, args=FLAGS, headless=True
            )
            context.set_default_timeout(PATIENCE_SECONDS * 1000)
            self.profiles[id(context)] = folder
            try:
                yield context
            finally:
                context.close()

    def page(self, context: BrowserContext) -> Page:
        """Return a loaded page, with nothing embedded yet."""
        page = context.new_page()
        self.load(page)
        return page

    def load(self, page: Page) -> None:
        """Load the page, for the first time or as the visit's next one."""
        page.goto(f"{self.standin.url}/")
        page.wait_for_load_state("networkidle")

    def profile_of(self, context: BrowserContext) -> str:
        """Return the folder of a browser's profile."""
        return self.profiles[id(context)]

    def embed(self, page: Page, kind: str) -> dict[str, float]:
        """Embed `kind`; return when that was and when it was connected, in ms of the epoch."""
        script = "([kind, base]) => bench.embed(kind, base)"
        script_kind = "ours" if kind == "probed" else kind
        times: dict[str, float] = page.evaluate(script, [script_kind, BASES[kind]])
        return times

    def converse(self, page: Page, kind: str) -> None:
        """Open a conversation, and wait until the stand-in has it."""
        before = len(self.standin.get("state")["conversations"])
        opener = "reference.open()" if kind == "reference" else "tagalong.conversation.open()"
        page.evaluate(f"() => {{ {opener}; }}")
        wait_until(page, lambda: len(self.standin.get("state")["conversations"]) > before)


def wait_until(page: Page, holds: Callable[[], Any]) -> None:
    """Wait until `holds` does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            message = "waited in vain: the measurement cannot go on"
            raise RuntimeError(message)
        page.wait_for_timeout(20)
