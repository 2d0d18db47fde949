"""What the key that leads to the banner is called, which goes by language and by keyboard."""

from __future__ import annotations

from app.core.invitation.words import Words

# What browsers say of Apple's devices, whose Alt is called otherwise.
APPLE = ("Macintosh", "iPad", "iPhone")
NAMES = {"Alt": "key.alt", "Control": "key.control", "Shift": "key.shift"}
APPLE_NAMES = {"Alt": "key.option", "Shift": "key.shift"}
# What browsers call Meta is a sign on each keyboard, which is said so in every language.
SIGN, APPLE_SIGN = "Windows", "Command"


def key_name(combination: str, texts: Words, user_agent: str) -> str:
    """Return what is written on the keys of `combination`, such as `Alt+Shift+Y`."""
    apple = any(one in user_agent for one in APPLE)
    names = {one: texts[key] for one, key in (APPLE_NAMES if apple else NAMES).items()}
    names["Meta"] = APPLE_SIGN if apple else SIGN
    return "+".join(names.get(one, one) for one in combination.split("+"))
