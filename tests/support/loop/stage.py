"""A simulator and its visitors on one hurried loop, for one test."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from aiohttp import web

from simulator.app import STAGE, Options, make_app
from simulator.control.stage import Stage as Lab
from simulator.faults.hang import Hang
from simulator.state.conversation import Conversation, Dialog
from tests.support.loop.hurried import HurriedLoop
from tests.support.loop.network import Network
from tests.support.loop.page import Supplier, Surroundings
from tests.support.loop.visit import Visit
from tests.support.loop.visitor import Visitor

# What a failed test tells of the timeline: the last so many records, each cut to a line.
MOST_RECORDS = 80
LONGEST_LINE = 200


class Stage:
    """Made outside of the loop; `open` and `close` are run on it."""

    def __init__(self) -> None:
        self.loop = HurriedLoop()
        self._folder = tempfile.mkdtemp(prefix="loop")
        self._path = str(Path(self._folder) / "s")
        self.visitors: list[Visitor] = []
        self._networks: list[Network] = []
        self.told: list[str] = []

    async def open(self) -> None:
        """Serve a simulator."""
        app = make_app(Options(witnessed=True, clock=self.loop.clock))
        self.lab: Lab = app[STAGE]
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.UnixSite(self._runner, self._path).start()
        self._control = self._network()

    async def close(self) -> None:
        """End all, and leave nothing behind."""
        for visitor in self.visitors:
            await visitor.page.unload()
        for network in self._networks:
            await network.close()
        # Services that are silent speak in the end; then their connections close.
        await asyncio.sleep(2 * Hang().ms / 1000)
        await self._runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        shutil.rmtree(self._folder)

    def _network(self) -> Network:
        network = Network(self._path)
        self._networks.append(network)
        return network

    # --- visitors -------------------------------------------------------------------

    def visitor(
        self,
        settings: Mapping[str, str] | None = None,
        suppliers: Mapping[str, Supplier] | None = None,
        *,
        seed: int = 0,
        play: str = "",
    ) -> Visitor:
        """Return a visitor whose page loads now; `settings` are the embed's attributes."""
        around = Surroundings(
            loop=self.loop,
            network=self._network(),
            visit=Visit(),
            random=Random(seed),  # noqa: S311 - to be repeated, not to be kept secret
            settings={"auth": "signup", **(settings or {})},
            suppliers=suppliers or {},
            play=play,
        )
        made = Visitor(around)
        self.visitors.append(made)
        return made

    async def chatting(
        self,
        settings: Mapping[str, str] | None = None,
        suppliers: Mapping[str, Supplier] | None = None,
    ) -> Visitor:
        """Return a visitor who is connected and has opened a conversation."""
        visitor = self.visitor(settings, suppliers)
        await visitor.wait_for("connected")
        visitor.page.open_conversation()
        await visitor.until(lambda: bool(self.lab.world.conversations), "a conversation")
        return visitor

    # --- LivePerson and its agent -----------------------------------------------------

    async def post(self, path: str, **body: object) -> Any:
        """Make a control call."""
        return await self._control.call("POST", path, **body)

    async def behave(self, **switches: object) -> None:
        """Have the simulator behave so."""
        await self.post("behaviour", **switches)

    def conversation(self) -> Conversation:
        """Return the newest conversation."""
        assert self.lab.world.conversations, "nobody has opened a conversation"
        return next(reversed(self.lab.world.conversations.values()))

    async def invite(self, mode: str = "view", life: float = 120) -> str:
        """Send an invitation in the newest conversation and return its dialog's id."""
        path = f"conversations/{self.conversation().id}/invitation"
        return str((await self.post(path, mode=mode, lifeSeconds=life))["dialogId"])

    async def token(self, visitor: str = "ann", life: float = 3600) -> str:
        """Return a token for messaging."""
        return str((await self.post("tokens", consumerId=visitor, lifeSeconds=life))["token"])

    async def brand_token(self, visitor: str = "ann", life: float = 3600) -> str:
        """Return a token as a customer's back end makes it."""
        asked = self.post("brand-tokens", consumerId=visitor, lifeSeconds=life)
        return str((await asked)["token"])

    def open_dialogs(self) -> list[Dialog]:
        """Return the CoBrowse dialogs of the newest conversation that are open."""
        dialogs = self.conversation().dialogs
        return [one for one in dialogs if one.channel == "COBROWSE" and one.state == "OPEN"]

    def consumers(self) -> set[str | None]:
        """Return the consumers that have a connection."""
        return {one.consumer_id for one in self.lab.sessions.open}

    def run(self, course: Coroutine[Any, Any, None]) -> None:
        """Run a test to its end and verify; what fails tells what happened."""
        try:
            self.loop.run_until_complete(course)
            self.verify()
        except BaseException as error:
            error.add_note(self.story())
            raise

    # --- what came of it ----------------------------------------------------------------

    def verify(self) -> None:
        """Fail on errors that nobody took, and on breaches of LivePerson's contract."""
        assert not self.loop.mishaps, "\n".join(self.loop.mishaps)
        wrong = [one for record in self.lab.world.timeline.after(0) for one in record.wrong]
        assert not wrong, "; ".join(wrong)

    def story(self) -> str:
        """Return all that happened, for whoever reads a failed test."""
        lines = list(self.told)
        for visitor in self.visitors:
            lines.append(f"the page now: {visitor.look()}; its events:")
            lines += [f"  {name} {detail}" for name, detail in visitor.events]
        lines.append("the simulator's timeline:")
        began = self.loop.clock() - self.loop.time()
        records = [record.redacted() for record in self.lab.world.timeline.after(0)]
        lines += [
            f"  {one['timeMs'] / 1000 - began:8.2f} {one['kind']} {one['way']} {one['name']} "
            f"{one['text']}"[:LONGEST_LINE]
            for one in records[-MOST_RECORDS:]
        ]
        return "\n".join(lines)


@contextmanager
def staged() -> Iterator[Stage]:
    """Yield a stage that is open, and close it; nothing may have gone wrong in the end."""
    made = Stage()
    made.loop.run_until_complete(made.open())
    try:
        yield made
    finally:
        made.loop.run_until_complete(made.close())
        made.loop.run_until_complete(made.loop.shutdown_asyncgens())
        made.loop.close()
    assert not made.loop.mishaps, "\n".join(made.loop.mishaps)
