"""A stand-in of its own, with a scripted visitor on it, for one play."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import ClientSession, web

from simulator.app import STAGE, Options, make_app
from simulator.control.stage import Stage
from simulator.lab.play import Play
from simulator.lab.scenario import Scenario
from simulator.record.timeline import Record
from simulator.understudy.visitor import ScriptedVisitor

Told = Callable[[dict[str, object]], None]


class _Visitor:
    """Acts through a visitor who comes only once the play is there."""

    def __init__(self) -> None:
        self.scripted: ScriptedVisitor | None = None

    async def act(self, deed: str) -> None:
        if self.scripted:
            await self.scripted.act(deed)


@asynccontextmanager
async def scripted_stage(scenario: Scenario, told: Told) -> AsyncIterator[Play]:
    """Yield a play of `scenario` that is ready to run; `told` hears of each step."""
    options = Options(witnessed=True)
    app = make_app(options)
    runner = web.AppRunner(app, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "localhost", 0)
    await site.start()
    base = f"http://localhost:{runner.addresses[0][1]}"
    stage: Stage = app[STAGE]
    visitor = _Visitor()
    play = Play(scenario, stage, visitor)

    def hear(record: Record) -> None:
        if record.kind == "play" and record.play == play.id:
            told(json.loads(record.text))

    stage.world.timeline.on_record.append(hear)
    async with ClientSession() as http:
        visitor.scripted = ScriptedVisitor(
            http,
            base,
            options.accounts[0],
            lambda: stage.world.switches,
            (play.id, play.skill_id),
        )
        visiting = asyncio.create_task(visitor.scripted.run())
        try:
            yield play
        finally:
            visiting.cancel()
            await asyncio.gather(visiting, return_exceptions=True)
            await runner.cleanup()
