"""`python -m tests.page.gallery`: every picture of the banner, in a page to be looked through."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.page.gallery.pictures import BASELINES, CHOSEN, coarse
from tests.page.gallery.snapshots import SNAPSHOTS, snapshot
from tests.page.gallery.stage import DESKTOP, FONT, PHONE, THEMES, staged, theme_css
from tests.support.chromium import chromium_path
from tools.stages import BUILD, ROOT
from tools.views import LANGUAGES, is_english, views

HERE = Path(__file__).parent
GALLERY = BUILD / "gallery"
SCHEMES = ("light", "dark")
WIDTHS = {"phone": PHONE, "desktop": DESKTOP}


@dataclass(frozen=True)
class Picture:
    """One picture of the gallery: what it shows, and whether words of it are still English."""

    state: str
    language: str
    theme: str
    scheme: str
    width: str
    english: bool

    @property
    def file(self) -> str:
        """Where it is, in the gallery's folder."""
        return f"{self.theme}-{self.scheme}-{self.width}/{self.language}-{self.state}.png"


def wanted(languages: list[str], themes: list[str]) -> Iterator[list[Picture]]:
    """Yield every picture to be taken, those of one theme, scheme and width together."""
    for theme in themes:
        for scheme in SCHEMES:
            for width in WIDTHS:
                yield [
                    Picture(name, language, theme, scheme, width, is_english(language, name))
                    for language in languages
                    for name in views(language)
                ]


def take(browser: Browser, pictures: list[Picture], folder: Path) -> None:
    """Take pictures that share a stage."""
    first = pictures[0]
    style = theme_css(first.theme)
    with staged(browser, WIDTHS[first.width], style=style, color_scheme=first.scheme) as stage:
        for picture in pictures:
            stage.show(views(picture.language)[picture.state])
            file = folder / picture.file
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(stage.picture())


def make(browser: Browser, languages: list[str], themes: list[str]) -> None:
    """Fill build/gallery/ anew, with a line of progress for each group."""
    shutil.rmtree(GALLERY, ignore_errors=True)
    GALLERY.mkdir(parents=True)
    groups = list(wanted(languages, themes))
    total, done, started = sum(map(len, groups)), 0, time.monotonic()
    for group in groups:
        take(browser, group, GALLERY)
        done += len(group)
        first, taken = group[0], time.monotonic() - started
        words = f"{first.theme}, {first.scheme}, {first.width}"
        print(f"{done:>5} of {total} pictures, {taken:.0f} s ({words})", flush=True)
    known = [{**asdict(one), "file": one.file} for group in groups for one in group]
    (GALLERY / "pictures.js").write_text(f"const PICTURES = {json.dumps(known)};\n")
    for name in ("index.html", "gallery.js", "gallery.css"):
        shutil.copy(HERE / "web" / name, GALLERY / name)
    print(f"look at {(GALLERY / 'index.html').relative_to(ROOT)}")


def record(browser: Browser) -> None:
    """Write what the tests compare with, to be read and looked at before it is kept."""
    for folder in (SNAPSHOTS, BASELINES):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    with staged(browser) as stage:
        for name, view in views("en").items():
            stage.show(view)
            (SNAPSHOTS / f"{name}.yaml").write_text(snapshot(stage))
    for name in CHOSEN:
        coarse(chosen(browser, name)).save(BASELINES / f"{name}.png", optimize=True)
    print(f"recorded {SNAPSHOTS.relative_to(ROOT)} and {BASELINES.relative_to(ROOT)}")


def chosen(browser: Browser, name: str) -> bytes:
    """Take one of the pictures that are compared."""
    state, width, scheme, theme, direction = CHOSEN[name]
    # The font that comes with the stage wins over a theme's own.
    style = theme_css(theme) + FONT.replace("tagalong-banner", "html tagalong-banner")
    with staged(browser, width, style=style, color_scheme=scheme) as stage:
        stage.show({**views("en")[state], "direction": direction})
        return stage.picture()


def main() -> int:
    """Take the pictures that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.page.gallery", description=__doc__)
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=list(LANGUAGES))
    every = ["default", *THEMES]
    parser.add_argument("--themes", nargs="+", choices=every, default=every)
    words = "write the snapshots and baselines of the tests instead"
    parser.add_argument("--record", action="store_true", help=words)
    chose = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        if chose.record:
            record(browser)
        else:
            make(browser, chose.languages, chose.themes)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
