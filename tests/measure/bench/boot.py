"""P2 to P5: what a boot costs the page and the network, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Page

from tests.measure.bench import files
from tests.measure.bench.figures import Figure, ratio
from tests.measure.bench.place import Place

KINDS = ("ours", "stock", "reference")


class Boots:
    """The samples of paired boots, each in a new profile: cold, and then warm."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.seconds: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
        self.blocked: defaultdict[str, list[float]] = defaultdict(list)
        self.megabytes: dict[str, float] = {}

    def run(self) -> None:
        """Boot each kind once cold and once warm."""
        for kind in KINDS:
            with self._place.profile() as context:
                for state in ("cold", "warm"):
                    self._place.traffic.sent.clear()
                    page = self._place.page(context)
                    times = self._place.embed(page, kind)
                    seconds = (times["connected"] - times["began"]) / 1000
                    self.seconds[kind, state].append(seconds)
                    if state == "cold" and kind != "reference":
                        sent = self._place.traffic.under(files.OURS, files.STOCK)
                        self.megabytes[kind] = files.total(sent) / 1e6
                        self._see_banner(page, kind)
                    page.close()
        with self._place.profile() as context:
            page = self._place.page(context)
            page.wait_for_timeout(3000)  # as long as a boot and a banner take
            self.blocked["none"].append(_blocked(page))

    def _see_banner(self, page: Page, kind: str) -> None:
        """Note for how long tasks of 50 ms and more kept the page, until the banner was painted."""
        if kind == "ours":
            self._place.converse(page, kind)
            page.evaluate("() => bench.await()")
            self._place.standin.invite()
            page.evaluate("() => bench.shown()")
        self.blocked[kind].append(_blocked(page))

    def figures(self) -> Iterator[Figure]:
        """Give the lines of the table."""
        beyond = [
            max(0.0, ours - none)
            for ours, none in zip(self.blocked["ours"], self.blocked["none"], strict=True)
        ]
        yield Figure(
            "P2",
            "tasks ≥ 50 ms on the page's thread, embed to painted banner, cold",
            "ms",
            tuple(beyond),
            median(beyond),
            0,
            "0",
            tuple(self.blocked["stock"]),
            "stock to connected",
        )
        ours, stock = self.megabytes["ours"], self.megabytes["stock"]
        yield Figure(
            "P3",
            "over the wire to connected, brotli 11",
            "MB",
            (ours,),
            max(ours / 5.6, ours / stock / 0.75),
            1,
            "≤ 5.6 MB and ≤ 0.75 × stock",
            (stock,),
            "stock",
        )
        for number, state, limit in (("P4", "cold", 0.45), ("P5", "warm", 0.40)):
            mine, theirs = self.seconds["ours", state], self.seconds["stock", state]
            by_hand = median(self.seconds["reference", state])
            yield Figure(
                number,
                f"start → connected, {state} cache",
                "s",
                tuple(mine),
                ratio(mine, theirs),
                limit,
                f"≤ {limit} × stock",
                tuple(theirs),
                "stock",
                note=f"the hand-written client takes {by_hand:.2f} s",
            )


def _blocked(page: Page) -> float:
    tasks: list[float] = page.evaluate("() => bench.tasks.map((one) => one.duration)")
    return sum(tasks)


def measure(place: Place, runs: int) -> list[Figure]:
    """Return P2 to P5 from `runs` paired runs."""
    boots = Boots(place)
    for run in range(runs):
        print(f"boots: run {run + 1} of {runs}", flush=True)
        boots.run()
    return list(boots.figures())
