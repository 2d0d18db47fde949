"""What counts as a person's answer."""

from __future__ import annotations

from app.core.page.events import Pressed

# A person needs this long to see what they press; a script or a stray finger does not.
ARMING_MS = 500
STALE_MS = 1000


def why_no_decline(event: Pressed) -> str:
    """Return why a press is nobody's No, empty where it is a person's.

    A press on the banner counts however long it was on its way: a No is never
    too late. An event that the page hands over may be an old one, used again.
    """
    if not event.trusted:
        return "untrusted"
    return "stale" if event.by_page and event.age_ms > STALE_MS else ""


def why_no_accept(event: Pressed, known: float) -> str:
    """Return why a press is no consent, which must be fresh, and of what was seen uncovered.

    `known` is for how many seconds the question has been what it is.
    """
    if not event.trusted:
        return "untrusted"
    if event.age_ms > STALE_MS:
        return "stale"
    # What is covered is not in sight either, and that is what the visitor is to know.
    if event.covered:
        return "covered"
    seen_ms = min(event.visible_ms, known * 1000 - event.age_ms)
    return "too-early" if seen_ms < ARMING_MS else ""
