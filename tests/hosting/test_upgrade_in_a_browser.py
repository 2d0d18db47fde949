"""A browser that holds a version gets the next one, from each server."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.hosting.conftest import Zips
from tests.hosting.measures import DATES, EXAMPLE, NEITHER, edits, unpacker
from tests.support.chromium import FLAGS, HEADED, chromium_path
from tests.support.seldom import but_seldom
from tests.support.servers import EXAMPLES, serving

PAGE = """<!doctype html><title>A shop</title><link rel="icon" href="data:,">
<script src="/tagalong/tagalong.js" data-account="12345678"></script>"""
# A minute of the loader's is over at once: the browser has to ask whether its copy is good.
MINUTE_OVER = {"max-age=60": "max-age=0"}


class Returning:
    """A visitor who comes back in a browser that was closed meanwhile, with all that it keeps."""

    def __init__(self, chromium: Browser, profile: Path, url: str) -> None:
        self._chromium = chromium
        self._profile = profile
        self._url = url

    def version(self) -> str | None:
        """Visit, and return the version of Tagalong on the page."""
        opened = self._chromium.browser_type.launch_persistent_context(
            self._profile, executable_path=chromium_path(), args=list(FLAGS), headless=not HEADED
        )
        with closing(opened) as context:
            page = context.new_page()
            page.goto(self._url)
            found: str | None = page.evaluate("() => window.tagalong?.version ?? null")
            return found


@pytest.mark.parametrize("measure", [DATES, EXAMPLE])
@pytest.mark.parametrize(
    "server",
    but_seldom(EXAMPLES, [one for one in EXAMPLES if one != "nginx"]),
)
def test_a_returning_visitor_gets_each_version(
    server: str, measure: str, host: Path, zips: Zips, chromium: Browser, tmp_path: Path
) -> None:
    """Upgrade, security release, older release, switched off and on: one visit later each."""
    unpack = unpacker(host, measure)
    unpack(zips.first)
    pages = host.parent / "pages"
    (pages / "index.html").write_text(PAGE)
    loader = host / "tagalong/tagalong.js"
    steps: list[tuple[str | None, Callable[[], object]]] = [
        ("0.2.0", lambda: unpack(zips.upgrade)),
        ("0.2.1", lambda: unpack(zips.security)),
        ("0.1.0", lambda: unpack(zips.first)),
        (None, lambda: loader.write_text("")),
        ("0.2.0", lambda: shutil.copyfile(loader.with_name("tagalong-0.2.0.js"), loader)),
    ]
    with serving(server, host, pages, edits(server, measure) | MINUTE_OVER) as url:
        visitor = Returning(chromium, tmp_path / "profile", f"{url}/")
        assert visitor.version() == "0.1.0"
        for version, step in steps:
            step()
            assert visitor.version() == version


# Apache, where it compresses the loader itself, takes no validator of its own for good.
@pytest.mark.parametrize("server", ["nginx", "caddy"])
def test_without_both_they_keep_what_they_have(
    server: str, host: Path, zips: Zips, chromium: Browser, tmp_path: Path
) -> None:
    """The fault that both are for: files that are dated alike, and a server that goes by dates."""
    unpack = unpacker(host, NEITHER)
    unpack(zips.first)
    pages = host.parent / "pages"
    (pages / "index.html").write_text(PAGE)
    with serving(server, host, pages, edits(server, NEITHER) | MINUTE_OVER) as url:
        visitor = Returning(chromium, tmp_path / "profile", f"{url}/")
        assert visitor.version() == "0.1.0"
        unpack(zips.upgrade)
        assert visitor.version() == "0.1.0"
        assert Returning(chromium, tmp_path / "another", f"{url}/").version() == "0.2.0"
