"""Records the stage's story as an animated picture, for the README: `make story`.

It plays by itself, but for the answer: Playwright's mouse presses "Accept", as a
person's does. A frame is kept as soon as it shows something new, for as long as
it stood; `MOST_BYTES` bounds the file.
"""

from __future__ import annotations

import io
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageChops
from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.support.chromium import FLAGS, chromium_path
from tests.support.people import accept, frame_of, stage
from tools.stages import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TARGET = ROOT / "docs/images/story.webp"
MOST_BYTES = 3_000_000
VIEW: ViewportSize = {"width": 1280, "height": 800}
WIDTH = 1000
# Quicker than a person plays, because a reader of the README does not wait.
PACE = 1.6
EVERY_MS = 120
# However long a machine takes for a page, nobody wants to look at that.
LONGEST_MS = 2500
READING_S = 4
LAST_MS = 5000
QUALITY = 70
PATIENCE_S = 400


@dataclass
class Frame:
    """A picture, and how long it stands."""

    picture: Image.Image
    milliseconds: int


def shot(page: Page) -> Image.Image:
    """Return what the stage shows now, as wide as the recording."""
    picture = Image.open(io.BytesIO(page.screenshot(type="png"))).convert("RGB")
    height = round(picture.height * WIDTH / picture.width)
    return picture.resize((WIDTH, height), Image.Resampling.LANCZOS)


def record(page: Page) -> list[Frame]:
    """Play the story, and return its frames."""
    frames: list[Frame] = []
    page.get_by_role("button", name="Play", exact=True).click()
    deadline = time.monotonic() + PATIENCE_S
    since = time.monotonic()
    asked: float | None = None
    while page.evaluate("document.body.dataset.play") != "over":
        state = page.evaluate("document.body.dataset.play")
        if state == "paused" or time.monotonic() > deadline:
            sys.exit(f"the story stands still: {page.locator('#play-words').inner_text()}")
        picture = shot(page)
        now = time.monotonic()
        if frames:
            frames[-1].milliseconds += min(round(1000 * (now - since)), LONGEST_MS)
        since = now
        if not frames or ImageChops.difference(picture, frames[-1].picture).getbbox():
            frames.append(Frame(picture, 0))
        if state == "waiting":
            asked = asked or now
            if now - asked > READING_S:
                accept(frame_of(page, "visitor"))
                since = time.monotonic()
        page.wait_for_timeout(EVERY_MS)
    frames.append(Frame(shot(page), LAST_MS))
    return frames


def save(frames: list[Frame], target: Path) -> int:
    """Write the animated picture; returns its size in bytes."""
    first, *others = [one.picture for one in frames]
    first.save(
        target,
        save_all=True,
        append_images=others,
        duration=[min(max(one.milliseconds, 40), LONGEST_MS * 2) for one in frames],
        loop=0,
        quality=QUALITY,
        method=6,
        allow_mixed=True,
    )
    return target.stat().st_size


def main() -> None:
    """Record the story to `TARGET`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        with stage(browser) as made:
            frames = record(made.page(f"/stage?pace={PACE}", VIEW))
        browser.close()
    size = save(frames, TARGET)
    seconds = sum(one.milliseconds for one in frames) / 1000
    if size > MOST_BYTES:
        sys.exit(f"{TARGET.name} has {size} bytes, more than {MOST_BYTES}")
    told = f"{TARGET.relative_to(ROOT)}: {len(frames)} frames, {seconds:.0f} s, {size} bytes"
    sys.stdout.write(f"{told}\n")


if __name__ == "__main__":
    main()
