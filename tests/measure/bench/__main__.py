"""`python -m tests.measure.bench`: the budgets, in one table and in `build/bench.json`."""

from __future__ import annotations

import argparse
import json
import re
import sys

from playwright.sync_api import sync_playwright

from simulator.app import Options
from tests.measure.bench import boot, chart, figures, files, flow, guest, load
from tests.measure.bench.place import Place
from tests.support.chromium import chromium_path
from tests.support.standin import running
from tools.stages import BUILD


def measure(place: Place, given: argparse.Namespace) -> list[figures.Figure]:
    """Measure everything, and write the chart."""
    few = given.quick
    found = guest.measure(place, 1 if few else 3)
    found += boot.measure(place, *((1, 1000) if few else (given.runs,)))
    found += flow.measure(place, 5 if few else 100)
    found += load.measure(place, *((5_000, 20) if few else (100_000, 1_000)))
    print("where boot time goes", flush=True)
    samples = [chart.phases(place, 1000 if few else boot.STAY_MS) for _ in range(1 if few else 3)]
    (BUILD / "bench.svg").write_text(chart.draw(chart.typical(samples)))
    return sorted(found, key=lambda figure: (int(re.sub(r"\D", "", figure.number)), figure.number))


def main() -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.measure.bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="paired boots (default 5)")
    parser.add_argument("--quick", action="store_true", help="once each, to see that it works")
    given = parser.parse_args()
    traffic = files.Traffic()
    served = Options(mounts=files.mounts())
    with running(served, traffic.watch) as standin, sync_playwright() as playwright:
        found = measure(Place(standin, traffic, playwright, chromium_path()), given)
    print()
    print(figures.table(found))
    target = BUILD / "bench.json"
    target.write_text(json.dumps([figure.as_json() for figure in found], indent=1))
    print(f"\nbuild/{target.name} has every sample, build/bench.svg the picture of the boot")
    return 0


if __name__ == "__main__":
    sys.exit(main())
