"""Values of a parameter, some of which are left to `make test-all`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def but_seldom(values: Iterable[Any], seldom: Collection[Any]) -> list[Any]:
    """Return all values for `parametrize`; those of `seldom` have the mark `thorough`."""
    every = list(values)
    assert set(seldom) <= set(every), set(seldom) - set(every)
    return [pytest.param(one, marks=pytest.mark.thorough if one in seldom else ()) for one in every]
