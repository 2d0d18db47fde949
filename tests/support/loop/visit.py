"""What a browser keeps between the pages of a visit."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_DECISIONS = 20
DECISION_LIFE_SECONDS = 600.0
# A lock that was taken is held for so long, as by `static/page/decision.js`.
SETTLING_SECONDS = 1.0


@dataclass
class Visit:
    """One tab's storage, and the site's decisions."""

    storage: dict[str, str] = field(default_factory=dict)
    _decisions: dict[str, tuple[str, float]] = field(default_factory=dict)
    _free_at: float = 0.0

    def recall(self, what: str) -> str | None:
        """Return what Tagalong keeps."""
        return self.storage.get(f"tagalong:{what}")

    def keep(self, what: str, value: str | None) -> None:
        """Keep a value of Tagalong's, or forget it."""
        if value is None:
            self.storage.pop(f"tagalong:{what}", None)
        else:
            self.storage[f"tagalong:{what}"] = value

    def forget(self) -> None:
        """Forget all that Tagalong keeps for the visit."""
        for what in ("token", "ssid", "svid", "opened"):
            self.keep(what, None)

    def decisions(self, now: float) -> dict[str, str]:
        """Return the recent outcomes by dialog."""
        return {
            dialog: outcome
            for dialog, (outcome, at) in self._decisions.items()
            if now - at < DECISION_LIFE_SECONDS
        }

    def lock(self, now: float) -> float:
        """Take the lock as soon as it is free; return for how many seconds it is not."""
        taken = max(now, self._free_at)
        self._free_at = taken + SETTLING_SECONDS
        return taken - now

    def decide(self, dialog: str, outcome: str, now: float) -> bool:
        """Take the one decision on a dialog; return whether this was the first."""
        if dialog in self.decisions(now):
            return False
        self._decisions[dialog] = (outcome, now)
        while len(self._decisions) > MOST_DECISIONS:
            del self._decisions[next(iter(self._decisions))]
        return True
