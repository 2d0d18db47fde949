"""A visitor with a fresh profile in a real Chromium, on a page that embeds Tagalong.

Every test fails on an uncaught error of the page, an error on its console, or
a request to an origin that is not its own, unless it says what it expects.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from simulator.server import Options
from tests.standin import ACCOUNT, StandIn, running

ROOT = Path(__file__).resolve().parents[2]
RECORDER = Path(__file__).with_name("recorder.js").read_text()
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_SECONDS = 30.0
# What a browser may reach at all: a stray connection fails, whoever makes it.
FLAGS.append("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each visitor is a context, and so a profile, of its own."""
    finder = ["sh", str(ROOT / "tools/find_chromium.sh")]
    path = subprocess.run(finder, capture_output=True, text=True, check=True).stdout.strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """A visitor's page, and what it has seen."""

    def __init__(self, page: Page, standin: StandIn, url: str) -> None:
        self.page = page
        self.standin = standin
        self.url = url
        self.origins = {standin.url, url.rstrip("/")}
        self.mishaps: list[str] = []
        self.expected: list[str] = []
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

    def start(self, *, connected: bool = True) -> None:
        """Load the page and start; wait until subscribed, where that is to be."""
        self.page.goto(self.url)
        if connected:
            self.wait_for("connected")

    def open_chat(self) -> None:
        """Open a conversation, through the public API, and wait until it is there."""
        self.page.evaluate("() => { tagalong.conversation.open(); }")
        self.wait_until(lambda: bool(self.standin.get("state")["conversations"]))

    @property
    def events(self) -> list[tuple[str, Any]]:
        """All events of the contract so far, in order, across pages of the visit."""
        return [(name, detail) for name, detail in self.page.evaluate("() => recorder.events()")]

    def names(self, *without: str) -> list[str]:
        """The events' names, without some."""
        return [name for name, _ in self.events if name not in without]

    def details(self, name: str) -> list[Any]:
        """Return the details of all events `name`."""
        return [detail for one, detail in self.events if one == name]

    @property
    def published(self) -> list[tuple[str, Any]]:
        """Every call of lpTag.events.publish for CoBrowse on this page: name and data."""
        return [(name, data) for name, data in self.page.evaluate("() => recorder.published")]

    def wait_for(self, name: str, count: int = 1) -> Any:
        """Wait until event `name` has come `count` times; return the last one's detail."""
        self.wait_until(lambda: len(self.details(name)) >= count, f"{name}, {count} in all")
        return self.details(name)[count - 1]

    def wait_until(self, holds: Callable[[], bool], what: str = "") -> None:
        """Wait until `holds` does."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > deadline:
                story = "\n".join(map(str, self.events))
                pytest.fail(f"waited in vain for {what or holds}; events:\n{story}")
            self.page.wait_for_timeout(50)

    @property
    def banner(self) -> str | None:
        """The banner's state, None where there is none."""
        state: str | None = self.page.evaluate(
            "() => document.querySelector('tagalong-banner')?.dataset.state ?? null"
        )
        return state

    def press(self, name: str) -> None:
        """Click a button of the banner as a person does, not before it counts."""
        button = self.page.locator("tagalong-banner").get_by_role("button", name=name)
        button.wait_for()
        # Polled: a strict page forbids the eval that wait_for_function takes.
        self.wait_until(lambda: self.page.evaluate("() => recorder.bannerAge() > 700"), "arming")
        button.click()

    def _hear(self, message: ConsoleMessage) -> None:
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
            mishap for mishap in self.mishaps if not any(words in mishap for words in self.expected)
        ]
        assert not unexpected, "\n".join(unexpected)
        for words in self.expected:
            assert any(words in mishap for mishap in self.mishaps), f"{words!r} never came"


LOAD_TAG = """
window.loadTag = (origin) => document.head.append(
    Object.assign(document.createElement("script"), { src: `${origin}/tag/tag.js?site=12345678` }));
"""

HOST_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A stranger's page</title>
<link rel="icon" href="data:,">
<script>{snippet}</script>
{before}
<script async src="{assets}/dist/tagalong.js"{attributes}></script>
</head><body><h1>A stranger's page</h1><p><input aria-label="Name"></p></body></html>
"""


class World:
    """Makes simulators, host pages and visitors for a test."""

    def __init__(self, chromium: Browser, folder: Path, stack: ExitStack) -> None:
        self._chromium = chromium
        self._folder = folder
        self._stack = stack
        self._visitors: list[Visitor] = []
        self.page_file = folder / "page.html"
        mounts = (("/", self.page_file), ("/dist", ROOT / "dist"), ("/files", folder))
        self.page_file.write_text("")
        self.standin = stack.enter_context(running(Options(mounts=mounts)))

    def visitor(
        self,
        attributes: dict[str, str] | None = None,
        *,
        before: str = "",
        other_origin: bool = False,
        late_tag: bool = False,
    ) -> Visitor:
        """Return a visitor on a page with these `data-` attributes of the embed.

        `other_origin` puts the page on a server of its own, apart from
        Tagalong's files and LivePerson's services; with `late_tag` the stub
        loads tag.js only when the test calls `loadTag(origin)`.
        """
        given = {
            "data-account": ACCOUNT,
            "data-csds": self.standin.url,
            "data-auth": "signup",
            "data-start": "load",
            **{f"data-{name}": value for name, value in (attributes or {}).items()},
        }
        text = "".join(f' {name}="{value}"' for name, value in given.items())
        snippet = (ROOT / "static/demo/tag-snippet.js").read_text()
        if late_tag:
            snippet = snippet.replace("window.lpTag.init();", LOAD_TAG)
        host = urlsplit(self.standin.url).netloc
        html = HOST_PAGE.format(
            snippet=snippet.replace("location.host", f'"{host}"'),
            before=before,
            assets=self.standin.url,
            attributes=text,
        )
        self.page_file.write_text(html)
        url = f"{self.standin.url}/"
        if other_origin:
            options = Options(mounts=(("/", self.page_file),))
            url = f"{self._stack.enter_context(running(options)).url}/"
        context = self._chromium.new_context()
        context.add_init_script(RECORDER)
        self._stack.callback(context.close)
        visitor = Visitor(context.new_page(), self.standin, url)
        self._visitors.append(visitor)
        return visitor

    def chatting(self, attributes: dict[str, str] | None = None, **more: Any) -> Visitor:
        """Return a visitor, as `visitor` does, who is connected and has opened a conversation."""
        visitor = self.visitor(attributes, **more)
        visitor.start()
        visitor.open_chat()
        return visitor

    def verify(self) -> None:
        """Fail on anything that should not have happened to any visitor."""
        for visitor in self._visitors:
            visitor.verify()


@pytest.fixture
def world(chromium: Browser, tmp_path: Path) -> Iterator[World]:
    """A simulator, and visitors on demand."""
    with ExitStack() as stack:
        made = World(chromium, tmp_path, stack)
        yield made
        made.verify()


@pytest.fixture
def standin(world: World) -> StandIn:
    """The world's simulator."""
    return world.standin
