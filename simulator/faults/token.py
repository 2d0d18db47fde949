"""What LivePerson says of a token that it takes no more."""

from __future__ import annotations

# Its own words, for a token that it refuses and for one that has lapsed.
REFUSED = "Identity token is invalid"
