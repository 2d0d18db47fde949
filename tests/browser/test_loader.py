"""The one script tag: however it gets onto a page, and whatever the page lacks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.hostpage import EMBED
from tests.support.standin import ACCOUNT, StandIn
from tests.support.visitors import Visitor, World
from tools.stages import ROOT

pytestmark = pytest.mark.later

# What a tag manager does: a script of the page's inserts the embed.
INSERTED = """<script>
const script = document.createElement("script");
script.src = "{src}";
for (const [, name, value] of `{attributes}`.matchAll(/(\\S+)="([^"]*)"/g)) {{
  script.setAttribute(name, value);
}}
script.setAttribute("data-gtm-id", "7");
document.head.append(script);
</script>"""
WAYS = {
    "async": EMBED,
    "defer": '<script defer src="{src}"{attributes}></script>',
    "blocking": '<script src="{src}"{attributes}></script>',
    "module": '<script type="module" src="{src}"{attributes}></script>',
    "inserted": INSERTED,
    "twice": EMBED + '<script async src="{src}" data-account="another" data-start="load"></script>',
    "twice, the second first": '<script defer src="{src}"{attributes}></script>'
    '<script src="{src}" data-account="another" data-start="load"></script>',
}


POSITIONS = ("top-start", "top", "top-end", "bottom-start", "bottom", "bottom-end", "bottom-end")


@pytest.mark.parametrize(("way", "position"), list(zip(WAYS, POSITIONS, strict=True)))
def test_however_it_is_embedded(world: World, standin: StandIn, way: str, position: str) -> None:
    """Each way of putting the tag on a page gives one Tagalong, which asks once, where it is to."""
    visitor = world.chatting({"position": position}, embed=WAYS[way])
    standin.invite()
    visitor.wait_for("offered")
    assert place_of_the_banner(visitor) == position
    visitor.press("Decline")
    visitor.wait_for("declined")
    assert visitor.names("message").count("ready") == 1
    assert visitor.page.locator("tagalong-banner").count() == 1
    assert len(standin.get("state")["sockets"]) == 1


def place_of_the_banner(visitor: Visitor) -> str:
    """Return where the banner stands in the window, in `data-position`'s words."""
    box = visitor.page.locator("tagalong-banner .banner").bounding_box()
    size = visitor.page.viewport_size
    assert box
    assert size
    edge = "top" if box["y"] + box["height"] < size["height"] / 2 else "bottom"
    middle = box["x"] + box["width"] / 2 - size["width"] / 2
    if abs(middle) < 2:  # pixels
        return edge
    return f"{edge}-{'start' if middle < 0 else 'end'}"


def test_below_a_base_of_another_place(world: World, standin: StandIn) -> None:
    """A page's <base> moves its own addresses, never Tagalong's files."""
    visitor = world.chatting(before='<base href="http://localhost:9/elsewhere/">')
    standin.invite()
    visitor.wait_for("offered")


def test_queued_and_later_functions_run_once(world: World) -> None:
    """What was pushed before loading runs once, as what is pushed after; errors stay theirs."""
    before = """<script>
    window.ran = [];
    window.tagalong = [() => ran.push("first"), () => { throw new Error("the page's own") }];
    tagalong.push((tagalong) => ran.push(tagalong.state.connection));
    </script>"""
    visitor = world.visitor({"start": "auto"}, before=before)
    visitor.expect("the page's own")
    visitor.start(connected=False)
    visitor.wait_until(lambda: visitor.page.evaluate("() => !Array.isArray(tagalong)"))
    visitor.page.evaluate("() => tagalong.push(() => ran.push('later'))")
    assert visitor.page.evaluate("() => ran") == ["first", "asleep", "later"]


def without(visitor: Visitor, script: str) -> str:
    """Load the page after `script`; return the code of the one error that must come."""
    visitor.page.add_init_script(script)
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert visitor.names() == ["error"]
    assert visitor.page.evaluate("() => tagalong.state") == {
        "connection": "stopped",
        "invitation": None,
    }
    return str(error["code"])


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("delete window.WebAssembly", "no-webassembly"),
        ("delete window.Worker", "no-worker"),
    ],
)
def test_a_browser_that_lacks_something(world: World, script: str, code: str) -> None:
    """A browser that cannot run Python gets one event that says why, and a page as before."""
    assert without(world.visitor(), script) == code


def test_a_page_without_livepersons_tag(world: World) -> None:
    """Without lpTag and an account there is one event in words; diagnose() says the rest."""
    visitor = world.visitor({"account": ""}, tagged=False)
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert error["code"] == "bad-setting"
    assert "lpTag.site is not set" in error["words"]
    told = visitor.page.evaluate("() => tagalong.diagnose()")
    assert {"tag", "settings"} <= {one["check"] for one in told if not one["ok"]}
    stub = "async () => { window.lpTag = {}; return (await tagalong.diagnose())[0]; }"
    assert "lpTag.site is not set" in visitor.page.evaluate(stub)["words"]


def test_a_page_opened_as_a_file(world: World, tmp_path: Path) -> None:
    """From file:// nothing can be loaded: one event says to use a web server."""
    visitor = world.visitor()
    page = tmp_path / "opened.html"
    loader = (ROOT / "dist/tagalong.js").as_uri()
    page.write_text(f'<!doctype html><script src="{loader}" data-start="load"></script>')
    visitor.origins.add("file://")
    visitor.expect("file://")
    visitor.expect("ERR_FAILED")
    visitor.page.goto(page.as_uri())
    error = visitor.wait_for("error")
    assert error["code"] == "boot"
    assert "web server" in error["words"]


def test_a_tag_without_an_address(world: World) -> None:
    """The loader pasted into a page, without src, says what it needs."""
    loader = (ROOT / "dist/tagalong.js").read_text().replace("{", "{{").replace("}", "}}")
    visitor = world.visitor(embed=f"<script>{loader}</script>")
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert "needs src" in error["words"]
    # It does not stay so: told where the files are, it starts.
    visitor.page.evaluate("() => tagalong.start()")
    url = visitor.standin.url
    given = {"base": f"{url}/dist/", "csds": url, "account": "12345678", "auth": "signup"}
    visitor.page.evaluate("(given) => { tagalong.configure(given); }", given)
    visitor.page.evaluate("() => { void tagalong.start(); }")
    visitor.wait_for("connected")


@pytest.mark.parametrize("where", ["query", "fragment", "storage"])
def test_the_switch_for_one_browser(world: World, where: str) -> None:
    """With tagalong-off in the address or in local storage nothing is installed or loaded."""
    visitor = world.visitor({"start": "load"})
    if where == "storage":
        visitor.page.add_init_script("localStorage.setItem('tagalong-off', '1')")
    else:
        visitor.url += {"query": "?a=b&tagalong-off", "fragment": "#tagalong-off"}[where]
    said: list[str] = []
    visitor.page.on("console", lambda message: said.append(message.text))
    visitor.start(connected=False)
    visitor.wait_until(lambda: any("tagalong-off" in words for words in said), "a word on it")
    assert visitor.page.evaluate("() => window.tagalong") is None
    assert loaded(visitor) == ["tagalong.js"]


def test_an_emptied_loader(world: World) -> None:
    """An empty tagalong.js switches everything off, and the page's own calls stay harmless."""
    before = "<script>(window.tagalong ||= []).push(() => { window.called = true; });</script>"
    visitor = world.visitor(before=before)
    visitor.page.route("**/tagalong.js", lambda route: route.fulfill(body=""))
    visitor.start(connected=False)
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.evaluate("() => [tagalong.length, window.called]") == [1, None]
    assert visitor.names() == []


def test_a_pinned_copy(world: World, standin: StandIn) -> None:
    """The versioned loader, with its integrity, works from another origin."""
    manifest = json.loads((ROOT / "dist/manifest.json").read_text())
    name = f"tagalong-{manifest['version']}.js"
    integrity = manifest["files"][name]["integrity"]
    embed = (
        f'<script async src="{standin.url}/dist/{name}" integrity="{integrity}" '
        "crossorigin{attributes}></script>"
    )
    visitor = world.chatting(embed=embed, other_origin=True)
    standin.invite()
    visitor.wait_for("offered")


HIDDEN = """
let hidden = true;
Object.defineProperty(Document.prototype, "visibilityState",
    { get: () => (hidden ? "hidden" : "visible") });
window.show = () => { hidden = false; document.dispatchEvent(new Event("visibilitychange")); };
"""
REMEMBERED = "sessionStorage.setItem('tagalong:opened', 'yes');"


@pytest.mark.parametrize(("start", "before"), [("load", ""), ("auto", REMEMBERED)])
def test_a_tab_that_nobody_looks_at(world: World, start: str, before: str) -> None:
    """A hidden tab boots nothing until it is seen, whatever would start it."""
    visitor = world.visitor({"start": start})
    visitor.page.add_init_script(HIDDEN + before)
    visitor.start(connected=False)
    visitor.page.wait_for_load_state("networkidle")
    assert loaded(visitor) == ["tagalong.js"]
    visitor.page.evaluate("() => show()")
    visitor.wait_for("connected")


def test_stopped_before_it_was_seen(world: World) -> None:
    """A stop() calls off a start that waits; start() is still possible."""
    visitor = world.visitor()
    visitor.page.add_init_script(HIDDEN)
    visitor.start(connected=False)
    visitor.page.wait_for_load_state("networkidle")
    visitor.page.evaluate("() => tagalong.stop()")
    visitor.page.evaluate("() => show()")
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.names() == ["stopped"]
    assert visitor.page.evaluate("() => tagalong.state.connection") == "stopped"
    visitor.page.evaluate("() => { tagalong.start(); }")
    visitor.wait_until(
        lambda: visitor.page.evaluate("() => tagalong.state.connection") == "starting"
    )
    visitor.wait_for("connected")


def test_stopped_before_its_half_has_loaded(world: World) -> None:
    """A stop() right after start() ends in "stopped", and nothing boots later."""
    visitor = world.visitor({"start": "auto"})
    visitor.start(connected=False)
    visitor.wait_for_loader()
    visitor.page.evaluate("() => { tagalong.start(); tagalong.feed('{}'); tagalong.stop(); }")
    visitor.wait_for("stopped")
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.evaluate("() => tagalong.state.connection") == "stopped"
    assert visitor.names() == ["stopped"]
    assert loaded(visitor) == ["tagalong.js"]


MISUSE = """async () => {
    const thrower = { get skillId() { throw new Error("the page's own"); } };
    await tagalong.conversation.open(thrower);
    tagalong.conversation.say("x".repeat(8001));
    for (let count = 0; count < 20; count += 1) tagalong.feed("y".repeat(1_000_000));
}"""


def test_arguments_that_are_too_much(world: World) -> None:
    """A hostile argument, and more than can be kept, are told once each; Tagalong goes on."""
    visitor = world.visitor({"start": "auto"})
    visitor.start(connected=False)
    visitor.wait_for_loader()
    visitor.page.evaluate(MISUSE)
    told = [(error["code"], error["words"].split()[0]) for error in visitor.details("error")]
    assert sorted(told) == [
        ("bad-setting", "conversation.open()"),
        ("bad-setting", "say()"),
        ("too-many", "Too"),
    ]
    visitor.wait_for("connected")
    proxy = "new Proxy({}, { getPrototypeOf() { throw Error(); } })"
    visitor.page.evaluate(f"() => tagalong.accept({proxy})")
    assert visitor.wait_for("refused")["why"] == "untrusted"
    # Something of the page's garbles what goes over to the worker.
    visitor.page.evaluate("""() => {
        const { postMessage } = MessagePort.prototype;
        MessagePort.prototype.postMessage = function (data, ...more) {
            const garbled = data[1] === "feed" ? [data[0], data[1], ["null"]] : data;
            return postMessage.call(this, garbled, ...more);
        };
        tagalong.conversation.open();
    }""")
    visitor.wait_until(lambda: len(visitor.details("error")) == 4, "an error of Python's")
    assert visitor.details("error")[-1]["code"] == "boot"
    assert "cannot read" in visitor.details("error")[-1]["words"]


def test_diagnose_on_a_good_page(world: World, standin: StandIn) -> None:
    """Where all is well every check says so; what tag managers added is named."""
    visitor = world.chatting({"cfasync": "false"})
    told = {one["check"]: one for one in visitor.page.evaluate("() => tagalong.diagnose()")}
    assert [name for name, one in told.items() if not one["ok"]] == []
    assert f"account {ACCOUNT}" in told["tag"]["words"]
    assert "data-cfasync" in told["attributes"]["words"]
    assert set(told) == {
        *("tag", "publish", "monitoring", "taglet", "window", "frame", "storage", "webassembly"),
        *("worker", "policy", "error", "settings", "attributes", "token", "connection", "clock"),
        *("conversation", "invitation"),
    }
    assert len(standin.get("state")["sockets"]) == 1


def test_diagnose_while_asleep(world: World) -> None:
    """Asking boots nothing, and says that Tagalong sleeps, what is given and what is ignored."""
    visitor = world.visitor({"start": "auto", "cfasync": "false", "beside-window": "ask"})
    visitor.start(connected=False)
    visitor.wait_for_loader()
    visitor.page.evaluate("() => tagalong.configure({ visitorName: 'Ann' })")
    told = visitor.page.evaluate("() => tagalong.diagnose()")
    (connection,) = [one for one in told if one["check"] == "connection"]
    assert connection["ok"]
    assert "asleep" in connection["words"]
    assert visitor.page.evaluate("() => tagalong.state.connection") == "asleep"
    # Of the runtime no more than that it may be asked for.
    assert [name.partition("-")[0] for name in loaded(visitor)] == [
        "tagalong.js",
        "page",
        "pyodide.mjs",
    ]
    words = {one["check"]: one["words"] for one in told}
    for given in ("data-account", "data-besideWindow", "configure({ visitorName })"):
        assert given.replace("sideW", "side-w") in words["settings"]
    assert "Ann" not in words["settings"]
    assert "data-cfasync" in words["attributes"]
    assert "data-auth" not in words["attributes"]


def loaded(visitor: Visitor) -> list[str]:
    """Return the names of Tagalong's files that the page has loaded."""
    names: list[str] = visitor.page.evaluate(
        "() => performance.getEntriesByType('resource').map(({ name }) => name)"
    )
    return [name.rsplit("/", 1)[1] for name in names if "/dist/" in name]
