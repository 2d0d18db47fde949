"""What lets a release reach who has another: the zip's dates, and the examples; each alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tests.support.releases import unzip
from tools.stages import files_under

DATES, EXAMPLE, BOTH, NEITHER = (
    *("the zip's dates alone", "the example alone", "both", "neither"),
)
MEASURES = (DATES, EXAMPLE, BOTH)

# What in each example lets no cache ask whether its copy is still good; without it the zip's
# dates have to do alone.
ALWAYS_SENT = {
    "nginx": {
        r"^\s*(etag off|if_modified_since off|etag on|if_modified_since exact);$": "",
        r'^\s*add_header Last-Modified "";$': "",
    },
    "caddy": {
        r"^\s*request_header @changing -If-\S+$": "",
        r"^\s*header @changing -(ETag|Last-Modified)$": "",
    },
    "apache": {
        r"^\s*FileETag None$": "",
        r"^\s*RequestHeader unset If-\S+$": "",
        r"^\s*Header unset Last-Modified$": "",
    },
}


def edits(server: str, measure: str) -> dict[str, str]:
    """Return what of the example is otherwise under this measure."""
    return ALWAYS_SENT[server] if measure in (DATES, NEITHER) else {}


def unpacker(host: Path, measure: str) -> Callable[[Path], None]:
    """Return what unpacks a release on the host, over the one before, under this measure."""

    def unpack(packed: Path) -> None:
        unzip(packed, host)
        if measure in (EXAMPLE, NEITHER):
            # As a tool does that gives all the same time; releases had it in their zip once.
            for file in files_under([host]):
                os.utime(file, (315_532_800, 315_532_800))

    return unpack
