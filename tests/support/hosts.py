"""The catalogue of hosts as scripts: each entry of `tests/browser/hosts/` with its real library."""

from __future__ import annotations

import os
import re
import subprocess
from functools import cache
from pathlib import Path

from tools.stages import BUILD, ROOT

HOSTS = ROOT / "tests" / "browser" / "hosts"
# What the others import.
HELPERS = ("box", "react-box", "hydrated", "zoned")
NAMES = sorted(one.stem for one in HOSTS.glob("*.js") if one.stem not in HELPERS)
# One entry is about an older version of what the others import.
OLDER = {"react-18": ("--alias:react=react-18", "--alias:react-dom=react-dom-18")}
# What is no module comes before its page as it is, in the order in which it is found.
CLASSIC = ("prototype", "mootools")


# A public report, as the entries name them: owner/name#number.
REPORT = re.compile(r"[\w.-]+/[\w.-]+#\d+")


def reports() -> dict[str, list[str]]:
    """Return the names of the entries by the public report that they stand for."""
    found: dict[str, list[str]] = {}
    for name in NAMES:
        for report in REPORT.findall((HOSTS / f"{name}.js").read_text()):
            found.setdefault(report, []).append(name)
    return found


def picture(name: str, by: str) -> Path:
    """Return where the picture of a host with the banner goes."""
    folder = BUILD / "hosts" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}-{by}.png"


@cache
def scripts() -> Path:
    """Return the folder with one script for each name, as this process has bundled them."""
    folder = BUILD / "hosts" / str(os.getpid())
    entries = [name for name in NAMES if name not in OLDER]
    _bundle(folder, entries, ())
    for name, aliases in OLDER.items():
        _bundle(folder, [name], aliases)
    found = subprocess.check_output(["sh", str(ROOT / "tools/find_libraries.sh")], text=True)
    for name, library in zip(CLASSIC, found.splitlines(), strict=True):
        page = folder / f"{name}.js"
        page.write_text(f"{Path(library).read_text()}\n{page.read_text()}")
    return folder


def _bundle(folder: Path, names: list[str], more: tuple[str, ...]) -> None:
    command = [
        str(ROOT / "node_modules/.bin/esbuild"),
        *(f"{name}.js" for name in names),
        *("--bundle", "--minify", "--format=iife", "--target=es2022", "--log-level=error"),
        *("--loader:.css=text", '--define:process.env.NODE_ENV="production"'),
        f"--outdir={folder}",
        *more,
    ]
    subprocess.run(command, cwd=HOSTS, check=True)
