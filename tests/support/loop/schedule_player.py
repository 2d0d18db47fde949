"""Plays one schedule without a browser, and checks what must hold under every fault."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace

from app.core.invitation.press import ARMING_MS
from simulator.faults.registry import parsed
from tests.support.loop.faults import (
    AT_CONNECTING,
    FAULTS,
    LIBRARY,
    LOSSY,
    NORMAL,
    OF_TAG,
    Schedule,
)
from tests.support.loop.stage import Stage
from tests.support.loop.visitor import Visitor

# What a connection attempt may take before it is given up, and what its answers may.
ATTEMPT_SECONDS = 15.0
SLACK_SECONDS = 10.0
FIRST_DELAY_SECONDS = 6.0
# The next delay is at most so much longer than the last, its spread included.
GROWTH = 1.25 * 1.2 / 0.8
MOST_PROMPTS = 3
PROMPTS_SECONDS = 60.0
LIFE_SECONDS = 60
POLL_SECONDS = 0.05
NEVER = ("boot", "token-refused", "token-missing", "bad-setting")
# Switches that a connection meets when it is made.
SWITCHES_AT_CONNECTING = {
    "messaging",
    "initialise",
    "requests",
    "discovery",
    "identity",
    "init_limit",
}


class Player:
    """One visitor and a LivePerson of their own; `happened` counts what really came about."""

    def __init__(self, schedule: Schedule, stage: Stage) -> None:
        self.schedule = schedule
        self.happened: Counter[str] = Counter()
        self._stage = stage
        self._meant: set[tuple[str, str]] = set()
        self._offers: list[float] = []
        self._conversation = ""
        self._broken = ""
        self.visitor: Visitor

    async def play(self) -> None:
        """Play the schedule; raises AssertionError where a rule is broken."""
        token = await self._stage.token()

        async def supply() -> str:
            return token

        settings = {"auth": self.schedule.auth}
        suppliers = {"getToken": supply}
        self.visitor = self._stage.visitor(settings, suppliers, seed=self.schedule.seed)
        await self.visitor.wait_for("connected")
        (socket,) = self._stage.lab.sessions.open
        await self._stage.post("conversations", consumerId=socket.consumer_id)
        self._conversation = self._stage.conversation().id
        for step in self.schedule.steps:
            self._stage.told.append(f"{self._stage.loop.time():8.2f} {step.name}")
            await self._take(step.name)
            await asyncio.sleep(step.pause)
            self._check()
        await self._recover()
        await self._agree()
        await self._prove()
        self._check()
        self.happened.update(name for name in self.visitor.names() if name.endswith("ed"))

    async def _take(self, name: str) -> None:
        if name in LIBRARY:
            await self._break(name)
        elif name in FAULTS:
            await self._begin(name)
        elif name.startswith("close "):
            await self._stage.post("sockets/close", code=int(name.removeprefix("close ")))
            self.happened[name] += 1
        elif await getattr(self, f"_{name}")() is not False:
            self.happened[name] += 1

    async def _begin(self, name: str) -> None:
        await self._mend()
        await self._stage.behave(**{**NORMAL, **FAULTS[name]})
        self.happened[name] += 1
        if FAULTS[name].keys() & SWITCHES_AT_CONNECTING:
            await self._stage.post("sockets/drop")
        if FAULTS[name].keys() & set(OF_TAG):
            await self._reload()

    async def _break(self, name: str) -> None:
        """Let a fault of the library stand until the next one begins."""
        await self._mend()
        await self._stage.behave(**NORMAL)
        self._broken = name
        fault = parsed(LIBRARY[name])
        self._stage.lab.faults.add(replace(fault, seed=self.schedule.seed))
        if name.startswith("identity"):
            # Nobody asks for a token before the one that is there is over.
            await self._stage.post("sockets/close", code=4407)
        elif name.startswith(AT_CONNECTING):
            await self._stage.post("sockets/drop")
        elif name.startswith("overtakes"):
            await self._transfer()

    async def _mend(self) -> None:
        """Let it end; whether it has hit anything is what came about."""
        self.happened[self._broken] += sum(
            one.hits > 0 for one in self._stage.lab.faults.standing()
        )
        self._stage.lab.faults.end_all()

    # --- LivePerson and its agent ---------------------------------------------------

    async def _invite(self) -> bool:
        if self._stage.open_dialogs():
            return False
        path = f"conversations/{self._conversation}/invitation"
        await self._stage.post(path, mode="view", lifeSeconds=LIFE_SECONDS)
        return True

    async def _cancel(self) -> bool:
        return await self._close_dialogs("cancel")

    async def _end(self) -> bool:
        return await self._close_dialogs("end")

    async def _close_dialogs(self, how: str) -> bool:
        dialogs = self._stage.open_dialogs()
        for dialog in dialogs:
            await self._stage.post(f"invitations/{dialog.id}/{how}")
        return bool(dialogs)

    async def _transfer(self) -> None:
        await self._stage.post(f"conversations/{self._conversation}/transfer")

    # --- the network ------------------------------------------------------------------

    async def _drop(self) -> None:
        await self._stage.post("sockets/drop")

    async def _half_open(self) -> None:
        await self._stage.post("sockets/silence")

    async def _offline(self) -> None:
        self.visitor.set_online(online=False)
        await self._stage.post("sockets/drop")

    async def _online(self) -> None:
        self.visitor.set_online(online=True)
        self.visitor.page.come_back()

    # --- the person -------------------------------------------------------------------

    async def _accept(self) -> bool:
        return await self._press("accept")

    async def _decline(self) -> bool:
        return await self._press("decline")

    async def _press(self, action: str, seconds: float = 3) -> bool:
        """Press a button as a person does, where it can be pressed in time."""
        page = self.visitor.page

        def can() -> bool:
            return self.visitor.state == "invited" and page.seen_ms > 2 * ARMING_MS

        for _ in range(round(seconds / POLL_SECONDS)):
            if not can():
                await asyncio.sleep(POLL_SECONDS)
        if can():
            outcome = "accepted" if action == "accept" else "declined"
            self._meant.add((page.press(action), outcome))
            return True
        return False

    async def _hide_and_show(self) -> None:
        await self.visitor.hide_and_show()

    async def _reload(self) -> None:
        self.visitor.set_online(online=True)
        await self.visitor.reload()

    async def _leave_and_return(self) -> None:
        self.visitor.set_online(online=True)
        await self.visitor.leave_and_return()

    # --- what must hold ---------------------------------------------------------------

    def _check(self) -> None:
        """One offer a page and dialog, one decision a dialog, none that nobody made."""
        offered: Counter[str] = Counter()
        answered: Counter[str] = Counter()
        consents: Counter[str] = Counter()
        for name, detail in self.visitor.events:
            match name:
                case "ready":  # another page of the visit
                    offered.clear()
                case "offered":
                    offered[detail["dialogId"]] += 1
                case "accepted" | "declined":
                    answered[detail["dialogId"]] += 1
                    assert (detail["dialogId"], name) in self._meant, f"{name} by itself"
                case "consent":
                    consents[detail["dialogId"]] += 1
                case "error":
                    assert detail["code"] not in NEVER, detail
            for counted in (offered, answered, consents):
                assert max(counted.values(), default=0) <= 1, f"{name} twice: {detail}"
        banner = self.visitor.page.banner
        if banner and banner["state"] == "invited":
            assert banner["dialogId"] not in answered, "asked after an answer"

    async def _recover(self) -> None:
        """Let the faults end: it is connected again within what the back-off allows."""
        await self._mend()
        await self._stage.behave(**NORMAL)
        lossy = any(step.name.startswith(LOSSY) for step in self.schedule.steps)
        await self._stage.post("sockets/drop", silent=not lossy)
        self.visitor.set_online(online=True)
        if any(FAULTS.get(step.name, {}).keys() & set(OF_TAG) for step in self.schedule.steps):
            await self._reload()
        elif self.schedule.hinted:
            self.visitor.page.come_back()
        lost = self.visitor.details("disconnected")
        delay = max([FIRST_DELAY_SECONDS, *(one["retryInMs"] / 1000 for one in lost[-1:])])
        bound = ATTEMPT_SECONDS + delay * GROWTH + SLACK_SECONDS
        await self.visitor.until(
            lambda: self.visitor.page.connection == "connected" and self._has_socket(),
            f"a connection within {bound:.0f} s",
            bound,
        )

    async def _agree(self) -> None:
        """The banner asks exactly if an invitation stands that nobody has answered."""

        def agrees() -> bool:
            answered = {
                detail["dialogId"]
                for name, detail in self.visitor.events
                if name in ("accepted", "declined")
            }
            standing = {
                one.id
                for one in self._stage.open_dialogs()
                if one.metadata["sessionState"] == "INVITED"
            } - answered
            banner = self.visitor.page.banner
            asks = {banner["dialogId"]} if banner and banner["state"] == "invited" else set()
            return asks == standing

        await self.visitor.until(agrees, "a banner that agrees with LivePerson")

    async def _prove(self) -> None:
        """All is well again: what stands is answered, and then one more, to its end."""
        await self._press("decline")
        await asyncio.sleep(1)
        await self._cancel()
        await self.visitor.until(lambda: not self._stage.open_dialogs(), "the last one's end")
        # Three questions a minute are all that a visitor is asked.
        await asyncio.sleep(PROMPTS_SECONDS)
        await self._invite()
        (dialog,) = self._stage.open_dialogs()
        await self.visitor.until(
            lambda: (self.visitor.page.banner or {}).get("dialogId") == dialog.id,
            "one more question",
        )
        assert await self._press("accept", seconds=30), "one more question cannot be answered"
        await self.visitor.until(lambda: self.visitor.state == "active", "sharing")

    def _has_socket(self) -> bool:
        return any(not one.silent for one in self._stage.lab.sessions.open)
