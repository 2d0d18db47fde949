"""What of an invitation was published to LivePerson's tag, and what became of it."""

from __future__ import annotations

from app.core.liveperson.tag import ANSWERS, OFFERED
from app.core.page.effects import EventName, Publish
from app.core.page.events import Published

REPEAT_AFTER_SECONDS = (1.0, 2.0, 4.0)
# The names by which a page hears of it.
PUBLIC: dict[str, EventName] = {
    OFFERED: "offered",
    ANSWERS["accepted"]: "accepted",
    ANSWERS["declined"]: "declined",
}


class Publications:
    """One invitation's publications, all with the same data.

    `data` is what this page's tag was offered already, None for nothing; `untold` is whether the
    tag heard that, where Python was ended before the page was told of it.
    """

    def __init__(
        self, dialog_id: str, data: dict[str, str] | None, *, untold: bool | None = None
    ) -> None:
        self._dialog_id = dialog_id
        self._data = data
        self._untold = untold
        self._reported: set[str] = set()
        self._awaited: set[str] = set()
        self._repeats: dict[str, int] = {}
        self._heard: set[str] = set()

    @property
    def awaited(self) -> bool:
        """Whether the page has still to tell of one."""
        return bool(self._awaited)

    def offer(self, data: dict[str, str]) -> Publish | None:
        """Return the offer of `data`, None where this page's tag was offered it before."""
        if self._data is not None:
            return None
        self._data = data
        return self.publish(OFFERED)

    def publish(self, name: str) -> Publish:
        """Return the publication of `name`."""
        self._awaited.add(name)
        return Publish(self._dialog_id, name, dict(self._data or {}))

    def begin_anew(self, name: str) -> None:
        """Count the repeats of `name` from the first again."""
        self._repeats.pop(name, None)

    def report(self, name: str) -> EventName | None:
        """Return what the page is told of a publication, None where it was told before."""
        if name not in PUBLIC or name in self._reported:
            return None
        self._reported.add(name)
        return PUBLIC[name]

    def untold(self) -> bool | None:
        """Return whether the tag heard an offer that the page is to be told of now, else None."""
        heard, self._untold = self._untold, None
        return heard if heard is not None and self.report(OFFERED) else None

    def published(self, event: Published) -> None:
        """Take word that it was done."""
        self._awaited.discard(event.name)
        if event.heard:
            self._heard.add(event.name)

    def is_heard(self, name: str) -> bool:
        """Whether LivePerson's tag has heard `name`."""
        return name in self._heard

    def repeat_after(self, name: str) -> float | None:
        """Return the seconds until `name` is to be repeated, None where it was often enough."""
        tries = self._repeats.get(name, 0)
        if tries == len(REPEAT_AFTER_SECONDS):
            return None
        self._repeats[name] = tries + 1
        return REPEAT_AFTER_SECONDS[tries]
