"""`python -m simulator scenarios`, `switches` and `faults`: what there is, to read and to copy."""

from __future__ import annotations

import argparse
import json
from typing import Any

from simulator.choices import described
from simulator.cli.manual import allowed
from simulator.faults import registry
from simulator.lab.scenario import every
from simulator.switches import Switches


def scenarios(arguments: list[str]) -> int:
    """List the scenarios by kind."""
    _nothing("scenarios", "List the scenarios, each with what is done and expected.", arguments)
    kind = ""
    for one in every():
        if one.kind != kind:
            kind = one.kind
            print(f"\n{kind}")
        print(f"  {one.name:<34} {one.sentence}")
    return 0


def switches(arguments: list[str]) -> int:
    """List the switches, each with its default and what it may be."""
    _nothing("switches", "List the switches; POST /simulator/behaviour sets them.", arguments)
    for one in described(Switches()):
        print(f"{one['name']} = {json.dumps(one['default'])}   ({allowed(one)})")
        print(f"  {one['meaning']}")
    return 0


def faults(arguments: list[str]) -> int:
    """List the faults, each with what it does, when it is unrealistic, and its choices."""
    words = "List the faults; serve --fault NAME[,key=value…] begins with them."
    _nothing("faults", words, arguments)
    for one in registry.described():
        print(f"{one['name']} ({one['meets']})\n  {one['does']}")
        print(f"  Unrealistic {one['unrealistic']}.")
        for choice in one["choices"]:
            if choice["own"]:
                _choice(choice)
    for meets in registry.FAMILIES:
        print(f"each that meets {meets}")
        for choice in registry.shared(meets):
            _choice(choice)
    return 0


def _choice(choice: dict[str, Any]) -> None:
    default = choice["default"] if choice["default"] != "" else '""'
    print(f"    {choice['name']}={default}   {choice['meaning']} ({allowed(choice)})")


def _nothing(command: str, words: str, arguments: list[str]) -> None:
    prog = f"python -m simulator {command}"
    argparse.ArgumentParser(prog=prog, description=words).parse_args(arguments)
