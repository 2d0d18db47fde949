"""The Python runtime of the page: interpreter, standard library, wheels and app, precompiled."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import zipfile
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

from tools import archive, wheels
from tools.interpreter import PYODIDE, the_library
from tools.node import run_node
from tools.stages import ROOT, BuildError, Stage, files_under

APP = ROOT / "app"
LIBRARY = "python_stdlib"
PACKAGES = "packages"
# The code that dataclasses would compile at each start; see `sitecustomize.py`.
GENERATED = "generated.marshal"
PRECOMPILER = ROOT / "tools" / "precompile.mjs"
SITE = ROOT / "tools" / "sitecustomize.py"
TRACER = ROOT / "tools" / "trace.mjs"
# A frame for the traced run: any invitation does.
TRACED_FRAME = ROOT / "simulator" / "frames" / "invited.json"
# What wheels carry for type checkers and C compilers.
UNUSED = (".pyi", ".typed", ".h", ".txt")


def precompile(folder: Path) -> None:
    """Turn every module under `folder` into byte code of Pyodide's Python, in place."""
    run_node(PRECOMPILER, [str(folder)], "Python could not be precompiled")


def pyodide_version() -> str:
    """Return the version of the installed npm package."""
    manifest = PYODIDE / "package.json"
    if not manifest.is_file():
        message = "the npm packages are not installed: run `make build`, which does it"
        raise BuildError(message)
    return str(json.loads(manifest.read_text())["version"])


def wheels_stage() -> Stage:
    """Download the browser's wheels."""
    platform = wheels.platform(wheels.pyodide_info())
    return Stage("wheels", (wheels.LOCK,), platform, wheels.download)


def sources_stage(downloaded: Path) -> Stage:
    """Unpack the standard library and the wheels, a folder each."""

    def make(folder: Path) -> None:
        archive.unpack(PYODIDE / "python_stdlib.zip", folder / LIBRARY)
        for wheel in sorted(downloaded.glob("*.whl")):
            archive.unpack(wheel, folder / wheel.name)

    inputs = (Path(__file__), Path(archive.__file__))
    return Stage("sources", inputs, (pyodide_version(), downloaded.name), make)


def compiled_stage(sources: Path) -> Stage:
    """Precompile all of it."""

    def make(folder: Path) -> None:
        shutil.copytree(sources, folder, dirs_exist_ok=True)
        precompile(folder)

    return Stage("compiled", (PRECOMPILER,), (pyodide_version(), sources.name), make)


def reach_stage(downloaded: Path, sources: Path) -> Stage:
    """Find the modules that the app can reach: `reach.json`, `{"kept": [names]}`.

    Beside it lies the code that dataclasses make: the runtime's in
    `generated.marshal`, the app's own in `app.marshal`.
    """

    def make(folder: Path) -> None:
        trees = sorted(str(tree) for tree in sources.iterdir())
        arguments = [str(folder), str(APP), str(TRACED_FRAME), *trees]
        run_node(TRACER, arguments, "the app could not be traced")
        missing = json.loads((folder / "reach.json").read_text())["missing"]
        if missing:
            message = f"the app imports what the runtime does not have: {', '.join(missing)}"
            raise BuildError(message)

    inputs = (APP, TRACER, ROOT / "tools" / "reach.py", TRACED_FRAME)
    return Stage("reach", inputs, (pyodide_version(), downloaded.name), make)


def packages_stage(interpreter: Path, compiled: Path, reach: Path) -> Stage:
    """Pack the interpreter, its library, and what is reached of everything else.

    Nothing of the app is in it: what visitors have of it in their caches stays
    good from release to release.
    """
    reached = json.loads((reach / "reach.json").read_text())["kept"]
    kept = [name for name in reached if name.split(".")[0] != APP.name]
    generated = hashlib.sha256((reach / GENERATED).read_bytes()).hexdigest()

    def make(folder: Path) -> None:
        target = folder / "pyodide"
        shutil.copytree(interpreter, target)
        work = folder / "work"
        for tree in sorted(compiled.iterdir()):
            into = LIBRARY if tree.name == LIBRARY else PACKAGES
            _copy_kept(tree, work / into, set(kept))
            _copy_licences(tree, target / "licences")
        _add_generated(work / LIBRARY, reach)
        library = the_library(work / PACKAGES)
        # A file of its own is compiled while it arrives, and browsers keep what they made of it.
        library.rename(target / shared_name(library))
        for name in (LIBRARY, PACKAGES):
            archive.pack(work / name, target / f"{name}.zip")
        shutil.rmtree(work)

    inputs = (Path(__file__), Path(archive.__file__), SITE)
    return Stage("packages", inputs, (interpreter.name, compiled.name, generated, *kept), make)


def shared_name(library: Path) -> str:
    """Return the name under which the shared library is served: its type follows from it."""
    return f"{library.name.split('.')[0]}.wasm"


def places(compiled: Path, packages: str, app: str) -> dict[str, object]:
    """Return where the worker finds what Python starts from, and Python the library."""
    (wheel,) = (tree for tree in compiled.iterdir() if [*tree.rglob("*.so")])
    library = the_library(wheel)
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text())
    site = f"/lib/python{wheels.python(lock['info'])}/site-packages"
    return {
        "interpreter": f"{packages}/pyodide.mjs",
        "library": f"{packages}/{shared_name(library)}",
        "libraryPath": f"{site}/{library.relative_to(wheel).as_posix()}",
        "packages": f"{packages}/{PACKAGES}.zip",
        "app": f"{app}/app.zip",
        "lock": {"info": lock["info"], "packages": {}},
    }


def _add_generated(library: Path, reach: Path) -> None:
    """Add what saves the compiling of dataclasses; see `sitecustomize.py`."""
    shutil.copy(reach / GENERATED, library)
    with tempfile.TemporaryDirectory() as folder:
        # A folder deep, as everything that is compiled.
        (Path(folder) / LIBRARY).mkdir()
        shutil.copy(SITE, Path(folder) / LIBRARY)
        precompile(Path(folder))
        shutil.copy(Path(folder) / LIBRARY / "sitecustomize.pyc", library)


def _copy_kept(tree: Path, target: Path, kept: set[str]) -> None:
    """Copy the modules in `kept`, and what a module needs that is not Python.

    What is written about a package stays behind: Pyodide would look through it at each start.
    """
    for file in files_under([tree]):
        inside = file.relative_to(tree)
        parts = list(inside.with_suffix("").parts)
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        wanted = name in kept if file.suffix in (".pyc", ".py") else file.suffix not in UNUSED
        if wanted and not parts[0].endswith(".dist-info"):
            (target / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target / inside)


def _copy_licences(tree: Path, target: Path) -> None:
    """Copy the licences of a wheel, each under the wheel's own name."""
    for file in files_under([tree]):
        if re.search(r"\.dist-info/(.*/)?(LICEN[CS]E|COPYING|NOTICE)", file.as_posix()):
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target / f"{tree.name.split('-')[0]}-{file.name}")


def app_stage(reach: Path) -> Stage:
    """Precompile `app/`, all but `main.py`, which the page hands over to PyScript as text."""
    generated = (reach / f"{APP.name}.marshal").read_bytes()

    def make(folder: Path) -> None:
        tree = folder / "work"
        shutil.copytree(APP, tree / "app", ignore=shutil.ignore_patterns("__pycache__", "main.py"))
        precompile(tree)
        (tree / "app" / GENERATED).write_bytes(generated)
        archive.pack(tree, folder / "app.zip")
        shutil.rmtree(tree)

    inputs = (APP, PRECOMPILER, Path(__file__), Path(archive.__file__))
    made = hashlib.sha256(generated).hexdigest()
    return Stage("app", inputs, (pyodide_version(), made), make)


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
