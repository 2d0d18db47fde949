"""Where the time of a start goes, stock beside ours, as a picture."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from xml.sax.saxutils import escape

from playwright.sync_api import Page

from tests.measure.bench.place import Place, wait_until

# From one boundary to the next; see `phases`.
NAMES = ("page's half", "WebAssembly", "Python and packages", "the app", "connect")
COLOURS = ("#9aa7b5", "#6f7fbf", "#3f62c9", "#23418f", "#d08a2c")
FONT = 'font-family="system-ui, sans-serif" font-size="14"'
WIDTH, LEFT, BAR, GAP, TOP = 860, 150, 34, 18, 66


def phases(place: Place, stay_ms: int) -> dict[str, list[float]]:
    """Return the seconds of each phase: stock, our first page, and the page after that."""
    found = {}
    with place.profile() as context:
        found["stock PyScript"] = _phases(place, place.page(context), "stock")
    with place.profile() as context:
        page = place.page(context)
        found["first page"] = _phases(place, page, "probed")
        waited = "() => sessionStorage.getItem('tagalong:snapshot') !== null"
        wait_until(page, lambda: page.evaluate(waited))
        page.wait_for_timeout(stay_ms)
        place.load(page)
        found["later page"] = _phases(place, page, "probed")
    return found


def _phases(place: Place, page: Page, kind: str) -> list[float]:
    times = place.embed(page, kind)
    said = page.evaluate("() => bench.probe()")
    origin = said["origin"]
    wasm = next(one for one in said["resources"] if one[0].endswith("asm.wasm"))
    interpreter = next(one for one in said["resources"] if one[0].endswith("pyodide.mjs"))
    bounds = [
        times["began"],
        origin + interpreter[1],
        origin + wasm[2],
        origin + said["began"],
        origin + said["imported"],
        times["connected"],
    ]
    return [(end - start) / 1000 for start, end in pairwise(bounds)]


def typical(samples: list[dict[str, list[float]]]) -> dict[str, list[float]]:
    """Return the medians, phase by phase."""
    return {
        label: [median(values) for values in zip(*(one[label] for one in samples), strict=True)]
        for label in samples[0]
    }


def draw(found: dict[str, list[float]]) -> str:
    """Return an SVG: a bar each, a colour a phase, readable on light and on dark."""
    longest = max(sum(seconds) for seconds in found.values())
    scale = (WIDTH - LEFT - 70) / longest
    height = TOP + len(found) * (BAR + GAP) + 6
    box = f'viewBox="0 0 {WIDTH} {height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" {FONT}>',
        f"<title>Seconds from start to connected: {escape(_words(found))}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        '<text x="16" y="24" font-weight="600">Seconds from start to connected</text>',
    ]
    x = 16.0
    for name, colour in zip(NAMES, COLOURS, strict=True):
        parts.append(f'<rect x="{x:.0f}" y="38" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{x + 17:.0f}" y="49" font-size="12">{escape(name)}</text>')
        x += 40 + 7 * len(name)
    for row, (label, seconds) in enumerate(found.items()):
        y = TOP + row * (BAR + GAP)
        parts.append(f'<text x="16" y="{y + 22}">{escape(label)}</text>')
        x = LEFT
        for part, colour in zip(seconds, COLOURS, strict=True):
            width = part * scale
            parts.append(
                f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{colour}"/>'
            )
            x += width
        parts.append(f'<text x="{x + 8:.0f}" y="{y + 22}">{sum(seconds):.1f} s</text>')
    return "\n".join([*parts, "</svg>", ""])


def _words(found: dict[str, list[float]]) -> str:
    return "; ".join(f"{label} {sum(seconds):.1f} s" for label, seconds in found.items())
