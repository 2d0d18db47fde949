"""P1, P10 and P11: what Tagalong takes of a page while asleep, and leaves on it while awake."""

from __future__ import annotations

import gzip

from playwright.sync_api import Page

from tests.measure.bench import files
from tests.measure.bench.figures import Figure
from tests.measure.bench.place import Place
from tools.build import DIST

KILOBYTE = 1024

SLEEPING = """(base) => new Promise((resolve) => {
    const script = document.createElement("script");
    script.onload = resolve;
    script.src = `${base}tagalong.js`;
    document.head.append(script);
})"""

# The contract's own name, and the one symbol by which PyScript's modules find each other.
ALLOWED = {"tagalong", "Symbol(polyscript.js_modules)"}


def asleep(place: Place) -> Figure:
    """Return P1: what a page without a conversation loads."""
    size = len(gzip.compress((DIST / "tagalong.js").read_bytes(), 9)) / KILOBYTE
    with place.profile() as context:
        page = place.page(context)
        place.traffic.sent.clear()
        page.evaluate(SLEEPING, files.OURS)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(2000)  # long enough for anything that it might do by itself
        requests = len(place.traffic.under(files.OURS))
    return Figure(
        "P1",
        f"the loader, gzip; {requests} request(s) asleep",
        "KB",
        (size,),
        size if requests == 1 else float("inf"),
        3,
        "≤ 3 KB, 1 request",
    )


def awake(place: Place, runs: int) -> list[Figure]:
    """Return P10 and P11, from boot to a banner that comes and goes."""
    shifts, left = [], []
    for _ in range(runs):
        with place.profile() as context:
            page = place.page(context)
            page.evaluate("() => bench.remember()")
            _meet(place, page)
            shifts.append(page.evaluate("() => bench.shift()"))
            left.append(
                [name for name in page.evaluate("() => bench.changes()") if name not in ALLOWED]
            )
    counts = tuple(float(len(one)) for one in left)
    return [
        Figure("P10", "layout shift caused", "CLS", tuple(shifts), max(shifts), 0, "0"),
        Figure(
            "P11",
            "globals and prototypes added or changed, beyond tagalong",
            "names",
            counts,
            max(counts),
            0,
            "0 beyond the runtime's symbols",
            note=", ".join(sorted({name for names in left for name in names})),
        ),
    ]


def _meet(place: Place, page: Page) -> None:
    """Boot, be invited, see the banner change, and close it."""
    place.embed(page, "ours")
    place.converse(page, "ours")
    page.evaluate("() => bench.await()")
    dialog = place.standin.invite()
    page.evaluate("() => bench.shown()")
    place.standin.post(f"invitations/{dialog}/cancel")
    page.get_by_role("button", name="Close").click()


def measure(place: Place, runs: int) -> list[Figure]:
    """Return P1, P10 and P11."""
    return [asleep(place), *awake(place, runs)]
