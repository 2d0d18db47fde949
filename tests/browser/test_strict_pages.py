"""Content security policies: each row of the matrix in docs/security.md runs the main flow."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.sync_api import Browser

from simulator.app import Options
from tests.support.chromium import FLAGS, chromium_path
from tests.support.hostpage import EMBED, RECORDER, supplying
from tests.support.seldom import but_seldom
from tests.support.standin import StandIn, running
from tests.support.visitors import HostPage, Visitor, World
from tools.stages import ROOT

# "{files}" is where Tagalong's files and the stand-in for LivePerson are.
SOCKETS = "ws://localhost:*"
POLICIES = {
    "self": (
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; "
        f"style-src 'self'; img-src data:; connect-src 'self' {SOCKETS}"
    ),
    "another origin": (
        "default-src 'self'; script-src 'self' {files} 'wasm-unsafe-eval'; worker-src blob:; "
        f"style-src 'self'; img-src data:; connect-src 'self' {{files}} {SOCKETS}"
    ),
    "nonce": (
        "default-src 'self'; script-src 'nonce-r4nd0m' 'strict-dynamic' 'wasm-unsafe-eval'; "
        f"worker-src blob:; style-src 'self'; img-src data:; connect-src 'self' {SOCKETS}"
    ),
    "trusted types": "require-trusted-types-for 'script'; trusted-types tagalong",
    "everything at once": (
        "default-src 'none'; script-src 'nonce-r4nd0m' 'strict-dynamic' 'wasm-unsafe-eval'; "
        "worker-src blob:; img-src data:; connect-src {files} "
        f"{SOCKETS}; require-trusted-types-for 'script'; trusted-types tagalong; base-uri 'none'"
    ),
    # What LivePerson documents for a page with its tag, and the two words that we need beside it.
    "LivePerson's own": (
        "default-src 'self'; script-src 'self' {files} *.lpsnmedia.net *.liveperson.net "
        "'unsafe-inline' 'unsafe-eval'; worker-src blob:; img-src 'self' data: blob: "
        "*.lpsnmedia.net; style-src 'self' *.lpsnmedia.net *.liveperson.net 'unsafe-inline'; "
        "frame-src *.lpsnmedia.net *.liveperson.net; media-src *.lpsnmedia.net; "
        "connect-src 'self' wss://*.liveperson.net https://*.liveperson.net "
        f"https://*.lpsnmedia.net {{files}} {SOCKETS}"
    ),
}
ELSEWHERE = ("another origin", "everything at once", "LivePerson's own")


def strict(policy: str, token: str, files: str) -> HostPage:
    """Return a host's page under a policy, which begins after the page's own inline scripts."""
    content = POLICIES[policy].format(files=files)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
    embed = EMBED.replace("<script ", '<script nonce="r4nd0m" ')
    before = supplying(token) + meta
    return {"before": before, "embed": embed, "other_origin": policy in ELSEWHERE}


def check_the_main_flow(visitor: Visitor, standin: StandIn) -> None:
    """Connect, be invited, accept, be shared; the banner is styled, and nothing is blocked."""
    visitor.start()
    standin.post("conversations", consumerId="ann")
    standin.invite()
    visitor.wait_for("offered")
    banner = visitor.page.locator("tagalong-banner")
    assert (
        banner.get_by_role("button", name="Accept").evaluate(
            "(button) => getComputedStyle(button).minHeight"
        )
        == "44px"
    )
    visitor.press("Accept")
    visitor.wait_for("active")
    told = visitor.page.evaluate("() => tagalong.diagnose()")
    assert next(one for one in told if one["check"] == "policy")["ok"]


@pytest.mark.parametrize("policy", POLICIES)
def test_under_a_policy(world: World, standin: StandIn, policy: str) -> None:
    """The policy allows what the matrix says and nothing more, and everything works."""
    token = standin.post("tokens", consumerId="ann")["token"]
    visitor = world.visitor({"auth": "token"}, **strict(policy, token, standin.url))
    check_the_main_flow(visitor, standin)


@pytest.mark.parametrize(
    "policy", but_seldom(POLICIES, ["self", "another origin", "nonce", "trusted types"])
)
def test_pinned_under_a_policy(world: World, standin: StandIn, policy: str) -> None:
    """Nor does a page that pins the loader, and with it the page's half, have to allow more."""
    token = standin.post("tokens", consumerId="ann")["token"]
    page = strict(policy, token, standin.url)
    manifest = json.loads((ROOT / "dist/manifest.json").read_text())
    integrity = manifest["files"]["tagalong.js"]["integrity"]
    pinned = f'<script integrity="{integrity}" crossorigin '
    page["embed"] = page["embed"].replace("<script ", pinned)
    visitor = world.visitor({"auth": "token"}, **page)
    check_the_main_flow(visitor, standin)


def test_a_later_page_under_a_policy(world: World, standin: StandIn) -> None:
    """The strictest policy allows the snapshot too."""
    token = standin.post("tokens", consumerId="ann")["token"]
    page = strict("everything at once", token, standin.url)
    visitor = world.visitor({"auth": "token"}, **page)
    visitor.start()
    visitor.wait_for_snapshot()
    check_the_main_flow(visitor, standin)
    assert [detail["by"] for detail in visitor.details("ready")] == ["modules", "snapshot"]


def test_under_a_policy_of_the_response(world: World, standin: StandIn) -> None:
    """A policy that comes as a header holds from the first byte: for the page's own scripts too."""
    token = standin.post("tokens", consumerId="ann")["token"]
    visitor = world.visitor({"auth": "token"}, before=supplying(token))
    text = world.page_file.read_text().replace("<script", '<script nonce="r4nd0m"')
    stray = "<script>window.letIn = true</script></body>"
    world.page_file.write_text(text.replace("</body>", stray))
    # The page's own snippet, of LivePerson's tag, knows no Trusted Types.
    policy, _, _ = POLICIES["everything at once"].partition("; require-trusted-types-for")

    async def add_header(_: web.Request, response: web.StreamResponse) -> None:
        response.headers["Content-Security-Policy"] = policy.format(files=standin.url)

    options = Options(mounts=(("/", world.page_file),))
    with running(options, lambda app: app.on_response_prepare.append(add_header)) as host:
        visitor.url = f"{host.url}/"
        visitor.origins.add(host.url)
        check_the_main_flow(visitor, standin)
        assert visitor.page.evaluate("() => window.letIn") is None
    visitor.expect("inline script")


@pytest.mark.parametrize(
    ("policy", "word", "instead", "code", "says"),
    [
        ("nonce", "'wasm-unsafe-eval'", "", "blocked-by-csp", "needs 'wasm-unsafe-eval'"),
        ("nonce", "'strict-dynamic'", "", "blocked-by-csp", "pyodide.mjs"),
        ("self", "worker-src blob:;", "", "no-worker", "worker-src"),
        ("trusted types", "types tagalong", "types other", "blocked-by-csp", "trusted-types"),
    ],
)
def test_a_policy_that_lacks_one_word(
    world: World, policy: str, word: str, instead: str, code: str, says: str
) -> None:
    """Each word of the matrix is needed: without it the page is told what is blocked."""
    token = world.standin.post("tokens", consumerId="ann")["token"]
    page = strict(policy, token, world.standin.url)
    assert word in page["before"]
    page["before"] = page["before"].replace(word, instead)
    visitor = world.visitor({"auth": "token"}, **page)
    visitor.allow("Content Security Policy", "Content Security policy", "TrustedScriptURL")
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert error["code"] == code
    assert says in error["words"]
    told = visitor.page.evaluate("() => tagalong.diagnose()")
    assert not next(one for one in told if one["check"] == "policy")["ok"]


def test_a_policy_that_keeps_the_socket(world: World, standin: StandIn) -> None:
    """What is blocked only once Python runs is told, too, and once, however often it is tried."""
    token = standin.post("tokens", consumerId="ann")["token"]
    page = strict("another origin", token, standin.url)
    assert SOCKETS in page["before"]
    page["before"] = page["before"].replace(SOCKETS, "")
    visitor = world.visitor({"auth": "token"}, **page)
    visitor.allow("Content Security Policy", "Content Security policy", "WebSocket")
    visitor.start(connected=False)
    visitor.wait_for("disconnected", 2)
    (error,) = visitor.details("error")
    assert error["code"] == "blocked-by-csp"
    assert "connect-src ws://" in error["words"]


@pytest.mark.parametrize(
    ("policy", "word", "says"),
    [
        ("nonce", "'wasm-unsafe-eval'", ["script-src wasm-eval, which needs 'wasm-unsafe-eval'"]),
        ("self", "worker-src blob:;", ["worker-src blob"]),
        ("another origin", "connect-src 'self' {files}", ["connect-src", "pyodide"]),
        ("everything at once", "", []),
    ],
)
def test_a_policy_that_is_asked_about_before_it_is_needed(
    world: World, policy: str, word: str, says: list[str]
) -> None:
    """Who diagnoses a page that sleeps is told what a start would be kept from."""
    page = strict(policy, "nobody's", world.standin.url)
    word = word.format(files=world.standin.url)
    page["before"] = page["before"].replace(supplying("nobody's"), "")
    assert word in page["before"]
    page["before"] = page["before"].replace(word, "connect-src 'self'" if "connect" in word else "")
    visitor = world.visitor({"auth": "token", "start": "auto"}, **page)
    visitor.allow("Content Security Policy", "Content Security policy", "TrustedScriptURL")
    visitor.page.goto(visitor.url)
    visitor.page.wait_for_function("() => window.tagalong?.diagnose")
    told = visitor.page.evaluate("() => tagalong.diagnose()")
    checked = next(one for one in told if one["check"] == "policy")
    assert checked["ok"] is not bool(says)
    assert all(one in checked["words"] for one in says), checked
    assert visitor.page.evaluate("() => tagalong.state.connection") == "asleep"


def test_with_all_site_data_blocked(
    world: World, standin: StandIn, chromium: Browser, tmp_path: Path
) -> None:
    """A visitor whose browser keeps nothing is served all the same."""
    token = standin.post("tokens", consumerId="ann")["token"]
    url = world.visitor({"auth": "token"}, before=supplying(token)).url
    profile = tmp_path / "profile"
    (profile / "Default").mkdir(parents=True)
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (profile / "Default" / "Preferences").write_text(json.dumps(blocked))
    context = chromium.browser_type.launch_persistent_context(
        profile, executable_path=chromium_path(), args=list(FLAGS)
    )
    with contextlib.closing(context):
        context.add_init_script(RECORDER)
        visitor = Visitor(context.new_page(), standin, url)
        check_the_main_flow(visitor, standin)
        told = visitor.page.evaluate("() => tagalong.diagnose()")
        assert not next(one for one in told if one["check"] == "storage")["ok"]
        visitor.verify()


@contextlib.contextmanager
def under(world: World, headers: dict[str, str]) -> Iterator[None]:
    """Have pages, files and services all come from a server that sends these headers."""

    async def add(_: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(headers)

    mounts = (("/", world.page_file), ("/dist", ROOT / "dist"))
    with running(Options(mounts=mounts), lambda app: app.on_response_prepare.append(add)) as host:
        world.standin = host
        yield


ISOLATED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


def test_on_a_page_that_is_isolated(world: World) -> None:
    """With COOP and COEP everything works, and nothing of the worker waits for the page."""
    with under(world, ISOLATED):
        visitor = world.chatting()
        assert visitor.page.evaluate("() => crossOriginIsolated")
        visitor.answer_as_a_person()


def test_under_an_integrity_policy(world: World) -> None:
    """A page that runs only scripts with an integrity gets the half's by the pinned loader."""
    manifest = json.loads((ROOT / "dist/manifest.json").read_text())
    name = f"tagalong-{manifest['version']}.js"
    integrity = manifest["files"][name]["integrity"]
    embed = (
        f'<script async src="/dist/{name}" integrity="{integrity}" '
        "crossorigin{attributes}></script>"
    )
    with under(world, {"Integrity-Policy": "blocked-destinations=(script)"}):
        # LivePerson's own tag has none, and would be blocked.
        visitor = world.visitor(embed=embed, tagged=False)
        visitor.allow("Integrity-Policy", "integrity")
        visitor.start()
