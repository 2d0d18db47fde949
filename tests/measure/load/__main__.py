"""`python -m tests.measure.load`: how many invitations arrive, how soon; 1 where one misses."""

from __future__ import annotations

import argparse
import asyncio
import sys

from tests.measure.load.crowd import measure
from tests.measure.load.figures import report
from tests.measure.load.server import allow_files, simulator


def main() -> int:
    """Start a simulator of its own, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.measure.load", description=__doc__)
    parser.add_argument("--consumers", type=int, default=1_000, help="how many (default 1,000)")
    given = parser.parse_args()
    allow_files(given.consumers)
    with simulator() as port:
        delays = asyncio.run(measure(port, given.consumers))
    return report(given.consumers, delays)


if __name__ == "__main__":
    sys.exit(main())
