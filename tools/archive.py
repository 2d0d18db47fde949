"""Zip files that come out the same, byte for byte, each time they are made."""

from __future__ import annotations

import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from tools.stages import files_under

# The oldest moment a zip file can name: the build's own time is nobody's business.
EPOCH = (1980, 1, 1, 0, 0, 0)
UNIX = 3
# The "extended timestamp": a zip's own times have no time zone, and would be read in the host's.
EXTENDED = struct.Struct("<HHBl")
EXTENDED_ID = 0x5455
MODIFIED = 1

# A file's name in the zip and its contents, to its time in seconds.
Times = Callable[[str, bytes], int]


def pack(folder: Path, target: Path, times: Times | None = None) -> None:
    """Store `folder` in `target` uncompressed: the wire's own compression does better.

    Files are dated by `times`; without it all alike, for zips that only a program reads.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for file in files_under([folder]):
            name, contents = file.relative_to(folder).as_posix(), file.read_bytes()
            entry = zipfile.ZipInfo(name, EPOCH)
            if times:
                seconds = times(name, contents)
                entry.date_time = time.gmtime(seconds)[:6]
                entry.extra = EXTENDED.pack(EXTENDED_ID, EXTENDED.size - 4, MODIFIED, seconds)
            entry.create_system = UNIX
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, contents)


def unpack(source: Path, folder: Path) -> None:
    """Unpack `source` into `folder`."""
    with zipfile.ZipFile(source) as archive:
        archive.extractall(folder)
