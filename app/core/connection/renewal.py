"""When a token is to be renewed, and how often LivePerson may refuse one.

A token with a known expiry is replaced ahead of it, so that the visitor is
never without a connection; one that cannot be is replaced when LivePerson
closes the socket for it.
"""

from __future__ import annotations

# Renewed this long before it lapses, or when a fifth of its life is left.
AHEAD_SECONDS = 60.0
AHEAD_SHARE = 0.2
# Renewals are this far apart at least, and this far after one that failed.
PACE_SECONDS = 5.0
RETRY_SECONDS = 30.0
MOST_TRIES = 3
# Fresh tokens that may be refused in a row.
MOST_REFUSALS = 2


class Renewal:
    """The plan of a connection's next renewal; `due` is in device time, None for none."""

    def __init__(self) -> None:
        self.due: float | None = None
        self._refusals = 0
        self._tries = 0

    def plan(self, expires_at: float | None, server_now: float, now: float) -> None:
        """Plan for a token that lapses at `expires_at`, by LivePerson's clock.

        One that lives too short for that is left to lapse.
        """
        self.due = None
        self._tries = 0
        if expires_at is None:
            return
        left = expires_at - server_now
        wait = left - min(AHEAD_SECONDS, left * AHEAD_SHARE)
        self.due = now + wait if wait >= PACE_SECONDS else None

    def is_due(self, now: float) -> bool:
        """Whether to renew now; a renewal is due once."""
        due = self.due is not None and now >= self.due
        if due:
            self.due = None
        return due

    def try_again(self, now: float) -> None:
        """Plan another try after one that failed; after a few the token is left to lapse."""
        self._tries += 1
        self.due = now + RETRY_SECONDS * self._tries if self._tries <= MOST_TRIES else None

    def is_refused_again(self) -> bool:
        """Count a refused token; whether that was one too many."""
        self._refusals += 1
        return self._refusals > MOST_REFUSALS

    def forgive(self) -> None:
        """Forget earlier refusals: the connection has proved itself."""
        self._refusals = 0
