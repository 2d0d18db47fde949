"""`python -m simulator play`: plays scenarios from the command line."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from simulator.cli.lists import scenarios
from simulator.cli.rehearsal import scripted_stage
from simulator.cli.report import Played, page
from simulator.lab.scenario import BadScenario, Scenario, every, load

PASSED, FAILED, MISUSED = 0, 1, 2
SCRIPTED = "a scripted visitor (no browser)"
MARKS = {"passed": "✓", "failed": "✗", "stopped": "-"}

EPILOG = """\
Without --page the visitor is a scripted one: a client of the simulator's own,
without a browser and without Tagalong, on a simulator of its own. It shows that
the scenario holds for any client that does as LivePerson's tutorial says.
With --report it writes a page with all that was played, green or not.
With --page it is you: at a page that is open, with its chat, on the simulator
that runs at that address. What to press is told step by step.

Exit code: 0 all passed, 1 one failed, 2 misuse.
"""


def play(arguments: list[str]) -> int:
    """Play what `arguments` ask for and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator play",
        description="Play scenarios, with a line for each step, and a result.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="scenarios by name; see --list")
    parser.add_argument("--list", action="store_true", help="list all scenarios and end")
    parser.add_argument("--all", action="store_true", help="play all scenarios, side by side")
    parser.add_argument(
        "--page",
        nargs="?",
        const="http://localhost:8000",
        metavar="URL",
        help="play against the page that is open on the simulator at URL "
        "(default http://localhost:8000)",
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="write what was played as a page (HTML)"
    )
    given = parser.parse_args(arguments)
    if given.list:
        return scenarios([])
    if given.all == bool(given.names):
        parser.error("name scenarios, or say --all or --list")
    if given.page and given.all:
        parser.error("a page plays one scenario after the other: name them")
    try:
        chosen = list(every()) if given.all else [load(name) for name in given.names]
    except BadScenario as error:
        print(error, file=sys.stderr)
        return MISUSED
    if given.report and not given.report.parent.is_dir():
        parser.error(f"--report {given.report}: there is no folder {given.report.parent}")
    played: list[Played] = []
    against = f"the page that is open at {given.page}" if given.page else SCRIPTED
    ended = FAILED
    with suppress(KeyboardInterrupt):
        if given.page:
            ended = asyncio.run(_play_on_page(chosen, given.page.rstrip("/"), played))
        else:
            ended = asyncio.run(_play_scripted(chosen, played))
    if given.report and played:
        given.report.write_text(page(played, against), encoding="utf-8")
        print(f"the report: {given.report}")
    return ended


class _Telling:
    """Prints a line for each step once it is done, and the result."""

    def __init__(self, scenario: Scenario, against: str, *, aside: bool) -> None:
        self._began = time.monotonic()
        self.played = Played(scenario.name, scenario.title, scenario.sentence)
        self._prefix = f"{scenario.name}: " if aside else "  "
        self._step = ""
        print(f"{scenario.name}: {scenario.title}, against {against}", flush=True)

    def hear(self, told: dict[str, object]) -> None:
        """Take word of a play's progress."""
        state = self.played.state = str(told["state"])
        if state in MARKS:
            mark = MARKS[state]
            if self._step:
                self._line(mark, self._step)
            words = f": {told['words']}" if told["words"] else ""
            where = "" if state == "passed" else f" at step {told['step']} of {told['of']}"
            seconds = self.played.seconds = time.monotonic() - self._began
            if words:
                self.played.steps.append(f"{state}{where}{words}")
            name = self.played.name
            print(f"{name}: {state}{where} after {seconds:.1f} s{words}", flush=True)
            return
        if self._step:
            self._line("✓", self._step)
        self._step = str(told["words"])
        if told["hint"]:
            self._line("→", str(told["hint"]))

    def _line(self, mark: str, words: str) -> None:
        self.played.steps.append(f"{mark} {words}")
        print(f"{self._prefix}{mark} {words} ({time.monotonic() - self._began:.1f} s)", flush=True)


async def _play_scripted(chosen: list[Scenario], played: list[Played]) -> int:
    aside = len(chosen) > 1
    told = [_Telling(scenario, SCRIPTED, aside=aside) for scenario in chosen]
    played += [one.played for one in told]
    results = await asyncio.gather(*map(_one, chosen, told))
    if aside:
        print(f"{results.count('passed')} of {len(results)} passed")
    return PASSED if all(one == "passed" for one in results) else FAILED


async def _one(scenario: Scenario, telling: _Telling) -> str:
    def tell(told: dict[str, object]) -> None:
        telling.hear({**told, "hint": ""})  # nobody there has anything to press

    async with scripted_stage(scenario, tell) as play:
        await play.run()
    return play.state


async def _play_on_page(chosen: list[Scenario], base: str, played: list[Played]) -> int:
    async with ClientSession(timeout=ClientTimeout(total=None, connect=5)) as http:
        for scenario in chosen:
            telling = _Telling(scenario, f"the page that is open at {base}", aside=False)
            played.append(telling.played)
            try:
                async with http.post(
                    f"{base}/simulator/plays", json={"scenario": scenario.name, "onOpen": True}
                ) as answer:
                    begun = await answer.json(content_type=None)
                if "error" in begun:
                    print(begun["error"], file=sys.stderr)
                    return FAILED
                await _follow(http, f"{base}/simulator/timeline?play={begun['play']}", telling.hear)
            except (ClientError, OSError, ValueError) as error:
                print(f"no simulator answers at {base}: {error}", file=sys.stderr)
                return MISUSED
    return PASSED if all(one.state == "passed" for one in played) else FAILED


async def _follow(http: ClientSession, url: str, hear: Callable[[dict[str, object]], None]) -> None:
    """Hear of a play's steps until it ends."""
    async with http.ws_connect(url) as socket:
        async for message in socket:
            for record in json.loads(message.data):
                told = json.loads(record["text"])
                hear(told)
                if told["state"] in MARKS:
                    return
