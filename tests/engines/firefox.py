"""Firefox, which speaks WebDriver BiDi without a driver of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

from tests.engines.bidi import Bidi
from tests.engines.engine import NOWHERE, EngineError, Tab, a_click, returning_json
from tests.engines.process import awaited, process
from tests.support.programs import found

Setting = bool | int | str
NONE: dict[str, Setting] = {}
# It asks no proxy for what is on this machine.
PROXY = {"proxyType": "manual", "httpProxy": NOWHERE, "sslProxy": NOWHERE}


@contextmanager
def firefox(
    folder: Path,
    settings: Mapping[str, Setting] = NONE,
    desktop: Mapping[str, str] | None = None,
) -> Iterator[Firefox]:
    """Run a Firefox in `folder` until the block ends; `settings` are of about:config.

    It has a window where there is a `desktop`: the environment of one that runs.
    """
    home, profile = folder / "firefox", folder / "profile"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(one)}, {json.dumps(to)});" for one, to in settings.items()]
    (profile / "user.js").write_text("\n".join(lines))
    where = ["--profile", str(profile), "--remote-debugging-port", "0"]
    # It writes here where it listens, once it does.
    card = profile / "WebDriverBiDiServer.json"
    looks = ["--headless"] if desktop is None else []
    command = [*found("firefox"), *looks, "--no-remote", *where]
    with process(command, home, env={**(desktop or {})}):
        address = awaited(lambda: _read(card), "Firefox to listen", home)
        url = f"ws://{address['ws_host']}:{address['ws_port']}/session"
        with connect(url, max_size=None, proxy=None) as socket:
            bidi = Bidi(socket)
            bidi.command("session.new", capabilities={"alwaysMatch": {"proxy": PROXY}})
            bidi.command("session.subscribe", events=["log.entryAdded"])
            yield Firefox(bidi)


class Firefox:
    """One process; each profile is a user context of its own."""

    def __init__(self, bidi: Bidi) -> None:
        self._bidi = bidi

    @contextmanager
    def profile(self) -> Iterator[Tab]:
        context = self._bidi.command("browser.createUserContext")["userContext"]
        self._bidi.events.clear()
        made = self._bidi.command("browsingContext.create", type="tab", userContext=context)
        try:
            yield FirefoxTab(self._bidi, made["context"])
        finally:
            self._bidi.command("browser.removeUserContext", userContext=context)


class FirefoxTab:
    def __init__(self, bidi: Bidi, context: str) -> None:
        self._bidi = bidi
        self._context = context

    def open(self, url: str) -> None:
        self._bidi.command(
            "browsingContext.navigate", context=self._context, url=url, wait="complete"
        )

    def evaluate(self, function: str) -> Any:
        answer = self._bidi.command(
            "script.evaluate",
            expression=returning_json(function),
            target={"context": self._context},
            awaitPromise=False,
        )
        if answer["type"] == "exception":
            raise EngineError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def click(self, x: float, y: float) -> None:
        self._bidi.command("input.performActions", context=self._context, actions=a_click(x, y))

    def errors(self) -> list[str]:
        entries = [event["params"] for event in self._bidi.events]
        return [str(one["text"]) for one in entries if one["level"] == "error"]


def _read(card: Path) -> dict[str, Any] | None:
    """Return what a file says; None where it is not there, or not whole yet."""
    try:
        said: dict[str, Any] = json.loads(card.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return said
