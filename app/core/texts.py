"""The visitor's words: one JSON file a language, with a chain of fall-backs."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Iterable

from pydantic import JsonValue

LANGUAGES = ("en",)
DEFAULT = "en"
RIGHT_TO_LEFT = ("ar", "he")


class Texts:
    """The words of one locale; `overrides` are the customer's own, by key."""

    def __init__(self, wanted: Iterable[str], overrides: dict[str, str]) -> None:
        self.locale = choose(wanted)
        self._words: dict[str, JsonValue] = {
            **_load(DEFAULT),
            **_load(self.locale),
            **overrides,
        }

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return "rtl" if self.locale.partition("-")[0] in RIGHT_TO_LEFT else "ltr"

    def __getitem__(self, key: str) -> str:
        return str(self._words[key])


def choose(wanted: Iterable[str]) -> str:
    """Return the first language we speak of those wanted, English where there is none.

    A tag matches itself, else its base language (`de-AT`, `de`), else another
    form of that language (`pt-PT`, `pt-BR`).
    """
    spoken = {language.lower(): language for language in LANGUAGES}
    for tag in wanted:
        lowered = tag.lower()
        base = lowered.partition("-")[0]
        related = (name for name in spoken if name.partition("-")[0] == base)
        match = next((name for name in (lowered, base, *related) if name in spoken), None)
        if match:
            return spoken[match]
    return DEFAULT


def _load(language: str) -> dict[str, JsonValue]:
    data = pkgutil.get_data("app.core", f"locales/{language}.json") or b"{}"
    words: dict[str, JsonValue] = json.loads(data)
    return words
