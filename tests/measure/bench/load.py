"""P8 and P9: many notifications, and what many invitations leave in memory."""

from __future__ import annotations

import json
from statistics import mean, median
from typing import Any

from tests.measure.bench import files
from tests.measure.bench.figures import Figure
from tests.measure.bench.place import Place
from tools.stages import ROOT

BATCH = 1000
MEGABYTE = 2**20
LEAST_PER_SECOND = 3000


def frame() -> str:
    """Return a notification with three dialogs."""
    notification: dict[str, Any] = json.loads((ROOT / "simulator/frames/invited.json").read_text())
    dialogs = notification["body"]["changes"][0]["result"]["conversationDetails"]["dialogs"]
    dialogs.append({**dialogs[0], "dialogId": "survey", "dialogType": "POST_SURVEY"})
    return json.dumps(notification)


def throughput(place: Place, notifications: int) -> Figure:
    """Return P8: frames that the page hands over, read and handled in the worker."""
    rates = []
    with place.profile() as context:
        page = place.page(context)
        page.evaluate("(base) => bench.embedFed(base)", files.PROBED)
        for done in range(0, notifications, BATCH):
            if done % 20_000 == 0:
                print(f"notifications: {done:,} of {notifications:,}", flush=True)
            taken = page.evaluate("([frame, n]) => bench.flood(frame, n)", [frame(), BATCH])
            rates.append(BATCH / taken * 1000)
    tenth = max(1, len(rates) // 10)
    # The very first batch also warms the browser up.
    early, late = mean(rates[1 : tenth + 1]), mean(rates[-tenth:])
    return Figure(
        "P8",
        f"notifications through the worker, 3 dialogs each, {notifications:,} of them",
        "per s",
        tuple(rates),
        min(median(rates) / LEAST_PER_SECOND, late / early / 0.9),
        1,
        "≥ 3,000, the last as quick as the first ± 10 %",
        at_least=True,
        note=f"{early:,.0f} per s in the first tenth, {late:,.0f} in the last",
    )


def memory(place: Place, invitations: int) -> Figure:
    """Return P9: Python's heap after one invitation, and after many."""
    with place.profile() as context:
        page = place.page(context)
        # On a later page, with the Python of the snapshot.
        address = f"{place.standin.url}{files.PROBED}{files.snapshot_file()}"
        page.evaluate("(file) => sessionStorage.setItem('tagalong:snapshot', file)", address)
        page.evaluate("(base) => bench.embedFed(base)", files.PROBED)
        assert page.evaluate("() => bench.startedBy()") == "snapshot"
        said = []
        for count in (1, invitations - 1):
            print(f"memory: {count} invitation(s)", flush=True)
            page.evaluate("([frame, n]) => bench.invite(frame, n)", [frame(), count])
            said.append(page.evaluate("() => bench.probe()"))
    first, last = (one["heap"] / MEGABYTE for one in said)
    new_proxies = said[1]["proxies"] - said[0]["proxies"]
    grown = last > first or new_proxies > 0
    return Figure(
        "P9",
        f"Python's heap after 1 invitation (beside: after {invitations:,})",
        "MB",
        (first,),
        first if not grown else float("inf"),
        48,
        "≤ 48 MB, no growth, no proxy more",
        (last,),
        "later",
        note=f"{new_proxies} proxies more after {invitations:,} invitations",
    )


def measure(place: Place, notifications: int, invitations: int) -> list[Figure]:
    """Return P8 and P9."""
    return [throughput(place, notifications), memory(place, invitations)]
