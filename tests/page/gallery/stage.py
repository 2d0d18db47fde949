"""A page of nobody's, with the page half's banner on it and nothing else of ours.

It is served by the browser's own routing: no server, no worker, no network.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Route

from app.core.invitation import press
from app.core.page import mailbox
from app.core.page.events import Pressed
from tools.stages import ROOT
from tools.views import View

HERE = Path(__file__).parent
URL = "http://stage.localhost/"
# Longer than Python waits before an Accept counts, and than Chromium's observer takes.
READING_MS = 800
MOST_PRESSES = 8
THEMES = ("bank", "shop", "carrier")
DESKTOP, PHONE = 800, 320
# The pictures' font comes with them: words break the same on every machine.
FONT = "tagalong-banner { --tagalong-font: Stage, system-ui, sans-serif; }"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page of nobody's</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<style>
@font-face {{ font-family: Stage; src: url(/stage.woff2); }}
html {{ color-scheme: light dark; font: 1rem / 1.5 system-ui, sans-serif; }}
h1 {{ overflow-wrap: anywhere; }}
input {{ max-width: 100%; }}
</style>
<style id="own">{style}</style>
<script>{script}</script>
</head><body><main><h1>A page of nobody's</h1><p><label>Name <input id="field"></label></p>
{body}</main></body></html>
"""


@cache
def script() -> str:
    """Return the banner and what shows it, as one script."""
    command = ["node_modules/.bin/esbuild", str(HERE / "stage.js"), "--bundle", "--format=iife"]
    command += ["--loader:.css=text", "--target=es2022", "--log-level=warning"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def theme_css(theme: str) -> str:
    """Return an example theme's style sheet, nothing for the default."""
    return (ROOT / f"static/themes/{theme}.css").read_text() if theme in THEMES else ""


class Stage:
    """The page, and what is shown on it."""

    def __init__(self, page: Page, *, style: str = FONT, body: str = "") -> None:
        self.page = page
        self._style = style
        self._body = body
        page.route(f"{URL}**", self._serve)
        page.goto(URL)
        page.evaluate("() => document.fonts.load('1em Stage')")

    def _serve(self, route: Route) -> None:
        if route.request.url.endswith("stage.woff2"):
            route.fulfill(path=HERE / "fonts/stage.woff2", content_type="font/woff2")
            return
        page = PAGE.format(style=self._style, script=script(), body=self._body)
        route.fulfill(body=page, content_type="text/html")

    def style(self, css: str) -> None:
        """Put a style sheet in the place of the one before."""
        self.page.evaluate("(css) => { document.querySelector('#own').textContent = css; }", css)

    def show(self, view: View | None) -> None:
        """Show a view, its arrival over."""
        self.page.evaluate(f"stage.show({json.dumps(view)})")

    def inside(self, function: str) -> Any:
        """Call a JavaScript function with the banner's shadow root."""
        root = "document.querySelector('tagalong-banner').shadowRoot"
        return self.page.evaluate(f"() => ({function})({root})")

    def pressed(self) -> list[dict[str, Any]]:
        """Return what was reported to Python so far."""
        events: list[dict[str, Any]] = self.page.evaluate("stage.events")
        return events

    def accept_by_key(self) -> dict[str, Any]:
        """Press Accept as a person does with the keyboard alone; return what is reported."""
        count = len(self.pressed())
        has_focus = "(root) => root.activeElement?.className ?? ''"
        if not self.inside(has_focus):
            self.page.keyboard.press("Alt+Shift+Y")
        if self.inside(has_focus) != "accept":
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Enter")
        (event,) = self.pressed()[count:]
        return event

    def judged(self) -> str:
        """Press Accept once the question was read, as a person does; return why it would not count.

        A busy machine takes longer to see what is in sight: who was too early presses again.
        """
        for _ in range(MOST_PRESSES):
            self.page.wait_for_timeout(READING_MS)
            why = why_not(self.accept_by_key())
            if why != "too-early":
                break
        return why

    def picture(self) -> bytes:
        """Return the banner and what is close to it, as a PNG."""
        box = self.inside(
            "(root) => { const { x, y, width, height } = "
            "root.querySelector('.banner').getBoundingClientRect();"
            "return { x: x - 12, y: y - 12, width: width + 24, height: height + 24 }; }"
        )
        return self.page.screenshot(clip=box)


def why_not(event: dict[str, Any]) -> str:
    """Return why Python would not take a press for a person's consent, empty where it would."""
    pressed = mailbox.event_from(json.dumps(event))
    assert isinstance(pressed, Pressed)
    # The question itself has been what it is for long enough.
    return press.why_no_accept(pressed, known=60)


@contextmanager
def staged(
    browser: Browser, width: int = DESKTOP, *, style: str = FONT, body: str = "", **context: Any
) -> Iterator[Stage]:
    """Give a stage in a context of its own; what goes wrong on its page fails the block."""
    mishaps: list[str] = []
    opened = browser.new_context(viewport={"width": width, "height": 640}, **context)
    page = opened.new_page()
    page.on("pageerror", lambda error: mishaps.append(str(error)))

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            mishaps.append(message.text)

    page.on("console", hear)
    try:
        yield Stage(page, style=style, body=body)
    finally:
        opened.close()
    assert not mishaps, mishaps
