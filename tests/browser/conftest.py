"""The world of a test in a real browser: a simulator, and visitors on pages that embed Tagalong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.chromium import FLAGS, HEADED, SLOW_MS, chromium_path
from tests.support.standin import StandIn
from tests.support.visitors import World


@pytest.fixture
def caching(chromium: Browser) -> Iterator[Browser]:
    """A Chromium that keeps pages in its back/forward cache, as those of people do."""
    browser = chromium.browser_type.launch(
        executable_path=chromium_path(),
        args=list(FLAGS),
        headless=not HEADED,
        slow_mo=SLOW_MS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


@pytest.fixture
def world(chromium: Browser, tmp_path: Path) -> Iterator[World]:
    """A simulator, and visitors on demand."""
    with ExitStack() as stack:
        made = World(chromium, tmp_path, stack)
        yield made
        made.verify()


@pytest.fixture
def standin(world: World) -> StandIn:
    """The world's simulator."""
    return world.standin
