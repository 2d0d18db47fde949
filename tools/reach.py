"""Which modules the app can reach. Runs in Pyodide's own Python, called by `trace.mjs`.

A module is kept when the traced run has imported it, or when an import of a
kept module names it: for the app and for the glue between Python and
JavaScript every import counts, those within functions too; for other modules
those that run on import. What the app imports must exist, or the build fails.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable
from pathlib import Path

# Whose imports within functions are followed too.
OURS = ("app", "pyodide", "_pyodide", "pyodide_http")
# Given by PyScript and by Pyodide, not found as files.
GIVEN = ("js", "polyscript", "pyodide_js", "_pyodide_core", "builtins")
# Python in place of what the interpreter has built in: frozen, or in C.
REPLACED = ("_pydatetime", "importlib._bootstrap", "importlib._bootstrap_external")
# Conditions under which an import is for type checkers, programs or Windows.
NEVER_TRUE = r"TYPE_CHECKING|__name__ == '__main__'|sys.platform == 'win32'"


def index(folders: Iterable[str]) -> dict[str, Path]:
    """Return every module under `folders`, by name."""
    found = {}
    for folder in map(Path, folders):
        for file in folder.rglob("*.py"):
            parts = list(file.relative_to(folder).with_suffix("").parts)
            if parts[-1] == "__init__":
                parts.pop()
            if parts:
                found[".".join(parts)] = file
    return found


def imports(name: str, file: Path) -> set[str]:
    """Return the full names that the module `name` imports."""
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    deep = name.split(".", maxsplit=1)[0] in OURS
    found: set[str] = set()

    def visit(node: ast.AST) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() if not deep:
                return
            case ast.If() if re.search(NEVER_TRUE, ast.unparse(node.test)):
                for statement in node.orelse:
                    visit(statement)
                return
            case ast.Import():
                found.update(alias.name for alias in node.names)
            case ast.ImportFrom():
                base = node.module or ""
                if node.level:
                    parts = package.split(".")
                    above = parts[: len(parts) - node.level + 1]
                    base = ".".join([*above, base] if base else above)
                found.add(base)
                found.update(f"{base}.{alias.name}" for alias in node.names)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(file.read_text("utf-8")))
    return found


def reachable(folders: Iterable[str], traced: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the modules to keep, and what the app imports that is nowhere to be had."""
    modules = index(folders)
    loaded = set(traced)
    todo = [name for name in modules if name.split(".")[0] == "app"] + sorted(loaded)
    kept: set[str] = set()
    missing: set[str] = set()
    while todo:
        parts = todo.pop().split(".")
        for length in range(1, len(parts) + 1):
            name = ".".join(parts[:length])
            if name in kept or name not in modules or name in REPLACED:
                continue
            kept.add(name)
            wanted = imports(name, modules[name])
            todo += wanted
            if name.split(".")[0] == "app":
                missing |= {one for one in wanted if not _exists(one, loaded | modules.keys())}
    return sorted(kept), sorted(missing)


def _exists(name: str, modules: set[str]) -> bool:
    """Whether an imported name is a module here, or an attribute of one."""
    top = name.split(".", maxsplit=1)[0]
    given = top in GIVEN or top in sys.builtin_module_names
    return given or name in modules or name.rpartition(".")[0] in modules
