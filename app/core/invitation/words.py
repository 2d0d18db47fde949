"""What an invitation's conduct needs of the visitor's words: some of them, by key."""

from __future__ import annotations

from typing import Protocol


class Words(Protocol):
    """The words of one locale, as the banner's room has them; `direction` is `ltr` or `rtl`."""

    locale: str

    @property
    def direction(self) -> str:
        """Which way the locale is written."""

    def __getitem__(self, key: str) -> str: ...

    def told(self, key: str, *variants: str) -> str:
        """Return `key`, or the key of words that say it for as many of `variants` as there are."""
        ...
