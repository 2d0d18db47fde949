"""Runs tests that are coroutines on the hurried loop of their stage."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest

from tests.support.loop.stage import Stage, staged


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
