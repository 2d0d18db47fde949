"""A slow line, by the browser's own means: for a page, and for every worker that it starts."""

from __future__ import annotations

import itertools
import json
from typing import Any

from playwright.sync_api import CDPSession, Page

BYTES_PER_SECOND = 10_000_000 / 8
LATENCY_MS = 40
CONDITIONS: dict[str, object] = {
    "offline": False,
    "latency": LATENCY_MS,
    "downloadThroughput": BYTES_PER_SECOND,
    "uploadThroughput": BYTES_PER_SECOND,
}


def slow(page: Page) -> None:
    """Slow `page` down to 10 Mbit/s and 40 ms; a worker is held until it is slowed too."""
    session: CDPSession = page.context.new_cdp_session(page)
    numbers = itertools.count(1)

    def tell(target: str, method: str, given: dict[str, object]) -> None:
        message = json.dumps({"id": next(numbers), "method": method, "params": given})
        session.send("Target.sendMessageToTarget", {"sessionId": target, "message": message})

    def attached(event: dict[str, Any]) -> None:
        target = event["sessionId"]
        tell(target, "Network.enable", {})
        tell(target, "Network.emulateNetworkConditions", CONDITIONS)
        tell(target, "Runtime.runIfWaitingForDebugger", {})

    session.on("Target.attachedToTarget", attached)
    given = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": False}
    session.send("Target.setAutoAttach", given)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", CONDITIONS)
