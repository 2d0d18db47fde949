"""The interpreter, without what nothing here uses: `trim.mjs` takes it out.

Beside its two modules stands one script with both in it, for pages that compare all
that they run: `whole.mjs` makes it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.node import run_node
from tools.stages import ROOT, BuildError, Stage

PYODIDE = ROOT / "node_modules" / "pyodide"
INTERPRETER = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
TRIMMER = ROOT / "tools" / "trim.mjs"
JOINER = ROOT / "tools" / "whole.mjs"
WHOLE = "interpreter.js"
NOTICE = """\
pyodide.asm.wasm and pyodide.asm.mjs are Pyodide {version}, changed for Tagalong: exports that
nothing uses are taken out, and with them the functions that only they kept. Pyodide is licensed
under the Mozilla Public License 2.0 (https://mozilla.org/MPL/2.0/); its source is at
https://github.com/pyodide/pyodide/tree/{version}. What is taken out, and how, is in tools/trim.mjs
of Tagalong's source. interpreter.js is pyodide.mjs and pyodide.asm.mjs in one script, without
imports; tools/whole.mjs makes it.
"""


def the_library(tree: Path) -> Path:
    """Return the one shared library under `tree`, or raise `BuildError`."""
    found = sorted(tree.rglob("*.so"))
    if len(found) != 1:
        names = ", ".join(file.name for file in found) or "none"
        message = f"one shared library is expected in the wheels, there is {names}"
        raise BuildError(message)
    return found[0]


def interpreter_stage(sources: Path, version: str) -> Stage:
    """Trim Pyodide's interpreter to what its glue and the wheels' library use."""

    def make(folder: Path) -> None:
        shutil.copy(PYODIDE / "pyodide.mjs", folder)
        changed = [str(PYODIDE / name) for name in INTERPRETER[1:]]
        arguments = [str(folder), *changed, str(the_library(sources))]
        run_node(TRIMMER, arguments, "the interpreter could not be trimmed")
        run_node(JOINER, [str(folder)], "the interpreter could not be put into one script")
        (folder / "NOTICE.txt").write_text(NOTICE.format(version=version))

    lock = (ROOT / "package-lock.json").read_text()
    return Stage(
        "interpreter", (TRIMMER, JOINER, Path(__file__)), (version, sources.name, lock), make
    )
