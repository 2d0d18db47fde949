"""How long a page's thread was at work in one go, by the processor's clock.

A page's own `longtask` entries count the time on the wall: where a machine has more to do than
processors, a task of 10 ms is told as one of 130, whoever wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

# What browsers call a long task.
LONG_MS = 50
TASK = "ThreadControllerImpl::RunTask"
MARK = "measured"


def tasks_ms(page: Page, act: Callable[[], object]) -> list[float]:
    """Return the processor time in ms of each task that the page's thread ran during `act`.

    The browser has other threads of that kind: a page is opened ahead, and its own surface.
    """
    browser = page.context.browser
    assert browser is not None
    browser.start_tracing(page=page, categories=["toplevel", "blink.user_timing"])
    try:
        act()
        page.evaluate("(mark) => { performance.mark(mark); }", MARK)
    finally:
        trace = json.loads(browser.stop_tracing())
    events: list[dict[str, Any]] = trace["traceEvents"]
    [thread] = {(event["pid"], event["tid"]) for event in events if event.get("name") == MARK}
    return [
        event["tdur"] / 1000
        for event in events
        if event.get("name") == TASK and (event["pid"], event["tid"]) == thread and "tdur" in event
    ]
