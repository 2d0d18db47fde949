"""Runs tests that are coroutines on the hurried loop of their stage."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator

import pytest

from tests.support.loop.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A simulator without visitors yet; nothing may have gone wrong in the end."""
    made = Stage()
    asyncio.set_event_loop(None)
    made.loop.run_until_complete(made.open())
    try:
        yield made
    finally:
        made.loop.run_until_complete(made.close())
        made.loop.run_until_complete(made.loop.shutdown_asyncgens())
        made.loop.close()
    assert not made.loop.mishaps, "\n".join(made.loop.mishaps)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine; one that fails tells what happened."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    stage = pyfuncitem.funcargs["stage"]
    assert isinstance(stage, Stage)
    given = {
        name: pyfuncitem.funcargs[name] for name in inspect.signature(pyfuncitem.obj).parameters
    }
    try:
        stage.loop.run_until_complete(pyfuncitem.obj(**given))
        stage.verify()
    except BaseException as error:
        error.add_note(stage.story())
        raise
    return True
