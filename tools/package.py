"""`python -m tools.package`: Tagalong as a package for npm, with all of `dist/` in it.

`static/npm/` has what the package has of its own; version, description and licence are the
project's. The same sources give the same bytes: npm itself packs, with one time for all files.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

from tools import build, documents
from tools.stages import BUILD, ROOT, BuildError

SOURCE = ROOT / "static" / "npm"
MODULE = ("index.js", "index.d.ts", "copy.mjs")
README = SOURCE / "README.md"
# What the project says of itself; where it does not, the package does not either.
OURS = ("version", "description", "license", "author", "repository", "homepage", "bugs")
# The types stand one folder higher in the project, and are in `dist/` too.
TYPES = "tagalong.d.ts"


def description() -> dict[str, object]:
    """Return the package's `package.json`."""
    project = json.loads((ROOT / "package.json").read_text())
    own: dict[str, object] = json.loads((SOURCE / "package.json").read_text())
    return {"name": own["name"], **{key: project[key] for key in OURS if key in project}, **own}


def write_source(dist: Path, folder: Path) -> None:
    """Fill `folder` with what is packed."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(dist, folder / "dist")
    for name in MODULE:
        text = (SOURCE / name).read_text()
        (folder / name).write_text(text.replace(f"../{TYPES[:-5]}", f"./{TYPES[:-5]}"))
    shutil.copy(ROOT / "static" / TYPES, folder)
    shutil.copy(ROOT / "LICENSE", folder)
    documents.write(folder / "docs")
    documents.write_readme(README, folder)
    said = json.dumps(description(), indent="\t", ensure_ascii=False)
    (folder / "package.json").write_text(f"{said}\n")


def make(dist: Path, target: Path) -> Path:
    """Pack `dist` in the folder `target`, by way of `target/npm`, and return the package."""
    folder = target / "npm"
    write_source(dist, folder)
    command = ["npm", "pack", "--json", "--ignore-scripts", "--offline", "--pack-destination"]
    command += [str(target.resolve())]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"npm could not pack: {(done.stderr.splitlines() or ['no output'])[0]}"
        raise BuildError(message)
    packed = json.loads(done.stdout)
    (one,) = packed.values() if isinstance(packed, dict) else packed
    return target / str(one["filename"])


def told(packed: Path) -> str:
    """Return what there is to say of a package that was made."""
    size = packed.stat().st_size / 1e6
    return f"{packed.relative_to(ROOT)} is ready: for npm, {size:.1f} MB"


def main() -> int:
    """Build and pack, and say where the package is."""
    argparse.ArgumentParser(prog="python -m tools.package", description=__doc__).parse_args()
    try:
        build.build()
        packed = make(build.DIST, BUILD)
    except (BuildError, OSError) as error:
        print(f"no package was made: {error}", file=sys.stderr)
        return 1
    print(told(packed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
