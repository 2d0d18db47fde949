"""What counts as a person's answer."""

from __future__ import annotations

from app.core.page.events import PartSeen, Pressed, Seen

# A person needs this long to see what they press; a script or a stray finger does not.
ARMING_MS = 500
STALE_MS = 1000
# Of the banner, in CSS pixels as they are seen, and of text.
SMALLEST_WIDTH = 200
SMALLEST_HEIGHT = 100
SMALLEST_TEXT = 9
# By WCAG's measure: the least that it asks of anything that is to be seen.
LEAST_CONTRAST = 3
# Letters that lie over one another take less.
LEAST_DENSITY = 0.25
# Of two sizes, the smaller by the greater.
ALIKE = 0.9
# Of the window's height: a banner that is that high has no more room.
FILLING = 0.75


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
    if not event.trusted or not event.aimed:
        return "untrusted"
    if event.age_ms > STALE_MS:
        return "stale"
    # What is covered is not in sight either, and that is what the visitor is to know.
    if not event.by_page and not (event.seen and _was_no_as_easy(event.seen)):
        return "covered"
    seen_ms = min(event.visible_ms, known * 1000 - event.age_ms)
    return "too-early" if seen_ms < ARMING_MS else ""


def _was_no_as_easy(seen: Seen) -> bool:
    """Return whether the whole question could be read, and both answers given as easily."""
    yes, no = seen.accept, seen.decline
    fills = seen.share >= FILLING
    return (
        seen.width >= SMALLEST_WIDTH
        and seen.height >= SMALLEST_HEIGHT
        and yes.in_sight
        and no.in_sight
        # In a small window the visitor scrolls past the question to its answers.
        and all(
            part.in_sight or (part.scrolled_away and fills) for part in (seen.heading, seen.body)
        )
        and all(_is_readable(part) for part in (seen.heading, seen.body, yes, no))
        and _are_alike(yes.width, no.width)
        and _are_alike(yes.height, no.height)
        and yes.width <= seen.width
        and yes.height <= seen.height
    )


def _is_readable(part: PartSeen) -> bool:
    return (
        part.own_words
        and part.inked
        and part.contrast >= LEAST_CONTRAST
        and part.text_px >= SMALLEST_TEXT
        and part.density >= LEAST_DENSITY
    )


def _are_alike(one: float, other: float) -> bool:
    return min(one, other) >= ALIKE * max(one, other)
