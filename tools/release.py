"""`python -m tools.release`: a zip of `dist/`, compressed for the wire, to put on any host.

Beside each file stand its `.br` and `.gz`, and examples of how to serve them.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from tools import archive, build
from tools.compress import copy_compressed
from tools.stages import BUILD, ROOT, BuildError

HOSTING = ROOT / "tools" / "hosting"


def release() -> Path:
    """Build, compress and pack; return the zip."""
    build.build()
    version = (build.DIST / "VERSION").read_text().strip()
    name = f"tagalong-{version}"
    folder = BUILD / "release"
    shutil.rmtree(folder, ignore_errors=True)
    copy_compressed("dist", build.DIST, folder / name)
    shutil.copy(HOSTING / "_headers", folder / name)
    shutil.copytree(HOSTING, folder / "hosting", ignore=shutil.ignore_patterns("_headers"))
    shutil.copy(ROOT / "LICENSE", folder)
    target = BUILD / f"{name}.zip"
    archive.pack(folder, target)
    return target


def main() -> int:
    """Make the release, and say where it is."""
    argparse.ArgumentParser(prog="python -m tools.release", description=__doc__).parse_args()
    try:
        target = release()
    except (BuildError, OSError) as error:
        print(f"no release was made: {error}", file=sys.stderr)
        return 1
    total = sum(file.stat().st_size for file in (BUILD / "release").rglob("*.br"))
    print(f"{target.relative_to(ROOT)} is ready: {total / 1e6:.2f} MB over the wire with brotli")
    return 0


if __name__ == "__main__":
    sys.exit(main())
