"""A boot that failed for a reason that may pass is made good, by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route

from tests.support.visitors import Visitor, World

pytestmark = pytest.mark.certain


def fails_once(visitor: Visitor, file: str) -> list[str]:
    """Fail the first request for a file, let later ones through; return those that came."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.abort()
        else:
            route.continue_()

    visitor.page.route(f"**/{file}", answer)
    return asked


@pytest.mark.parametrize("file", ["app.zip", "packages.zip", "pyodide.asm.wasm"])
def test_a_file_that_did_not_come_once(world: World, file: str) -> None:
    """One error says when it is tried again, and then it is connected."""
    visitor = world.visitor()
    visitor.allow("Failed to fetch", "ERR_FAILED", "error occurred while loading")
    fails_once(visitor, file)
    visitor.start()
    (error,) = visitor.details("error")
    assert error["code"] == "boot"
    assert error["retryInMs"] == 2000
    assert visitor.names() == ["error", "ready", "connected"]


def test_the_pages_half_that_did_not_come(world: World) -> None:
    """Blocked twice, it is fetched under another address: browsers keep an import that failed."""
    visitor = world.visitor()
    visitor.expect("ERR_FAILED")
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) <= 3:
            route.abort()
        else:
            route.continue_()

    visitor.page.route("**/page-*.js", answer)
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert error["code"] == "boot"
    assert "/dist/page-" in error["words"]
    assert error["retryInMs"] == 2000
    assert visitor.page.evaluate("() => tagalong.state.connection") == "waiting"
    visitor.wait_for("connected")


# The first waits are as long as an hour, and it is counted which of them are left.
AN_HOUR = """{
    const { setTimeout: set, clearTimeout: clear } = window;
    window.waits = new Set();
    window.setTimeout = (call, ms, ...more) => {
        const waits = ms === 2000 || ms === 8000;
        const id = set(call, waits ? 3_600_000 : ms, ...more);
        if (waits) window.waits.add(id);
        return id;
    };
    window.clearTimeout = (id) => { window.waits.delete(id); clear(id); };
}"""


def test_online_hurries(world: World) -> None:
    """A page that comes back online does not wait for the next moment."""
    visitor = world.visitor()
    visitor.allow("Failed to fetch", "ERR_FAILED", "error occurred while loading")
    visitor.page.add_init_script(AN_HOUR)
    fails_once(visitor, "app.zip")
    visitor.start(connected=False)
    visitor.wait_for("error")
    visitor.page.evaluate("() => { dispatchEvent(new Event('online')); }")
    visitor.wait_for("connected")


def test_a_page_that_goes_out_of_sight_waits(world: World) -> None:
    """To be left is no reason to try again at once; to be looked at again is. stop() ends it."""
    visitor = world.visitor()
    visitor.allow("Failed to fetch", "ERR_FAILED", "error occurred while loading")
    visitor.page.add_init_script(AN_HOUR)
    visitor.page.route("**/app.zip", lambda route: route.abort())
    visitor.start(connected=False)
    visitor.wait_for("error")
    turn = """(state) => {
        Object.defineProperty(Document.prototype, "visibilityState", {
            configurable: true, get: () => state,
        });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    visitor.page.evaluate(turn, "hidden")
    assert visitor.page.evaluate("() => tagalong.state.connection") == "waiting"
    visitor.page.evaluate(turn, "visible")
    visitor.wait_until(lambda: len(visitor.details("error")) == 2, "the second try")
    assert visitor.page.evaluate("() => waits.size") == 1
    visitor.page.evaluate("() => tagalong.stop()")
    assert visitor.page.evaluate("() => waits.size") == 0


def test_it_comes_to_an_end(world: World) -> None:
    """After the last try words name the file, and only the page's coming back revives it."""
    visitor = world.visitor()
    visitor.allow("404")
    visitor.page.add_init_script(
        "{ const set = window.setTimeout; window.setTimeout = (call, ms, ...more) =>"
        " set(call, [2000, 8000, 30000, 120000].includes(ms) ? 10 : ms, ...more); }"
    )
    visitor.page.route("**/app.zip", lambda route: route.fulfill(status=404))
    visitor.start(connected=False)
    visitor.wait_for("error", 5)
    told = visitor.details("error")
    assert [error.get("retryInMs") for error in told] == [2000, 8000, 30_000, 120_000, None]
    assert "app.zip 404" in told[-1]["words"]
    assert visitor.page.evaluate("() => tagalong.state.connection") == "stopped"
    assert visitor.page.evaluate("async () => (await tagalong.diagnose()).length") > 5
    visitor.page.unroute("**/app.zip")
    visitor.page.evaluate("() => { dispatchEvent(new Event('online')); }")
    visitor.wait_for("connected")


@pytest.mark.parametrize(
    ("file", "kind", "says"),
    [
        ("pyodide.mjs", "application/octet-stream", "comes as application/octet-stream"),
        ("page-*.js", "text/html", "text/html"),
    ],
)
def test_a_file_of_a_wrong_type(world: World, file: str, kind: str, says: str) -> None:
    """The words name the file and what its host calls it."""
    visitor = world.visitor()
    visitor.allow("MIME type", "module script")

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, headers={"Content-Type": kind})

    visitor.page.route(f"**/{file}", answer)
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert error["code"] == "boot"
    assert says in error["words"]
    assert file.partition("*")[0] in error["words"]


def test_a_file_that_fails_on_this_page(world: World) -> None:
    """Where the file came and the page has broken it, the words have the browser's own."""
    visitor = world.visitor()
    body = "throw new TypeError('not on this page');"
    visitor.page.route(
        "**/page-*.js", lambda route: route.fulfill(body=body, content_type="text/javascript")
    )
    visitor.start(connected=False)
    assert "not on this page" in visitor.wait_for("error")["words"]


WASM = ("pyodide.asm.wasm", "_pydantic_core.wasm")


@pytest.mark.parametrize("file", WASM)
def test_webassembly_of_a_wrong_type(world: World, file: str) -> None:
    """A host that does not know the type of .wasm is none that cannot be used."""
    visitor = world.visitor()

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, headers={"Content-Type": "text/plain"})

    visitor.page.route(f"**/{file}", answer)
    visitor.start()


@pytest.mark.parametrize("file", WASM)
def test_webassembly_that_is_cut(world: World, file: str) -> None:
    """A broken upload is told at once, with its address."""
    visitor = world.visitor()

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.body()[:100_000])

    visitor.page.route(f"**/{file}", answer)
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert "cannot be compiled" in error["words"]
    assert file in error["words"]


def test_start_says_whether_it_worked(world: World) -> None:
    """Its promise is true once connected, and false where the settings let nothing start."""
    visitor = world.visitor({"start": "auto"})
    visitor.start(connected=False)
    visitor.wait_for_loader()
    assert visitor.page.evaluate("() => tagalong.start()") is True
    assert visitor.page.evaluate("() => tagalong.start()") is True
    visitor.page.evaluate("() => tagalong.stop()")
    visitor.page.evaluate("() => tagalong.configure({ auth: 'magic' })")
    assert visitor.page.evaluate("() => tagalong.start()") is False
    assert visitor.page.evaluate("() => tagalong.start()") is False
    visitor.page.evaluate("() => tagalong.configure({ auth: undefined })")
    assert visitor.page.evaluate("() => tagalong.start()") is True


def test_a_mistake_is_said_where_people_look(world: World) -> None:
    """An error stands in the console, once, with its code; diagnose() repeats it later."""
    visitor = world.visitor({"account": "99999999"})
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    warnings = [line for line in visitor.console if line.startswith("warning: tagalong:")]
    assert warnings == [f"warning: tagalong: discovery: {error['words']}"]
    told = visitor.page.evaluate("() => tagalong.diagnose()")
    (last,) = [one for one in told if one["check"] == "error"]
    assert error["words"] in last["words"]
    assert not last["ok"]
