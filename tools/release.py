"""`python -m tools.release`: a zip of `dist/`, compressed for the wire, to put on any host.

Beside it the same as a package for npm (see `package`), the simulator as a wheel, for people
who test (see `wheel`), and `release-X.Y.Z.txt`, which says what they are. A release is refused
where it would not be what its version says: see `releasable`. `--trial` makes the same files
all the same, in `build/trial/`.

All is in one folder, `tagalong/`, whichever the version: a release is unpacked
over the one before, and `times` sees to it that hosts notice. Beside each file
stand its `.br` and `.gz`; `hosting/` has examples of how to serve them, `README.md` and
`docs/` say what to do with it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from zipfile import BadZipFile

from tools import archive, build, documents, package, releasable, times, wheel
from tools.compress import copy_compressed
from tools.releasable import UNCHANGING as NAMED_FOR_GOOD
from tools.stages import BUILD, ROOT, BuildError
from tools.statement import statement

HOSTING = ROOT / "tools" / "hosting"
README = ROOT / "static" / "release" / "README.md"
FOLDER = "tagalong"
# What stands in examples for each file and folder whose address changes with its content.
UNCHANGING = "UNCHANGING"


def unchanging(dist: Path) -> list[str]:
    """Return the patterns of what may be cached for good: names with a hash or a version."""
    names = (f"{one.name}/*" if one.is_dir() else one.name for one in sorted(dist.iterdir()))
    return [name for name in names if NAMED_FOR_GOOD.search(name)]


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
    documents.write(folder / FOLDER / "docs")
    documents.write_readme(README, folder / FOLDER)
    packed = target / f"tagalong-{version}.zip"
    released = times.moment()
    archive.pack(folder, packed, lambda name, contents: times.time_of(name, contents, released))
    return packed


def refuse(version: str, published: list[Path]) -> list[str]:
    """Return why what is in `dist/` may not be released as `version`."""
    reasons = releasable.refusals(version, releasable.CHANGELOG.read_text(encoding="utf-8"))
    for place in published:
        names = releasable.others_bytes(build.DIST, place)
        if names:
            reasons.append(
                f"{', '.join(names)} would be other bytes than in {place}: such a name never "
                "changes what it stands for. Set the next version, or remove what nobody ever got."
            )
    return reasons


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.release", description=__doc__)
    parser.add_argument("--trial", action="store_true", help="make the files, to be looked at only")
    parser.add_argument(
        "--published",
        type=Path,
        action="append",
        default=[],
        help="a folder or a zip of what people have already: no name in it may get other bytes",
    )
    return parser.parse_args()


def main() -> int:
    """Make the release, and say what it is and what to do next; or say why there is none."""
    given = arguments()
    version = build.package_version()
    target = BUILD / "trial" if given.trial else BUILD
    earlier = BUILD / f"tagalong-{version}.zip"
    published = [*given.published, *([earlier] if earlier.is_file() else [])]
    try:
        build.build()
        reasons = refuse(version, published)
        if reasons and not given.trial:
            print(f"no release of {version} was made:", *reasons, sep="\n- ", file=sys.stderr)
            print("To see the files all the same: make release TRIAL=1", file=sys.stderr)
            return 1
        target.mkdir(parents=True, exist_ok=True)
        files = [
            release(build.DIST, target),
            package.make(build.DIST, target),
            wheel.make(target),
        ]
        said = statement(version, files, reasons if given.trial else None)
        (target / f"release-{version}.txt").write_text(said, encoding="utf-8")
    except (BuildError, OSError, BadZipFile) as error:
        print(f"no release was made: {error}", file=sys.stderr)
        return 1
    print(said, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
