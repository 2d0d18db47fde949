"""`python -m tools.bump`: renews all pins together, and says what changed.

npm's packages come first. Of them Pyodide fixes Python's version and the platform that wheels are
built for, which its own lock file says; the newest wheels for that platform are pinned, and the
lock files renewed. All is asked before anything is written, and where a step fails, every file is
as it was. `--check` only says what would change.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools import wheels
from tools.stages import ROOT, BuildError

PACKAGES = ("package.json", "package-lock.json")
PINS = ("requirements/browser.in", "requirements/development.in")
LOCKS = tuple(f"requirements/{name}.txt" for name in ("browser", "development", "simulator"))
# An exact pin of a package in a requirements file.
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
NEXT = """\
Next: `make build`, which fails in one line where Pyodide or polyscript is no longer as it was
(docs/releasing.md says what to look at), then `make test` and `make bench`."""


@dataclass(frozen=True, order=True)
class Change:
    """A pin before and after; nothing before is a new one, nothing after one that has gone."""

    name: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"  {self.name}: {self.before or 'new,'} → {self.after or 'gone'}"


def call(command: list[str], *, allowed: int = 0) -> str:
    """Return what a command prints, or raise BuildError with its last words."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError as error:
        message = f"{command[0]} is missing: {error}"
        raise BuildError(message) from error
    if done.returncode not in (0, allowed):
        errors = [line for line in done.stderr.splitlines() if "error" in line.lower()] or [
            "no output"
        ]
        message = f"{' '.join(command[:3])} … failed: {errors[0].strip()}"
        raise BuildError(message)
    return done.stdout


def npm_changes() -> list[Change]:
    """Ask npm which of the packages that package.json pins have newer versions."""
    # It ends with 1 where there are some.
    told: dict[str, Any] = json.loads(call(["npm", "outdated", "--json"], allowed=1) or "{}")
    if "error" in told and "summary" in told["error"]:
        message = f"npm's registry cannot be asked: {told['error']['summary']}"
        raise BuildError(message)
    pinned = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    return sorted(
        Change(name, pinned[name], said["latest"])
        for name, said in told.items()
        if name in pinned and said["latest"] != pinned[name]
    )


def info_of(pyodide: str) -> dict[str, Any]:
    """Return what a version of Pyodide that is not installed says of itself."""
    with tempfile.TemporaryDirectory() as folder:
        call(["npm", "pack", f"pyodide@{pyodide}", "--pack-destination", folder])
        (packed,) = Path(folder).glob("*.tgz")
        with tarfile.open(packed) as archive:
            lock = archive.extractfile("package/pyodide-lock.json")
            if lock is None:
                message = f"pyodide {pyodide} has no lock file in it"
                raise BuildError(message)
            info: dict[str, Any] = json.loads(lock.read())["info"]
    return info


def wheel_changes(info: dict[str, Any]) -> list[Change]:
    """Ask pip which versions of what browser.in pins are the newest with wheels for `info`."""
    pinned = dict(PIN.findall((ROOT / PINS[0]).read_text()))
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
    command += ["--disable-pip-version-check", "--report", "-", "--only-binary=:all:"]
    command += [*wheels.platform(info), "--target", "nowhere", *pinned]
    told = json.loads(call(command))["install"]
    newest = {_normal(one["metadata"]["name"]): one["metadata"]["version"] for one in told}
    return [
        Change(name, version, newest[_normal(name)])
        for name, version in sorted(pinned.items())
        if newest[_normal(name)] != version
    ]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def platform_changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Compare what two Pyodides say of themselves."""
    names = {"python": "the browser's Python", "abi_version": "its ABI", "platform": "Emscripten"}
    return [
        Change(said, str(before[name]), str(after[name]))
        for name, said in names.items()
        if before[name] != after[name]
    ]


def locked() -> dict[str, str]:
    """Return what the lock files of Python pin, by file and package."""
    return {
        f"{Path(file).name}: {name}": version
        for file in LOCKS
        for name, version in PIN.findall((ROOT / file).read_text())
    }


def write(npm: list[Change], pins: list[Change]) -> list[Change]:
    """Renew the pins and the lock files; return what changed in Python's.

    Where a step fails every file is as it was, and BuildError is raised.
    """
    kept = {name: (ROOT / name).read_bytes() for name in (*PACKAGES, *PINS, *LOCKS)}
    before = locked()
    try:
        if npm:
            asked = [f"{one.name}@{one.after}" for one in npm]
            exact = ["--save-dev", "--save-exact", "--ignore-scripts", "--loglevel=error"]
            call(["npm", "install", *exact, *asked])
        for file in PINS:
            text = (ROOT / file).read_text()
            for one in pins:
                text = text.replace(f"{one.name}=={one.before}", f"{one.name}=={one.after}")
            (ROOT / file).write_text(text)
        call(["make", "lock", "UPGRADE=--upgrade"])
    except BaseException:
        for name, contents in kept.items():
            (ROOT / name).write_bytes(contents)
        raise
    after = locked()
    return sorted(
        Change(name, before.get(name, ""), after.get(name, ""))
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name)
    )


def bump(*, check: bool) -> None:
    """Renew all pins, or only say what would change; raises BuildError in one line."""
    if not check and shutil.which("uv") is None:
        message = "`make lock` needs uv, which is not installed: https://docs.astral.sh/uv/"
        raise BuildError(message)
    npm = npm_changes()
    here = wheels.pyodide_info()
    pyodide = next((one.after for one in npm if one.name == "pyodide"), "")
    info = info_of(pyodide) if pyodide else here
    pins = wheel_changes(info)
    tell("npm", npm)
    tell("Pyodide's own", platform_changes(here, info))
    tell("the browser's wheels", pins)
    if check:
        print("Nothing was changed. Python's other packages are asked for by `make bump` alone.")
        return
    tell("Python's lock files", write(npm, pins))
    print(NEXT)


def tell(what: str, changes: list[Change]) -> None:
    """Print what changed of one kind."""
    print(f"{what}:" if changes else f"{what}: nothing newer")
    for change in changes:
        print(change)


def main() -> int:
    """Renew the pins, and say what changed, or in one line why nothing did."""
    parser = argparse.ArgumentParser(prog="python -m tools.bump", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say what would change")
    try:
        bump(check=parser.parse_args().check)
    except (BuildError, OSError) as error:
        print(f"nothing was changed: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
