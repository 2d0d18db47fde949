"""`python -m tools.release`: a zip of `dist/`, compressed for the wire, to put on any host.

Beside it the simulator as a wheel, for people who test: see `wheel`.

All is in one folder, `tagalong/`, whichever the version: a release is unpacked
over the one before. Beside each file stand its `.br` and `.gz`; `hosting/` has
examples of how to serve them.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from pathlib import Path

from tools import archive, build, wheel
from tools.compress import copy_compressed
from tools.stages import BUILD, ROOT, BuildError

HOSTING = ROOT / "tools" / "hosting"
FOLDER = "tagalong"
# What stands in `_headers` for each file and folder whose address changes with its content.
UNCHANGING = "UNCHANGING"
HASHED = re.compile(r"-[0-9a-f]{10,16}\b|-\d+\.\d+\.\d+")


def unchanging(dist: Path) -> list[str]:
    """Return the patterns of what may be cached for good: names with a hash or a version."""
    names = (f"{one.name}/*" if one.is_dir() else one.name for one in sorted(dist.iterdir()))
    return [name for name in names if HASHED.search(name)]


def write_hosting(folder: Path, dist: Path) -> None:
    """Fill `folder` with the examples of how to serve `dist`, its names in them."""
    shutil.copytree(HOSTING, folder)
    headers = folder / "_headers"
    rules = []
    for rule in headers.read_text().split("\n\n"):
        named = [rule.replace(UNCHANGING, name) for name in unchanging(dist)]
        rules += named if UNCHANGING in rule else [rule]
    headers.write_text("\n\n".join(rules))


def release(dist: Path, target: Path) -> Path:
    """Compress and pack `dist` in `target`, by way of `target/release`; return the zip."""
    version = (dist / "VERSION").read_text().strip()
    folder = target / "release"
    shutil.rmtree(folder, ignore_errors=True)
    copy_compressed(dist.name, dist, folder / FOLDER)
    write_hosting(folder / FOLDER / "hosting", dist)
    packed = target / f"tagalong-{version}.zip"
    archive.pack(folder, packed)
    return packed


def main() -> int:
    """Make the release, and say where it is."""
    argparse.ArgumentParser(prog="python -m tools.release", description=__doc__).parse_args()
    try:
        build.build()
        target = release(build.DIST, BUILD)
        simulator = wheel.make(BUILD)
    except (BuildError, OSError) as error:
        print(f"no release was made: {error}", file=sys.stderr)
        return 1
    total = sum(file.stat().st_size for file in (BUILD / "release").rglob("*.br"))
    print(f"{target.relative_to(ROOT)} is ready: {total / 1e6:.2f} MB over the wire with brotli")
    print(f"{simulator.relative_to(ROOT)} is ready: for pip, the simulator alone")
    return 0


if __name__ == "__main__":
    sys.exit(main())
