"""A visitor with a fresh profile in a real Chromium, on a page that embeds Tagalong.

`verify` fails on an uncaught error of the page, an error on its console, or a
request to an origin that is not its own, unless the test said what it expects.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any, Unpack
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from simulator.app import Options
from tests.support.hostpage import RECORDER, Markup, host_page
from tests.support.page_record import Witness
from tests.support.standin import StandIn, running
from tools.stages import ROOT

# URL paths, and the files or folders behind them.
Mounts = tuple[tuple[str, Path], ...]


# As the page before has left it, in the part of `static/page/memory.js` that keeps it.
KEPT = """try {
    if (!sessionStorage.length) sessionStorage.setItem('tagalong:snapshot', '%s');
} catch { /* Blocked: it starts from its modules. */ }"""


@cache
def snapshot() -> str:
    """Return the snapshot's path in the build, as the loader names it."""
    return next((ROOT / "dist").glob("memory-*/memory.bin")).relative_to(ROOT / "dist").as_posix()


def have_been_before(context: BrowserContext, origin: str) -> None:
    """Start Python from its snapshot, as a visit's later pages do; `/dist` is at `origin`."""
    context.add_init_script(KEPT % f"{origin}/dist/{snapshot()}")


class Visitor(Witness):
    """A visitor's page, and what it has seen."""

    def __init__(self, page: Page, standin: StandIn, url: str) -> None:
        self.page = page
        self.standin = standin
        self.url = url
        self.origins = {standin.url, url.rstrip("/")}
        self.console: list[str] = []
        self.mishaps: list[str] = []
        self.expected: list[str] = []
        self.allowed: list[str] = []
        self.tabs: list[Visitor] = []
        page.on("pageerror", lambda error: self.mishaps.append(f"page error: {error}"))
        page.on("console", self._hear)
        page.on("request", lambda request: self._check(request.url))
        page.on("websocket", lambda socket: self._check(socket.url))

    def another_tab(self) -> Visitor:
        """Return the same person in a second tab, on a blank page."""
        tab = Visitor(self.page.context.new_page(), self.standin, self.url)
        self.tabs.append(tab)
        return tab

    def expect(self, words: str) -> None:
        """Accept console errors that contain `words`; at least one must come."""
        self.expected.append(words)

    def allow(self, *words: str) -> None:
        """Accept console errors that contain any of `words`, where they come."""
        self.allowed += words

    def start(self, *, connected: bool = True) -> None:
        """Load the page and start; wait until subscribed, where that is to be."""
        self.page.goto(self.url)
        if connected:
            self.wait_for("connected")

    def wait_for_loader(self) -> None:
        """Wait until `tagalong` is more than the page's own queue."""
        self.wait_until(
            lambda: self.page.evaluate("() => 'version' in (window.tagalong ?? {})"), "the loader"
        )

    def evaluate(self, function: str) -> Any:
        return self.page.evaluate(function)

    def pause(self, seconds: float) -> None:
        self.page.wait_for_timeout(seconds * 1000)

    def press(self, name: str) -> None:
        """Click a button of the banner as a person does, not before it counts."""
        button = self.page.locator("tagalong-banner").get_by_role("button", name=name)
        button.wait_for()
        self.wait_until_armed()
        button.click()

    def answer_as_a_person(self, mode: str = "view") -> None:
        """Be invited, accept as a person does, be shared, and see it end."""
        dialog = self.standin.invite(mode)
        self.wait_for("offered")
        self.press("Accept")
        self.wait_for("active")
        self.standin.post(f"invitations/{dialog}/end")
        self.wait_for("ended")
        assert [name for name, _ in self.published] == ["cobrowseOffered", "cobrowseAccepted"]

    def _hear(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text}"[:2000])
        if message.type == "error":
            self.mishaps.append(f"console: {message.text}")

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}".replace("ws://", "http://")
        if parts.scheme not in ("blob", "data") and origin not in self.origins:
            self.mishaps.append(f"request to {url}")

    def verify(self) -> None:
        """Fail on anything that should not have happened, in any tab."""
        for tab in self.tabs:
            tab.verify()
        unexpected = [
            mishap
            for mishap in self.mishaps
            if not any(words in mishap for words in self.expected + self.allowed)
        ]
        assert not unexpected, "\n".join(unexpected)
        for words in self.expected:
            assert any(words in mishap for mishap in self.mishaps), f"{words!r} never came"


class HostPage(Markup, total=False):
    """What the host's page is like, and where and in what it is opened.

    `other_origin` puts the page on a server of its own, apart from Tagalong's
    files and LivePerson's services. `browser` is one other than the tests' own.
    """

    browser: Browser
    other_origin: bool


class World:
    """Makes simulators, host pages and visitors for a test."""

    def __init__(
        self,
        chromium: Browser,
        folder: Path,
        stack: ExitStack,
        more: Mounts = (),
        *,
        later: bool = False,
    ) -> None:
        """`later`: visitors have been on a page before, so that Python starts from its snapshot."""
        self._later = later
        self._chromium = chromium
        self._folder = folder
        self._stack = stack
        self.visitors: list[Visitor] = []
        self.page_file = folder / "page.html"
        mounts = (("/", self.page_file), ("/dist", ROOT / "dist"), ("/files", folder), *more)
        self.page_file.write_text("")
        self.standin = stack.enter_context(running(Options(mounts=mounts, shared=("/dist",))))

    def visitor(
        self, attributes: dict[str, str] | None = None, **host: Unpack[HostPage]
    ) -> Visitor:
        """Return a visitor on a page with these `data-` attributes of the embed."""
        self.page_file.write_text(host_page(self.standin.url, attributes or {}, host))
        url = f"{self.standin.url}/"
        if host.get("other_origin"):
            options = Options(mounts=(("/", self.page_file),))
            url = f"{self._stack.enter_context(running(options)).url}/"
        context = host.get("browser", self._chromium).new_context()
        context.add_init_script(RECORDER)
        if self._later:
            have_been_before(context, self.standin.url)
        # Kept where the test fails; pictures of every step would slow each test down.
        context.tracing.start()
        self._stack.callback(context.close)
        visitor = Visitor(context.new_page(), self.standin, url)
        self.visitors.append(visitor)
        return visitor

    def chatting(
        self, attributes: dict[str, str] | None = None, **host: Unpack[HostPage]
    ) -> Visitor:
        """Return a visitor, as `visitor` does, who is connected and has opened a conversation."""
        visitor = self.visitor(attributes, **host)
        visitor.start()
        visitor.open_chat()
        return visitor

    def verify(self) -> None:
        """Fail on anything that should not have happened to any visitor."""
        for visitor in self.visitors:
            visitor.verify()
