"""The portable record of a decision: when, on which words, and nobody's name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from app.core.invitation.words import Words


def question_body(mode: str) -> tuple[str, ...]:
    """Return the keys of what is told beside the question, before it is answered."""
    return (f"invited.{mode}", "invited.scope")


# The variant of a text that has a place for the agent's name, `{name}`.
NAMED = "named"


def question(mode: str, texts: Words, *, named: bool = False) -> tuple[str, ...]:
    """Return the words by which an invitation of `mode` asks, as the record names them.

    `named` says that the question had the agent's name; its place is left unfilled.
    """
    # Who reads no more than the heading learns that control is asked for.
    heading = texts.told("invited.heading", mode, *(NAMED,) * named)
    keys = (heading, *question_body(mode), "invited.accept", "invited.decline")
    return tuple(texts[key] for key in keys)


def decision(mode: str, outcome: str, version: str, locale: str, now: float) -> dict[str, str]:
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
