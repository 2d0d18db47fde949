"""For pytest: the fixture `liveperson`, a simulator for each test that asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulator import standin


@pytest.fixture
def liveperson() -> Iterator[standin.LivePerson]:
    """LivePerson on this machine, with nobody there yet."""
    with standin.liveperson() as started:
        yield started
