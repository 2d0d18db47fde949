"""The Python runtime of the page: interpreter, standard library, wheels and app, precompiled."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

from tools import archive, wheels
from tools.stages import ROOT, BuildError, Stage

PYODIDE = ROOT / "node_modules" / "pyodide"
INTERPRETER = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
PRECOMPILER = ROOT / "tools" / "precompile.mjs"


def precompile(*folders: Path) -> None:
    """Turn every module under `folders` into byte code of Pyodide's Python, in place."""
    command = ["node", str(PRECOMPILER), *map(str, folders)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        detail = (done.stderr.strip().splitlines() or ["no output"])[-1]
        message = f"Python could not be precompiled: {detail}"
        raise BuildError(message)


def pyodide_version() -> str:
    """Return the version of the installed npm package."""
    manifest = PYODIDE / "package.json"
    if not manifest.is_file():
        message = "the npm packages are not installed: run `make build`, which does it"
        raise BuildError(message)
    return str(json.loads(manifest.read_text())["version"])


def wheels_stage() -> Stage:
    """Download the browser's wheels."""
    return Stage("wheels", (wheels.LOCK,), wheels.PLATFORM, wheels.download)


def packages_stage(downloaded: Path) -> Stage:
    """Precompile the standard library and the wheels, and write the trimmed lock file."""

    def make(folder: Path) -> None:
        work = folder / "work"
        library = work / "python_stdlib"
        archive.unpack(PYODIDE / "python_stdlib.zip", library)
        trees = {wheel: work / wheel.name for wheel in sorted(downloaded.glob("*.whl"))}
        for wheel, tree in trees.items():
            archive.unpack(wheel, tree)
        precompile(library, *trees.values())
        target = folder / "pyodide"
        target.mkdir()
        for name in INTERPRETER:
            shutil.copy(PYODIDE / name, target / name)
        archive.pack(library, target / "python_stdlib.zip")
        for wheel, tree in trees.items():
            archive.pack(tree, target / wheel.name)
        lock = trimmed_lock(sorted(target.glob("*.whl")))
        (target / "pyodide-lock.json").write_text(json.dumps(lock, sort_keys=True))
        shutil.rmtree(work)

    inputs = (PRECOMPILER, Path(__file__), Path(archive.__file__))
    return Stage("packages", inputs, (pyodide_version(), downloaded.name), make)


def app_stage() -> Stage:
    """Precompile `app/`; `main.py` stays source, because PyScript runs it as a script."""
    app = ROOT / "app"

    def make(folder: Path) -> None:
        tree = folder / "work"
        shutil.copytree(app, tree / "app", ignore=shutil.ignore_patterns("__pycache__", "main.py"))
        precompile(tree)
        archive.pack(tree, folder / "app.zip")
        shutil.rmtree(tree)
        shutil.copy(app / "main.py", folder / "main.py")

    inputs = (app, PRECOMPILER, Path(__file__), Path(archive.__file__))
    return Stage("app", inputs, (pyodide_version(),), make)


def trimmed_lock(built: list[Path]) -> dict[str, object]:
    """Return Pyodide's lock file with nothing in it but the wheels in `built`."""
    full = json.loads((PYODIDE / "pyodide-lock.json").read_text())
    packages = {}
    available = {_name_of(wheel) for wheel in built}
    for wheel in built:
        metadata = _metadata(wheel)
        packages[_name_of(wheel)] = {
            "name": _name_of(wheel),
            "version": metadata["Version"],
            "file_name": wheel.name,
            "install_dir": "site",
            "package_type": "package",
            "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
            "depends": sorted(_required_names(metadata.get_all("Requires-Dist", [])) & available),
            "imports": [],
            "unvendored_tests": False,
        }
    return {"info": full["info"], "packages": packages}


def _name_of(wheel: Path) -> str:
    return re.sub(r"[-_.]+", "-", wheel.name.split("-")[0]).lower()


def _metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as contents:
        name = next(n for n in contents.namelist() if n.endswith(".dist-info/METADATA"))
        return HeaderParser().parsestr(contents.read(name).decode())


def _required_names(requirements: list[str]) -> set[str]:
    """Return the normalised names of requirements that no extra asks for."""
    plain = (line for line in requirements if "extra ==" not in line)
    return {
        re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]).lower()
        for line in plain
    }
