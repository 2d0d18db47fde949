"""What counts as a person's answer, and the record of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from pydantic import JsonValue

from app.core.events import Pressed

# A person needs this long to see what they press; a script or a stray finger does not.
ARMING_MS = 500
STALE_MS = 1000


def why_no_answer(event: Pressed) -> str:
    """Return why a press is nobody's answer, empty where it is a person's."""
    if not event.trusted:
        return "untrusted"
    return "stale" if event.age_ms > STALE_MS else ""


def why_no_accept(event: Pressed) -> str:
    """Return why a press is no consent: Accept must also have been seen, and be uncovered."""
    if why := why_no_answer(event):
        return why
    if event.visible_ms < ARMING_MS:
        return "too-early"
    return "covered" if event.covered else ""


def record(
    mode: str, outcome: str, words: Iterable[str], locale: str, now: float
) -> dict[str, JsonValue]:
    """Return the portable record of a decision, without names."""
    return {
        "time": datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds"),
        "mode": mode,
        "outcome": outcome,
        "textVersion": text_version(words),
        "locale": locale,
    }


def text_version(words: Iterable[str]) -> str:
    """Return a short name for the exact words that were shown."""
    # A page's own words may hold half a character.
    return hashlib.sha256("\n".join(words).encode("utf-8", "replace")).hexdigest()[:12]
