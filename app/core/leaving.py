"""Links that lead out of what is shared (`data-leaving`): watched for while the page is shared."""

from __future__ import annotations

from app.core.invitation.utterance import Utterance
from app.core.page.effects import WatchLinks
from app.core.page.events import LinkAimed


class Leaving:
    """What the visitor is to know of the link that they are at; methods return what follows.

    `ahead` says that they are at one that leads out, by pointer or focus.
    """

    def __init__(self) -> None:
        self.ahead = False
        self._watching = False

    def watch(self, *, sharing: bool) -> list[WatchLinks]:
        """Have links watched while the page is shared, and no longer."""
        if sharing == self._watching:
            return []
        self._watching = sharing
        self.ahead = False
        return [WatchLinks(sharing)]

    def aimed(self, event: LinkAimed) -> list[Utterance]:
        """Take where the visitor is; who has come there by the keyboard is told aloud."""
        self.ahead = event.leaves and self._watching
        return [Utterance("active.leaving")] if self.ahead and event.focused else []
