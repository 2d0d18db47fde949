"""What was measured, beside its budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    `ours` and `other` are samples in `unit`; `other` is what ours is compared
    with, `beside` its name. `judged` is the number that `budget` limits.
    """

    number: str
    what: str
    unit: str
    ours: tuple[float, ...]
    judged: float
    budget: float
    rule: str
    other: tuple[float, ...] = ()
    beside: str = ""
    at_least: bool = False
    note: str = ""

    @property
    def held(self) -> bool:
        """Whether the budget is held."""
        return self.judged >= self.budget if self.at_least else self.judged <= self.budget

    def as_row(self) -> list[str]:
        """Return the cells of the table."""
        compared = f"{self.beside} {spread(self.other)}" if self.other else "–"
        ratio = f"{median(self.ours) / median(self.other):.2f}" if _divides(self.other) else "–"
        verdict = "held" if self.held else "OVER"
        what = f"{self.what}, {self.unit}"
        return [self.number, what, spread(self.ours), compared, ratio, self.rule, verdict]

    def as_json(self) -> dict[str, object]:
        """Return everything, with the medians."""
        return {
            "number": self.number,
            "what": self.what,
            "unit": self.unit,
            "ours": list(self.ours),
            "median": median(self.ours),
            "beside": self.beside,
            "other": list(self.other),
            "otherMedian": median(self.other) if self.other else None,
            "rule": self.rule,
            "judged": self.judged,
            "budget": self.budget,
            "held": self.held,
            "note": self.note,
        }


HEAD = ["", "what", "ours: median (min–max)", "beside", "ratio", "budget", ""]


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a Markdown table, aligned so that a terminal shows it well."""
    rows = [HEAD, *(figure.as_row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    notes = [f"{figure.number}: {figure.note}" for figure in figures if figure.note]
    return "\n".join([lines[0], rule, *lines[1:], *([""] if notes else []), *notes])


def ratio(ours: Sequence[float], other: Sequence[float]) -> float:
    """Return the ratio of the medians."""
    return median(ours) / median(other)


def _divides(other: Sequence[float]) -> bool:
    return bool(other) and median(other) > 0


def spread(samples: Sequence[float]) -> str:
    """Return the median of `samples`, and between what they lie."""
    if min(samples) == max(samples):
        return _short(samples[0])
    return f"{_short(median(samples))} ({_short(min(samples))}–{_short(max(samples))})"


def _short(value: float) -> str:
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:.2f}" if abs(value) < 100 else f"{value:,.0f}"
