"""A page that has pinned the loader runs no other page's half than the one it was built with."""

from __future__ import annotations

import json

from playwright.sync_api import Route

from tests.support.visitors import Visitor, World
from tools.stages import ROOT

MANIFEST = json.loads((ROOT / "dist/manifest.json").read_text())
LOADER = f"tagalong-{MANIFEST['version']}.js"
INTEGRITY = MANIFEST["files"][LOADER]["integrity"]
UNPINNED = f'<script async src="/dist/{LOADER}"{{attributes}}></script>'
PINNED = UNPINNED.replace("{attributes}", f' integrity="{INTEGRITY}" crossorigin{{attributes}}')
# What a page says that knows no such links.
NO_PRELOAD = "DOMTokenList.prototype.supports = () => false;"


def changed(world: World, embed: str) -> Visitor:
    """Return a visitor of a host that has changed the page's half, which runs as well."""

    def other_bytes(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.body() + b"\n")

    visitor = world.visitor(embed=embed)
    visitor.page.route("**/page-*.js", other_bytes)
    return visitor


def test_a_changed_half(world: World) -> None:
    """It never runs, and one error names the file and what may be wrong with it."""
    visitor = changed(world, PINNED)
    # The browser's own word for it.
    visitor.allow("integrity")
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert error["code"] == "boot"
    assert "/dist/page-" in error["words"]
    assert "integrity" in error["words"]
    assert "ready" not in visitor.names()
    assert visitor.page.evaluate("() => document.querySelector('link[rel=modulepreload]')") is None


def test_without_a_pin_the_host_is_trusted(world: World) -> None:
    """The same change does no harm where the page has not asked for it."""
    changed(world, UNPINNED).start()


def test_a_browser_without_such_links(world: World) -> None:
    """An older browser starts all the same: the page's half is not checked there."""
    visitor = world.visitor(embed=PINNED)
    visitor.page.add_init_script(NO_PRELOAD)
    visitor.start()
