"""The memory snapshot: what Python's memory is once the runtime and the app are imported.

It belongs to the very files it was made with: it names them, and the worker refuses
it beside others. It has the app in it, so that a release of the app alone is another
snapshot, but leaves the interpreter in visitors' caches. A layer for the app over one
for the runtime was tried: what every visitor loads grew by a quarter, because the app
touches most of the runtime's memory.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from tools import archive
from tools.node import run_node
from tools.stages import ROOT, Stage, files_under

MAKER = ROOT / "tools" / "snapshot.mjs"
# Used for making as for restoring.
WORKER = tuple(
    ROOT / "static" / "worker" / f"{name}.js"
    for name in ("library", "modules", "snapshot", "unzip")
)
REST = "rest.zip"


def snapshot_stage(
    packages: Path, app: Path, reach: Path, places: dict[str, Any], names: tuple[str, str]
) -> Stage:
    """Make `memory/` and `snapshot.json`; `names` are of the folders it belongs to."""
    found = json.loads((reach / "reach.json").read_text())
    kept, traced = set(found["kept"]), found["traced"]
    others = [name for name in traced if name in kept and not _is_ours(name)]
    modules = [*others, *sorted(name for name in kept if _is_ours(name) and name != "app.main")]
    of = "+".join(names)

    def make(folder: Path) -> None:
        (folder / "memory").mkdir()
        given = {**places, **modules_of(places), "modules": modules, "of": of}
        (folder / "given.json").write_text(json.dumps(given))
        arguments = [
            folder / "memory",
            packages / "pyodide",
            app / "app.zip",
            folder / "given.json",
        ]
        run_node(MAKER, [*map(str, arguments)], "no snapshot could be taken")
        made = json.loads((folder / "memory" / "snapshot.json").read_text())
        (folder / "memory" / "snapshot.json").unlink()
        _pack_rest(folder, packages / "pyodide", app, places["libraryPath"], made.pop("imported"))
        (folder / "snapshot.json").write_text(json.dumps(made, sort_keys=True))
        (folder / "given.json").unlink()

    text = json.dumps([places, modules, of], sort_keys=True)
    inputs = (MAKER, Path(__file__), *WORKER)
    return Stage("snapshot", inputs, (packages.name, app.name, text), make)


def modules_of(places: dict[str, Any]) -> dict[str, str]:
    """Return the files' names within the runtime's folder."""
    return {name: Path(places[name]).name for name in ("library", "packages")}


def _is_ours(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] == "app"


def _pack_rest(folder: Path, runtime: Path, app: Path, library: str, imported: list[str]) -> None:
    """Pack what is not in memory, by the path at which Python looks for it.

    The standard library is a zip there, and what is left of it is one in the zip.
    """
    site, _, _ = library.partition("/site-packages/")
    standard = f"{site.replace('.', '')}.zip"
    sources = {
        standard: runtime / "python_stdlib.zip",
        f"{site}/site-packages": runtime / "packages.zip",
        "/home/pyodide": app / "app.zip",
    }
    work = folder / "work"
    for place, packed in sources.items():
        tree = folder / "unpacked"
        archive.unpack(packed, tree)
        for file in files_under([tree]):
            found_at = f"{place}/{file.relative_to(tree).as_posix()}"
            if file.suffix not in (".pyc", ".json") or found_at in imported:
                file.unlink()
        target = work / place.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if place == standard:
            archive.pack(tree, target)
            shutil.rmtree(tree)
        else:
            tree.rename(target)
    archive.pack(work, folder / "memory" / REST)
    shutil.rmtree(work)
