"""Harmless oddities of JSON, which a strict reader refuses the whole text for.

A byte order mark in front says nothing, and half a character (a lone surrogate: a
cut-off emoji) in one field is no reason to miss an invitation in another.
Reading such a text with Python's own, tolerant reader is not safe: it recurses,
and in a browser a text that is nested deeply enough overflows the one stack
that there is and ends the interpreter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HIGH, _LOW = r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_MARK = "\ufeff"
_LONE = re.compile(rf"({_HIGH}{_LOW})|{_HIGH}|{_LOW}|[\ud800-\udfff]")


def readings(text: str) -> Iterator[str]:
    """Yield JSON text as it is, then with each half character replaced by U+FFFD."""
    text = text.removeprefix(_MARK)
    yield text
    yield _LONE.sub(lambda found: found[1] or r"\ufffd", text)
