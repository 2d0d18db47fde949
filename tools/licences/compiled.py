"""What is compiled into the interpreter and the library: `compiled.toml` says it."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from tools.interpreter import PYODIDE
from tools.licences.component import Component, kept_text
from tools.stages import BuildError

LISTED = Path(__file__).parent / "compiled.toml"


def versions() -> dict[str, str]:
    """Return the versions that Pyodide's own files give."""
    info = json.loads((PYODIDE / "pyodide-lock.json").read_text())["info"]
    pyodide = json.loads((PYODIDE / "package.json").read_text())["version"]
    emscripten = re.sub(r"^emscripten_", "", info["platform"]).replace("_", ".")
    return {"pyodide": pyodide, "python": info["python"], "emscripten": emscripten}


def components(runtime: Path) -> list[Component]:
    """Return what is in the files of the folder `runtime`, each looked for by its marker.

    Raises BuildError where a marker is not there: what is listed is no longer what is inside.
    """
    text = LISTED.read_text(encoding="utf-8")
    for name, version in versions().items():
        text = text.replace(f"{{{name}}}", version)
    found = []
    for said in tomllib.loads(text)["component"]:
        within = tuple(said["within"])
        known_by = said.get("known_by", "")
        if not known_by:
            marker = said["marker"]
            if marker.encode() not in (runtime / within[0]).read_bytes():
                message = (
                    f"{within[0]} has no {marker!r} in it, by which {said['name']} "
                    f"{said['version']} is known: see tools/licences/compiled.toml"
                )
                raise BuildError(message)
            known_by = f"{within[0]} has the words “{marker}” in it."
        found.append(
            Component(
                name=said["name"],
                version=said["version"],
                licence=said["licence"],
                texts=tuple(kept_text(one, said["name"]) for one in said["texts"]),
                within=within,
                source=said["source"],
                note=said.get("note", ""),
                known_by=known_by,
            )
        )
    return found
