"""The key that leads to the banner is called what is written on the visitor's keys."""

from __future__ import annotations

import pytest

from app.core.banner.key import key_name
from app.core.banner.texts import Texts
from app.core.page.effects import Speak
from tools.driven import Bench

PC = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/156.0"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.0 Safari/605.1.15"


@pytest.mark.parametrize(
    ("language", "user_agent", "name"),
    [
        ("en", PC, "Alt+Shift+Y"),
        ("en", MAC, "Option+Shift+Y"),
        ("de", PC, "Alt+Umschalt+Y"),
        ("fr", PC, "Alt+Maj+Y"),
        ("es", MAC, "Opción+Mayús+Y"),
    ],
)
def test_by_language_and_keyboard(language: str, user_agent: str, name: str) -> None:
    """Shift is Umschalt in German, and Alt is Option on a Mac."""
    assert key_name("Alt+Shift+Y", Texts([language], {}), user_agent) == name


def test_other_keys_keep_their_names() -> None:
    """What a page has chosen is named as far as there are words for it."""
    assert key_name("Control+Meta+F2", Texts(["de"], {}), PC) == "Strg+Windows+F2"
    assert key_name("Control+Meta+F2", Texts(["de"], {}), MAC) == "Control+Command+F2"


def test_it_is_said_so() -> None:
    """The question's sentence has the name in the question's own language."""
    spoken = Bench().offered(locale="de").all(Speak)
    assert spoken[0].template.endswith("Mit Alt+Umschalt+Y gelangen Sie zu dieser Frage.")
