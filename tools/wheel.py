"""`python -m tools.wheel`: the simulator as a wheel, for people who test their own software.

It is installed as `tagalong_simulator`, because a module named `simulator` could be anybody's.
What the tag and the agent's console load from npm is in it: nothing is fetched at run time.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from pathlib import Path

from flit_core.wheel import make_wheel_in

from simulator.vendored import package
from tools.build import package_version
from tools.licences import DOCUMENT, bundled
from tools.licences.component import merged
from tools.licences.document import document
from tools.stages import BUILD, ROOT, BuildError, files_under

NAME = "tagalong_simulator"
# The command, and where it is told how to call it.
COMMAND = "tagalong-simulator"
FROM_NPM = {
    "chronosjs": ("dist/Events.js",),
    "@rrweb/record": ("dist/record.js",),
    "@rrweb/replay": ("dist/replay.js", "dist/style.css"),
}
# Their files have in them what they depend on.
BUILT_FROM_OTHERS = ("@rrweb/record", "@rrweb/replay")
# What of the document is for people who have the project.
OF_THE_PROJECT = re.compile(r"<!-- of the project -->\n.*?<!-- /of the project -->\n", re.DOTALL)
# What its programs write to themselves in it.
REMARK = re.compile(r"<!-- .*? -->\n")
MANUAL = "README.md"
# What tells people the command.
NAMING = (".py", ".html", ".md", ".mjs")
IMPORT = re.compile(r"^(\s*)(from|import) simulator\b", re.MULTILINE)
# A zip names no moment before it; the build's own time is nobody's business.
EPOCH_SECONDS = "315532800"

PROJECT = """\
[build-system]
requires = ["flit_core"]
build-backend = "flit_core.buildapi"

[project]
name = "{command}"
version = "{version}"
description = "LivePerson's messaging and CoBrowse on your own machine, for tests."
readme = "README.md"
requires-python = ">=3.11"
license = "MIT"
license-files = ["LICENSE", "THIRD-PARTY.txt", "{name}/node_modules/**/LICENSE*"]
dependencies = {dependencies}

[project.scripts]
{command} = "{name}.__main__:main"
tagalong-check = "{name}.cli.check:main"

[project.entry-points.pytest11]
{name} = "{name}.pytest_plugin"

[tool.flit.module]
name = "{name}"
"""


def dependencies() -> list[str]:
    """Return what it needs, each at least as new as what it is tested with."""
    locked = (ROOT / "requirements" / "simulator.txt").read_text()
    found = []
    for line in (ROOT / "requirements" / "simulator.in").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        name = line.partition("[")[0]
        pinned = re.search(rf"^{re.escape(name)}(?:\[[^]]*\])?==(\S+)", locked, re.MULTILINE)
        if pinned is None:
            message = f"requirements/simulator.txt has no {name}: run make lock"
            raise BuildError(message)
        found.append(f"{line}>={pinned[1]}")
    return found


def write_source(folder: Path) -> None:
    """Fill `folder` with what the wheel is made of."""
    shutil.rmtree(folder, ignore_errors=True)
    source = ROOT / "simulator"
    for file in files_under([source]):
        relative = file.relative_to(source)
        if "__pycache__" in relative.parts:
            continue
        target = folder / NAME / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        if relative.as_posix() == MANUAL:
            target.write_text(manual())
        elif file.suffix in NAMING:
            target.write_text(renamed(file.read_text()))
        else:
            shutil.copy(file, target)
    for name, files in FROM_NPM.items():
        found, target = package(name), folder / NAME / "node_modules" / name
        for one in (*files, "package.json"):
            (target / one).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(found / one, target / one)
        (target / "LICENSE").write_text(bundled.text_of(found) + "\n")
    shutil.copy(ROOT / "LICENSE", folder)
    (folder / MANUAL).write_text(manual())
    version = package_version()
    (folder / DOCUMENT).write_text(third_party(version))
    project = PROJECT.format(
        name=NAME, command=COMMAND, version=version, dependencies=dependencies()
    )
    (folder / "pyproject.toml").write_text(project)


def third_party(version: str) -> str:
    """Return the list of what of others is in the wheel, with their licences.

    The packages are built from others, which they name.
    """
    built = bundled.with_dependencies([package(name) for name in BUILT_FROM_OTHERS])
    folders = [package(name) for name in FROM_NPM] + built
    parts = [
        bundled.package(folder, ("node_modules",), [])
        for folder in folders
        if folder.parent.name != "@types"
    ]
    remark = (
        "Of npm's packages some are in those that are in this wheel's node_modules, because "
        "they ask for them. The packages that pip installs beside it bring their own licences."
    )
    return document(COMMAND, version, merged(parts), [remark])


def manual() -> str:
    """Return the simulator's document for who has the wheel alone."""
    text = OF_THE_PROJECT.sub("", (ROOT / "simulator" / MANUAL).read_text())
    return renamed(REMARK.sub("", text))


def renamed(text: str) -> str:
    """Return the text of a module or a document by the name under which it is installed."""
    return IMPORT.sub(rf"\1\2 {NAME}", text).replace("python -m simulator", COMMAND)


def make(target: Path) -> Path:
    """Make the wheel in the folder `target`, by way of `target/wheel`, and return it."""
    source = target / "wheel"
    write_source(source)
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH_SECONDS
    try:
        made: Path = make_wheel_in(source / "pyproject.toml", target).file
        return made
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def main() -> int:
    """Make the wheel, and say where it is."""
    argparse.ArgumentParser(prog="python -m tools.wheel", description=__doc__).parse_args()
    try:
        made = make(BUILD)
    except (BuildError, OSError) as error:
        print(f"no wheel was made: {error}", file=sys.stderr)
        return 1
    print(f"{made.relative_to(ROOT)} is ready: {made.stat().st_size / 1e3:.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
