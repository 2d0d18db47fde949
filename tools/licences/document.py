"""`THIRD-PARTY.txt`: a list for people, and after it every licence text in full, once."""

from __future__ import annotations

import textwrap

from tools.licences.component import Component

WIDTH = 88
RULE = "=" * WIDTH
HEAD = """\
What is in {what} {version}, and is not {what}'s own

{what} itself is licensed under the MIT licence (LICENSE). Below is what it contains of others:
first a list, then the text of each licence in full.
"""


def document(what: str, version: str, components: list[Component], remarks: list[str]) -> str:
    """Return the whole text for `what`; `remarks` stand before the list."""
    texts: dict[str, int] = {}
    for one in components:
        for text in one.texts:
            texts.setdefault(text, len(texts) + 1)
    parts = [HEAD.format(what=what, version=version), *map(_wrapped, remarks)]
    parts += [_entry(one, [texts[text] for text in one.texts]) for one in components]
    for text, number in texts.items():
        parts.append(f"{RULE}\nText {number}\n{RULE}\n\n{text}\n")
    return "\n".join(parts)


def _wrapped(words: str) -> str:
    return textwrap.fill(words, WIDTH) + "\n"


def _entry(one: Component, numbers: list[int]) -> str:
    told = {
        "Licence": f"{one.licence}: {' and '.join(f'text {number}' for number in numbers)}",
        "Copyright": one.authors,
        "In": ", ".join(one.within),
        "Source": one.source,
        "Note": one.note,
        "Known by": one.known_by,
    }
    lines = [f"{one.name} {one.version}"]
    for name, words in told.items():
        if words:
            lines += textwrap.wrap(
                f"{name}: {words}",
                WIDTH,
                initial_indent="  ",
                subsequent_indent="    ",
                break_long_words=False,
                break_on_hyphens=False,
            )
    return "\n".join(lines) + "\n"
