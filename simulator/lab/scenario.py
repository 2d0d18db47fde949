"""Scenarios: one situation a file, told in TOML, for people and programs to play.

A file has a `title`, a `sentence`, a `kind`, where wanted the `behaviour` that
the stand-in begins with (the switches of `simulator.switches`), the `faults`
that stand at first (as `--fault` takes them), the `settings` that Tagalong is
given on the page, and `steps`. Each step names who does what: `agent`,
`liveperson`, `network`, `fault`, `visitor`; or `wait` seconds; or what must be
there in time (`see`) or may not be there in the end (`never`). `vocabulary`
lists all of them, with what else a step may say.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from simulator.faults.fault import Fault, ServiceFault
from simulator.faults.registry import parsed
from simulator.lab.vocabulary import DEEDS, HINTS, KINDS, SETTINGS
from simulator.switches import Switches

FOLDER = Path(__file__).parents[1] / "scenarios"


class BadScenario(Exception):  # noqa: N818 - named for what it is
    """A scenario's file does not say what it should; the text says where and what is allowed."""


@dataclass(frozen=True)
class Step:
    """One step: `actor` does `deed`; `more` is what else the file says of it."""

    actor: str
    deed: str
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Return the step as a person would tell it."""
        if self.actor == "wait":
            return f"{self.more['seconds']:g} s go by"
        told, _ = DEEDS[self.actor][self.deed]
        more = {name: one for name, one in self.more.items() if name not in ("is", "within")}
        what = f" {self.more['is']}" if "is" in self.more else ""
        extra = f" ({', '.join(f'{name} {_brief(one)}' for name, one in more.items())})"
        return f"{told}{what}{extra if more else ''}"

    @property
    def hint(self) -> str:
        """Return what a person is to do; empty where the step is nobody's press."""
        return HINTS[self.deed] if self.actor == "visitor" else ""


@dataclass(frozen=True)
class Scenario:
    """One situation; `before_load` tells whether a page must load after `behaviour` is set."""

    name: str
    title: str
    sentence: str
    kind: str
    behaviour: dict[str, Any]
    faults: tuple[Fault, ...]
    settings: dict[str, str]
    steps: tuple[Step, ...]

    @property
    def before_load(self) -> bool:
        """Whether it concerns the tag, which behaves as it was when its page was loaded."""
        of_tag = any(isinstance(one, ServiceFault) and one.concerns("tag") for one in self.faults)
        return of_tag or any(
            name in self.behaviour
            for name in ("tag_delay", "monitoring_delay", "taglet", "publishes", "stranger")
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as the pages and the command line list it."""
        return {
            "name": self.name,
            "title": self.title,
            "sentence": self.sentence,
            "kind": self.kind,
            "behaviour": self.behaviour,
            "faults": [one.spec for one in self.faults],
            "settings": self.settings,
            "steps": [
                {"actor": one.actor, "words": one.words, "hint": one.hint} for one in self.steps
            ],
        }


def names() -> list[str]:
    """Return all scenarios' names, by kind and then by name."""
    return [one.name for one in every()]


@cache
def every() -> tuple[Scenario, ...]:
    """Return all scenarios, by kind and then by name; raises `BadScenario`."""
    found = [read(path.stem, path.read_text("utf-8")) for path in FOLDER.glob("*.toml")]
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), one.name)))


def load(name: str) -> Scenario:
    """Return a scenario; raises `BadScenario` where there is none of that name."""
    for one in every():
        if one.name == name:
            return one
    message = f"there is no scenario {name[:80]!r}; there are {', '.join(names())}"
    raise BadScenario(message)


def read(name: str, text: str) -> Scenario:
    """Return the scenario that `text` tells; raises `BadScenario` in words."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{name}: {error}"
        raise BadScenario(message) from None
    allowed = {"title", "sentence", "kind", "behaviour", "faults", "settings", "steps"}
    if unknown := told.keys() - allowed:
        raise _bad(name, f"{', '.join(sorted(unknown))} is none of {', '.join(sorted(allowed))}")
    for required in ("title", "sentence", "kind", "steps"):
        if not told.get(required):
            raise _bad(name, f"{required} is missing")
    if told["kind"] not in KINDS:
        raise _bad(name, f"kind is one of {', '.join(KINDS)}")
    behaviour = told.get("behaviour", {})
    try:
        Switches().with_changes(behaviour)
    except ValueError as error:
        raise _bad(name, str(error)) from None
    faults = tuple(_fault(name, one) for one in told.get("faults", ()))
    settings = told.get("settings", {})
    if unknown := settings.keys() - set(SETTINGS):
        raise _bad(name, f"{', '.join(sorted(unknown))}: settings are {', '.join(SETTINGS)}")
    steps = tuple(
        _step(f"{name}, step {number}", one) for number, one in enumerate(told["steps"], 1)
    )
    words = (told["title"], told["sentence"], told["kind"])
    return Scenario(name, *words, behaviour, faults, settings, steps)


def _step(where: str, told: dict[str, Any]) -> Step:
    if "wait" in told:
        return Step("wait", "", {"seconds": float(told["wait"])})
    actors = [one for one in DEEDS if one in told]
    if len(actors) != 1:
        raise _bad(where, f"names one of {', '.join(DEEDS)} and wait")
    actor = actors[0]
    deed = told[actor]
    if deed not in DEEDS[actor]:
        raise _bad(where, f"{actor} is one of {', '.join(DEEDS[actor])}")
    more = {key: one for key, one in told.items() if key != actor}
    _, allowed = DEEDS[actor][deed]
    if unknown := more.keys() - set(allowed):
        words = ", ".join(allowed) or "nothing more"
        raise _bad(where, f"{', '.join(sorted(unknown))}: beside {deed} stands {words}")
    if actor in ("see", "never", "fault") and "is" not in more:
        raise _bad(where, f"{actor} {deed} needs is")
    if actor == "fault":
        _fault(where, more["is"])
    return Step(actor, deed, more)


def _fault(where: str, spec: object) -> Fault:
    try:
        return parsed(str(spec))
    except ValueError as error:
        raise _bad(where, str(error)) from None


def _bad(where: str, words: str) -> BadScenario:
    return BadScenario(f"{where}: {words}")


def _brief(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_brief(one)}" for name, one in value.items())
    text = str(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
