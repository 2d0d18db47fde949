"""`python -m tests.measure.soak`: the long runs of reliability; 1 where any rule was broken."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.support.chromium import FLAGS, chromium_path
from tests.support.many_invitations import MEGABYTE, answered
from tests.support.pushed_frames import pushed
from tests.support.side_by_side import play
from tests.support.visitors import World

COUNTS = {"schedules": 200, "frames": 1_000_000, "invitations": 500, "load": 1_000}


def _usual(what: str, given: argparse.Namespace) -> int:
    if given.seed is not None:
        return 1
    return COUNTS[what] // 10 if given.short else COUNTS[what]


def main() -> int:
    """Run what was asked for, all by default, and say how it went."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.measure.soak",
        description="Long runs of reliability: R1 schedules of faults, R2 mutated frames, "
        "R4 invitations on one page, R5 load on the simulator.",
    )
    parser.add_argument(
        "what", nargs="*", metavar="WHAT", help=f"{', '.join(COUNTS)} (default: all)"
    )
    parser.add_argument("--seed", type=int, help="the first seed (default: by the time)")
    parser.add_argument("--count", type=int, help="how many of each; with --seed 1 by default")
    parser.add_argument("--short", action="store_true", help="a tenth of each, in minutes")
    given = parser.parse_args()
    unknown = set(given.what) - set(COUNTS)
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(COUNTS)}")
    first = int(time.time()) if given.seed is None else given.seed
    broken = 0
    for what in given.what or COUNTS:
        count = given.count or _usual(what, given)
        print(f"{what}: {count:,}, from seed {first}", flush=True)
        began = time.monotonic()
        wrong = _RUNS[what](count, first)
        broken += wrong
        words = "held" if not wrong else f"{wrong} BROKEN"
        print(f"{what}: {words}, {count:,} in {time.monotonic() - began:.0f} s\n", flush=True)
    return 1 if broken else 0


def _tell(words: str) -> None:
    print(f"  {words}", flush=True)


def _schedules(count: int, first: int) -> int:
    broken = 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(),
            args=list(FLAGS),
            ignore_default_args=["--disable-back-forward-cache"],
        )
        plays = play(range(first, first + count), browser, Path(folder))
        for number, (_, wrong) in enumerate(plays, start=1):
            broken += bool(wrong)
            _tell(wrong or f"{number} of {count} schedules")
        browser.close()
    return broken


def _frames(count: int, first: int) -> int:
    try:
        pushed(count, first, _tell)
    except Exception as error:  # noqa: BLE001 - whatever a frame makes the engine raise
        _tell("".join(traceback.format_exception(error)))
        return 1
    return 0


def _invitations(count: int, _first: int) -> int:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        with ExitStack() as stack:
            warm, last = answered(World(browser, Path(folder), stack), count, _tell)
        browser.close()
    _tell(f"Python's heap {warm.heap / MEGABYTE:.1f} → {last.heap / MEGABYTE:.1f} MB")
    _tell(f"proxies {warm.proxies} → {last.proxies}")
    return int(last.heap > warm.heap or last.proxies > warm.proxies)


def _load(count: int, _first: int) -> int:
    command = [sys.executable, "-m", "tests.measure.load", "--consumers", str(count)]
    return subprocess.run(command, check=False).returncode


_RUNS: dict[str, Callable[[int, int], int]] = {
    "schedules": _schedules,
    "frames": _frames,
    "invitations": _invitations,
    "load": _load,
}


if __name__ == "__main__":
    sys.exit(main())
