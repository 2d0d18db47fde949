"""The world of a test in a real browser: a simulator, and visitors on pages that embed Tagalong."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support import failures
from tests.support.chromium import FLAGS, HEADED, SLOW_MS, chromium_path
from tests.support.standin import StandIn
from tests.support.visitors import Mounts, World


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let `world` know whether its test has failed."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[failures.FAILED] = True
        report.sections.append(("kept", str(failures.folder_of(item.nodeid))))
    return report


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
def mounts() -> Mounts:
    """What a world serves besides its own; a file of tests may say otherwise."""
    return ()


@pytest.fixture
def world(
    chromium: Browser, tmp_path: Path, request: pytest.FixtureRequest, mounts: Mounts
) -> Iterator[World]:
    """A simulator, and visitors on demand; a test that fails leaves all that it saw."""
    with ExitStack() as stack:
        later = request.node.get_closest_marker("later") is not None
        made = World(chromium, tmp_path, stack, mounts, later=later)
        request.node.stash[failures.FAILED] = False
        yield made
        try:
            made.verify()
        except AssertionError:
            request.node.stash[failures.FAILED] = True
            raise
        finally:
            if request.node.stash.get(failures.FAILED, False):
                failures.keep(made, request.node.nodeid)


@pytest.fixture
def standin(world: World) -> StandIn:
    """The world's simulator."""
    return world.standin
