"""A page that embeds Tagalong, as `static/page` is in a browser: it obeys, and reports."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter

from app.core.page.events import Seen
from tests.support.loop.hurried import HurriedLoop
from tests.support.loop.network import BASE, USER_AGENT, Network
from tests.support.loop.python import Python
from tests.support.loop.tag import ACCOUNT, Tag, TagWatch
from tests.support.loop.visit import Visit
from tools.driven import WELL_SEEN

Supplier = Callable[[], Awaitable[str | None]]
# What a browser needs until Python runs.
BOOT_SECONDS = 0.5
ON_SOCKET = ("connecting", "connected")

# What the page tells of a question that a person sees whole.
SEEN = json.loads(TypeAdapter(Seen).dump_json(WELL_SEEN, by_alias=True))


@dataclass
class Surroundings:
    """What a page is in: its device, its visit, and what its owner has set."""

    loop: HurriedLoop
    network: Network
    visit: Visit
    random: Random
    settings: Mapping[str, str]
    suppliers: Mapping[str, Supplier]
    play: str = ""
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


class HostPage:
    """One page, from its load until it is left for good."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._loop = around.loop
        self._visit = around.visit
        self.tag = Tag(around.loop, around.network, around.visit.storage, around.play)
        self._watch = TagWatch(around.loop, self.tag, self._feed)
        self._python: Python | None = None
        self._old: list[Python] = []
        self._waiting: list[dict[str, Any]] = []
        self._offered: dict[str, dict[str, str]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._asleep = False
        self._stopped = False
        self.banner: dict[str, Any] | None = None
        self.connection = "idle"
        self.invitation: dict[str, Any] | None = None
        self.visible = True
        self._seen_since = 0.0
        self._announced = "none"
        self.tag.note("page", "/", None)
        self.start()

    # --- Tagalong's public API --------------------------------------------------

    def start(self) -> None:
        """Start, or start anew."""
        if self._python:
            self._feed(self._started())
        elif self.connection != "starting":
            self._spawn(self._boot())

    def open_conversation(self, skill_id: str | None = None) -> None:
        """Open a conversation."""
        self._feed({"kind": "conversationOpened", "skillId": skill_id})

    def stop(self) -> None:
        """Stop for good, and forget."""
        self._end_python("stopped")
        self._stopped = True
        self._visit.forget()
        self._report("stopped", {})

    # --- what befalls a page ------------------------------------------------------

    def leave(self) -> None:
        """Go: into the cache perhaps."""
        if self._python:
            self._python.feed({"kind": "wentAway"})
        self.tag.leave()

    def freeze(self) -> None:
        """Stand still in the cache."""
        self._asleep = self._python is not None and self.connection in ON_SOCKET
        if self._asleep:
            self._end_python("asleep")
        elif self._python:
            self._python.freeze()

    def come_back(self) -> None:
        """Be seen, restored, or online again."""
        if self._asleep:
            self._asleep = False
            self.start()
        if not self._python:
            return
        self._python.thaw()
        now = self._loop.clock()
        decisions = self._visit.decisions(now)
        self._feed({"kind": "decidedElsewhere", "decisions": decisions})
        self._feed({"kind": "cameBack", "token": self._visit.recall("token")})

    def show(self, *, visible: bool) -> None:
        """Come before the visitor's eyes, or go from them."""
        self.visible = visible
        self._seen_since = self._loop.time()
        if visible:
            self.come_back()

    async def unload(self) -> None:
        """Be gone."""
        self._end_python("gone")
        self.tag.end()
        for task in self._tasks:
            task.cancel()
        for python in self._old:
            await python.end()

    # --- what a person does ---------------------------------------------------------

    @property
    def seen_ms(self) -> float:
        """For how long the banner has been in sight as it is."""
        return (self._loop.time() - self._seen_since) * 1000 if self.banner and self.visible else 0

    def offers(self, action: str) -> bool:
        """Return whether there is a button for `action`."""
        buttons = self.banner["buttons"] if self.banner else []
        return any(one["action"] == action for one in buttons)

    def press(self, action: str) -> str:
        """Press a button as a person does; return the dialog that it was about."""
        assert self.banner, f"there is no banner to press {action} in"
        assert self.offers(action), f"there is no button for {action}: {self.banner}"
        dialog = str(self.banner["dialogId"])
        facts = {"trusted": True, "seen": SEEN, "visibleMs": self.seen_ms, "ageMs": 5}
        self._feed({"kind": "pressed", "dialogId": dialog, "action": action, **facts})
        return dialog

    # --- the worker -----------------------------------------------------------------

    def _feed(self, event: dict[str, Any]) -> None:
        if self._python:
            self._python.feed(event)
        else:
            self._waiting.append(event)

    async def _boot(self) -> None:
        self.connection = "starting"
        self._visit.lock(self._loop.time())  # old decisions are forgotten
        await asyncio.sleep(BOOT_SECONDS)
        around = self._around
        self._python = Python(around.loop, around.network, around.random, self._perform)
        self._old.append(self._python)
        self._report("ready", {"bootMs": round(BOOT_SECONDS * 1000), "by": "modules"})
        self._feed(self._started())
        waiting, self._waiting = self._waiting, []
        for event in waiting:
            self._feed(event)

    def _end_python(self, state: str) -> None:
        if self._python:
            self._python.terminate()
        self._python = None
        self._waiting.clear()
        self._watch.watch(watching=False)
        self._show(None)
        self.connection, self.invitation = state, None

    def _started(self) -> dict[str, Any]:
        visit = self._visit
        functions = dict.fromkeys(self._around.suppliers, "(function)")
        given = {"account": ACCOUNT, "csds": BASE, "start": "load", **self._around.settings}
        return {
            "kind": "started",
            "attributes": given,
            "configured": functions,
            "site": ACCOUNT,
            "pageUrl": f"{BASE}/",
            "languages": ["en-GB"],
            "userAgent": USER_AGENT,
            "timeZone": "Europe/Berlin",
            "token": visit.recall("token"),
            "ssid": visit.recall("ssid") or uuid4().hex,
            "svid": visit.recall("svid") or uuid4().hex,
            "opened": visit.recall("opened") is not None,
            "decisions": visit.decisions(self._loop.clock()),
            "offered": self._offered,
        }

    # --- effects ----------------------------------------------------------------------

    def _perform(self, effect: dict[str, Any]) -> None:
        if self._stopped:
            return
        match effect["kind"]:
            case "showBanner":
                self._show(effect["banner"])
            case "report":
                self._report(effect["name"], effect["detail"])
            case "reportState":
                self.connection, self.invitation = effect["connection"], effect["invitation"]
            case "watchTag":
                self._watch.watch(watching=effect["watching"])
            case "publish":
                self._publish(effect["dialogId"], effect["name"], effect["data"])
            case "decide":
                self._spawn(self._decide(effect["dialogId"], effect["outcome"]))
            case "askToken":
                self._spawn(self._ask_token(effect["supplier"]))
            case "remember":
                self._visit.keep(effect["what"], effect["value"])
            case kind:
                assert kind in ("speak", "tellHealth"), kind

    def _show(self, banner: dict[str, Any] | None) -> None:
        before = self.banner or {}
        if not banner or {**banner, "notice": ""} != {**before, "notice": ""}:
            self._seen_since = self._loop.time()
        self.banner = banner
        state = banner["state"] if banner else "none"
        if state != self._announced:
            self._announced = state
            self.tag.note("banner", state, None)

    def _report(self, name: str, detail: dict[str, Any]) -> None:
        self._around.events.append((name, detail))
        self.tag.note("event", name, detail)

    def _publish(self, dialog: str, name: str, data: dict[str, str]) -> None:
        self._offered.setdefault(dialog, data)
        heard = self.tag.publish(name, data)
        self._feed({"kind": "published", "dialogId": dialog, "name": name, "heard": heard})

    async def _decide(self, dialog: str, outcome: str) -> None:
        await asyncio.sleep(self._visit.lock(self._loop.time()))
        won = self._visit.decide(dialog, outcome, self._loop.clock())
        self._feed({"kind": "decided", "dialogId": dialog, "outcome": outcome, "won": won})

    async def _ask_token(self, name: str) -> None:
        supply = self._around.suppliers.get(name)
        token, failed = None, False
        try:
            token = await supply() if supply else None
        except Exception:  # noqa: BLE001 - a page's function may raise anything
            failed = True
        self._feed({"kind": "tokenSupplied", "token": token, "failed": failed})

    def _spawn(self, work: Any) -> None:
        task: asyncio.Task[None] = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
