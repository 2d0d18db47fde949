"""`python -m tools.build`: fills `dist/` from the sources and the pinned packages.

Everything is made beside the last good `dist/` and takes its place only at the
end: a build that fails changes nothing that is served.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from tools import border, licences, runtime
from tools.interpreter import WHOLE, interpreter_stage
from tools.snapshot import REST, snapshot_stage
from tools.stages import BUILD, ROOT, BuildError, Stage, files_under

DIST = ROOT / "dist"
SCRIPTS = "scripts"
INPUTS = "inputs.json"


def worker_configuration(
    folders: dict[str, Path], start: dict[str, object], main: str
) -> dict[str, object]:
    """Return what the page's half starts the worker with, its addresses in `dist/`'s terms.

    `folders` and `start` are `parts()`; `main` is the text of the script that PyScript runs.
    """
    described = tomllib.loads((ROOT / "pyscript.toml").read_text())
    pins = {
        f"{name}/{file.name}": integrity(file)
        for name, folder in folders.items()
        for file in sorted(folder.iterdir())
        if file.is_file() and file.suffix != ".txt"
    }
    (whole,) = (path for path in pins if path.endswith(f"/{WHOLE}"))
    worker = described["worker"]
    return {"main": main, "config": worker, "start": start, "whole": whole, "pins": pins}


@dataclass(frozen=True)
class Made:
    """All stages but the scripts, and where their files are in `dist/`."""

    downloaded: Path
    packages: Path
    app: Path
    reach: Path
    places: dict[str, object]
    names: tuple[str, str]

    def snapshot(self) -> Stage:
        """Return the stage that takes the snapshot of all of it."""
        return snapshot_stage(self.packages, self.app, self.reach, self.places, self.names)


def make() -> Made:
    """Make everything that the snapshot is taken of."""
    downloaded = runtime.wheels_stage().run()
    sources = runtime.sources_stage(downloaded).run()
    compiled = runtime.compiled_stage(sources).run()
    reach = runtime.reach_stage(downloaded, sources).run()
    interpreter = interpreter_stage(sources, runtime.pyodide_version()).run()
    packages = runtime.packages_stage(interpreter, compiled, reach).run()
    app = runtime.app_stage(reach).run()
    names = (f"pyodide-{fingerprint(packages / 'pyodide')}", f"app-{fingerprint(app)}")
    return Made(downloaded, packages, app, reach, runtime.places(compiled, *names), names)


def parts(made: Made | None = None) -> tuple[dict[str, Path], dict[str, object]]:
    """Make everything but the scripts: `dist/`'s folders by name, and what is where in them."""
    made = made or make()
    taken_in = made.snapshot().run()
    memory = f"memory-{fingerprint(taken_in / 'memory')}"
    taken = json.loads((taken_in / "snapshot.json").read_text())
    taken |= {"file": f"{memory}/memory.bin", "rest": f"{memory}/{REST}"}
    folders = (made.packages / "pyodide", made.app, taken_in / "memory")
    named = dict(zip((*made.names, memory), folders, strict=True))
    return named, {**made.places, "snapshot": taken}


def scripts_stage(configuration: dict[str, object]) -> Stage:
    """Bundle the loader, the page's half and PyScript's core, in the folder `SCRIPTS`.

    Beside it `INPUTS` says what came into them, and what of others' was changed.
    """
    text = json.dumps(configuration, sort_keys=True)

    def make(folder: Path) -> None:
        (folder / SCRIPTS).mkdir()
        command = ["node", "tools/bundle.mjs", str(folder / SCRIPTS), str(folder / INPUTS), text]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            # esbuild's own words, or Node's.
            errors = re.findall(r"\[ERROR\] .*|^\w*Error: .*", done.stderr, re.MULTILINE)
            message = f"the scripts could not be bundled: {(errors or ['no output'])[0]}"
            raise BuildError(message)

    inputs = (
        ROOT / "static",
        ROOT / "tools" / "bundle.mjs",
        ROOT / "package.json",
        ROOT / "package-lock.json",
    )
    return Stage("scripts", inputs, (text,), make)


def package_version() -> str:
    """Return Tagalong's own version."""
    return str(json.loads((ROOT / "package.json").read_text())["version"])


def integrity(file: Path) -> str:
    """Return the value of `integrity` for a file."""
    return "sha384-" + base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()


def fingerprint(folder: Path) -> str:
    """Return sixteen hexadecimal digits over the names and the bytes of all files in `folder`."""
    total = hashlib.sha256()
    for file in files_under([folder]):
        total.update(file.relative_to(folder).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:16]


def write_manifest(folder: Path) -> None:
    """Say what is in `folder`, and add what a customer pins: a named copy of the loader."""
    version = package_version()
    shutil.copy(folder / "tagalong.js", folder / f"tagalong-{version}.js")
    shutil.copy(ROOT / "static" / "tagalong.d.ts", folder / "tagalong.d.ts")
    (folder / "VERSION").write_text(f"{version}\n")
    files = {
        file.relative_to(folder).as_posix(): {
            "bytes": file.stat().st_size,
            "integrity": integrity(file),
        }
        for file in files_under([folder])
    }
    manifest = {"version": version, "files": files}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True))


def build() -> None:
    """Fill `dist/`, or raise `BuildError` and leave it as it was."""
    border.write()
    made = make()
    folders, start = parts(made)
    main = (runtime.APP / "main.py").read_text()
    scripts = scripts_stage(worker_configuration(folders, start, main)).run()
    runtime_files = made.packages / "pyodide"
    notices = licences.stage(scripts / INPUTS, made.downloaded, runtime_files, package_version())

    contents = [*folders.items(), (".", scripts / SCRIPTS), (".", notices.run())]
    listed = "\n".join(sorted(f"{name}={folder}" for name, folder in contents))
    stamp = BUILD / "dist.stamp"
    if DIST.is_dir() and stamp.is_file() and stamp.read_text() == listed:
        return
    fresh = BUILD / "dist.new"
    shutil.rmtree(fresh, ignore_errors=True)
    for name, folder in contents:
        shutil.copytree(folder, fresh / name, dirs_exist_ok=True)
    write_manifest(fresh)
    stamp.unlink(missing_ok=True)
    old = BUILD / "dist.old"
    shutil.rmtree(old, ignore_errors=True)
    if DIST.exists():
        DIST.rename(old)
    fresh.rename(DIST)
    shutil.rmtree(old, ignore_errors=True)
    stamp.write_text(listed)


def main() -> int:
    """Build, and say in one line what came of it."""
    argparse.ArgumentParser(prog="python -m tools.build", description=__doc__).parse_args()
    started = time.monotonic()
    try:
        build()
    except (BuildError, OSError, BadZipFile) as error:
        print(f"build failed, dist/ is unchanged: {error}", file=sys.stderr)
        return 1
    size = sum(file.stat().st_size for file in files_under([DIST]))
    taken = time.monotonic() - started
    pinned = f"tagalong-{package_version()}.js"
    print(f'pinned: src=".../{pinned}" integrity="{integrity(DIST / pinned)}" crossorigin')
    print(f"dist/ is ready: {size / 1e6:.1f} MB before compression, in {taken:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
