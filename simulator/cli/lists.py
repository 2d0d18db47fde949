"""`python -m simulator scenarios` and `switches`: what there is, to read and to copy."""

from __future__ import annotations

import argparse
import json

from simulator.choices import described
from simulator.cli.manual import allowed
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


def _nothing(command: str, words: str, arguments: list[str]) -> None:
    prog = f"python -m simulator {command}"
    argparse.ArgumentParser(prog=prog, description=words).parse_args(arguments)
