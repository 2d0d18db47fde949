"""A scripted visitor: a page, its tag and a client of its own, all without a browser.

It plays scenarios from the command line, where it stands for any client that
does as LivePerson's tutorial says. It is no part of Tagalong: that the two
agree about what is to be seen is what a scenario is for.
"""

from __future__ import annotations

import asyncio
import re
import uuid
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiohttp import ClientSession

from simulator.record.frames import changes_of, cobrowse_dialogs, details_of, main_is_over
from simulator.switches import Switches
from simulator.understudy.connection import Link
from simulator.understudy.invitation import SCREEN_MODES, Invitation

APP = "lpCoBrowse"
PROMPTS_PER_MINUTE = 3
MINUTE = 60.0
NONCE = re.compile(r'^const NONCE = "([^"]+)";$', re.MULTILINE)
AGAIN_SECONDS = 0.2
RANK = {"INVITED": 0, "ACCEPTED": 1, "CLOSED": 2}


class ScriptedVisitor:
    """The visitor of one play; its tag behaves as `switches` say.

    `run` goes on until cancelled. What happens is reported as a page's tag would.
    """

    def __init__(
        self,
        http: ClientSession,
        base: str,
        account: str,
        switches: Callable[[], Switches],
        play: tuple[str, str],
    ) -> None:
        self._http = http
        self._base = base
        self._account = account
        self.switches = switches
        self._play, self._skill_id = play
        self._link = Link(http, base, account, self._frame, self._changed)
        self._tasks: set[asyncio.Task[None]] = set()
        self._notes: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
        # What a visit keeps from page to page.
        self._opened = False
        self.ids = (f"S{uuid.uuid4().hex[:20]}", f"V{uuid.uuid4().hex[:20]}")
        self._decided: set[str] = set()
        self._begin_page()

    def _begin_page(self) -> None:
        self._page = uuid.uuid4().hex[:8]
        self.loaded = asyncio.get_event_loop().time()
        self._ranks: dict[str, int] = {}
        self._invitations: dict[str, Invitation] = {}
        self._offers: deque[float] = deque(maxlen=PROMPTS_PER_MINUTE)
        self._told_too_many = False
        self._shown = "none"

    async def run(self) -> None:
        """Be on the page, connected, until cancelled."""
        reporting = asyncio.create_task(self._report())
        try:
            while True:
                self.note("page", "/", "A page that is not there")
                self._leaving = asyncio.Event()
                connection = asyncio.create_task(self._link.run())
                await self._leaving.wait()
                connection.cancel()
                await asyncio.gather(connection, return_exceptions=True)
                self._stop_tasks()
                self._begin_page()
        finally:
            connection.cancel()
            reporting.cancel()
            self._stop_tasks()
            await asyncio.gather(connection, reporting, return_exceptions=True)

    async def act(self, deed: str) -> None:
        """Do what the scenario has the visitor do."""
        if deed == "reloads":
            self._leaving.set()
            return
        shown = self._current()
        if shown is not None:
            self.spawn(shown.press(deed))

    # --- the connection -------------------------------------------------------

    def _changed(self, name: str, detail: dict[str, Any]) -> None:
        self.event(name, detail)
        if name == "connected" and not self._opened:
            self._opened = True
            self.spawn(self._converse())

    async def _converse(self) -> None:
        body = {"brandId": self._account, "skillId": self._skill_id, "ttrDefName": "NORMAL"}
        # What is answered too late has been done all the same.
        with suppress(TimeoutError):
            await self._link.ask("cm.ConsumerRequestConversation", body)

    def _frame(self, frame: dict[str, Any]) -> None:
        if not str(frame.get("type")).endswith("ExConversationChangeNotification"):
            return
        for change in changes_of(frame):
            result = change.get("result")
            conversation_id = str(result.get("convId")) if isinstance(result, dict) else ""
            for dialog in cobrowse_dialogs(change):
                self._dialog(dialog, conversation_id, change)
            over = change.get("type") == "DELETE" or details_of(change).get("stage") == "CLOSE"
            for one in list(self._invitations.values()):
                if over and one.conversation_id == conversation_id:
                    self._rank(one.dialog_id, "CLOSED", None)

    def _dialog(self, dialog: dict[str, Any], conversation_id: str, change: dict[str, Any]) -> None:
        metadata = dialog["metaData"]
        state = "CLOSED" if dialog.get("state") == "CLOSE" else str(metadata.get("sessionState"))
        dialog_id = str(dialog.get("dialogId"))
        known = dialog_id in self._ranks
        if state != "INVITED" or known:
            self._rank(dialog_id, state, metadata.get("notificationKey"))
            return
        self._ranks[dialog_id] = RANK[state]
        if not metadata.get("serviceId") or dialog_id in self._decided or main_is_over(change):
            return
        if metadata.get("mode") not in SCREEN_MODES:
            self.event("unsupported", {"dialogId": dialog_id, "mode": metadata.get("mode")})
            return
        invitation = Invitation(self, dialog, conversation_id, change)
        self._invitations[dialog_id] = invitation
        self.spawn(invitation.stand())

    def _rank(self, dialog_id: str, state: str, key: object) -> None:
        """Believe LivePerson: it only moves forward."""
        rank = RANK.get(state, -1)
        if rank <= self._ranks.get(dialog_id, -1):
            return
        self._ranks[dialog_id] = rank
        if dialog_id in self._invitations:
            self._invitations[dialog_id].told(state, key)

    # --- what an invitation needs of its page -----------------------------------

    def spawn(self, work: Any) -> None:
        """Run a coroutine until the page is left."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _stop_tasks(self) -> None:
        for task in list(self._tasks):
            task.cancel()

    def event(self, name: str, detail: dict[str, Any]) -> None:
        """Report an event."""
        self.note("event", name, detail)

    async def publish(self, name: str, data: dict[str, str]) -> bool:
        """Publish to the tag; return false where nobody listened."""
        taglet = self.switches().taglet
        heard = taglet != "deaf"
        self.note("tag", name, data, app=APP, plain=True, heard=heard)
        if taglet == "listening":
            url = f"{self._base}/cobrowse/{self._account}/events"
            # LivePerson acts on it: what was reported before must have arrived before.
            await self._notes.join()
            async with self._http.post(url, json={"name": name, **data}):
                pass
        return heard

    def decide(self, dialog_id: str) -> None:
        """Remember, for the visit's other pages, that this one is answered."""
        self._decided.add(dialog_id)

    async def slot(self) -> None:
        """Wait until one more question may be asked."""
        loop = asyncio.get_running_loop()
        while len(self._offers) == PROMPTS_PER_MINUTE and loop.time() < self._offers[0] + MINUTE:
            if not self._told_too_many:
                self._told_too_many = True
                self.event("error", {"code": "too-many"})
            await asyncio.sleep(0.2)
        self._offers.append(loop.time())

    def look(self) -> None:
        """Report what the banner shows now, where that is news."""
        current = self._current()
        shown = current.banner if current else "none"
        if shown != self._shown:
            self._shown = shown
            self.note("banner", shown, None)

    def _current(self) -> Invitation | None:
        visible = [one for one in self._invitations.values() if one.banner != "none"]
        return max(visible, key=lambda one: (one.stands, one.shown_at), default=None)

    # --- reporting ------------------------------------------------------------

    def note(self, kind: str, name: str, data: object, **more: object) -> None:
        """Report something that happened on this page."""
        self._notes.put_nowait((self._page, {"kind": kind, "name": name, "data": data, **more}))

    async def _report(self) -> None:
        url = f"{self._base}/cobrowse/{self._account}/witness"
        nonce = ""
        while True:
            page, note = await self._notes.get()
            try:
                nonce = nonce or await self._nonce()
                told = {"nonce": nonce, "page": page, "play": self._play, "notes": [note]}
                async with self._http.post(url, json=told):
                    pass
            finally:
                self._notes.task_done()

    async def _nonce(self) -> str:
        """Return the nonce that the tag hands to its page, once it has loaded."""
        url = f"{self._base}/tag/tag.js?site={self._account}"
        while True:
            async with self._http.get(url) as answer:
                if found := NONCE.search(await answer.text()):
                    return found[1]
            await asyncio.sleep(AGAIN_SECONDS)
