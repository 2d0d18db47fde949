"""LivePerson's tag on a page, as `simulator/tag/tag.js` has it, and its witness's reports."""

from __future__ import annotations

import ast
import asyncio
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from simulator.lab.publication_rules import APP, MANDATORY
from tests.support.loop.hurried import HurriedLoop
from tests.support.loop.network import Network

ACCOUNT = "12345678"
# How long notes of what happens on the page are gathered before they are sent.
REPORT_SECONDS = 0.03
LITERALS = {"true": "True", "false": "False"}


class Tag:
    """The tag of one page, from the page's load on; its stub cannot publish."""

    def __init__(
        self, loop: HurriedLoop, network: Network, storage: dict[str, str], play: str
    ) -> None:
        self._loop = loop
        self._network = network
        self._storage = storage
        self._constants: dict[str, Any] = {}
        self._began = 0.0
        self._page, self._play = uuid4().hex[:8], play
        self._notes: list[dict[str, Any]] = []
        self._loading = loop.create_task(self._load())
        self.published: list[tuple[str, dict[str, str]]] = []

    async def _load(self) -> None:
        text = await self._network.read(f"/tag/tag.js?site={ACCOUNT}")
        found = re.findall(r"^const ([A-Z_]+) = (.+);$", text.partition("*/")[0], re.MULTILINE)
        self._began = self._loop.time()
        self._constants = {
            name: ast.literal_eval(LITERALS.get(value, value)) for name, value in found
        }

    def leave(self) -> None:
        """Report what was still to be reported: the page goes."""
        self._report()

    def end(self) -> None:
        """Be gone with the page."""
        self._loading.cancel()
        self._report()

    @property
    def can_publish(self) -> bool:
        """Whether `lpTag.events.publish` is there."""
        return bool(self._constants.get("PUBLISHES"))

    def visit_id(self, prefix: str) -> str:
        """Return monitoring's id of the visit, nothing while it does not know it yet."""
        delay = self._constants.get("MONITORING_DELAY", -1)
        if delay < 0 or self._loop.time() - self._began < delay / 1000:
            return ""
        return self._storage.setdefault(f"lp-simulator-{prefix}", f"{prefix}{uuid4().hex[:20]}")

    def publish(self, name: str, data: dict[str, str]) -> bool:
        """Publish for CoBrowse; return false where nobody listened."""
        if not self.can_publish:
            return False
        taglet = str(self._constants["TAGLET"])
        heard = taglet != "deaf"
        self.published.append((name, data))
        self.note("tag", name, data, app=APP, plain=True, heard=heard)
        if taglet == "listening" and all(data.get(field) for field in MANDATORY):
            self._network.send(f"/cobrowse/{ACCOUNT}/events", {"name": name, **data})
        return heard

    def note(self, kind: str, name: str, data: object, **more: object) -> None:
        """Have the witness report something that happened on the page."""
        if not self._notes:
            self._loop.call_later(REPORT_SECONDS, self._report)
        at = self._loop.time()
        self._notes.append({"kind": kind, "name": name, "data": data, "at": at, **more})

    def _report(self) -> None:
        if not self._notes:
            return
        now = self._loop.time()
        notes = [{**one, "agoMs": (now - one["at"]) * 1000} for one in self._notes]
        self._notes = []
        told = {
            "nonce": self._constants.get("NONCE"),
            "page": self._page,
            "play": self._play,
            "notes": notes,
        }
        self._network.send(f"/cobrowse/{ACCOUNT}/witness", told)


class TagWatch:
    """Feeds what can be seen of the tag, at once and at each change."""

    POLL_SECONDS = 0.1

    def __init__(self, loop: HurriedLoop, tag: Tag, feed: Callable[[dict[str, Any]], None]) -> None:
        self._loop = loop
        self._tag = tag
        self._feed = feed
        self._last: dict[str, Any] = {}
        self._timer: asyncio.TimerHandle | None = None

    def watch(self, *, watching: bool) -> None:
        """Watch from now on, or no more."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        self._last = {}
        if watching:
            self._look()

    def _look(self) -> None:
        self._timer = self._loop.call_later(self.POLL_SECONDS, self._look)
        ids = {"ssid": self._tag.visit_id("S"), "svid": self._tag.visit_id("V")}
        seen = {"canPublish": self._tag.can_publish, **ids}
        if seen != self._last:
            self._last = seen
            self._feed({"kind": "tagObserved", **seen})
