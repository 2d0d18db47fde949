"""The play that goes on: one at a time, because it says how LivePerson behaves."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from simulator.control.stage import Stage
from simulator.lab.play import Person, Play
from simulator.lab.replay import Replay
from simulator.lab.scenario import Scenario


class Plays:
    """Begins plays; a new one ends the one before."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._task: asyncio.Task[None] | None = None
        self._last: Play | Replay | None = None

    @property
    def told(self) -> dict[str, object]:
        """How the play that goes on stands, or how the last one ended; empty where none began."""
        return self._last.told if self._last else {}

    async def replay(self, session: object, pace: str) -> Replay:
        """Begin to replay a recorded session against the page that is open."""
        await self.stop()
        replay = self._last = Replay(self._stage.world, self._stage.sessions, session, pace)
        self._task = asyncio.create_task(replay.run())
        return replay

    async def begin(self, scenario: Scenario, *, on_open: bool) -> Play:
        """Begin a play with a person as the visitor; it goes on by itself."""
        await self.stop()
        play = self._last = Play(scenario, self._stage, Person(), on_open=on_open)
        self._task = asyncio.create_task(play.run())
        return play

    async def forget(self) -> None:
        """End the play that goes on, and know of none."""
        await self.stop()
        self._last = None

    async def stop(self) -> None:
        """End the play that goes on, if one does."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None
