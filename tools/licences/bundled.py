"""What of npm is in a bundle: each file that esbuild took in belongs to a package."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path, PurePosixPath
from typing import Any

from tools.licences.component import Component, in_spdx, kept_text
from tools.stages import ROOT, BuildError

PACKAGES = "node_modules"
OURS = "static/"
# Texts of projects whose packages have none, by where their source is.
KEPT = {"https://github.com/rrweb-io/rrweb": "rrweb.txt"}


def package_of(path: str) -> str:
    """Return the folder of the package that a bundled file of others belongs to."""
    parts = PurePosixPath(path).parts
    if PACKAGES not in parts:
        message = f"{path} is in a bundle, and neither ours nor a package's"
        raise BuildError(message)
    last = max(number for number, part in enumerate(parts) if part == PACKAGES)
    scoped = parts[last + 1].startswith("@")
    return "/".join(parts[: last + (3 if scoped else 2)])


def components(
    bundles: dict[str, list[str]], changed: list[str], root: Path = ROOT
) -> list[Component]:
    """Return the packages in `bundles`, by bundle the files in it, with which were `changed`."""
    within: dict[str, set[str]] = defaultdict(set)
    for bundle, files in bundles.items():
        for file in files:
            if not file.startswith(OURS):
                within[package_of(file)].add(bundle)
    edited: dict[str, list[str]] = defaultdict(list)
    for file in changed:
        folder = package_of(file)
        edited[folder].append(PurePosixPath(file).relative_to(folder).as_posix())
    return [
        package(root / folder, tuple(sorted(places)), sorted(edited[folder]))
        for folder, places in sorted(within.items())
    ]


def package(folder: Path, within: tuple[str, ...], changed: list[str]) -> Component:
    """Describe the package in `folder`; raises BuildError where its licence cannot be told."""
    said = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    name, version = str(said["name"]), str(said["version"])
    licence = in_spdx(said.get("license"), f"the npm package {name}")
    note = ""
    if changed:
        note = f"Changed for Tagalong, by tools/bundle.mjs of its source: {', '.join(changed)}."
    return Component(
        name=name,
        version=version,
        licence=licence,
        texts=(text_of(folder, said),),
        within=within,
        source=_source(said),
        purl=f"pkg:npm/{name.replace('@', '%40')}@{version}",
        note=note,
    )


def with_dependencies(folders: list[Path]) -> list[Path]:
    """Return packages' folders with those of all that they ask for, which are built into them."""
    found: list[Path] = []
    asked = list(folders)
    while asked:
        folder = asked.pop(0)
        if folder in found:
            continue
        found.append(folder)
        said = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        asked += [_installed(name, folder) for name in said.get("dependencies", {})]
    return found


def _installed(name: str, asking: Path) -> Path:
    """Return a package's folder, found as Node finds it."""
    for folder in (asking, *asking.parents):
        if (folder / PACKAGES / name / "package.json").is_file():
            return folder / PACKAGES / name
    message = f"the npm package {name} is not installed, for which {asking.name} asks"
    raise BuildError(message)


def text_of(folder: Path, said: dict[str, Any] | None = None) -> str:
    """Return a package's own licence text, or a kept one with its author's name in it."""
    own = next(iter(sorted(folder.glob("LICEN[CS]E*"))), None)
    if own:
        return own.read_text(encoding="utf-8").strip("\n")
    said = said or json.loads((folder / "package.json").read_text(encoding="utf-8"))
    whose = f"the npm package {said['name']}"
    if _source(said) in KEPT:
        return kept_text(KEPT[_source(said)], whose)
    licence = in_spdx(said.get("license"), whose)
    if licence not in {"MIT", "ISC"}:
        message = f"{whose} has no licence text in it, and is neither MIT nor ISC"
        raise BuildError(message)
    holder = f"Copyright (c) {_author(said) or 'the contributors of ' + said['name']}"
    title, _, rest = kept_text(f"{licence}.txt", whose).partition("\n")
    return f"{title}\n\n{holder}\n{rest}"


def _author(said: dict[str, Any]) -> str:
    author = said.get("author", "")
    return str(author.get("name", "") if isinstance(author, dict) else author).split(" <")[0]


def _source(said: dict[str, Any]) -> str:
    repository = said.get("repository", "")
    address = repository.get("url", "") if isinstance(repository, dict) else repository
    address = str(address or said.get("homepage", ""))
    if re.fullmatch(r"(github:)?[\w.-]+/[\w.-]+", address):
        return f"https://github.com/{address.removeprefix('github:')}"
    return re.sub(r"^(git\+)?(git|ssh|https?)://(git@)?", "https://", address).removesuffix(".git")
