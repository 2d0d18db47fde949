"""What holds for all tests: one browser, and both sides shown where a shared check fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.chromium import FLAGS, HEADED, SLOW_MS, chromium_path

pytest.register_assert_rewrite("tests.support.checks")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each visitor is a context, and so a profile, of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(),
            args=list(FLAGS),
            headless=not HEADED,
            slow_mo=SLOW_MS,
        )
        yield browser
        browser.close()
