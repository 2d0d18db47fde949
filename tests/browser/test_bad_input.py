"""What cannot work ends in one event with a code and plain words, and never on the page."""

from __future__ import annotations

from functools import partial

import pytest

from tests.support.hostpage import supplying
from tests.support.main_thread import LONG_MS, tasks_ms
from tests.support.standin import StandIn
from tests.support.visitors import Visitor, World


def test_wrong_account(world: World) -> None:
    """An account that LivePerson does not know is told once, and not tried again."""
    visitor = world.visitor({"account": "99999999"})
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert error["code"] == "discovery"
    assert "99999999" in error["words"]
    assert visitor.page.evaluate("() => tagalong.state.connection") == "stopped"
    assert visitor.names() == ["ready", "error"]


def test_a_conversation_that_is_opened_once_the_account_is_known(
    world: World, standin: StandIn
) -> None:
    """What a first start was refused for is mended by the page, and open() then opens."""
    visitor = world.visitor({"start": "auto", "account": ""}, tagged=False)
    visitor.start(connected=False)
    visitor.wait_for_loader()
    visitor.page.evaluate("() => { void tagalong.start(); }")
    assert visitor.wait_for("error")["code"] == "bad-setting"
    visitor.page.evaluate("() => { tagalong.configure({ account: '12345678' }); }")
    visitor.page.evaluate("() => { void tagalong.conversation.open(); }")
    visitor.wait_for("conversation")
    assert len(standin.get("state")["conversations"]) == 1


def test_discovery_that_fails_for_now(world: World, standin: StandIn) -> None:
    """A discovery that is ill is told once and tried again until it is well."""
    standin.post("behaviour", discovery="rubbish")
    visitor = world.visitor()
    visitor.start(connected=False)
    assert visitor.wait_for("error")["code"] == "discovery"
    assert visitor.page.evaluate("() => tagalong.state.connection") == "waiting"
    standin.post("behaviour", discovery="ok")
    visitor.wait_for("connected")
    assert visitor.names() == ["ready", "error", "connected"]


def test_discovery_that_names_a_strange_host(world: World, standin: StandIn) -> None:
    """A token never goes to a host that is not LivePerson's."""
    standin.post("behaviour", discovery="foreign-host")
    visitor = world.visitor()
    visitor.start(connected=False)
    assert visitor.wait_for("error")["code"] == "discovery"
    assert visitor.names() == ["ready", "error"]


def test_refused_token(world: World) -> None:
    """A token that LivePerson refuses, a fresh one too, stops with words and no token in them."""
    visitor = world.visitor({"auth": "token"}, before=supplying("not-a-token"))
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert visitor.details("error") == [error]
    assert error["code"] == "token-refused"
    assert "not-a-token" not in error["words"]
    assert visitor.page.evaluate("() => tagalong.state.connection") == "stopped"


@pytest.mark.parametrize(
    "script",
    [
        "",
        "tagalong.configure({ getToken: () => { throw new Error('no session'); } })",
        "tagalong.configure({ getToken: () => 42 })",
    ],
)
def test_missing_token(world: World, script: str) -> None:
    """A page that supplies no token is told what to do."""
    before = f"<script>(window.tagalong ||= []).push((tagalong) => {{ {script} }});</script>"
    visitor = world.visitor({"auth": "token"}, before=before)
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert visitor.names() == ["ready", "error"]
    assert error["code"] == "token-missing"
    assert "getToken" in error["words"]


def test_setting_that_nothing_can_start_with(world: World) -> None:
    """A bad vital setting names itself and what is allowed, and nothing starts."""
    visitor = world.visitor({"auth": "magic"})
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert error["code"] == "bad-setting"
    assert "token, brand, anonymous, signup" in error["words"]
    assert visitor.names() == ["ready", "error"]


def test_setting_that_falls_back(world: World) -> None:
    """Any other bad value is told, and its default is used."""
    visitor = world.visitor({"position": "middle"})
    visitor.start()
    (error,) = visitor.details("error")
    assert error["code"] == "bad-setting"
    assert "bottom-end" in error["words"]


def test_in_a_frame_of_another_origin(world: World, standin: StandIn) -> None:
    """Inside another site's frame nothing is booted."""
    visitor = world.visitor(other_origin=True)
    frame_url = visitor.url
    visitor.page.goto(f"{standin.url}/simulator/")
    visitor.page.evaluate(
        "(url) => document.body.append(Object.assign(document.createElement('iframe'), "
        "{ src: url, id: 'guest' }))",
        frame_url,
    )
    frame = visitor.page.frame_locator("#guest").locator("h1")
    frame.wait_for()
    guest = next(one for one in visitor.page.frames if one.url == frame_url)
    visitor.wait_until(lambda: bool(guest.evaluate("() => recorder.events().length")), "an event")
    ((name, detail),) = guest.evaluate("() => recorder.events()")
    assert (name, detail["code"]) == ("error", "not-top")


RUNTIME = (
    *("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"),
    *("_pydantic_core.wasm", "packages.zip", "app.zip"),
)


@pytest.mark.parametrize("file", RUNTIME)
def test_a_file_that_is_missing(world: World, file: str) -> None:
    """A runtime that does not arrive is one error, and nothing is thrown into the page."""
    visitor = world.visitor()
    if file != "app.zip":
        visitor.allow("404")  # what the page asks of its host, to say why it could not be imported
    visitor.page.route(f"**/{file}", lambda route: route.fulfill(status=404))
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert error["code"] == "boot"
    assert file in error["words"]
    assert "404" in error["words"]
    assert error["retryInMs"] == 2000
    assert visitor.names() == ["error"]
    assert visitor.page.evaluate("() => tagalong.state.connection") == "waiting"
    visitor.page.unroute(f"**/{file}")
    visitor.wait_for("connected")


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ("worker-src 'none'", "no-worker"),
        ("connect-src 'self'", "blocked-by-csp"),
        ("script-src 'self' 'unsafe-inline' {origin}/dist/tagalong.js", "blocked-by-csp"),
    ],
)
def test_a_page_whose_policy_forbids_us(
    world: World, standin: StandIn, policy: str, code: str
) -> None:
    """A content security policy in the way is named, once, and the page goes on."""
    content = policy.format(origin=standin.url)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
    visitor = world.visitor(before=meta, other_origin=True)
    visitor.allow("Content Security Policy")  # what is blocked within the worker is not said here
    visitor.start(connected=False)
    assert visitor.wait_for("error")["code"] == code
    assert visitor.names() == ["error"]
    assert visitor.page.evaluate("() => tagalong.state.connection") == "stopped"


def test_garbage_on_the_socket(world: World, standin: StandIn) -> None:
    """Frames that cannot be read change nothing: the next invitation is asked as ever."""
    visitor = world.chatting()
    change = '{"kind":"notification","type":"cqm.ExConversationChangeNotification"%s}'
    garbage = [
        "not JSON",
        "[]",
        "{}",
        change % "",
        change % ',"body":{"changes":7}',
        change % ',"body":{"changes":[{"result":{"conversationDetails":{"dialogs":[null,3,{}]}}}]}',
        '{"kind":"resp","reqId":"no such request","code":500}',
    ]
    for text in garbage:
        standin.post("frames", text=text)
    standin.invite()
    visitor.wait_for("offered")
    assert visitor.details("error") == []


@pytest.mark.alone
@pytest.mark.certain
def test_nothing_of_ours_blocks_the_page(world: World) -> None:
    """To the painted banner and the kept snapshot no task works 50 ms on the page's thread."""

    def question(visitor: Visitor) -> None:
        visitor.start()
        visitor.open_chat()
        world.standin.invite()
        visitor.wait_for("offered")
        visitor.page.locator("tagalong-banner").get_by_role("heading").wait_for()
        visitor.wait_for_snapshot()

    for _ in range(3):
        visitor = world.visitor()
        tasks = tasks_ms(visitor.page, partial(question, visitor))
        assert len(tasks) > 100
        assert [task for task in tasks if task >= LONG_MS] == []


@pytest.mark.alone
def test_a_page_that_is_blocked_is_noticed(world: World) -> None:
    """What the test above measures with does see a page that works for long in one go."""
    page = world.visitor().page
    work = "() => { const end = performance.now() + 300; while (performance.now() < end); }"
    assert max(tasks_ms(page, lambda: page.evaluate(work))) >= LONG_MS
