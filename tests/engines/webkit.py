"""WebKitGTK, driven over WebDriver by the program that Debian packages with it."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.engines.display import display
from tests.engines.engine import (
    NOWHERE,
    PATIENCE_SECONDS,
    EngineError,
    Tab,
    a_click,
    returning_json,
)
from tests.engines.process import awaited, process
from tests.support.programs import found

# Not by the capability for it: with `noProxy` in that, WebKitGTK 2.50's
# MiniBrowser crashes at the start of one session in twenty, in g_strdupv under
# webkit_network_proxy_settings_new, and its driver waits for it for ever.
PROXY = {
    "http_proxy": f"http://{NOWHERE}",
    "https_proxy": f"http://{NOWHERE}",
    "no_proxy": "localhost,127.0.0.1",
}


@contextmanager
def webkit(folder: Path, arguments: Sequence[str] = ()) -> Iterator[WebKit]:
    """Run WebKitGTK's driver in `folder`, on a display of its own, until the block ends.

    `arguments` are more of its browser's.
    """
    driver, server = found("webkit")
    port, home = _free_port(), folder / "webkit"
    command = [driver, "--host=127.0.0.1", f"--port={port}"]
    with (
        display(server, folder / "display") as screen,
        process(command, home, env={"DISPLAY": screen, **PROXY}),
    ):
        awaited(lambda: _ready(port), "WebKitGTK's driver to listen", home)
        yield WebKit(port, arguments)


class WebKit:
    """A driver that starts one browser at a time, each without a past."""

    def __init__(self, port: int, arguments: Sequence[str]) -> None:
        self._port = port
        options = {"args": ["--automation", *arguments]}
        given = {"webkitgtk:browserOptions": options} if arguments else {}
        self._capabilities = {"alwaysMatch": given}

    @contextmanager
    def profile(self) -> Iterator[Tab]:
        made = _call(self._port, "POST", "/session", capabilities=self._capabilities)
        path = f"/session/{made['sessionId']}"
        try:
            yield WebKitTab(self._port, path)
        finally:
            _call(self._port, "DELETE", path)


class WebKitTab:
    def __init__(self, port: int, path: str) -> None:
        self._port = port
        self._path = path

    def open(self, url: str) -> None:
        self._post("url", url=url)

    def evaluate(self, function: str) -> Any:
        script = f"return {returning_json(function)}"
        return json.loads(self._post("execute/sync", script=script, args=[]))

    def click(self, x: float, y: float) -> None:
        self._post("actions", actions=a_click(x, y))

    def errors(self) -> list[str]:
        return []  # its driver tells of none: what the page sees is all there is

    def _post(self, command: str, **body: Any) -> Any:
        return _call(self._port, "POST", f"{self._path}/{command}", **body)


def _call(port: int, method: str, path: str, **body: Any) -> Any:
    """Return the value of a driver's answer; raises EngineError where it refuses."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request(method, path, json.dumps(body) if method == "POST" else None)
        answer = connection.getresponse()
        value = json.load(answer)["value"]
    finally:
        connection.close()
    if answer.status != 200:
        message = f"{method} {path}: {value['error']}: {value['message']}"
        raise EngineError(message)
    return value


def _ready(port: int) -> bool | None:
    try:
        return bool(_call(port, "GET", "/status")["ready"]) or None
    except ConnectionError:
        return None


def _free_port() -> int:
    """Return a port that nobody listens on: the driver takes none of its own choice."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
