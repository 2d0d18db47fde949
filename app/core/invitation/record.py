"""The portable record of a decision: when, on which words, and nobody's name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from pydantic import JsonValue

from app.core.invitation.words import Words


def question_body(mode: str) -> tuple[str, ...]:
    """Return the keys of what is told beside the question, before it is answered."""
    return (f"invited.{mode}", "invited.scope")


def question(mode: str, texts: Words) -> tuple[str, ...]:
    """Return the words by which an invitation of `mode` asks, as the record names them."""
    keys = ("invited.heading", *question_body(mode), "invited.accept", "invited.decline")
    return tuple(texts[key] for key in keys)


def decision(
    mode: str, outcome: str, version: str, locale: str, now: float
) -> dict[str, JsonValue]:
    """Return the portable record of a decision, without names; `version` is the words' own."""
    return {
        "time": datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds"),
        "mode": mode,
        "outcome": outcome,
        "textVersion": version,
        "locale": locale,
    }


def text_version(words: Iterable[str]) -> str:
    """Return a short name for the exact words that were shown."""
    # A page's own words may hold half a character.
    return hashlib.sha256("\n".join(words).encode("utf-8", "replace")).hexdigest()[:12]
