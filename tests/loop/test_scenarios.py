"""Every scenario, played by the engine and a person's hands on a page without a browser."""

from __future__ import annotations

import asyncio

import pytest

from simulator.lab.play import Play
from simulator.lab.scenario import Scenario, every
from simulator.record.timeline import Record
from tests.support.loop.stage import Stage
from tests.support.loop.visitor import Visitor

PRESSES = {"accepts": "accept", "declines": "decline", "tries again": "again"}


class Hands:
    """A play's visitor, whose page comes only once the play is there."""

    def __init__(self) -> None:
        self.visitor: Visitor | None = None
        self._acting: set[asyncio.Task[object]] = set()

    async def act(self, deed: str) -> None:
        """Begin to do it: what the play looks for may come while it is being done."""
        assert self.visitor
        doing = self.visitor.reload() if deed == "reloads" else self.visitor.press(PRESSES[deed])
        task: asyncio.Task[object] = asyncio.create_task(doing)
        self._acting.add(task)
        task.add_done_callback(self._acting.discard)


@pytest.mark.parametrize("scenario", every(), ids=lambda scenario: scenario.name)
async def test_scenario(stage: Stage, scenario: Scenario) -> None:
    """What the scenario says is to be seen is seen of Tagalong, and nothing that may not be."""

    def hear(record: Record) -> None:
        if record.kind == "play":
            stage.told.append(record.name)

    stage.lab.world.timeline.on_record.append(hear)
    hands = Hands()
    play = Play(scenario, stage.lab, hands)
    hands.visitor = stage.visitor(scenario.settings, play=play.id)
    hands.visitor.page.open_conversation(play.skill_id)
    await play.run()
    assert play.state == "passed", f"step {play.at}: {play.words}"
