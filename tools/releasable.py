"""What must hold before there is a release: of the tree, the version, its notes and its names.

Each refusal is a sentence that says what to do. It asks the checkout alone, no network.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tools.stages import ROOT, BuildError, files_under

CHANGELOG = ROOT / "CHANGELOG.md"
FORM = re.compile(r"\d+\.\d+\.\d+")
# A name that carries its content's hash or a version never changes what it stands for.
UNCHANGING = re.compile(r"-[0-9a-f]{10,16}\b|-\d+\.\d+\.\d+")
FOLDER = "tagalong/"
MOST_NAMED = 5


@dataclass(frozen=True)
class Notes:
    """A section of the changelog: its day, and what it says."""

    day: date | None
    text: str


def notes_of(version: str, changelog: str) -> Notes | None:
    """Return the section `## [version]`, with its day where `- YYYY-MM-DD` follows."""
    head = rf"^## \[{re.escape(version)}\](?: - (\S+))?[ \t]*$"
    found = re.search(head + r"\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if found is None:
        return None
    try:
        day = date.fromisoformat(found[1] or "")
    except ValueError:
        day = None
    return Notes(day, found[2].strip())


def git(*arguments: str, root: Path = ROOT) -> str | None:
    """Return what git says, None where it fails or is not there."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    return None if done.returncode else done.stdout.rstrip("\n")


def refusals(version: str, changelog: str, root: Path = ROOT) -> list[str]:
    """Return why there can be no release of `version`, one sentence for each reason."""
    return [*_of_the_notes(version, changelog), *_of_the_tree(version, root)]


def _of_the_notes(version: str, changelog: str) -> Iterator[str]:
    if not FORM.fullmatch(version):
        yield f"The version in package.json is {version!r}: it has to be three numbers, X.Y.Z."
    notes = notes_of(version, changelog)
    wanted = f"`## [{version}] - YYYY-MM-DD`"
    if notes is None:
        yield f"CHANGELOG.md has no section {wanted}: give “Unreleased” its version and its day."
    elif notes.day is None:
        yield f"CHANGELOG.md has no day for {version}: its heading has to be {wanted}."
    elif not notes.text:
        yield f"CHANGELOG.md says nothing of {version}: its notes are what people decide by."


def _of_the_tree(version: str, root: Path) -> Iterator[str]:
    status = git("status", "--porcelain", root=root)
    if status is None:
        yield (
            "This is no git checkout: nobody could tell what the release was made of. "
            "Clone the repository, and make it there."
        )
        return
    changed = [line[3:] for line in status.splitlines()]
    if changed:
        more = f", and {len(changed) - MOST_NAMED} more" if len(changed) > MOST_NAMED else ""
        yield (
            f"The tree has what is in no commit: {', '.join(changed[:MOST_NAMED])}{more}. "
            "Commit it, or put it away."
        )
    if git("rev-parse", "--verify", "--quiet", f"refs/tags/v{version}", root=root) is not None:
        yield (
            f"{version} is released: there is a tag v{version}. Set the next version: "
            "npm version --no-git-tag-version X.Y.Z"
        )


def others_bytes(dist: Path, published: Path) -> list[str]:
    """Return which of `dist`'s unchanging names stand for other bytes in what is published.

    That is a folder or a zip of an earlier release. Whoever pinned such a name by its integrity
    would be without Tagalong, and whoever has it in a cache would keep the old one.
    """
    before = _digests(published)
    names = (file.relative_to(dist).as_posix() for file in files_under([dist]))
    return [
        name
        for name in names
        if UNCHANGING.search(name) and before.get(name, _digest(dist, name)) != _digest(dist, name)
    ]


def _digest(folder: Path, name: str) -> bytes:
    return hashlib.sha256((folder / name).read_bytes()).digest()


def _digests(published: Path) -> dict[str, bytes]:
    """Return the digests of what is published, by name below the folder `tagalong/`."""
    if published.is_dir():
        names = (file.relative_to(published).as_posix() for file in files_under([published]))
        found = {name: _digest(published, name) for name in names}
    elif zipfile.is_zipfile(published):
        with zipfile.ZipFile(published) as archive:
            found = {
                name: hashlib.sha256(archive.read(name)).digest() for name in archive.namelist()
            }
    else:
        message = f"{published} is neither a folder nor a zip of a release"
        raise BuildError(message)
    return {name.removeprefix(FOLDER): digest for name, digest in found.items()}
