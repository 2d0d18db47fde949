"""Plays one schedule and checks, all the way, what must hold under every fault.

`play` is a generator that yields wherever it would wait, so that several
schedules can be played side by side on one thread.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error

from tests.support.hostpage import supplying
from tests.support.schedules import SWITCHES, USUAL, Schedule
from tests.support.standin import ControlError
from tests.support.visitors import Visitor, World

# What a connection attempt may take before it is given up, and slack for a busy machine.
ATTEMPT_SECONDS = 15.0
SLACK_SECONDS = 10.0
FIRST_DELAY_SECONDS = 6.0
# The next delay is at most so much longer than the last, its spread included.
GROWTH = 1.25 * 1.2 / 0.8
PATIENCE_SECONDS = 30.0
MOST_PROMPTS = 3
# What a browser says of a network that is out of order.
NOISE = ("WebSocket connection", "net::ERR", "Failed to load resource", "Unexpected response code")
NEVER = ("boot", "token-refused", "token-missing", "bad-setting")
ARMED = "() => recorder.bannerAge() > 1000"
LOOK = """() => ({
  banner: document.querySelector("tagalong-banner")?.dataset.state ?? null,
  dialog: tagalong.state.invitation?.dialogId ?? null,
  connection: tagalong.state.connection,
})"""
SEEN = """(state) => {
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


class Player:
    """One visitor and a LivePerson of their own."""

    def __init__(self, schedule: Schedule, world: World) -> None:
        self.schedule = schedule
        self.standin = world.standin
        self._world = world
        token = self.standin.post("tokens", consumerId="ann")["token"]
        self.visitor: Visitor = world.visitor({"auth": schedule.auth}, before=supplying(token))
        self.visitor.allow(*NOISE)
        self._conversation = ""
        self._meant: set[tuple[str, str]] = set()

    # --- the course of it -----------------------------------------------------

    def play(self) -> Iterator[None]:
        """Play the schedule; raises AssertionError where a rule is broken."""
        self.visitor.page.goto(self.visitor.url)
        yield from self._until(lambda: self._look()["connection"] == "connected", "a connection")
        (socket,) = self.standin.get("state")["sockets"]
        made = self.standin.post("conversations", consumerId=socket["consumerId"])
        self._conversation = made["conversationId"]
        for step in self.schedule.steps:
            yield from self._take(step.name)
            yield from self._rest(step.pause)
            self._check()
        yield from self._recover()
        yield from self._agree()
        yield from self._prove()
        self._check()

    def _take(self, name: str) -> Iterator[None]:
        if name in SWITCHES:
            self.standin.post("behaviour", **{**USUAL, **SWITCHES[name]})
            if {"messaging", "initialise", "requests", "discovery", "identity"} & set(
                SWITCHES[name]
            ):
                self.standin.post("sockets/drop")
        elif name.startswith("close "):
            self.standin.post("sockets/close", code=int(name.removeprefix("close ")))
        else:
            yield from getattr(self, f"_{name}")()

    # --- LivePerson and its agent ---------------------------------------------

    def _invite(self) -> Iterator[None]:
        if not self._open_dialogs() and self._prompts_on_page() < MOST_PROMPTS - 1:
            path = f"conversations/{self._conversation}/invitation"
            self.standin.post(path, mode="view", lifeSeconds=60)
        yield

    def _cancel(self) -> Iterator[None]:
        self._close_dialogs("cancel")
        yield

    def _end(self) -> Iterator[None]:
        self._close_dialogs("end")
        yield

    def _close_dialogs(self, how: str) -> None:
        for dialog in self._open_dialogs():
            # An answer that is under way may close it first.
            with suppress(ControlError):
                self.standin.post(f"invitations/{dialog['dialogId']}/{how}")

    def _transfer(self) -> Iterator[None]:
        self.standin.transfer()
        yield

    # --- the network ----------------------------------------------------------

    def _drop(self) -> Iterator[None]:
        self.standin.post("sockets/drop")
        yield

    def _half_open(self) -> Iterator[None]:
        self.standin.post("sockets/silence")
        yield

    def _offline(self) -> Iterator[None]:
        # A runtime that cannot be fetched is an error of its own, which a page is told.
        yield from self._until(lambda: self._look()["connection"] != "starting", "a boot")
        self.visitor.page.context.set_offline(True)
        self.standin.post("sockets/drop")
        yield

    def _online(self) -> Iterator[None]:
        self.visitor.page.context.set_offline(False)
        self.visitor.page.evaluate("() => dispatchEvent(new Event('online'))")
        yield

    # --- the person -----------------------------------------------------------

    def _accept(self) -> Iterator[None]:
        yield from self._press("Accept")

    def _decline(self) -> Iterator[None]:
        yield from self._press("Decline")

    def _press(self, name: str, patience: float = 3) -> Iterator[None]:
        """Press a button as a person does, where it can be pressed within `patience` seconds."""
        deadline = time.monotonic() + patience
        while not (self._look()["banner"] == "invited" and self.visitor.page.evaluate(ARMED)):
            if time.monotonic() > deadline:
                return
            yield
        outcome = "accepted" if name == "Accept" else "declined"
        dialog = str(self._look()["dialog"])
        button = self.visitor.page.locator("tagalong-banner").get_by_role("button", name=name)
        # Taken off under the finger, it was not pressed, and no answer of it may come.
        with suppress(Error):
            button.click(timeout=patience * 1000)
            self._meant.add((dialog, outcome))

    def _hide_and_show(self) -> Iterator[None]:
        for state in ("hidden", "visible"):
            self.visitor.page.evaluate(SEEN, state)
            yield from self._rest(0.2)

    def _reload(self) -> Iterator[None]:
        self.visitor.page.context.set_offline(False)
        self.visitor.page.reload()
        yield from self._until(lambda: bool(self.visitor.page.evaluate("() => !!tagalong.state")))

    def _leave_and_return(self) -> Iterator[None]:
        self.visitor.page.context.set_offline(False)
        other = self._world.page_file.with_name("other.html")
        other.write_text('<!doctype html><link rel="icon" href="data:,"><p>Another page')
        self.visitor.page.goto(f"{self.standin.url}/files/other.html")
        yield from self._rest(0.3)
        self.visitor.page.go_back(wait_until="commit")
        yield from self._until(
            lambda: bool(self.visitor.page.evaluate("() => !!window.tagalong?.state"))
        )

    # --- what must hold -------------------------------------------------------

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
        look = self._look()
        if look["banner"] == "invited":
            assert look["dialog"] not in answered, "asked after an answer"

    def _recover(self) -> Iterator[None]:
        """Let the faults end: it is connected again within what the back-off allows."""
        self.standin.post("behaviour", **USUAL)
        self.standin.post("sockets/drop", silent=True)
        self.visitor.page.context.set_offline(False)
        if self.schedule.hinted:
            self.visitor.page.evaluate("() => dispatchEvent(new Event('online'))")
        lost = self.visitor.details("disconnected")
        delay = max([FIRST_DELAY_SECONDS, *(one["retryInMs"] / 1000 for one in lost[-1:])])
        bound = ATTEMPT_SECONDS + delay * GROWTH + SLACK_SECONDS
        yield from self._until(
            lambda: self._look()["connection"] == "connected" and self._has_socket(),
            f"a connection within {bound:.0f} s",
            bound,
        )

    def _agree(self) -> Iterator[None]:
        """The banner asks exactly if an invitation stands that nobody has answered."""

        def agrees() -> bool:
            answered = {dialog for dialog, _ in self._answered()}
            standing = {
                one["dialogId"]
                for one in self._open_dialogs()
                if one["metaData"]["sessionState"] == "INVITED"
            } - answered
            look = self._look()
            asks = {look["dialog"]} if look["banner"] == "invited" else set()
            return asks == standing

        yield from self._until(agrees, "a banner that agrees with LivePerson")

    def _prove(self) -> Iterator[None]:
        """All is well again: what stands is answered, and then one more, to its end."""
        yield from self._press("Decline")
        yield from self._cancel()
        if self._prompts_on_page() >= MOST_PROMPTS:
            return
        yield from self._invite_surely()
        yield from self._press("Accept", PATIENCE_SECONDS)
        yield from self._until(lambda: self._look()["banner"] == "active", "sharing")

    def _invite_surely(self) -> Iterator[None]:
        yield from self._until(lambda: not self._open_dialogs(), "the last one's end")
        path = f"conversations/{self._conversation}/invitation"
        dialog = self.standin.post(path, mode="view", lifeSeconds=60)["dialogId"]
        yield from self._until(
            lambda: (
                self._look() | {"connection": ""}
                == {"banner": "invited", "dialog": dialog, "connection": ""}
            ),
            "one more question",
        )

    # --- helpers --------------------------------------------------------------

    def _look(self) -> dict[str, Any]:
        look: dict[str, Any] = self.visitor.page.evaluate(LOOK)
        return look

    def _answered(self) -> set[tuple[str, str]]:
        events = self.visitor.events
        return {
            (detail["dialogId"], name)
            for name, detail in events
            if name in ("accepted", "declined")
        }

    def _prompts_on_page(self) -> int:
        names = self.visitor.names()
        last = len(names) - names[::-1].index("ready") if "ready" in names else 0
        return names[last:].count("offered")

    def _open_dialogs(self) -> list[dict[str, Any]]:
        (conversation,) = (
            one
            for one in self.standin.get("state")["conversations"]
            if one["id"] == self._conversation
        )
        return [
            one
            for one in conversation["dialogs"]
            if one["channelType"] == "COBROWSE" and one["state"] == "OPEN"
        ]

    def _has_socket(self) -> bool:
        return any(not one["silent"] for one in self.standin.get("state")["sockets"])

    def _rest(self, seconds: float) -> Iterator[None]:
        """Let the world go on by itself for a while, as the schedule says."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            yield

    def _until(
        self, holds: Callable[[], bool], what: str = "", seconds: float = PATIENCE_SECONDS
    ) -> Iterator[None]:
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, f"waited in vain for {what}: {self._look()}"
            yield
