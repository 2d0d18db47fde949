"""P2 to P5c: what a start costs the page, the network and the processor, side by side.

Three ways to start the same Python are compared: `stock`, `modules` (what a first
page does) and `snapshot` (what a later page does), and for reference the client by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from playwright.sync_api import BrowserContext, Page

from tests.measure.bench import files, line, processor
from tests.measure.bench.figures import Figure, ratio, spread
from tests.measure.bench.place import Place

WAYS = ("stock", "modules", "snapshot")
# V8 keeps what it has compiled only of a page that stays open for a while.
STAY_MS = 10_000
KEPT = "tagalong:snapshot"


class Boots:
    """The samples of paired starts, each in a new profile: on a first page, and on a later one."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.seconds: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
        self.processor: defaultdict[str, list[float]] = defaultdict(list)
        self.blocked: defaultdict[str, list[float]] = defaultdict(list)
        self.megabytes: dict[str, float] = {}

    def run(self, stay_ms: int = STAY_MS) -> None:
        """Start each way once on a first page, once on a later one, and once on a slow line."""
        for way in WAYS:
            with self._place.profile() as context:
                page = self._first(context, way)
                page.wait_for_timeout(stay_ms)
                self._later(page, way)
                if way == "snapshot":
                    self._pinned(page)
            with self._place.profile() as context:
                page = self._place.page(context)
                line.slow(page)
                self._embed(page, way, "slow")
        with self._place.profile() as context:
            page = self._place.page(context)
            self._embed(page, "reference", "first")
        with self._place.profile() as context:
            page = self._place.page(context)
            page.wait_for_timeout(3000)  # as long as a boot and a banner take
            self.blocked["none"].append(_blocked(page))

    def _embed(self, page: Page, way: str, state: str) -> None:
        """Start `way`, and note how long it takes until it is connected."""
        address = f"{self._place.standin.url}{files.OURS}{files.snapshot_file()}"
        if way == "snapshot":
            page.evaluate(f"(file) => sessionStorage.setItem('{KEPT}', file)", address)
        elif way == "modules":
            page.evaluate(f"() => sessionStorage.removeItem('{KEPT}')")
        kind = way if way in ("stock", "reference") else "ours"
        times = self._place.embed(page, kind)
        if kind == "ours":
            assert page.evaluate("() => bench.startedBy()") == way
        self.seconds[way, state].append((times["connected"] - times["began"]) / 1000)

    def _first(self, context: BrowserContext, way: str) -> Page:
        page = self._place.page(context)
        self._place.traffic.sent.clear()
        self._embed(page, way, "first")
        sent = self._place.traffic.under(files.OURS, files.STOCK)
        # What comes after is for the next page.
        counted = [one for one in sent if way == "snapshot" or "/memory-" not in one[0]]
        self.megabytes[way] = files.total(counted) / 1e6
        if way != "snapshot":
            self._see_banner(page, way)
        return page

    def _later(self, page: Page, way: str) -> None:
        self._place.load(page)
        profile = self._place.profile_of(page.context)
        before = processor.of_pages(profile)
        self._embed(page, way, "later")
        on_page = processor.of_pages(profile) - before
        taken = on_page if way == "stock" else processor.of_workers(profile)
        self.processor[way].append(taken)

    def _pinned(self, page: Page) -> None:
        """Note how long it takes where each file is compared with what the page has pinned."""
        self._place.load(page)
        page.evaluate("(base) => bench.pin(base)", files.OURS)
        self._embed(page, "snapshot", "pinned")

    def _see_banner(self, page: Page, way: str) -> None:
        """Note for how long tasks of 50 ms and more kept the page, until the banner was painted."""
        if way != "stock":
            self._place.converse(page, "ours")
            page.evaluate("() => bench.await()")
            self._place.standin.invite()
            page.evaluate("() => bench.shown()")
        self.blocked[way].append(_blocked(page))

    def figures(self) -> Iterator[Figure]:
        """Give the lines of the table."""
        beyond = [
            max(0.0, ours - none)
            for ours, none in zip(self.blocked["modules"], self.blocked["none"], strict=True)
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
        ours, stock = self.megabytes["modules"], self.megabytes["stock"]
        yield Figure(
            "P3",
            "over the wire to the first connected of a visit, brotli 11",
            "MB",
            (ours,),
            ours,
            5.0,
            "≤ 5.0 MB",
            (stock,),
            "stock",
            note=f"a first page by snapshot takes {self.megabytes['snapshot']:.2f} MB",
        )
        hand = median(self.seconds["reference", "first"])
        by_hand = f"the hand-written client takes {hand:.2f} s"
        yield self._compared("P4", "first page, cold cache", "first", "modules", 0.30, by_hand)
        yield self._compared("P4n", "the same, 10 Mbit/s and 40 ms", "slow", "modules", 0.60)
        pinned = f"pinned by its integrity: {spread(self.seconds['snapshot', 'pinned'])} s"
        yield self._compared(
            "P5", "later page, after 10 s on one", "later", "snapshot", 0.15, pinned
        )
        yield Figure(
            "P5c",
            "processor time of Python's thread, a later page",
            "s",
            tuple(self.processor["snapshot"]),
            ratio(self.processor["snapshot"], self.processor["stock"]),
            0.15,
            "≤ 0.15 × stock",
            tuple(self.processor["stock"]),
            "stock",
            note=f"by modules: {spread(self.processor['modules'])} s",
        )

    def _compared(
        self, number: str, what: str, state: str, way: str, limit: float, note: str = ""
    ) -> Figure:
        """Return a line: `way` beside stock, and the other way in the note."""
        mine, theirs = self.seconds[way, state], self.seconds["stock", state]
        other = "snapshot" if way == "modules" else "modules"
        said = f"by {other}: {spread(self.seconds[other, state])} s"
        return Figure(
            number,
            f"start → connected by {way}, {what}",
            "s",
            tuple(mine),
            ratio(mine, theirs),
            limit,
            f"≤ {limit} × stock",
            tuple(theirs),
            "stock",
            note="; ".join(filter(None, (said, note))),
        )


def _blocked(page: Page) -> float:
    tasks: list[float] = page.evaluate("() => bench.tasks.map((one) => one.duration)")
    return sum(tasks)


def measure(place: Place, runs: int, stay_ms: int = STAY_MS) -> list[Figure]:
    """Return P2 to P5c from `runs` paired runs."""
    boots = Boots(place)
    for run in range(runs):
        print(f"starts: run {run + 1} of {runs}", flush=True)
        boots.run(stay_ms)
    return list(boots.figures())
