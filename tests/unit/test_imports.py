"""The dependency rule, held by walking the imports."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tools.stages import ROOT

IMPURE = {"asyncio", "time", "logging", "socket", "random", "threading", "subprocess", "os"}
BROWSER = {"js", "pyodide", "pyodide_http", "polyscript", "pyscript", "pyodide_js"}


def imports(file: Path) -> set[str]:
    """Return the full names of all modules that `file` imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            found.add(str(node.module))
    return found


def files(folder: str) -> list[Path]:
    """Return the Python files under a folder of the project."""
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found
    return found


@pytest.mark.parametrize("file", files("app/core"), ids=lambda file: file.name)
def test_core_is_pure(file: Path) -> None:
    """Core imports itself, pydantic and what of the standard library does nothing."""
    for name in imports(file):
        top = name.partition(".")[0]
        assert name.startswith("app.core") or top in sys.stdlib_module_names | {
            "pydantic",
            "pydantic_core",
            "_typeshed",
        }, name
        assert top not in IMPURE, name


@pytest.mark.parametrize("file", files("app"), ids=lambda file: file.name)
def test_only_the_browser_package_knows_javascript(file: Path) -> None:
    """js, pyodide and polyscript are imported in app/browser and main.py alone."""
    tops = {name.partition(".")[0] for name in imports(file)}
    allowed = file.parent.name == "browser" or file.name == "main.py"
    assert allowed or not tops & BROWSER
    shell = file.parent.name == "app" and file.name in ("session.py", "ports.py")
    assert not (shell and any(name.startswith("app.browser") for name in imports(file)))


@pytest.mark.parametrize("file", files("simulator"), ids=lambda file: file.name)
def test_the_simulator_imports_nothing_of_the_app(file: Path) -> None:
    """A misunderstanding cannot hide by being shared."""
    assert not any(name == "app" or name.startswith("app.") for name in imports(file))
