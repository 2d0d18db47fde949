"""Plays many schedules, several side by side, and tells which seeds broke a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests.support.schedule_player import Player
from tests.support.schedules import draw
from tests.support.visitors import World

SIDE_BY_SIDE = 4
TURN_MS = 25


@dataclass
class _Play:
    player: Player
    course: Iterator[None]
    stack: ExitStack


def play(seeds: Iterable[int], browser: Browser, folder: Path) -> Iterator[tuple[int, str]]:
    """Play the seeds' schedules; yield each seed as it ends, with what went wrong or nothing."""
    waiting = iter(seeds)
    playing: list[_Play] = []
    while True:
        while len(playing) < SIDE_BY_SIDE and (seed := next(waiting, None)) is not None:
            playing.append(_begin(seed, browser, folder))
        if not playing:
            return
        for one in list(playing):
            wrong = _go_on(one)
            if wrong is not None:
                playing.remove(one)
                one.stack.close()
                yield one.player.schedule.seed, wrong
        if playing:
            playing[0].player.visitor.page.wait_for_timeout(TURN_MS)


def _begin(seed: int, browser: Browser, folder: Path) -> _Play:
    stack = ExitStack()
    own = folder / str(seed)
    own.mkdir()
    player = Player(draw(seed), World(browser, own, stack))
    return _Play(player, player.play(), stack)


def _go_on(one: _Play) -> str | None:
    """Take one turn; None while it goes on, else what went wrong, empty where nothing did."""
    visitor = one.player.visitor
    try:
        next(one.course)
    except StopIteration:
        try:
            visitor.verify()
        except AssertionError as error:
            return f"{one.player.schedule}\n{error}"
        return ""
    except Exception as error:  # noqa: BLE001 - whatever it is belongs to its seed
        story = "\n".join(f"  {name} {detail}" for name, detail in visitor.events)
        return f"{one.player.schedule}\n{type(error).__name__}: {error}\n{story}"
    return None
