"""The gallery, and the few pictures of it that must look as they did."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.page.gallery import __main__ as gallery
from tests.page.gallery.pictures import BASELINES, CHOSEN, coarse, difference
from tests.page.gallery.stage import FONT, staged
from tools import views as all_views
from tools.views import LANGUAGES, is_english, views


@pytest.mark.parametrize("name", list(CHOSEN))
def test_it_looks_as_it_did(chromium: Browser, name: str, tmp_path: Path) -> None:
    """But for a machine's fonts; `python -m tests.page.gallery --record` renews them."""
    picture = gallery.chosen(chromium, name)
    (tmp_path / "seen.png").write_bytes(picture)
    found = difference(coarse(picture), Image.open(BASELINES / f"{name}.png"))
    assert not found, f"{name}: {found}; see {tmp_path / 'seen.png'}"


def test_another_layout_is_found(chromium: Browser) -> None:
    """An answer that is gone, or a colour that has changed, is a difference."""
    baseline = Image.open(BASELINES / "invited.png")
    changes = (
        "tagalong-banner::part(decline) { background: #444; }",
        "tagalong-banner::part(accept) { background: #0b57d0; }",
        "tagalong-banner::part(heading) { text-align: center; }",
        "tagalong-banner::part(body) { margin-top: 12px; }",
    )
    for css in changes:
        with staged(chromium, style=FONT + css) as stage:
            stage.show(views("en")["invited-view"])
            assert difference(coarse(stage.picture()), baseline), css


def test_the_gallery_can_be_looked_through(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every picture is there, and the filters leave those that are asked for."""
    monkeypatch.setattr(gallery, "GALLERY", tmp_path / "gallery")
    monkeypatch.setattr(gallery, "ROOT", tmp_path)
    monkeypatch.setattr(gallery, "WIDTHS", {"phone": 320})
    gallery.make(chromium, ["en"], ["default"])
    page = chromium.new_page()
    page.goto((tmp_path / "gallery/index.html").as_uri() + "#width=phone&language=en")
    states = len(views("en"))
    page.get_by_text(f"{states} of {2 * states} pictures").wait_for()
    page.get_by_label("scheme").select_option("all")
    page.get_by_label("state").select_option("cancelled")
    page.get_by_text(f"2 of {2 * states} pictures").wait_for()
    page.wait_for_function("() => [...document.images].every((one) => one.naturalWidth > 100)")
    assert page.locator("img").count() == 2
    page.close()


def test_what_is_still_english_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that has no words of its own in a language is seen in the gallery; there is none."""
    found = [(one, name) for one in LANGUAGES for name in views(one) if is_english(one, name)]
    assert found == []
    english = views("en")
    mixed = {name: {**view, "heading": "Teilen?"} for name, view in english.items()}
    monkeypatch.setattr(all_views, "views", {"en": english, "de": mixed}.__getitem__)
    assert is_english("de", "invited-view")
