"""What nothing waits for: the browser's own XMLHttpRequest, which holds nobody up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import js
from pyodide.ffi import JsException, create_once_callable

from app.core.page.effects import LookUp
from app.core.page.events import Event, LookedUp

TIMEOUT_MS = 10_000
LONGEST = 100_000
GOOD = range(200, 300)


def look_up(wanted: LookUp, feed: Callable[[Event], None]) -> None:
    """Begin to get what is wanted; the callback is freed once it was called, which it is."""
    js_request = js.XMLHttpRequest.new()

    def end(_: Any) -> None:
        good = js_request.status in GOOD
        text = str(js_request.responseText)[:LONGEST] if good else ""
        feed(LookedUp(wanted.agent_id, text))

    try:
        js_request.open("GET", wanted.url)
        js_request.timeout = TIMEOUT_MS
        js_request.onloadend = create_once_callable(end)
        js_request.send()
    except JsException:
        # A page's policy may forbid the address.
        feed(LookedUp(wanted.agent_id, ""))
