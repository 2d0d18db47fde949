"""The QA workbench's calls: timeline, scenarios, frames by hand, sessions to keep and replay."""

from __future__ import annotations

from aiohttp import hdrs, web

from simulator.bounds import NotPossible
from simulator.choices import described
from simulator.control.http import Route, body_of
from simulator.control.stage import Stage
from simulator.lab.again import ways
from simulator.lab.plays import Plays
from simulator.lab.scenario import BadScenario, every, load
from simulator.lab.session_file import exported
from simulator.lab.templates import Templates, names
from simulator.lab.timeline_feed import TimelineWatchers


class Workbench:
    """The handlers; the first line of each one's docstring is its description at /simulator/."""

    def __init__(self, stage: Stage) -> None:
        self._world = stage.world
        self._sessions = stage.sessions
        self._watchers = TimelineWatchers(stage.world.timeline)
        self._plays = Plays(stage)
        self._templates = Templates()

    def routes(self) -> list[Route]:
        """Return all calls."""
        return [
            ("GET", "/simulator/timeline", self._watchers.watch, ""),
            ("POST", "/simulator/timeline/clear", self.clear, "{}"),
            ("GET", "/simulator/switches", self.switches, ""),
            ("GET", "/simulator/scenarios", self.scenarios, ""),
            ("POST", "/simulator/plays", self.play, '{"scenario": "declined", "onOpen": false}'),
            ("GET", "/simulator/plays", self.played, ""),
            ("POST", "/simulator/plays/stop", self.stop_play, "{}"),
            ("GET", "/simulator/session", self.session, ""),
            ("POST", "/simulator/replay", self.replay, '{"session": {}, "pace": "compressed"}'),
            ("GET", "/simulator/templates", self.templates, ""),
            ("GET", "/simulator/templates/{name}", self.template, ""),
        ]

    async def stop(self, _app: web.Application) -> None:
        """End what goes on."""
        await self._plays.stop()
        await self._watchers.stop()

    async def end_play(self) -> None:
        """End the scenario that is being played, and forget it."""
        await self._plays.forget()

    async def clear(self, _request: web.Request) -> web.Response:
        """Forget the timeline."""
        self._world.timeline.clear()
        return web.json_response({})

    async def switches(self, _request: web.Request) -> web.Response:
        """Every switch of the behaviour: its meaning, what it may be, its default, and now."""
        return web.json_response(described(self._world.switches))

    async def scenarios(self, _request: web.Request) -> web.Response:
        """All scenarios, with their steps in words."""
        return web.json_response([{**one.to_json(), "again": ways(one)} for one in every()])

    async def play(self, request: web.Request) -> web.Response:
        """Begin a scenario, ending any other: for a page that is opened for it, or `onOpen`."""
        body = await body_of(request)
        try:
            scenario = load(str(body.get("scenario", "")))
        except BadScenario as error:
            raise NotPossible(str(error)) from None
        play = await self._plays.begin(scenario, on_open=body.get("onOpen") is True)
        return web.json_response({**play.to_json(), "skillId": play.skill_id, **scenario.to_json()})

    async def played(self, _request: web.Request) -> web.Response:
        """How the play that goes on stands, or how the last one ended."""
        return web.json_response(self._plays.told)

    async def stop_play(self, _request: web.Request) -> web.Response:
        """End the scenario that is being played."""
        await self._plays.stop()
        return web.json_response({})

    async def session(self, _request: web.Request) -> web.Response:
        """The timeline as a file: without tokens, names, chat text and visitors' ids."""
        headers = {hdrs.CONTENT_DISPOSITION: 'attachment; filename="session.json"'}
        return web.json_response(exported(self._world.timeline), headers=headers)

    async def replay(self, request: web.Request) -> web.Response:
        """Send an exported session's frames to the page that is open: recorded or compressed."""
        body = await body_of(request)
        pace = str(body.get("pace", "recorded"))
        replay = await self._plays.replay(body.get("session"), pace)
        return web.json_response(replay.to_json())

    async def templates(self, _request: web.Request) -> web.Response:
        """The names of the frames that are there to be sent."""
        return web.json_response(names())

    async def template(self, request: web.Request) -> web.Response:
        """A frame's text, filled in for the newest conversation of a connected consumer."""
        connected = {one.consumer_id for one in self._sessions.open}
        newest = next(
            (
                one
                for one in reversed(self._world.conversations.values())
                if one.consumer_id in connected and one.stage == "OPEN"
            ),
            None,
        )
        name, now = request.match_info["name"], self._world.now_ms()
        return web.json_response({"text": self._templates.filled(name, newest, now)})
