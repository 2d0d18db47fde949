"""What an invitation has to say aloud, by the key of its words: the visit has the words."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.page.effects import Effect


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence by its key; its `{time}` becomes `seconds`."""

    key: str
    seconds: int | None = None


# What may follow from an event, as an invitation sees it.
Consequence = Effect | Utterance
