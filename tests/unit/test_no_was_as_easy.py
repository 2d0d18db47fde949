"""An Accept counts only where the whole question was read, and No was as easy as Yes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.core.page.effects import Decide
from app.core.page.events import Seen
from tools.driven import READABLE, WELL_SEEN, Bench

PARTS = ("heading", "body", "accept", "decline")
# What may be wrong with any part of it.
FLAWS: dict[str, dict[str, Any]] = {
    "out of sight": {"in_sight": False},
    "of a colour that cannot be told from its background": {"contrast": 2.9},
    "in letters for ants": {"text_px": 8},
    "in letters over one another": {"density": 0.1},
    "in other words": {"own_words": False},
    "in blank letters": {"inked": False},
}
UNLIKE: dict[str, Seen] = {
    "a wide Accept": replace(WELL_SEEN, accept=replace(READABLE, width=250)),
    "a high Accept": replace(WELL_SEEN, accept=replace(READABLE, height=88)),
    "a small Decline": replace(WELL_SEEN, decline=replace(READABLE, height=20)),
    "answers wider than the banner": replace(
        WELL_SEEN,
        accept=replace(READABLE, width=900),
        decline=replace(READABLE, width=900),
    ),
    "answers higher than the banner": replace(
        WELL_SEEN,
        accept=replace(READABLE, height=900),
        decline=replace(READABLE, height=900),
    ),
    "a narrow banner": replace(WELL_SEEN, width=199),
    "a flat banner": replace(WELL_SEEN, height=99),
}


def why_not(seen: Seen | None) -> list[str]:
    """Return why an Accept did not count, nothing where it did."""
    bench = Bench().offered()
    bench.press("accept", seen=seen)
    assert bool(bench.all(Decide)) is not bool(bench.details("refused"))
    return [detail["why"] for detail in bench.details("refused")]


@pytest.mark.parametrize("flaw", FLAWS)
@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_the_visitor_could_not_read(part: str, flaw: str) -> None:
    """Heading, body, Accept and Decline must all be there, readable, with their own words."""
    whole = getattr(WELL_SEEN, part)
    assert why_not(replace(WELL_SEEN, **{part: replace(whole, **FLAWS[flaw])})) == ["covered"]


@pytest.mark.parametrize("what", UNLIKE)
def test_answers_that_are_not_alike(what: str) -> None:
    """Both answers are of like size, within a banner that can be seen."""
    assert why_not(UNLIKE[what]) == ["covered"]


def test_what_counts() -> None:
    """The question as it is, and one whose theme makes small differences, count."""
    assert why_not(WELL_SEEN) == []
    assert why_not(replace(WELL_SEEN, accept=replace(READABLE, width=180, height=46))) == []


@pytest.mark.parametrize(("share", "why"), [(0.9, []), (0.4, ["covered"])])
def test_a_question_that_is_scrolled_past(share: float, why: list[str]) -> None:
    """A banner as high as a small window is scrolled; one that a theme has cut is not."""
    past = replace(READABLE, in_sight=False, scrolled_away=True)
    assert why_not(replace(WELL_SEEN, heading=past, body=past, share=share)) == why
    assert why_not(replace(WELL_SEEN, decline=past, share=share)) == ["covered"]


def test_a_question_that_is_gone() -> None:
    """Where parts of it are missing nothing was seen."""
    assert why_not(None) == ["covered"]
