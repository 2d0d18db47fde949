"""What counts as a person's answer, and the record of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from pydantic import JsonValue

from app.core.invitation.words import Words
from app.core.page.events import Pressed

# A person needs this long to see what they press; a script or a stray finger does not.
ARMING_MS = 500
STALE_MS = 1000


def why_no_decline(event: Pressed) -> str:
    """Return why a press is nobody's No, empty where it is a person's.

    A press on the banner counts however long it was on its way: a No is never
    too late. An event that the page hands over may be an old one, used again.
    """
    if not event.trusted:
        return "untrusted"
    return "stale" if event.by_page and event.age_ms > STALE_MS else ""


def why_no_accept(event: Pressed) -> str:
    """Return why a press is no consent, which must be fresh, and of what was seen uncovered."""
    if not event.trusted:
        return "untrusted"
    if event.age_ms > STALE_MS:
        return "stale"
    # What is covered is not in sight either, and that is what the visitor is to know.
    if event.covered:
        return "covered"
    return "too-early" if event.visible_ms < ARMING_MS else ""


def question_body(mode: str) -> tuple[str, ...]:
    """Return the keys of what is told beside the question, before it is answered."""
    return (f"invited.{mode}", "invited.scope")


def question(mode: str, texts: Words) -> tuple[str, ...]:
    """Return the words by which an invitation of `mode` asks, as the record names them."""
    keys = ("invited.heading", *question_body(mode), "invited.accept", "invited.decline")
    return tuple(texts[key] for key in keys)


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
