"""Plays a scenario: does what the agent, LivePerson and the network do, and looks for the rest.

What must be seen is taken from the timeline, so that it does not matter who
the visitor is: a person at a page, a browser test, or the scripted visitor.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from typing import Literal, Protocol

from simulator.bounds import NotPossible
from simulator.control.stage import Stage
from simulator.lab.deeds import Deeds
from simulator.lab.observations import Observations
from simulator.lab.own import Own
from simulator.lab.scenario import Scenario, Step
from simulator.lab.vocabulary import RELOAD_FIRST
from simulator.messaging.connection import Session
from simulator.state.conversation import Conversation

# How long what must be seen may take, and how long a person may.
PATIENCE_SECONDS = 15.0
PERSON_SECONDS = 180.0
# For what still arrives in the end.
SETTLE_SECONDS = 0.4

State = Literal["waiting", "playing", "passed", "failed", "stopped"]


class Visitor(Protocol):
    """Whoever does what the visitor does."""

    async def act(self, deed: str) -> None:
        """Do it, or see to it that it is done."""


class Person:
    """A visitor who reads the hints: nothing is done for them."""

    async def act(self, deed: str) -> None:
        """Leave it to the person."""


class Failed(Exception):  # noqa: N818 - named for what it is
    """Something was not as the scenario says; the text says what."""


class Play:
    """One performance of a scenario; `run` ends with `state` passed, failed or stopped.

    `on_open` plays it in the newest conversation that there is already, and
    believes every page; else the conversation is awaited whose skill is
    `skill_id`, and only pages opened for this play are believed.
    """

    def __init__(
        self, scenario: Scenario, stage: Stage, visitor: Visitor, *, on_open: bool = False
    ) -> None:
        self.id = secrets.token_hex(4)
        self.scenario = scenario
        self.state: State = "waiting"
        self.words = ""
        self.at = 0
        self.told = self.to_json()
        self._stage = stage
        self._visitor = visitor
        self._on_open = on_open
        self._seen = Observations(stage.world.timeline, None if on_open else self.id)
        self._changes = Own(stage)
        # Before the page loads.
        self._changes.begin(scenario.behaviour, scenario.faults)

    @property
    def skill_id(self) -> str:
        """Return the skill by which the play's conversation is known."""
        return f"scenario-{self.id}"

    async def run(self) -> None:
        """Play to the end, and put back what the play has set."""
        self._tell("")
        try:
            conversation = await self._conversation()
            self.state = "playing"
            deeds = Deeds(self._stage, self._changes)
            for number, step in enumerate(self.scenario.steps, 1):
                self.at = number
                self._tell(step.words, step.hint)
                await self._take(step, conversation, deeds)
            await asyncio.sleep(SETTLE_SECONDS)
            self._judge()
            self.state = "passed"
        except (Failed, NotPossible) as error:
            self.state, self.words = "failed", str(error)
        except asyncio.CancelledError:
            self.state, self.words = "stopped", "another play began"
            raise
        finally:
            self._changes.put_back()
            self._seen.stop()
            self._tell(self.words)

    # --- steps ----------------------------------------------------------------

    async def _conversation(self) -> Conversation:
        """Return the play's conversation once its page is connected."""
        if self._on_open:
            conversation = self._newest()
            self._seen.forget()
            if self.scenario.before_load:
                before = {one.number for one in self._stage.sessions.open}
                self._tell("the visitor reloads the page", RELOAD_FIRST)
                # A page whose tag comes late tells of nothing before: its connection does.
                await self._until(
                    lambda: any(one.number not in before for one in self._connections()),
                    PERSON_SECONDS,
                    "a reload, and a connection after it",
                )
            return conversation
        what = "the visitor's page to connect, with a conversation open"
        # The page itself tells of nothing before LivePerson's tag has loaded.
        await self._until(lambda: self._own() is not None, PERSON_SECONDS, what)
        conversation = self._own() or self._newest()
        self._seen.forget()
        return conversation

    def _own(self) -> Conversation | None:
        connected = self._connected()
        mine = (
            one
            for one in reversed(self._stage.world.conversations.values())
            if one.skill_id == self.skill_id
            and one.stage == "OPEN"
            and one.consumer_id in connected
        )
        return next(mine, None)

    def _connections(self) -> list[Session]:
        return [one for one in self._stage.sessions.open if one.consumer_id]

    def _connected(self) -> set[str | None]:
        return {one.consumer_id for one in self._connections()}

    def _newest(self) -> Conversation:
        connected = self._connected()
        for one in reversed(self._stage.world.conversations.values()):
            if one.stage == "OPEN" and one.consumer_id in connected:
                return one
        message = "no page is open with a conversation in it: open the chat first"
        raise NotPossible(message)

    async def _take(self, step: Step, conversation: Conversation, deeds: Deeds) -> None:
        if step.actor == "wait":
            await asyncio.sleep(step.more["seconds"])
        elif step.actor == "see":
            what = step.words
            taken = self._seen.taking(step.deed, step.more["is"], step.more.get("where"))
            patience = step.more.get("within", PATIENCE_SECONDS)
            await self._until(taken, patience, f"in vain within {patience:g} s: {what}")
        elif step.actor == "visitor":
            evidence = self._evidence(step.deed)
            await self._visitor.act(step.deed)
            await self._until(evidence, PERSON_SECONDS, f"in vain: {step.words}")
        elif step.actor != "never":
            await deeds.do(step, conversation)

    def _evidence(self, deed: str) -> Callable[[], bool]:
        """Return whether the visitor has done `deed` since now."""
        kind, name = {
            "accepts": ("published", "cobrowseAccepted"),
            "tries again": ("published", "cobrowseAccepted"),
            "declines": ("published", "cobrowseDeclined"),
            "reloads": ("page", ""),
        }[deed]
        return self._seen.counting(kind, name)

    async def _until(self, holds: Callable[[], bool], seconds: float, what: str) -> None:
        """Wait until `holds`, looking at each news of the page and now and then besides."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not holds():
            left = deadline - loop.time()
            if left <= 0:
                raise Failed(f"waited {what}" if what.startswith("in vain") else f"missed {what}")
            await self._seen.news(min(left, 0.25))

    def _judge(self) -> None:
        """Look for what may not have been, and for breaches of the contract."""
        for number, step in enumerate(self.scenario.steps, 1):
            if step.actor == "never" and self._seen.ever(step.deed, step.more["is"]):
                self.at = number
                message = f"against the scenario: not {step.words}"
                raise Failed(message)
        if self._seen.wrong:
            message = f"against the contract: {'; '.join(self._seen.wrong)}"
            raise Failed(message)

    # --- progress -------------------------------------------------------------

    def to_json(self, step: str = "", hint: str = "") -> dict[str, object]:
        """Return where the play stands."""
        return {
            "play": self.id,
            "scenario": self.scenario.name,
            "state": self.state,
            "step": self.at,
            "of": len(self.scenario.steps),
            "words": step,
            "hint": hint,
        }

    def _tell(self, step: str, hint: str = "") -> None:
        self.told = self.to_json(step, hint)
        text = json.dumps(self.told, ensure_ascii=False)
        told = step if self.state == "playing" else self.state
        name = f"{self.scenario.name}: {told}"
        self._stage.world.timeline.add("play", "", name, text, play=self.id)
