"""Later pages of a visit start Python from a snapshot of its memory, and do as well without it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Route

from tests.support.checks import check_published, payload
from tests.support.seldom import but_seldom
from tests.support.standin import StandIn
from tests.support.visitors import Visitor, World

IDLE = "() => new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve)))"
SAVING = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
BLOCKED = (
    "Object.defineProperty(window, 'sessionStorage', "
    "{ get() { throw new DOMException('no', 'SecurityError') } })"
)


def started_by(visitor: Visitor) -> list[str]:
    """Return what Python was started from, each time."""
    return [detail["by"] for detail in visitor.details("ready")]


def on_a_later_page(visitor: Visitor) -> None:
    """Be connected on one page, until that has fetched the snapshot, and go to the next."""
    visitor.start()
    visitor.wait_for_snapshot()
    visitor.page.goto(visitor.url)
    visitor.wait_for("connected", 2)


def test_the_main_job_on_a_later_page(world: World, standin: StandIn) -> None:
    """The snapshot's Python does the whole job, and stop() ends it: the next one is anew."""
    visitor = world.visitor()
    on_a_later_page(visitor)
    assert started_by(visitor) == ["modules", "snapshot"]
    visitor.open_chat()
    visitor.answer_as_a_person("shared")
    data = payload(visitor, standin, "shared")
    check_published(visitor, data, "cobrowseOffered", "cobrowseAccepted")
    visitor.page.evaluate("() => tagalong.stop()")
    visitor.wait_for("stopped")
    visitor.wait_until(lambda: not standin.get("state")["sockets"], "the socket to close")
    visitor.page.evaluate("() => { tagalong.start(); }")
    visitor.wait_for("connected", 3)
    assert "error" not in visitor.names()


def of_another(body: bytes) -> bytes:
    """Return a snapshot as of another runtime."""
    at = body.index(b"pyodide-")
    return body[:at] + b"Pyodide-" + body[at + 8 :]


FAULTS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "no snapshot": ("memory.bin", lambda body: body[:0] + bytes(len(body))),
    "half of it": ("memory.bin", lambda body: body[: len(body) // 2]),
    "of another runtime": ("memory.bin", of_another),
    "no archive": ("rest.zip", lambda body: body[:100]),
}


@pytest.mark.later
def test_what_the_mark_says(world: World) -> None:
    """Tests that are marked `later` have Python from the snapshot on their first page."""
    visitor = world.visitor()
    visitor.start()
    assert started_by(visitor) == ["snapshot"]


# What is wrong in another file, or in the same one otherwise.
MORE_FAULTS = {"half of it", "no archive"}


@pytest.mark.parametrize(
    "fault",
    but_seldom(FAULTS, MORE_FAULTS),
)
def test_a_snapshot_that_is_odd(world: World, fault: str) -> None:
    """Python is started from its modules instead, and nobody is told of an error."""
    file, change = FAULTS[fault]

    def spoil(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(body=change(answer.body()))

    visitor = world.visitor()
    visitor.start()
    visitor.wait_for_snapshot()
    visitor.page.context.route(f"**/{file}", spoil)
    visitor.page.goto(visitor.url)
    visitor.wait_for("connected", 2)
    assert started_by(visitor) == ["modules", "modules"]
    visitor.open_chat()
    visitor.answer_as_a_person()
    assert "error" not in visitor.names()


def test_a_snapshot_that_is_gone(world: World) -> None:
    """A release that has taken it away costs nothing but time, and is not asked again."""
    visitor = world.visitor()
    visitor.allow("404")
    visitor.start()
    visitor.wait_for_snapshot()
    visitor.page.context.route("**/memory-*/*", lambda route: route.fulfill(status=404))
    for page in (2, 3):
        visitor.page.goto(visitor.url)
        visitor.wait_for("connected", page)
    assert started_by(visitor) == ["modules"] * 3
    assert "error" not in visitor.names()


@pytest.mark.parametrize("script", [SAVING, BLOCKED], ids=["saves data", "blocks storage"])
def test_who_gets_no_snapshot(world: World, script: str) -> None:
    """Who saves data is spared it; where nothing can be stored the next page does without."""
    visitor = world.visitor()
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.page.add_init_script(script)
    visitor.start()
    visitor.page.evaluate(IDLE)
    assert not (script is SAVING and [url for url in asked if "/memory-" in url])
    visitor.page.goto(visitor.url)
    visitor.wait_for("connected", 2 if script is SAVING else 1)
    assert set(started_by(visitor)) == {"modules"}


def test_back_from_the_cache(world: World, standin: StandIn, caching: Browser) -> None:
    """A page with the snapshot's Python is kept, and connects when the visitor comes back."""
    visitor = world.visitor(browser=caching)
    on_a_later_page(visitor)
    visitor.page.evaluate("() => tagalong.diagnose()")  # at rest once that is answered
    visitor.page.evaluate("() => { window.kept = true; }")
    other = world.page_file.with_name("other.html")
    other.write_text('<!doctype html><link rel="icon" href="data:,"><p>Another page')
    visitor.page.goto(f"{standin.url}/files/other.html")
    visitor.wait_until(lambda: not standin.get("state")["sockets"], "the socket to close")
    visitor.page.go_back(wait_until="commit")
    assert visitor.page.evaluate("() => window.kept") is True
    visitor.wait_for("connected", 3)
    visitor.open_chat()
    visitor.answer_as_a_person()


def test_what_is_made_anew(world: World, standin: StandIn) -> None:
    """Two restored Pythons do not draw the same random numbers: they wait differently."""
    delays = []
    for _ in range(2):
        visitor = world.visitor()
        on_a_later_page(visitor)
        standin.post("sockets/drop")
        delays.append(visitor.wait_for("disconnected")["retryInMs"])
        visitor.wait_for("connected", 3)
    assert delays[0] != delays[1], json.dumps(delays)
