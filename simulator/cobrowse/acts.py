"""What an agent may do on a shared page, as frames of the relay; nothing else passes."""

from __future__ import annotations

import math
from typing import Any

LONGEST_TEXT = 200
FURTHEST = 100_000

# Tuples, for what a frame says can be anything, and not everything can be looked up in a set.
BY_MODE: dict[str, tuple[str, ...]] = {
    "view": ("scroll",),
    "follow": (),
    "shared": ("scroll", "point", "click", "text", "key"),
}
PLACES = {"point": ("x", "y"), "click": ("x", "y"), "scroll": ("x", "y", "dx", "dy")}
KEYS = ("Enter", "Tab", "Shift+Tab", "Backspace")


def read(frame: dict[str, Any], mode: str) -> dict[str, Any] | None:
    """Return an act of known fields alone; None where it makes no sense or the mode forbids it."""
    kind = frame.get("kind")
    if kind not in BY_MODE.get(mode, ()):
        return None
    if kind == "text":
        text = frame.get("text")
        return {"kind": kind, "text": text[:LONGEST_TEXT]} if isinstance(text, str) else None
    if kind == "key":
        return {"kind": kind, "key": frame["key"]} if frame.get("key") in KEYS else None
    numbers = {name: frame.get(name) for name in PLACES[kind]}
    good = all(_is_place(number) for number in numbers.values())
    return {"kind": kind, **numbers} if good else None


def _is_place(number: object) -> bool:
    if isinstance(number, bool) or not isinstance(number, int | float):
        return False
    return math.isfinite(number) and abs(number) <= FURTHEST
