"""`loadTagalong` in a browser: one tag, however it is asked for; and in words what went wrong."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support.standin import StandIn
from tests.support.visitors import Visitor, World
from tools.stages import ROOT

MODULE = ROOT / "static/npm/index.js"
CALL = """async ([settings, copy]) => {
  const { loadTagalong } = await import(`/files/index.js${copy}`);
  try {
    return (await loadTagalong(settings)) === window.tagalong;
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}"""
TAGS = "() => [...document.scripts].filter((one) => /tagalong\\.js/.test(one.src)).length"
NONE = ""
MISSING = "Failed to load resource"


def opened(world: World, folder: Path, *, body: str = "", policy: str = "") -> Visitor:
    """Return a visitor on a page without Tagalong's tag, where the module can be imported."""
    shutil.copy(MODULE, folder / "index.js")
    before = f'<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy else ""
    visitor = world.visitor(embed=NONE, before=before, body=body)
    visitor.start(connected=False)
    return visitor


def settings(standin: StandIn, **more: str) -> dict[str, str]:
    """Return what a page on the simulator's account says."""
    given = {"base": "/dist/", "account": "12345678", "csds": standin.url, "auth": "signup"}
    return {**given, **more}


def load(visitor: Visitor, given: dict[str, str], copy: str = "") -> Any:
    """Call it; return whether it gave the API, or the words with which it rejected."""
    return visitor.page.evaluate(CALL, [given, copy])


def tags(visitor: Visitor) -> int:
    """Return how many tags of Tagalong's there are."""
    return int(visitor.page.evaluate(TAGS))


def warnings(visitor: Visitor) -> list[str]:
    """Return what was said of another call."""
    return [one for one in visitor.console if "loadTagalong was called again" in one]


def test_one_tag_however_often_it_is_called(world: World, tmp_path: Path) -> None:
    """Calls at once, later calls and another copy of the module share one tag and one API."""
    visitor = opened(world, tmp_path)
    given = settings(world.standin)
    both = visitor.page.evaluate(
        """async (settings) => {
          const { loadTagalong } = await import("/files/index.js");
          const calls = [loadTagalong(settings), loadTagalong({ ...settings, getToken: () => "" })];
          return calls[0] === calls[1] && (await calls[0]).state.connection;
        }""",
        {**given, "getToken": None},
    )
    assert both == "asleep"
    assert load(visitor, given) is True
    assert load(visitor, given, "?another-copy") is True
    assert tags(visitor) == 1


def test_another_call_that_differs_says_so(world: World, tmp_path: Path) -> None:
    """The first call's settings hold; the console names what differs, and nothing else."""
    visitor = opened(world, tmp_path)
    given = settings(world.standin)
    for one in (given, {**given}, {**given, "position": "top", "account": "87654321"}):
        assert load(visitor, one) is True
    (said,) = warnings(visitor)
    assert "other settings (account, position)" in said
    visitor.page.evaluate("() => tagalong.start()")
    visitor.wait_for("connected")
    assert tags(visitor) == 1


def test_settings_are_there_before_it_wakes(world: World, tmp_path: Path) -> None:
    """`start: "load"` needs no call of the page's, and the page's own queue runs once."""
    visitor = opened(world, tmp_path)
    visitor.page.evaluate(
        "() => { window.ran = 0; window.tagalong = [() => { window.ran += 1; }]; }"
    )
    assert load(visitor, settings(world.standin, start="load")) is True
    visitor.wait_for("connected")
    assert visitor.page.evaluate("() => window.ran") == 1


def test_a_tag_that_is_there_is_used(world: World, tmp_path: Path) -> None:
    """A page that carries the tag itself gets no second one, and these settings."""
    visitor = opened(world, tmp_path, body='<script src="/dist/tagalong.js"></script>')
    assert load(visitor, settings(world.standin)) is True
    assert tags(visitor) == 1
    visitor.page.evaluate("() => tagalong.start()")
    visitor.wait_for("connected")


def test_a_script_that_does_not_load(world: World, tmp_path: Path) -> None:
    """It is told with its address, leaves nothing behind, and can be tried again."""
    visitor = opened(world, tmp_path)
    visitor.expect(MISSING)
    visitor.page.evaluate("() => { window.tagalong = [() => { window.ran = true; }]; }")
    said = load(visitor, settings(world.standin, base="/nowhere"))
    address = f"{world.standin.url}/nowhere/tagalong.js"
    assert said.startswith(
        f"Error: Tagalong could not be loaded from {address}: the file is missing"
    )
    assert (tags(visitor), visitor.page.evaluate("() => tagalong.length")) == (0, 1)
    assert load(visitor, settings(world.standin)) is True
    assert visitor.page.evaluate("() => window.ran") is True
    assert warnings(visitor) == []


@pytest.mark.parametrize("how", ["emptied", "in this browser"])
def test_switched_off(world: World, tmp_path: Path, how: str) -> None:
    """An emptied loader, and the switch of one browser, reject and leave the page alone."""
    visitor = opened(world, tmp_path)
    base = "/dist/"
    if how == "emptied":
        (tmp_path / "tagalong.js").write_text("")
        base = "/files/"
    else:
        visitor.page.evaluate("() => localStorage.setItem('tagalong-off', 'yes')")
    said = load(visitor, settings(world.standin, base=base))
    address = f"{world.standin.url}{base}tagalong.js"
    assert said.startswith(f"Error: Tagalong is switched off: {address} has put none in place.")
    assert "tagalong-off" in said
    assert tags(visitor) == 0


@pytest.mark.parametrize(
    ("base", "words"),
    [
        ("", "loadTagalong needs `base`, the address of the folder with Tagalong's files."),
        ("http://[", "loadTagalong's `base` is no address: http://["),
    ],
)
def test_a_base_that_is_none(world: World, tmp_path: Path, base: str, words: str) -> None:
    """What the call lacks is told by its rejection, never thrown."""
    visitor = opened(world, tmp_path)
    assert load(visitor, settings(world.standin, base=base)) == f"Error: {words}"
    assert visitor.page.evaluate("() => 'tagalong' in window") is False


def test_an_element_by_that_name(world: World, tmp_path: Path) -> None:
    """An element with the id "tagalong" is neither the API nor a queue."""
    visitor = opened(world, tmp_path, body='<form id="tagalong"></form>')
    assert load(visitor, settings(world.standin)) is True
    assert visitor.page.evaluate("() => typeof tagalong.start") == "function"


@pytest.mark.parametrize(("names", "loads"), [("tagalong tagalong-npm", True), ("tagalong", False)])
def test_trusted_types(world: World, tmp_path: Path, names: str, loads: bool) -> None:  # noqa: FBT001 - a row
    """With its name in the page's policy it loads; without, it says which name is missing."""
    policy = f"require-trusted-types-for 'script'; trusted-types {names}"
    visitor = opened(world, tmp_path, policy=policy)
    if not loads:
        visitor.expect("tagalong-npm")
        visitor.allow("TrustedScriptURL", "Trusted")
    said = load(visitor, settings(world.standin))
    words = "Error: The page's policy wants trusted types: add tagalong-npm to its trusted-types."
    assert said == (True if loads else words)


@pytest.mark.parametrize("nonce", ["r4nd0m", ""])
def test_a_policy_with_a_nonce(world: World, tmp_path: Path, nonce: str) -> None:
    """With the page's nonce the tag is let in; without it the rejection names the directive."""
    importing = (
        '<script type="module" nonce="r4nd0m">import { loadTagalong } from "/files/index.js";'
        "window.load = loadTagalong;</script>"
    )
    visitor = opened(world, tmp_path, body=importing, policy="script-src 'nonce-r4nd0m'")
    visitor.allow("Content Security Policy")
    visitor.wait_until(lambda: visitor.page.evaluate("() => 'load' in window"), "the module")
    said = visitor.page.evaluate(
        "(given) => load(given).then((one) => one === tagalong, (error) => error.message)",
        settings(world.standin, **({"nonce": nonce} if nonce else {})),
    )
    assert said is True if nonce else "the page's policy (script-src)" in said
