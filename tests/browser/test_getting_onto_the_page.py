"""How the script gets onto a page: settings in its address, copies, bundles, tidy loaders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.standin import ACCOUNT, StandIn
from tests.support.visitors import Visitor, World
from tools.stages import ROOT

pytestmark = pytest.mark.later

LOADER = (ROOT / "dist/tagalong.js").read_text()
QUERY = "?account={account}&csds={origin}&auth=signup&start=load&visitor-name=Ann"


def invited(visitor: Visitor, standin: StandIn) -> dict[str, Any]:
    """Connect, be invited and asked; return what was offered to the tag."""
    visitor.start()
    visitor.open_chat()
    standin.invite()
    visitor.wait_for("offered")
    return dict(visitor.published[0][1])


@pytest.mark.parametrize("kind", ["async", 'type="module"'])
def test_settings_in_the_address(world: World, standin: StandIn, kind: str) -> None:
    """A tag manager that leaves nothing but `src` gets its settings through."""
    query = QUERY.format(account=ACCOUNT, origin=standin.url)
    src = f"{standin.url}/dist/tagalong.js{query}".replace("&", "&amp;")
    visitor = world.visitor(embed=f'<script {kind} src="{src}"></script>')
    assert invited(visitor, standin)["visitorName"] == "Ann"


def test_an_attribute_wins_over_the_address(world: World, standin: StandIn) -> None:
    """And configure() wins over both, where it gives something."""
    query = QUERY.format(account=ACCOUNT, origin=standin.url).replace("&start=load", "")
    before = (
        "<script>(window.tagalong ||= []).push((tagalong) => { tagalong.configure("
        "{ account: undefined, visitorName: null, start: 'load', locale: 'de' }); });</script>"
    )
    embed = (
        f'<script async src="{standin.url}/dist/tagalong.js{query}" data-locale="fr" '
        'data-visitor-name="Bob"></script>'
    )
    visitor = world.visitor(before=before, embed=embed)
    assert invited(visitor, standin)["visitorName"] == "Bob"
    region = visitor.page.get_by_role("region")
    assert region.get_attribute("lang") == "de"


INSERTED = {
    "a loader that cleans up": (
        "const script = document.createElement('script'); script.src = '{src}'; {set}"
        "document.head.append(script); script.remove();"
    ),
    # As jQuery's `.append('<script src>')` on the same host.
    "text of an inline element": (
        "const holder = document.createElement('div');"
        "holder.innerHTML = '<script src=\"{src}\"{attributes}></' + 'script>';"
        "document.head.append(holder);"
        "fetch('{src}').then((answer) => answer.text()).then((text) => {"
        "const script = document.createElement('script'); script.text = text;"
        "document.head.append(script); script.remove(); });"
    ),
    "evaluated text": (
        "const holder = document.createElement('div');"
        "holder.innerHTML = '<script src=\"{src}\"{attributes}></' + 'script>';"
        "document.head.append(holder);"
        "fetch('{src}').then((answer) => answer.text()).then((text) => (0, eval)(text));"
    ),
    "a shadow root": (
        "const holder = document.createElement('div'); document.documentElement.append(holder);"
        "const script = document.createElement('script'); script.src = '{src}{query}';"
        "holder.attachShadow({ mode: 'open' }).append(script);"
    ),
}


@pytest.mark.parametrize("how", INSERTED)
def test_inserted(world: World, standin: StandIn, how: str) -> None:
    """Whatever a page's own loader does with the element, its settings and files are found."""
    src = f"{standin.url}/dist/tagalong.js"
    settings = {"account": ACCOUNT, "csds": standin.url, "auth": "signup", "start": "load"}
    script = (
        INSERTED[how]
        .replace("{src}", src)
        .replace("{query}", QUERY.format(account=ACCOUNT, origin=standin.url))
        .replace("{attributes}", "".join(f' data-{key}="{one}"' for key, one in settings.items()))
        .replace("{set}", f"Object.assign(script.dataset, {settings});")
    )
    embed = f"<script>{script}</script>".replace("{", "{{").replace("}", "}}")
    invited(world.visitor(embed=embed), standin)


@pytest.mark.parametrize("kind", ["async", 'type="module"'])
def test_a_renamed_copy_elsewhere(
    world: World, standin: StandIn, tmp_path: Path, kind: str
) -> None:
    """An optimizer's own copy, under another name, finds the other files by data-base."""
    (tmp_path / "cache-7f.js").write_text(LOADER)
    embed = (
        f'<script {kind} src="/files/cache-7f.js?ver=6.2" data-base="/dist"{{attributes}}></script>'
    )
    invited(world.visitor(embed=embed), standin)


def test_merged_into_a_bundle(world: World, standin: StandIn, tmp_path: Path) -> None:
    """Merged with other scripts, the loader is told by the page where its files are."""
    (tmp_path / "bundle.js").write_text(f"window.before = 1;\n{LOADER}\nwindow.after = 1;")
    settings = {
        "base": f"{standin.url}/dist/",
        "account": ACCOUNT,
        "csds": standin.url,
        "auth": "signup",
        "start": "load",
    }
    before = (
        "<script>(window.tagalong ||= []).push((tagalong) => "
        f"tagalong.configure({settings}));</script>"
    )
    visitor = world.visitor(before=before, embed='<script src="/files/bundle.js"></script>')
    invited(visitor, standin)
    assert visitor.page.evaluate("() => before + after") == 2


def test_a_copy_that_finds_nothing(world: World, standin: StandIn, tmp_path: Path) -> None:
    """Without data-base the words name the address that was tried, and what to say instead."""
    (tmp_path / "tagalong.js").write_text(LOADER)
    visitor = world.visitor(embed='<script src="/files/tagalong.js"{attributes}></script>')
    visitor.expect("404")
    visitor.start(connected=False)
    error = visitor.wait_for("error")
    assert error["code"] == "boot"
    assert f"{standin.url}/files/page-" in error["words"]
    assert "404" in error["words"]
    assert "data-base" in error["words"]


WRAPPED = """() => {
  const own = document.createElement("button");
  own.textContent = "Yes";
  const wrap = (event) => ({ nativeEvent: event, isTrusted: event.isTrusted, type: event.type });
  own.addEventListener("click", (event) => tagalong.accept(HOW));
  WHERE.body.append(own);
}"""


@pytest.mark.parametrize(
    ("how", "frame"), [("wrap(event)", False), ("event", False), ("event", True)]
)
def test_events_of_frameworks_and_frames(
    world: World, standin: StandIn, how: str, *, frame: bool
) -> None:
    """A wrapper counts by the browser's event in it, and so does an event of another realm."""
    visitor = world.chatting({"ui": "none"})
    where = "document"
    if frame:
        visitor.page.evaluate(
            "() => { const frame = document.createElement('iframe'); frame.id = 'chat';"
            "document.body.append(frame); }"
        )
        where = "document.querySelector('#chat').contentDocument"
    visitor.page.evaluate(WRAPPED.replace("HOW", how).replace("WHERE", where))
    standin.invite()
    visitor.wait_for("offered")
    visitor.page.wait_for_function(
        "() => performance.now() - (window.first ??= performance.now()) > 700"
    )
    holder = visitor.page.frame_locator("#chat") if frame else visitor.page
    holder.get_by_role("button", name="Yes").click()
    visitor.wait_for("active")


def test_what_configure_is_told_later(world: World) -> None:
    """A bad value after the start is told at once, and only the next start uses what is good."""
    visitor = world.visitor()
    visitor.start()
    visitor.page.evaluate("() => tagalong.configure({ position: 'middle' })")
    error = visitor.wait_for("error")
    assert error["code"] == "bad-setting"
    assert "data-position" in error["words"]
    visitor.page.evaluate("() => tagalong.configure({ position: 'top', locale: 'fr' })")
    assert visitor.page.evaluate("() => tagalong.state.connection") == "connected"
    told = visitor.page.evaluate("() => tagalong.diagnose()")
    assert len(visitor.details("error")) == 1
    assert {one["check"]: one["ok"] for one in told}["settings"]
