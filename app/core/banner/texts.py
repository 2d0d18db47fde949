"""The visitor's words: one JSON file a language, with a chain of fall-backs."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Iterable, Iterator

LANGUAGES = (
    *("en", "de", "fr", "es", "it", "pt-BR", "nl", "pl", "sv"),
    *("tr", "ja", "ko", "zh-CN", "ar", "he"),
    *("cs", "da", "el", "fi", "hu", "nb", "ro", "th", "uk", "vi"),
)
DEFAULT = "en"
RIGHT_TO_LEFT = ("ar", "he")
# Languages whose code was changed, of which some browsers still send the old one, and the two
# wider and nearer names of written Norwegian.
RENAMED = {"iw": "he", "mo": "ro", "no": "nb", "nn": "nb"}
# More than any tag in use; a page's `lang` may hold anything.
LONGEST_TAG = 64


class Texts:
    """The words of one locale; `overrides` are the customer's own, by key.

    `untranslated` names the keys that are in English only because neither the
    locale's file nor the overrides have them, `unknown` those of `overrides` that no text has.
    """

    def __init__(self, wanted: Iterable[str], overrides: dict[str, str]) -> None:
        self.locale = choose(wanted)
        english = _load(DEFAULT)
        own = {**_load(self.locale), **overrides}
        self._overridden = overrides.keys()
        self.untranslated = tuple(key for key in english if key not in own)
        self.unknown = tuple(key for key in overrides if key not in english)
        self._words = {**english, **own}

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return "rtl" if self.locale.partition("-")[0] in RIGHT_TO_LEFT else "ltr"

    def __getitem__(self, key: str) -> str:
        return self._words[key]

    def told(self, key: str, *variants: str) -> str:
        """Return `key`, or the key of words that say it for as many of `variants` as there are.

        A page's own words come before ours that say more.
        """
        for variant in variants:
            more = f"{key}.{variant}"
            kept = key in self._overridden and more not in self._overridden
            key = more if more in self._words and not kept else key
        return key


def choose(wanted: Iterable[str]) -> str:
    """Return the first language we speak of those wanted, English where there is none.

    A tag matches itself, else what is left of it from the right (`de-Latn-AT`,
    `de-Latn`, `de`), else another form of that language (`pt-PT`, `pt-BR`); only
    then comes the next one wanted. Readers of Traditional Chinese are no
    exception: they can read the Simplified form, which their browsers' usual
    `zh-TW, zh, en` asks for before English anyway. A neighbour is not a form:
    Slovak (`sk`) is not answered in Czech.
    """
    spoken = {language.lower(): language for language in LANGUAGES}
    for tag in wanted:
        for name in _candidates(tag, spoken):
            if name in spoken:
                return spoken[name]
    return DEFAULT


def _candidates(tag: str, spoken: Iterable[str]) -> Iterator[str]:
    base, *rest = tag[:LONGEST_TAG].strip().lower().replace("_", "-").split("-")
    parts = [RENAMED.get(base, base), *rest]
    for length in range(len(parts), 0, -1):
        yield "-".join(parts[:length])
    yield from (name for name in spoken if name.partition("-")[0] == parts[0])


def _load(language: str) -> dict[str, str]:
    data = pkgutil.get_data("app.core.banner", f"locales/{language}.json") or b"{}"
    words: dict[str, str | None] = json.loads(data)
    # A translator's null says "not yet".
    return {key: text for key, text in words.items() if text is not None}
