"""The banner for every visitor: axe's rules, the tree that a screen reader gets, sizes, keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser

from tests.page.gallery.snapshots import SNAPSHOTS, snapshot
from tests.page.gallery.stage import DESKTOP, FONT, PHONE, THEMES, Stage, staged, theme_css
from tests.support.axe import AXE
from tests.support.chromium import chromium_path
from tools.views import LANGUAGES, STATES, View, views

# Every rule that axe has, the newest of WCAG's and the best practices among them.
RUN = """async (root) => {
  const options = { rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] };
  const { violations, passes } = await axe.run('tagalong-banner', options);
  return { violations: violations.map(({ id, nodes }) =>
    `${id}: ${nodes.map((node) => node.target.flat().join(' ') + ' ' + node.failureSummary)}`),
    passes: passes.map(({ id }) => id) };
}"""
EXAMPLES = ("invited-view", "invited-refused", "active-view-pill", "expired-ask")
DIRECTIONS = {"ltr": "en", "rtl": "ar"}


def in_direction(direction: str) -> dict[str, View]:
    """Return every view in a language that is written so, and as if English were."""
    english = {name: {**one, "direction": direction} for name, one in views("en").items()}
    own = views(DIRECTIONS[direction])
    return {f"{name}, mirrored": one for name, one in english.items()} | own


def examine(stage: Stage, named: dict[str, View]) -> dict[str, list[str]]:
    """Show each view and return what axe finds wrong with it, having checked that it looked."""
    stage.page.add_script_tag(path=AXE)
    found: dict[str, list[str]] = {}
    for name, view in named.items():
        stage.show(view)
        result = stage.inside(RUN)
        found[name] = cast("list[str]", result["violations"])
        contrast = "color-contrast" in result["passes"] or "contrast" in str(found[name])
        # axe takes Arabic letters for pictures, and does not ask for their contrast.
        assert contrast or view["locale"] == "ar", result
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("direction", list(DIRECTIONS))
def test_axe_finds_nothing(chromium: Browser, scheme: str, direction: str) -> None:
    """In no state, light or dark, from left or from right; targets are large enough."""
    with staged(chromium, color_scheme=scheme) as stage:
        found = examine(stage, in_direction(direction))
    assert not any(found.values()), found


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_example_themes(
    chromium: Browser, theme: str, scheme: str
) -> None:
    """The themes that customers start from keep the contrast and the sizes."""
    with staged(chromium, color_scheme=scheme, style=FONT + theme_css(theme)) as stage:
        found = examine(stage, {name: views("en")[name] for name in EXAMPLES})
    assert not any(found.values()), found


def test_axe_would_find_something(chromium: Browser) -> None:
    """A theme with too little contrast is found, so that the tests above mean something."""
    pale = "tagalong-banner { --tagalong-text: #bbb; --tagalong-surface: #fff; }"
    with staged(chromium, style=FONT + pale) as stage:
        found = examine(stage, {"pale": views("en")["invited-view"]})
        assert any(one.startswith("color-contrast") for one in found["pale"])


def test_the_tree_is_the_reviewed_one(chromium: Browser) -> None:
    """What a screen reader is given of each state is what was read and found good."""
    with staged(chromium) as stage:
        for name, view in views("en").items():
            stage.show(view)
            assert snapshot(stage) == (SNAPSHOTS / f"{name}.yaml").read_text(), name
    known = {file.stem for file in SNAPSHOTS.glob("*.yaml")}
    assert known == set(views("en"))


# Whether anything of the banner's is outside of it, or cut off, or too small to be hit.
MISFITS = """(root) => {
  const banner = root.querySelector('.banner');
  const seen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const { left, right, top, bottom } = banner.getBoundingClientRect();
  const found = [];
  if (left < seen.left || right > seen.right || top < seen.top || bottom > seen.bottom) {
    found.push('the banner leaves the window');
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
  for (const one of [banner, ...banner.querySelectorAll('*')]) {
    if (getComputedStyle(one).visibility === 'hidden' || !one.offsetParent) continue;
    const box = one.getBoundingClientRect();
    const inner = box.left < left - 0.5 || box.right > right + 0.5;
    const cut = one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline';
    if (inner || cut) {
      found.push(`${one.className}: ${one.textContent}`);
    }
    if (one.localName === 'button' && (box.width < 43.9 || box.height < 43.9)) {
      found.push(`${one.className}: ${box.width} x ${box.height}`);
    }
  }
  const answers = [...root.querySelectorAll('.actions button')];
  const sizes = answers.map((one) => [one.offsetWidth, one.offsetHeight]);
  const unequal = sizes.some((size) => size.some((side, at) => Math.abs(side - sizes[0][at]) > 1));
  if (unequal) found.push(`answers of sizes ${sizes}`);
  return found;
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fits_320_pixels(chromium: Browser, language: str) -> None:
    """Nothing overflows, nothing is cut off, and both answers are of one size."""
    with staged(chromium, PHONE) as stage:
        for name, view in views(language).items():
            stage.show(view)
            assert stage.inside(MISFITS) == [], name


def test_long_words_fit_320_pixels(chromium: Browser) -> None:
    """A customer's own words may be longer than any of ours: they break, and answers stack."""
    view = views("en")["invited-view"]
    word = "Bildschirmfreigabeberechtigungsanfrage"
    answers = [{**button, "label": word} for button in view["buttons"]]
    with staged(chromium, PHONE) as stage:
        stage.show({**view, "heading": word, "body": [word * 3], "buttons": answers})
        assert stage.inside(MISFITS) == []
        tops = "(root) => [...root.querySelectorAll('.actions button')].map((one) => one.offsetTop)"
        accept, decline = stage.inside(tops)
        assert accept < decline


def test_a_page_with_another_root_size_does_not_shrink_it(chromium: Browser) -> None:
    """Sizes are of the visitor's own font size, not of the page's root."""
    size = "(root) => root.querySelector('.banner').getBoundingClientRect().width"
    with staged(chromium) as stage:
        stage.show(views("en")["invited-view"])
        before = stage.inside(size)
        stage.style(f"{FONT} html {{ font-size: 62.5%; }}")
        assert stage.inside(size) == before


@pytest.fixture(scope="module")
def with_large_text(chromium: Browser) -> Iterator[Browser]:
    """A browser whose visitor has set text to 200 %."""
    flags = ["--no-sandbox", "--blink-settings=defaultFontSize=32"]
    browser = chromium.browser_type.launch(executable_path=chromium_path(), args=flags)
    yield browser
    browser.close()


def test_text_at_200_percent(with_large_text: Browser) -> None:
    """With text twice as large nothing is cut off; what is too high for the window scrolls."""
    with staged(with_large_text, 640) as stage:
        for name, view in views("en").items():
            stage.show(view)
            assert stage.inside(MISFITS) == [], name
        stage.show(views("en")["invited-view"])
        size = "(root) => getComputedStyle(root.querySelector('.text')).fontSize"
        assert stage.inside(size) == "32px"
        stage.page.set_viewport_size({"width": PHONE, "height": 480})
        decline = stage.page.get_by_role("button", name="Decline")
        decline.click(trial=True)  # scrolls it into sight, and finds it uncovered
        assert stage.inside(MISFITS) == []


def test_forced_colours_and_more_contrast(chromium: Browser) -> None:
    """Every edge that tells a button from what is around it is drawn in the visitor's colours."""
    edges = """(root) => ['.banner', '.accept', '.decline', '.minimise'].map((selector) => {
      const style = getComputedStyle(root.querySelector(selector));
      return [style.borderTopStyle, style.borderTopColor !== style.backgroundColor,
        parseFloat(style.borderTopWidth)]; })"""
    view = views("en")["invited-view"]
    with staged(chromium, forced_colors="active") as stage:
        stage.show(view)
        assert all(drawn == "solid" and told for drawn, told, _ in stage.inside(edges))
    with staged(chromium, contrast="more") as stage:
        stage.show(view)
        assert [width for *_, width in stage.inside(edges)][:3] == [2, 2, 2]


def test_reduced_motion_and_print(chromium: Browser) -> None:
    """Arriving moves nothing where the visitor wants no motion; on paper there is no banner."""
    motions = "(root) => root.querySelector('.banner').getAnimations().length"
    show = f"stage.arrive({json.dumps({**views('en')['invited-view']})})"
    for wish, count in (("reduce", 0), ("no-preference", 1)):
        with staged(chromium, reduced_motion=wish) as stage:
            stage.page.evaluate(show)
            assert stage.inside(motions) == count
            stage.page.emulate_media(media="print")
            assert stage.page.evaluate(
                "() => getComputedStyle(document.querySelector('tagalong-banner')).display"
            ) == ("none")


def keys(stage: Stage, *pressed: str) -> str:
    """Press keys and return the part that has the focus then, nothing where the page has it."""
    for key in pressed:
        stage.page.keyboard.press(key)
    return str(stage.inside("(root) => root.activeElement?.className ?? ''"))


def test_the_keyboards_order_and_escape(chromium: Browser) -> None:
    """Heading, Accept, Decline, minimise; Escape folds what stands and closes what is over."""
    with staged(chromium) as stage:
        stage.page.focus("#field")
        stage.show(views("en")["invited-view"])
        assert keys(stage) == ""
        order = [keys(stage, key) for key in ("Alt+Shift+Y", "Tab", "Tab", "Tab")]
        assert order == ["heading", "accept", "decline", "minimise"]
        assert keys(stage, "Escape") == "pill"
        assert keys(stage, "Escape") == "pill"
        assert stage.pressed() == []
        stage.show(views("en")["active-view"])
        assert keys(stage) == "region"
        assert keys(stage, "Escape") == "pill"
        for name in ("declined", "expired", "cancelled", "ended", "failed-unheard"):
            stage.show(views("en")[name])
            assert keys(stage) == "region"
            keys(stage, "Escape")
            last: dict[str, Any] = stage.pressed()[-1]
            assert (last["action"], last["trusted"]) == ("close", True), name
        assert len(stage.pressed()) == 5
        stage.show(None)
        assert stage.page.evaluate("document.activeElement.id") == "field"


def test_the_focus_stays_on_its_part(chromium: Browser) -> None:
    """A repaint of the same dialog keeps the focus where it was; another dialog starts anew."""
    view = views("en")["invited-view"]
    with staged(chromium) as stage:
        stage.show(view)
        assert keys(stage, "Alt+Shift+Y", "Tab", "Tab") == "decline"
        stage.show({**view, "heading": "Changed"})
        assert keys(stage) == "decline"
        stage.show({**view, "dialogId": "another"})
        assert keys(stage) == "region"
        assert keys(stage, "Tab") == "accept"
        stage.show(views("en")["starting"])
        assert keys(stage) == "region"


def test_a_notice_changes_nothing_else(chromium: Browser) -> None:
    """Told why a press did not count, the visitor finds every part where and what it was."""
    view = views("en")["invited-view"]
    with staged(chromium) as stage:
        stage.show({**view, "notice": ""})
        keys(stage, "Alt+Shift+Y", "Tab")
        stage.page.evaluate(
            "() => { window.was = document.querySelector('tagalong-banner')"
            ".shadowRoot.querySelector('.accept'); }"
        )
        same = "(root) => was === root.querySelector('.accept')"
        before = stage.inside("(root) => root.querySelector('.accept').offsetHeight")
        stage.page.evaluate(f"stage.again({json.dumps('Please read it first.')})")
        assert stage.inside(same)
        assert keys(stage) == "accept"
        notice = stage.page.locator("tagalong-banner").get_by_text("Please read it first.")
        assert notice.is_visible()
        order = "(root) => [...root.querySelector('.banner').children].map((one) => one.className)"
        parts = ["heading", "body", "countdown", "notice", "actions", "minimise"]
        assert stage.inside(order) == parts
        stage.page.evaluate("stage.again('')")
        assert stage.inside(same)
        assert not notice.is_visible()
        assert stage.inside("(root) => root.querySelector('.accept').offsetHeight") == before


def test_the_pages_own_focus_is_not_covered(chromium: Browser) -> None:
    """A field of the page's that would lie behind the banner makes it go to the other end."""
    field = (
        '<input id="behind" aria-label="Behind" '
        'style="position:fixed;bottom:60px;right:60px;width:60px">'
    )
    free = """() => { const { x, y, width, height } = behind.getBoundingClientRect();
      return document.elementFromPoint(x + width / 2, y + height / 2) === behind; }"""
    with staged(chromium, DESKTOP, body=field) as stage:
        stage.show(views("en")["invited-view"])
        assert not stage.page.evaluate(free)
        stage.page.focus("#behind")
        assert stage.page.evaluate(free)
        assert stage.page.evaluate("document.activeElement.id") == "behind"


def test_the_words_of_an_invitation_taken_back(chromium: Browser) -> None:
    """They say whose doing it was, and that nothing is shared."""
    with staged(chromium) as stage:
        stage.show(views("en")["cancelled"])
        region = stage.page.get_by_role("region", name="Sharing request")
        assert (
            region.get_by_role("heading").inner_text() == "Your agent cancelled the sharing request"
        )
        assert region.locator("p.text").all_inner_texts() == ["This page is not being shared."]


def test_the_live_region_knows_its_language(chromium: Browser) -> None:
    """What is spoken is spoken in the language of the words, in their direction."""
    view = {**views("en")["invited-view"], "locale": "ar", "direction": "rtl"}
    with staged(chromium) as stage:
        stage.show(view)
        live = "(root) => { const { lang, dir, ariaLive } = root.querySelector('.live');"
        assert stage.inside(live + "return [lang, dir, ariaLive]; }") == ["ar", "rtl", "polite"]


def test_every_state_has_a_view() -> None:
    """No state of the contract is missing from what these tests look at."""
    states = {view["state"] for view in views("en").values()}
    every = "invited starting active declined expired cancelled ended failed"
    assert states == set(every.split())
    assert len(STATES) == 17
    assert Path(AXE).is_file()
