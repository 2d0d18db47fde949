"""What the key that leads to the banner is called, which goes by language and by keyboard."""

from __future__ import annotations

from app.core.invitation.words import Words

# What browsers say of Apple's devices, whose Alt is called otherwise.
APPLE = ("Macintosh", "iPad", "iPhone")
NAMES = {"Alt": "key.alt", "Control": "key.control", "Shift": "key.shift"}
APPLE_NAMES = {**NAMES, "Alt": "key.option"}


def key_name(combination: str, texts: Words, user_agent: str) -> str:
    """Return what is written on the keys of `combination`, such as `Alt+Shift+Y`."""
    names = APPLE_NAMES if any(one in user_agent for one in APPLE) else NAMES
    parts = combination.split("+")
    return "+".join(texts[names[one]] if one in names else one for one in parts)
