"""What the agent is called: a claim of the agent's, made fit to be shown as text among ours."""

from __future__ import annotations

import re

LONGEST_NAME = 40
# More is not read: what follows would not be shown.
LONGEST_NICKNAME = 400
# The brackets that a name stands in are ours, and so are the places in a text.
OURS = str.maketrans(dict.fromkeys("(){}\uff08\uff09\uff5b\uff5d\ufe59\ufe5a\u207d\u207e", " "))
# Letters and marks by Unicode's table, and nothing to be seen.
BLANK = str.maketrans(dict.fromkeys("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"))
# Marks that are heaped on a letter, over the lines above and below it, and their like.
HEAPED = re.compile(r"([^\w\s]{3})[^\w\s]+")


def shown_name(nickname: str | None) -> str:
    """Return a nickname as one short line of text, empty where nothing is left to be read.

    It has no character that breaks a line, steers direction or cannot be seen, no bracket
    and at most `LONGEST_NAME` characters.
    """
    spaced = (nickname or "")[:LONGEST_NICKNAME].translate(OURS).translate(BLANK)
    line = " ".join(spaced.split())
    seen = HEAPED.sub(r"\1", "".join(filter(str.isprintable, line)))
    name = " ".join(seen.split())
    if not any(map(str.isalnum, name)):
        return ""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
