"""Pictures compared as by an eye that is some way off: where things are, not their pixels."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

BASELINES = Path(__file__).parent / "baselines"
# One pixel of what is compared, in pixels of the picture.
COARSENESS = 4
# How far, of 255, one such pixel may be from the baseline's: another machine draws
# letters and edges a little otherwise, but none where there was none.
TOLERANCE = 40
# States whose pictures are kept, in English, with what the page and the visitor chose.
CHOSEN = {
    "invited": ("invited-view", 800, "light", "default", "ltr"),
    "invited-phone-dark-rtl": ("invited-shared", 320, "dark", "default", "rtl"),
    "active-pill": ("active-view-pill", 800, "light", "default", "ltr"),
    "failed": ("failed-no-answer", 800, "dark", "default", "ltr"),
    "invited-bank": ("invited-view", 800, "light", "bank", "ltr"),
    "expired-shop": ("expired-ask", 800, "light", "shop", "ltr"),
    "invited-carrier": ("invited-follow", 320, "light", "carrier", "ltr"),
}


def coarse(picture: bytes) -> Image.Image:
    """Return a picture as it is kept and compared: grey, blurred and small."""
    grey = Image.open(io.BytesIO(picture)).convert("L")
    blurred = grey.filter(ImageFilter.GaussianBlur(COARSENESS / 2))
    return blurred.resize(
        (grey.width // COARSENESS, grey.height // COARSENESS), Image.Resampling.BOX
    )


def difference(seen: Image.Image, baseline: Image.Image) -> str:
    """Return what differs, in words; empty where an eye would find nothing."""
    apart = max(abs(a - b) for a, b in zip(seen.size, baseline.size, strict=True))
    if apart > 1:
        return f"it is {seen.size} in size, and was {baseline.size}, in units of {COARSENESS} px"
    common = (0, 0, min(seen.width, baseline.width), min(seen.height, baseline.height))
    apart_by = ImageChops.difference(seen.crop(common), baseline.crop(common)).tobytes()
    most = max(apart_by)
    return f"a spot differs by {most} of 255" if most > TOLERANCE else ""
