"""`python -m simulator`: its commands, of which `serve` is the one that is not named."""

from __future__ import annotations

import sys

from simulator.cli.check import check
from simulator.cli.lists import faults, scenarios, switches
from simulator.cli.play import play
from simulator.cli.serve import serve

COMMANDS = {
    "serve": serve,
    "play": play,
    "check": check,
    "scenarios": scenarios,
    "switches": switches,
    "faults": faults,
}


def main() -> int:
    """Do as the command line says, and return the exit code."""
    name, *rest = sys.argv[1:] or ["serve"]
    if name in COMMANDS:
        return COMMANDS[name](rest)
    if name.startswith("-"):
        return serve([name, *rest])
    print(f"there is no command {name!r}; there are {', '.join(COMMANDS)}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
