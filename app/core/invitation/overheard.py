"""How many conversations of the visitor are open: for `diagnose()`, which decides nothing by it."""

from __future__ import annotations

from collections.abc import Iterable

from app.core.bounded import keep_latest
from app.core.liveperson.frames import Change

MOST_CONVERSATIONS = 500


class Overheard:
    """What LivePerson has told of the visitor's conversations."""

    def __init__(self) -> None:
        self._open: dict[str, None] = {}

    @property
    def conversations(self) -> int:
        """How many are open, as far as LivePerson has told."""
        return len(self._open)

    def take(self, changes: Iterable[Change], *, snapshot: bool) -> None:
        """Take states of conversations; a snapshot holds all that are open."""
        if snapshot:
            self._open.clear()
        for change in changes:
            conversation_id = change.conversation_id or ""
            if change.closed:
                self._open.pop(conversation_id, None)
            else:
                self._open[conversation_id] = None
                keep_latest(self._open, MOST_CONVERSATIONS)
