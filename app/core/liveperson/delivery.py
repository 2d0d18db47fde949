"""How word of conversations came: what it proves beyond what it says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notification's coming.

    `ahead` is LivePerson's time minus the device's in seconds, None where it is not
    known. What it holds may be older than its arrival where it is `aged`. A
    `snapshot` holds all conversations that are open: what it lacks is over.
    """

    ahead: float | None = None
    aged: bool = False
    snapshot: bool = False
