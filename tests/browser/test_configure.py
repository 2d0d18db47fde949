"""The configurator: what it shows is the engine's, and what it hands out works."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from app.core.errors import SettingError
from app.core.page import settings as core
from tests.support.axe import examine
from tests.support.people import PHONE, Stage, stage
from tests.support.visitors import World
from tools import preview
from tools.stages import ROOT
from tools.views import LANGUAGES, STATES, views

TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.c2VjcmV0"


@pytest.fixture(scope="module")
def made(chromium: Browser) -> Iterator[Stage]:
    """Serve the demo with the banners that `make demo` makes."""
    assert preview.main([]) == 0
    with stage(chromium) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(made: Stage) -> Page:
    """Open the configurator, once for all: each test goes to a link of its own."""
    return made.page("/configure")


def go(page: Page, made: Stage, fragment: str = "") -> FrameLocator:
    """Follow a link of the configurator's; return the page with the banner."""
    page.goto("about:blank")
    page.goto(f"{made.standin.url}/configure{fragment}")
    expect(page.get_by_label("The line", exact=True)).to_contain_text("<script")
    return page.frame_locator("#preview")


def handed_out(page: Page, name: str) -> str:
    """Return a text to copy."""
    return page.get_by_label(name, exact=True).inner_text()


def test_the_settings_are_the_contracts(page: Page, made: Stage) -> None:
    """Every attribute is there with its default and its values, as the core takes them."""
    go(page, made)
    told = page.evaluate(
        "() => import('/configure/settings.js').then(({ SETTINGS, defaultOf }) =>"
        " SETTINGS.map((one) => [one.name, defaultOf(one), Object.keys(one.values ?? {})]))"
    )
    usual = core.Settings(account="x")
    named = {re.sub("[A-Z]", lambda one: f"-{one[0].lower()}", key): key for key in core.FIELDS}
    assert {name for name, _, _ in told} == set(named)
    for name, default, values in told:
        key = named[name]
        held = getattr(usual, core.FIELDS[key])
        if held and key != "account":
            assert default == held
        for value in values:
            read = core.read({key: value}, {}, "12345678", "https://shop.example/")
            assert not read.mistakes
        if values:
            assert takes(key, "no-such-value") is False


def takes(key: str, value: str) -> bool:
    """Whether the core takes a setting as it is."""
    try:
        return not core.read({key: value}, {}, "12345678", "https://shop.example/").mistakes
    except SettingError:
        return False


def test_every_banner_is_the_engines(page: Page, made: Stage) -> None:
    """Each state, and each language, is shown in the words of the engine's own view."""
    shown = go(page, made)
    heading = shown.locator("tagalong-banner .heading")
    for name in STATES:
        state, _, mode = name.rpartition("-")
        if mode not in ("view", "follow", "shared"):
            state, mode = ("refused" if name == "invited-refused" else name), "view"
        page.get_by_label("State").select_option(state)
        page.get_by_label("What the agent asks for").select_option(mode)
        expect(heading).to_have_text(views("en")[name]["heading"])
        if views("en")[name]["body"]:
            expect(shown.get_by_text(views("en")[name]["body"][0])).to_be_visible()
    page.get_by_label("State").select_option("invited")
    for language in LANGUAGES:
        page.get_by_label("Language").select_option(language)
        expect(heading).to_have_text(views(language)["invited-view"]["heading"])
    page.get_by_label("Language").select_option("en")
    shown.get_by_role("button", name="Decline").click()
    expect(heading).to_have_text("You declined")
    page.get_by_label("data-ui").select_option("none")
    expect(shown.locator("tagalong-banner")).to_have_count(0)


def test_a_choice_is_seen_and_can_be_shared(page: Page, made: Stage) -> None:
    """Position, language, theme and darkness change the banner; the link shows the same again."""
    shown = go(page, made)
    page.get_by_label("data-position").select_option("top-start")
    page.get_by_label("data-locale").fill("pt-PT")
    page.get_by_label("Theme", exact=True).select_option("own")
    page.get_by_label("Accent").fill("#ffee99")
    page.get_by_label("The visitor prefers").select_option("dark")
    page.get_by_label("data-visitor-name").fill('A "quoted" <b>')
    page.get_by_label("data-key").fill("Y")
    expect(page.get_by_text("Hard to read on this surface")).to_contain_text("accent 1.2:1")
    expect(page.get_by_text("data-key takes a key with modifiers")).to_be_visible()
    line = handed_out(page, "The line")
    assert " ".join(line.split()) == (
        '<script async src="https://YOUR-HOST/tagalong/tagalong.js"'
        ' data-visitor-name="A &quot;quoted&quot; &lt;b>" data-locale="pt-PT"'
        ' data-position="top-start"></script>'
    )
    assert "--tagalong-accent: #ffee99;" in handed_out(page, "The theme")
    link = handed_out(page, "A link to all this")
    assert "key=" not in link
    shown = go(page, made, f"#{link.partition('#')[2]}")
    host = shown.locator("tagalong-banner")
    expect(host).to_have_attribute("data-position", "top-start")
    expect(host.locator(".heading")).to_have_text(views("pt-BR")["invited-view"]["heading"])
    accent = "(one) => getComputedStyle(one).getPropertyValue('--tagalong-accent')"
    assert host.evaluate(accent) == "#ffee99"
    page.get_by_label("Theme", exact=True).select_option("default")
    box = host.locator(".banner")
    expect(box).not_to_have_css("background-color", "rgb(255, 255, 255)")
    page.get_by_label("The visitor prefers").select_option("light")
    expect(box).to_have_css("background-color", "rgb(255, 255, 255)")
    page.get_by_label("Theme", exact=True).select_option("bank")
    page.get_by_label("The visitor prefers").select_option("dark")
    expect(box).to_have_css("background-color", "rgb(16, 26, 36)")


def test_no_token_gets_into_a_link(page: Page, made: Stage) -> None:
    """What looks like a token is refused as a setting, written or in somebody's link."""
    go(page, made, f"#visitor-name={TOKEN}&connector={'x1' * 40}&nothing=1&state=none")
    assert page.get_by_label("data-visitor-name").input_value() == ""
    assert "#" not in handed_out(page, "A link to all this")
    page.get_by_label("data-visitor-name").fill(TOKEN)
    expect(page.get_by_text("That looks like a token")).to_be_visible()
    assert TOKEN not in page.url + page.locator("#outputs").inner_text()


POLICIES = {
    "": {
        "script-src https://YOUR-HOST 'wasm-unsafe-eval'",
        "worker-src blob:",
        "connect-src https://YOUR-HOST https://*.liveperson.net wss://*.liveperson.net",
    },
    "#files=own&auth=anonymous&policy=nonce&trusted=yes": {
        "script-src 'nonce-…' 'strict-dynamic' 'wasm-unsafe-eval'",
        "worker-src blob:",
        "connect-src 'self' https://*.liveperson.net wss://*.liveperson.net https://*.lpsnmedia.net",
        "require-trusted-types-for 'script'",
        "trusted-types tagalong",
    },
    "#auth=brand&connector=7&transport=own": {
        "script-src https://YOUR-HOST 'wasm-unsafe-eval'",
        "worker-src blob:",
        "connect-src https://YOUR-HOST https://*.liveperson.net wss://*.liveperson.net",
    },
    "#agent-name=on&files=own": {
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src blob:",
        "connect-src 'self' https://*.liveperson.net wss://*.liveperson.net https://*.lpsnmedia.net",
    },
    "#transport=host": {
        "script-src https://YOUR-HOST 'wasm-unsafe-eval'",
        "worker-src blob:",
        "connect-src https://YOUR-HOST",
    },
}


def test_the_policy_for_each_kind_of_page(page: Page, made: Stage) -> None:
    """The words depend on where the files are, on how scripts are trusted and on the flow."""
    for fragment, words in POLICIES.items():
        go(page, made, fragment)
        assert set(handed_out(page, "The policy").rstrip(";").split(";\n")) == words, fragment


def test_what_is_handed_out_works(page: Page, made: Stage, world: World) -> None:
    """The line and the policy, copied onto a strict page, connect with nothing blocked."""
    fragment = f"csds={world.standin.url}&auth=signup&start=load&account=12345678"
    go(page, made, f"#{fragment}&policy=nonce&trusted=yes&pinned=yes")
    line = handed_out(page, "The line").replace("https://YOUR-HOST/tagalong", "{src}")
    version = (ROOT / "dist" / "VERSION").read_text().strip()
    embed = re.sub(r'"\{src\}/[^"]*"', f'"{world.standin.url}/dist/tagalong-{version}.js"', line)
    policy = handed_out(page, "The policy").replace("https://YOUR-HOST", world.standin.url)
    content = f"default-src 'none'; img-src data:; {policy}".replace("nonce-…", "nonce-n1")
    visitor = world.visitor(
        before=f'<meta http-equiv="Content-Security-Policy" content="{content}">',
        embed=embed.replace('nonce="…"', 'nonce="n1"'),
        other_origin=True,
    )
    visitor.start()
    checks = visitor.page.evaluate("() => tagalong.diagnose()")
    assert next(one["ok"] for one in checks if one["check"] == "policy"), json.dumps(checks)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, made: Stage, scheme: Literal["light", "dark"]) -> None:
    """The configurator is accessible with mistakes on it, and no phone scrolls it sideways."""
    page.emulate_media(color_scheme=scheme)
    go(page, made, "#theme=own&own-text=%23eeeeee&auth=brand")
    page.get_by_label("data-key").fill("Y")
    expect(page.get_by_text("data-key takes")).to_be_visible()
    assert examine(page) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.set_viewport_size({"width": 1280, "height": 800})
