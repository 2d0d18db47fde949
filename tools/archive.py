"""Zip files that come out the same, byte for byte, each time they are made."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tools.stages import files_under

# The oldest moment a zip file can name: the build's own time is nobody's business.
EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(folder: Path, target: Path) -> None:
    """Store `folder` in `target` uncompressed: the wire's own compression does better."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for file in files_under([folder]):
            entry = zipfile.ZipInfo(file.relative_to(folder).as_posix(), EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes())


def unpack(source: Path, folder: Path) -> None:
    """Unpack `source` into `folder`."""
    with zipfile.ZipFile(source) as archive:
        archive.extractall(folder)
