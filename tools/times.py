"""The times that a release's files get in its zip, which unpacking gives to the files of a host.

Many hosts make a file's ETag of its time and its length, and tools that copy only
what has changed look at the same two. So a file whose name stays while its content
changes has another time with each content; and a later release has later times,
for hosts that know a file by its time alone and ask whether it is newer. The same
commit gives the same times, so that a release can be made again byte for byte.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess

from tools.stages import ROOT, BuildError

# What never changes under its name keeps its time from release to release: caches keep it too.
NEVER = 315_532_800  # 1980-01-01, the oldest moment that a zip can name
HASHED = re.compile(r"-[0-9a-f]{10,16}\b")
# A zip's times are two seconds apart. A content has one of so many, before the release's moment.
GRAIN = 2
PLACES = 300


def moment() -> int:
    """Return when what is released was committed, in seconds, or as SOURCE_DATE_EPOCH says.

    Raises BuildError where neither is known: by the build's time no release could be made again.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        command = ["git", "log", "-1", "--format=%ct"]
        try:
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        except OSError:
            given = ""
        else:
            given = done.stdout.strip()
    if not given.isdecimal() or int(given) < NEVER + GRAIN * PLACES:
        message = (
            "the release has no date: set SOURCE_DATE_EPOCH, in seconds, where there is no Git"
        )
        raise BuildError(message)
    return int(given)


def time_of(name: str, contents: bytes, released: int) -> int:
    """Return the time of a file in a release of that moment, in seconds."""
    if HASHED.search(name):
        return NEVER
    place = int.from_bytes(hashlib.sha256(contents).digest()) % PLACES
    return released // GRAIN * GRAIN - GRAIN * place
