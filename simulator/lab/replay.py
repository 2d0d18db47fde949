"""Replays a recorded session against a page: LivePerson's frames again, the answers awaited.

Ids are new ones, because a page asks once a dialog; times are moved to now. Where
the visitor answered, the replay waits for whoever is at the page to answer so too.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import uuid

from simulator.bounds import NotPossible
from simulator.lab.observations import Observations
from simulator.lab.session_file import Moment, moments_of
from simulator.lab.templates import moved
from simulator.messaging.connection import Session
from simulator.messaging.connections import Sessions
from simulator.record.frames import changes_of, cobrowse_dialogs
from simulator.state.world import World

PACES = ("recorded", "compressed")
# What a wait is cut to where the pace is compressed.
SHORT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 600.0
ANSWER_SECONDS = 180.0
BANNER_SECONDS = 10.0
HINTS = {
    "cobrowseAccepted": "Press Accept in the banner.",
    "cobrowseDeclined": "Press Decline in the banner.",
}


class Replay:
    """One replay; `run` ends with `state` passed where the page's banner went the same way."""

    def __init__(self, world: World, sessions: Sessions, session: object, pace: str) -> None:
        if pace not in PACES:
            message = f"pace is one of {', '.join(PACES)}"
            raise NotPossible(message)
        self.id = secrets.token_hex(4)
        self.state = "playing"
        self._world = world
        self._compressed = pace == "compressed"
        consumer, self._moments = moments_of(session)
        self._line = _newest(sessions)
        self._ids = {consumer: self._line.consumer_id or "", **_new_ids(self._moments)}
        self._seen = Observations(world.timeline, None)
        self._at = 0
        self.told = self.to_json()

    async def run(self) -> None:
        """Replay to the end."""
        words = ""
        try:
            for number, moment in enumerate(self._moments, 1):
                self._at = number
                await asyncio.sleep(self._gap(number - 1))
                await self._take(moment)
            expected = [one.what for one in self._moments if one.kind == "banner"]
            shown = await self._shown(expected)
            self.state = "passed" if shown == expected else "failed"
            words = f"the banner: {', '.join(shown) or 'nothing'}"
            if shown != expected:
                words += f"; as recorded: {', '.join(expected) or 'nothing'}"
        except NotPossible as error:
            self.state, words = "failed", str(error)
        except asyncio.CancelledError:
            self.state = "stopped"
            raise
        finally:
            self._seen.stop()
            self._tell(words)

    def _gap(self, index: int) -> float:
        """Return the seconds before a moment; what the page's own clock brings is not cut."""
        before = self._moments[max(0, index - 1)].time_ms
        gap = min((self._moments[index].time_ms - before) / 1000, LONGEST_WAIT_SECONDS)
        ahead = (one.what for one in self._moments[index:] if one.kind == "banner")
        by_clock = next(ahead, "") in ("expired", "failed")
        return max(0.0, gap if by_clock or not self._compressed else min(gap, SHORT_SECONDS))

    async def _take(self, moment: Moment) -> None:
        match moment.kind:
            case "frame":
                self._send(moment)
            case "answer":
                await self._answered(moment.what)

    def _send(self, moment: Moment) -> None:
        shift = self._world.now_ms() - moment.time_ms
        text = json.dumps(moved(json.loads(moment.what), lambda ms: ms + shift))
        for recorded, own in self._ids.items():
            text = text.replace(recorded, own)
        self._tell("LivePerson's frame is sent again")
        self._line.send_text(text)

    async def _answered(self, name: str) -> None:
        """Wait until the page has published as many answers as were recorded by now."""
        wanted = sum(one.kind == "answer" and one.what == name for one in self._moments[: self._at])
        self._tell(f"the tag is told {name}", HINTS[name])
        loop = asyncio.get_running_loop()
        deadline = loop.time() + ANSWER_SECONDS
        while self._seen.count("published", name) < wanted:
            if loop.time() > deadline:
                message = f"nobody answered: {name} was not published"
                raise NotPossible(message)
            await self._seen.news(0.25)

    async def _shown(self, expected: list[str]) -> list[str]:
        """Return what the banner showed, once it is what was recorded or time is up."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + BANNER_SECONDS
        while self._seen.names("banner") != expected and loop.time() < deadline:
            await self._seen.news(0.25)
        return self._seen.names("banner")

    def to_json(self, words: str = "", hint: str = "") -> dict[str, object]:
        """Return where the replay stands."""
        return {
            "play": self.id,
            "scenario": "replay",
            "state": self.state,
            "step": self._at,
            "of": len(self._moments),
            "words": words,
            "hint": hint,
        }

    def _tell(self, words: str, hint: str = "") -> None:
        self.told = self.to_json(words, hint)
        text = json.dumps(self.told, ensure_ascii=False)
        self._world.timeline.add("play", "", f"replay: {self.state}", text, play=self.id)


def _newest(sessions: Sessions) -> Session:
    """Return the connection of the page that came last."""
    known = [one for one in sessions.open if one.consumer_id and not one.silent]
    if not known:
        message = "no page is connected: open the chat on the page first"
        raise NotPossible(message)
    return max(known, key=lambda one: one.number)


def _new_ids(moments: list[Moment]) -> dict[str, str]:
    """Return a new id for each conversation and CoBrowse dialog of the frames."""
    found: dict[str, str] = {}
    for moment in moments:
        if moment.kind != "frame":
            continue
        for change in changes_of(json.loads(moment.what)):
            result = change.get("result")
            ids = [result.get("convId")] if isinstance(result, dict) else []
            ids += [dialog.get("dialogId") for dialog in cobrowse_dialogs(change)]
            for one in ids:
                # Anything shorter might be a part of other words.
                if isinstance(one, str) and re.fullmatch(r"[\w-]{16,64}", one):
                    found.setdefault(one, str(uuid.uuid4()))
    return found
