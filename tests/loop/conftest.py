"""Runs tests that are coroutines on the hurried loop of their stage."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.loop.stage import Stage, staged

HERE = Path(__file__).parent
# Tests take fractions of a second; a loop that goes on without end takes no hurried time.
PATIENCE_SECONDS = 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give up a test that goes round in circles sooner than others."""
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(PATIENCE_SECONDS))


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A simulator without visitors yet."""
    with staged() as made:
        yield made


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    stage = pyfuncitem.funcargs["stage"]
    assert isinstance(stage, Stage)
    wanted = inspect.signature(pyfuncitem.obj).parameters
    stage.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in wanted}))
    return True
