"""Releases of any version, made within a second, and hosts' folders that they are unpacked into."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.programs import found
from tools import archive, build, release, times
from tools.build import DIST, package_version
from tools.compress import LOADER, SMALLEST
from tools.stages import files_under

# What is cut to so much is still a file of its kind, and quick to hash, compress and fetch.
CUT = 20_000
# As good as the release's own for all but their size, in a hundredth of the time.
BROTLI = """
const { readFileSync, writeFileSync } = require("fs");
const { brotliCompressSync, constants } = require("zlib");
const params = { [constants.BROTLI_PARAM_QUALITY]: 1 };
for (const file of process.argv.slice(1)) {
  writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file), { params }));
}
"""


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a folder that servers may read who are not the tests' own user."""
    folder = Path(tempfile.mkdtemp(prefix="tagalong-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def make_release(
    folder: Path, version: str, released: int, *, whole: bool = False, added: str = ""
) -> Path:
    """Make in `folder` a release of what is in dist/, as another version, and return its zip.

    `released` is its moment in seconds. `added` stands at the loader's end. Each file
    is cut to what is quick, unless the `whole` is to run.
    """
    work = folder / f"made-{version}-{released}-{len(added)}"
    dist = work / "dist"
    for file in files_under([DIST]):
        if file.name == "manifest.json":
            continue  # it is made anew
        name = file.relative_to(DIST).as_posix().replace(package_version(), version)
        target = dist / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes()[: None if whole else CUT])
    loader = (dist / LOADER).read_text()
    assert package_version() in loader
    (dist / LOADER).write_text(loader.replace(package_version(), version) + added)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "package_version", lambda: version)
        build.write_manifest(dist)
    packed = work / "packed"
    shutil.copytree(dist, packed / release.FOLDER)
    _compress(packed / release.FOLDER)
    release.write_hosting(packed / release.FOLDER / "hosting", dist)
    target = work / f"tagalong-{version}.zip"
    archive.pack(packed, target, lambda name, contents: times.time_of(name, contents, released))
    return target


def _compress(folder: Path) -> None:
    chosen = [
        file
        for file in files_under([folder])
        if file.stat().st_size >= SMALLEST and file.name != LOADER
    ]
    for file in chosen:
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), 1, mtime=0))
    subprocess.run(["node", "-e", BROTLI, *map(str, chosen)], check=True)


def unzip(packed: Path, host: Path) -> None:
    """Unpack a release over the one before, as people do: each file gets its time in the zip."""
    command = [found("servers")[-1], "-qo", str(packed), "-d", str(host)]
    subprocess.run(command, check=True)
