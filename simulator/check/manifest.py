"""A release's own list of its files."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

NAME = "manifest.json"
LOADER = "tagalong.js"
MOST_BYTES = 1_000_000
MOST_FILES = 500
# No file of a release comes near it.
LARGEST = 200_000_000
# Nothing that could lead out of the folder.
PLAIN = re.compile(r"(?!.*\.\.)[\w@+-][\w.@+-]*(/[\w@+-][\w.@+-]*)*")
INTEGRITY = re.compile(r"sha384-[A-Za-z0-9+/]{64}")
# A hash of the content, or a version: its content never changes under this name.
UNCHANGING = re.compile(r"-[0-9a-f]{10,16}\b|-\d+\.\d+\.\d+")


class NoManifestError(Exception):
    """It is none of Tagalong's; the text says why."""


@dataclass(frozen=True)
class Entry:
    """A file of a release."""

    name: str
    bytes: int
    integrity: str


@dataclass(frozen=True)
class Manifest:
    """A release."""

    version: str
    files: tuple[Entry, ...]


def unchanging(name: str) -> bool:
    """Return whether a file of this name may be cached for good."""
    return bool(UNCHANGING.search(name))


def read(text: bytes) -> Manifest:
    """Return the manifest that this is, or raise NoManifestError."""
    try:
        said = json.loads(text)
    except ValueError:
        message = "it is no JSON"
        raise NoManifestError(message) from None
    match said:
        case {"version": str(version), "files": dict(files)} if 0 < len(files) <= MOST_FILES:
            return Manifest(version, tuple(_entry(*one) for one in files.items()))
    message = "it names no version, or no files"
    raise NoManifestError(message)


def _entry(name: str, said: object) -> Entry:
    match said:
        case {"bytes": int(size), "integrity": str(integrity)} if (
            PLAIN.fullmatch(name) and 0 <= size <= LARGEST and INTEGRITY.fullmatch(integrity)
        ):
            return Entry(name, size, integrity)
    message = f"what it says of {name[:100]!r} cannot be"
    raise NoManifestError(message)
