"""A page that has pinned the loader runs and reads no other bytes than those it was built with."""

from __future__ import annotations

import json

import pytest
from aiohttp import web
from playwright.sync_api import Route

from simulator.app import Options
from simulator.files import Handler
from tests.support.seldom import but_seldom
from tests.support.standin import running
from tests.support.visitors import Visitor, World
from tools.stages import ROOT

MANIFEST = json.loads((ROOT / "dist/manifest.json").read_text())
LOADER = f"tagalong-{MANIFEST['version']}.js"
INTEGRITY = MANIFEST["files"][LOADER]["integrity"]
UNPINNED = f'<script async src="/dist/{LOADER}"{{attributes}}></script>'
PINNED = UNPINNED.replace("{attributes}", f' integrity="{INTEGRITY}" crossorigin{{attributes}}')
# What a page says that knows no such links.
NO_PRELOAD = "DOMTokenList.prototype.supports = () => false;"


# All that a first page's worker is made of and reads.
WORKERS = (
    *("interpreter.js", "pyodide.asm.wasm", "python_stdlib.zip"),
    *("_pydantic_core.wasm", "packages.zip", "app.zip"),
)


def changed_file(name: str, contents: bytes) -> bytes:
    """Return other contents that do as well."""
    if name.endswith(".zip"):  # another time of its first file
        return contents[:10] + bytes([contents[10] ^ 1]) + contents[11:]
    if name.endswith(".wasm"):  # one more section, which nobody reads
        return contents + b"\x00\x02\x01x"
    return contents + b"\n"


def other_bytes(route: Route) -> None:
    """Answer with a file that is changed, and does as well."""
    answer = route.fetch()
    route.fulfill(response=answer, body=changed_file(route.request.url, answer.body()))


def changed(world: World, embed: str, file: str = "page-*.js") -> Visitor:
    """Return a visitor of a host that has changed a file."""
    visitor = world.visitor(embed=embed)
    visitor.page.route(f"**/{file}", other_bytes)
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


@pytest.mark.parametrize("file", ["page-*.js", "pyodide.asm.wasm", "packages.zip"])
def test_without_a_pin_the_host_is_trusted(world: World, file: str) -> None:
    """The same change does no harm where the page has not asked for it."""
    changed(world, UNPINNED, file).start()


def test_a_browser_without_such_links(world: World) -> None:
    """An older browser starts all the same: the page's half is not checked there."""
    visitor = world.visitor(embed=PINNED)
    visitor.page.add_init_script(NO_PRELOAD)
    visitor.start()


@pytest.mark.parametrize("file", but_seldom(WORKERS, ["pyodide.asm.wasm", "packages.zip"]))
def test_a_changed_file_of_the_worker(world: World, file: str) -> None:
    """Python does not start with it; one error names the file, and what may be wrong with it."""
    visitor = changed(world, PINNED, file)
    visitor.allow("integrity")
    if file == "python_stdlib.zip":
        visitor.allow("console: ")  # without it the interpreter begins, and says why it cannot
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert error["code"] == "boot"
    assert file in error["words"]
    assert "integrity" in error["words"]
    assert error["retryInMs"] == 2000
    assert "ready" not in visitor.names()
    visitor.page.unroute(f"**/{file}")
    visitor.wait_for("connected")


def test_a_file_that_is_asked_for_twice(world: World) -> None:
    """Neither a type that is wrong at first nor another address brings in other bytes later."""
    contents = next((ROOT / "dist").glob("pyodide-*/_pydantic_core.wasm")).read_bytes()
    place = "/dist/library.wasm"
    answers = [
        web.Response(body=contents, content_type="text/plain"),
        web.Response(body=changed_file(".wasm", contents), content_type="application/wasm"),
    ]

    @web.middleware
    async def elsewhere(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.endswith("/_pydantic_core.wasm"):
            raise web.HTTPFound(place)
        return answers.pop(0) if request.path == place else await handler(request)

    mounts = (("/", world.page_file), ("/dist", ROOT / "dist"))
    with running(Options(mounts=mounts), lambda app: app.middlewares.append(elsewhere)) as host:
        world.standin = host
        visitor = world.visitor(embed=PINNED)
        visitor.allow("integrity")
        visitor.start(connected=False)
        assert "_pydantic_core.wasm" in visitor.wait_for("error")["words"]
        assert "ready" not in visitor.names()
        assert answers == []


@pytest.mark.parametrize("file", ["memory.bin", "rest.zip"])
def test_a_changed_snapshot(world: World, file: str) -> None:
    """A later page starts by modules: no memory is laid out from other bytes."""
    visitor = world.visitor(embed=PINNED)
    visitor.start()
    visitor.wait_for_snapshot()
    visitor.allow("integrity")
    visitor.page.context.route(f"**/{file}", other_bytes)
    visitor.start()
    assert visitor.wait_for("ready", 2)["by"] == "modules"


def test_nothing_is_read_that_is_not_pinned(world: World) -> None:
    """Neither a first page's start nor a later one's asks for a file that is in no table."""
    visitor = world.visitor(embed=PINNED)
    asked: set[str] = set()
    visitor.page.context.on("request", lambda request: asked.add(request.url))
    visitor.start()
    visitor.wait_for_snapshot()
    visitor.start()
    assert visitor.wait_for("ready", 2)["by"] == "snapshot"
    (half,) = (ROOT / "dist").glob("page-*.js")
    text = half.read_text()
    files = {url.split("/dist/")[1] for url in asked if "/dist/" in url}
    assert files > {LOADER, half.name}
    assert {"interpreter.js", "pyodide.asm.wasm", "memory.bin"} <= {
        file.rsplit("/")[-1] for file in files
    }
    for file in files - {LOADER, half.name}:
        assert MANIFEST["files"][file]["integrity"] in text, file
