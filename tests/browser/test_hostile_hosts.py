"""Pages that are hard on a guest: whatever they do, the question is asked and the answer counts."""

from __future__ import annotations

import re

import pytest

from tests.support.seldom import but_seldom
from tests.support.standin import StandIn
from tests.support.visitors import World
from tools.stages import ROOT

pytestmark = [pytest.mark.certain, pytest.mark.later]

# Each runs before the embed, or once Tagalong is connected.
HOSTILE = {
    "a wrapped JSON": """
        const { parse, stringify } = JSON;
        JSON.parse = function (...given) { return parse.apply(JSON, given); };
        JSON.stringify = function (...given) { return stringify.apply(JSON, given); };
    """,
    "a replaced Promise": """
        const Native = window.Promise;
        window.Promise = class extends Native {
            static get [Symbol.species]() { return Native; }
            then(...given) { return super.then(...given); }
        };
    """,
    # As Prototype.js up to 1.6 and its kin: `toJSON` gives a text, which JSON quotes once more.
    "an old library": """
        Array.prototype.last = function () { return this[this.length - 1]; };
        Object.prototype.forOwn = function () {};
        String.prototype.startsWith = function (start) { return this.indexOf(start) === 0; };
        const quoted = (value) => `"${value}"`;
        Array.prototype.toJSON = function () { return `[${this.map(quoted).join(", ")}]`; };
        String.prototype.toJSON = function () { return quoted(this); };
        // LivePerson's tag is left alone: how it gets on with the page is not the question.
        Object.prototype.toJSON = function () { return "kind" in this ? quoted("object") : this; };
        Array.from = (one) => [...one];
        Array.prototype.reduce = function () { return this.length > 1 ? this : this[0]; };
        Function.prototype.bind = function (self, ...first) {
            const call = this;
            return function (...more) { return call.apply(self, [...first, ...more]); };
        };
    """,
    "wrapped listeners": """
        const { addEventListener } = EventTarget.prototype;
        EventTarget.prototype.addEventListener = function (type, listener, options) {
            const called = typeof listener === "function"
                ? function (...given) { return listener.apply(this, given); } : listener;
            return addEventListener.call(this, type, called, options);
        };
    """,
    "nothing tolerated beside the body": """
        new MutationObserver(() => {
            for (const child of [...document.documentElement.children]) {
                if (!["HEAD", "BODY"].includes(child.tagName)) child.remove();
            }
        }).observe(document.documentElement, { childList: true });
    """,
    "an overlay on top of everything": """
        addEventListener("DOMContentLoaded", () => {
            const overlay = document.createElement("div");
            overlay.style.cssText =
                "position:fixed;inset:0;z-index:2147483647;background:rgba(0,0,0,.4)";
            document.body.append(overlay);
        });
        if (document.readyState !== "loading") dispatchEvent(new Event("DOMContentLoaded"));
    """,
    "four thousand elements that keep moving": """
        addEventListener("DOMContentLoaded", () => {
            const box = document.createElement("div");
            for (let number = 0; number < 4000; number += 1) {
                box.append(document.createElement("i"));
            }
            document.body.append(box);
            setInterval(() => {
                for (const one of [...box.children].slice(0, 200)) {
                    one.dataset.at = performance.now();
                    box.append(one);
                }
            }, 50);
        });
        if (document.readyState !== "loading") dispatchEvent(new Event("DOMContentLoaded"));
    """,
}


@pytest.mark.parametrize("when", but_seldom(["before", "late"], ["late"]))
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_page(world: World, what: str, when: str) -> None:
    """The page may do it before Tagalong comes or while it is there."""
    script = f"(() => {{ {HOSTILE[what]} }})();"
    early = when == "before"
    visitor = world.chatting(before=f"<script>{script}</script>" if early else "")
    if not early:
        visitor.page.evaluate(f"() => {{ {script} }}")
    visitor.answer_as_a_person()


# What the loader, the page's own scripts here, and who looks at the page call by these names.
NEEDED = (
    "AbortController AbortSignal Array CustomEvent Date Error HTMLScriptElement "
    "IntersectionObserver JSON Map Object Promise Reflect String SyntaxError URLSearchParams "
    "clearTimeout fetch performance setTimeout"
)
BUILTINS = re.findall(r"export const (\w+)", (ROOT / "static/page/builtins.js").read_text())


def test_a_page_that_calls_its_own_things_by_the_browsers_names(world: World) -> None:
    """A page's `const URL = "/api"` stands before the browser's own for all of its scripts."""
    names = [one for one in BUILTINS if one not in NEEDED.split()]
    own = ", ".join(f'{name} = "own"' for name in names)
    visitor = world.chatting(before=f"<script>const {own};</script>")
    visitor.answer_as_a_person()
    assert visitor.page.evaluate("() => URL") == "own"


@pytest.mark.parametrize("name", ["URL", "fetch", "Promise"])
def test_the_loader_on_such_a_page(world: World, name: str) -> None:
    """What pages have of their own most often is no trouble for the loader either."""
    visitor = world.chatting(before=f'<script>const {name} = "own";</script>', tagged=False)
    assert visitor.names()[0] == "ready"


def test_on_a_page_from_right_to_left(world: World, standin: StandIn) -> None:
    """The banner reads as its own language does, is wholly seen, and is answered."""
    visitor = world.chatting(before="<script>document.documentElement.dir = 'rtl';</script>")
    standin.invite()
    visitor.wait_for("offered")
    banner = visitor.page.locator("tagalong-banner .banner")
    box = banner.bounding_box()
    assert box
    assert 0 <= box["x"] <= 1280 - box["width"]
    assert banner.evaluate("(banner) => getComputedStyle(banner).direction") == "ltr"
    visitor.press("Accept")
    visitor.wait_for("active")


def test_in_a_frame_of_the_same_site(world: World, standin: StandIn) -> None:
    """A page in a frame of its own site works within it."""
    visitor = world.visitor()
    framed = world.page_file.with_name("framed.html")
    framed.write_text(
        '<!doctype html><link rel="icon" href="data:,">'
        '<iframe src="/" width="800" height="600"></iframe>'
    )
    visitor.page.goto(f"{standin.url}/files/framed.html")
    frame = visitor.page.frames[1]
    visitor.wait_until(lambda: frame.evaluate("() => tagalong.state.connection") == "connected")
    frame.evaluate("() => { tagalong.conversation.open(); }")
    visitor.wait_until(lambda: bool(standin.get("state")["conversations"]))
    standin.invite()
    button = frame.locator("tagalong-banner").get_by_role("button", name="Decline")
    button.click()
    visitor.wait_until(lambda: len(standin.get("published")) == 2, "the answer")
    assert standin.get("published")[1]["name"] == "cobrowseDeclined"


REMEMBERING = """
(() => {
    const kept = (window.kept = { listeners: new Map(), timers: new Set(), workers: 0 });
    kept.channels = 0;
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    const name = (target, type) => `${target === window ? "window" : "document"} ${type}`;
    const count = (key, by) => kept.listeners.set(key, (kept.listeners.get(key) ?? 0) + by);
    EventTarget.prototype.addEventListener = function (type, listener, options) {
        const target = this ?? window;
        if ((target === window || target === document) && !/^tagalong:|^load$/.test(type)) {
            const key = name(target, type);
            count(key, 1);
            options?.signal?.addEventListener("abort", () => count(key, -1));
        }
        return addEventListener.call(target, type, listener, options);
    };
    EventTarget.prototype.removeEventListener = function (type, listener, options) {
        const target = this ?? window;
        const counts = !/^tagalong:|^load$/.test(type);
        if ((target === window || target === document) && counts) count(name(target, type), -1);
        return removeEventListener.call(target, type, listener, options);
    };
    for (const kind of ["Timeout", "Interval"]) {
        const set = window[`set${kind}`], clear = window[`clear${kind}`];
        window[`set${kind}`] = (run, ...more) => {
            const id = set((...given) => {
                if (kind === "Timeout") kept.timers.delete(id);
                run(...given);
            }, ...more);
            kept.timers.add(id);
            return id;
        };
        window[`clear${kind}`] = (id) => { kept.timers.delete(id); clear(id); };
    }
    const { BroadcastChannel } = window;
    window.BroadcastChannel = class extends BroadcastChannel {
        constructor(...given) { super(...given); kept.channels += 1; }
        close() { kept.channels -= 1; super.close(); }
    };
    const { Worker } = window;
    window.Worker = class extends Worker {
        constructor(...given) { super(...given); kept.workers += 1; }
        terminate() { kept.workers -= 1; super.terminate(); }
    };
})();
"""


def test_stop_leaves_nothing(world: World, standin: StandIn) -> None:
    """After stop() there is no element, listener, timer, channel, worker or socket of ours.

    Of what was stored the last decisions are left, for ten minutes: another tab may be asking.
    """
    visitor = world.visitor()
    visitor.page.add_init_script(REMEMBERING)
    visitor.start(connected=False)
    visitor.wait_until(lambda: visitor.page.evaluate("() => 'tagalong' in window"))
    visitor.wait_for("connected")
    visitor.open_chat()
    standin.invite()
    visitor.wait_for("offered")
    visitor.press("Decline")
    visitor.wait_for("declined")
    assert visitor.page.evaluate("() => [kept.workers, kept.channels]") == [1, 1]
    visitor.page.evaluate("() => tagalong.stop()")
    visitor.wait_for("stopped")
    visitor.wait_until(lambda: not standin.get("state")["sockets"], "the socket to close")
    visitor.wait_until(lambda: not visitor.page.evaluate("() => kept.timers.size"), "the timers")
    left = visitor.page.evaluate(
        "() => ({ workers: kept.workers, channels: kept.channels,"
        " listeners: [...kept.listeners].filter((one) => one[1]),"
        " elements: [...document.documentElement.children].map((one) => one.localName),"
        " stored: [...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
        ".filter((key) => key.startsWith('tagalong')) })"
    )
    assert left == {
        "workers": 0,
        "channels": 0,
        "listeners": [],
        "elements": ["head", "body"],
        "stored": ["tagalong:decisions"],
    }
    kept = visitor.page.evaluate("() => JSON.parse(localStorage['tagalong:decisions'])")
    assert [set(one) for one in kept] == [{"dialogId", "outcome", "at"}]


SURFACE = """
(() => {
    const holders = { EventTarget, Node, Element, HTMLElement, Document, Function, Object, Array,
        Promise, String, Map, MessagePort, Worker, Event };
    const read = () => {
        const found = new Map(Reflect.ownKeys(window).map((name) => [String(name), null]));
        for (const [name, holder] of Object.entries(holders)) {
            for (const object of [holder, holder.prototype]) {
                for (const key of Reflect.ownKeys(object)) {
                    const { value, get } = Object.getOwnPropertyDescriptor(object, key);
                    found.set(`${name} ${object === holder} ${String(key)}`, value ?? get);
                }
            }
        }
        return found;
    };
    const before = read();
    window.changed = () => {
        const after = read();
        return [...new Set([...before.keys(), ...after.keys()])].filter(
            (key) => before.has(key) !== after.has(key) || before.get(key) !== after.get(key));
    };
})();
"""


def test_nothing_of_the_page_is_patched(world: World, standin: StandIn) -> None:
    """One global of ours and one symbol of PyScript's; no prototype and no function is changed."""
    visitor = world.visitor()
    visitor.page.add_init_script(SURFACE)
    visitor.start()
    visitor.open_chat()
    standin.invite()
    visitor.wait_for("offered")
    hosts = {"changed", "lpTag", "ChronosRoot", "Chronos"}
    assert set(visitor.page.evaluate("() => changed()")) - hosts == {
        *("tagalong", "Symbol(polyscript.js_modules)"),
    }


def test_stop_while_python_boots(world: World) -> None:
    """A stop() in the middle of a boot ends the worker at once, and nothing is told afterwards."""
    visitor = world.visitor()
    visitor.page.add_init_script(REMEMBERING)
    visitor.start(connected=False)
    visitor.wait_until(lambda: visitor.page.evaluate("() => kept.workers === 1"), "a worker")
    visitor.page.evaluate("() => tagalong.stop()")
    visitor.wait_until(lambda: visitor.page.evaluate("() => kept.workers === 0"), "its end")
    visitor.wait_until(lambda: not visitor.page.evaluate("() => kept.timers.size"), "the timers")
    left = "() => [...kept.listeners].filter((one) => one[1])"
    assert visitor.page.evaluate(left) == []
    assert visitor.names() == ["stopped"]


def test_frames_after_stop(world: World) -> None:
    """A page that goes on feeding frames after stop() wakes nothing."""
    visitor = world.visitor({"transport": "host"})
    visitor.start(connected=False)
    visitor.wait_for("ready")
    visitor.page.evaluate("() => tagalong.stop()")
    visitor.wait_for("stopped")
    visitor.page.evaluate("() => { for (let n = 0; n < 9; n += 1) tagalong.feed('{}'); }")
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.evaluate("() => tagalong.state.connection") == "stopped"
    assert visitor.names() == ["ready", "stopped"]
