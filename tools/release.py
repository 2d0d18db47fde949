"""`python -m tools.release`: a zip of `dist/`, compressed for the wire, to put on any host.

Beside it the same as a package for npm, and the simulator as a wheel, for people who test:
see `package` and `wheel`.

All is in one folder, `tagalong/`, whichever the version: a release is unpacked
over the one before, and `times` sees to it that hosts notice. Beside each file
stand its `.br` and `.gz`; `hosting/` has examples of how to serve them.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from tools import archive, build, package, times, wheel
from tools.compress import copy_compressed
from tools.stages import BUILD, ROOT, BuildError

HOSTING = ROOT / "tools" / "hosting"
FOLDER = "tagalong"
# What stands in examples for each file and folder whose address changes with its content.
UNCHANGING = "UNCHANGING"


def unchanging(dist: Path) -> list[str]:
    """Return the patterns of what may be cached for good: names with a hash or a version."""
    names = (f"{one.name}/*" if one.is_dir() else one.name for one in sorted(dist.iterdir()))
    return [name for name in names if "-" in name]


def write_hosting(folder: Path, dist: Path) -> None:
    """Fill `folder` with the examples of how to serve `dist`, its names in them."""
    shutil.copytree(HOSTING, folder)
    # One has patterns of addresses, the other files and folders.
    for example, ending in (("_headers", ""), ("web.config", "/*")):
        rules = []
        for rule in (folder / example).read_text().split("\n\n"):
            named = [rule.replace(UNCHANGING, one.removesuffix(ending)) for one in unchanging(dist)]
            rules += named if UNCHANGING in rule else [rule]
        (folder / example).write_text("\n\n".join(rules))


def release(dist: Path, target: Path) -> Path:
    """Compress and pack `dist` in `target`, by way of `target/release`; return the zip."""
    version = (dist / "VERSION").read_text().strip()
    folder = target / "release"
    shutil.rmtree(folder, ignore_errors=True)
    copy_compressed(dist.name, dist, folder / FOLDER)
    write_hosting(folder / FOLDER / "hosting", dist)
    shutil.copy(ROOT / "LICENSE", folder / FOLDER)
    packed = target / f"tagalong-{version}.zip"
    released = times.moment()
    archive.pack(folder, packed, lambda name, contents: times.time_of(name, contents, released))
    return packed


def main() -> int:
    """Make the release, and say where it is."""
    argparse.ArgumentParser(prog="python -m tools.release", description=__doc__).parse_args()
    try:
        build.build()
        target = release(build.DIST, BUILD)
        simulator = wheel.make(BUILD)
        print(package.told(package.make(build.DIST, BUILD)))
    except (BuildError, OSError) as error:
        print(f"no release was made: {error}", file=sys.stderr)
        return 1
    total = sum(file.stat().st_size for file in (BUILD / "release").rglob("*.br"))
    print(f"{target.relative_to(ROOT)} is ready: {total / 1e6:.2f} MB over the wire with brotli")
    print(f"{simulator.relative_to(ROOT)} is ready: for pip, the simulator alone")
    return 0


if __name__ == "__main__":
    sys.exit(main())
