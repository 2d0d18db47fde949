"""The short form of R4; the long one is `python -m tests.measure.soak invitations`."""

from __future__ import annotations

import pytest

from tests.support.many_invitations import MEGABYTE, answered
from tests.support.visitors import World

pytestmark = [pytest.mark.alone, pytest.mark.certain]


def test_many_invitations_on_one_page(world: World) -> None:
    """Twelve invitations, every one offered once and answered once; no memory, no proxy more."""
    warm, last = answered(world, 12, print)
    assert last.heap == warm.heap <= 48 * MEGABYTE
    assert last.proxies <= warm.proxies
