"""The rooms of the project, and who may import whom: one table, for Python and JavaScript.

In a line of the table `a < b` lets `b` import `a` and all that is below `a`; a
comma parts rooms that do not know each other. A room may import itself. What
no line allows is refused, so that a new room needs its place here.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath

import pytest

from tools.stages import ROOT

# By the folder whose files and folders are the rooms.
TABLE = {
    "app": ["core < ports < session < browser < main"],
    "app/core": [
        "bounded, errors, soonest, readings < page < liveperson < identity < connection",
        "liveperson < invitation < banner",
        "connection, banner < conversation, health, nicknames, leaving < visit < engine",
    ],
    "simulator": [
        "choices < switches",
        # Services and connections meet faults, which know of them what a protocol says.
        "record, switches, bounds, body < state < faults < services < cobrowse < messaging",
        "messaging < brand, tag",
        "vendored < tag",
        "brand, tag < control < lab < app < cli < __main__",
        "app < standin < pytest_plugin",
        "files < control",
        "pages < lab, examples",
        # It speaks HTTP and WebSocket, as a visitor does, and shares no more than words.
        "record, switches < understudy < cli",
        # A host of Tagalong's files is judged by what it answers, and by nothing else.
        "check < cli",
    ],
    "static": ["page < loader < tagalong, worker < demo, npm"],
    "tests": [
        "support < conftest, unit, loop, page, browser, engines, tools, hosting, measure",
        "measure < simulator",
    ],
    # The parts of the project; what nobody may import stands nowhere on the left.
    ".": [
        "app < tools",
        "simulator < static",
        "static < tools < tests",
        "simulator < tests",
    ],
}
# Where a page finds under a path of its own what is a file of the project.
SERVED = {
    "/agent/": "simulator/pages/agent/",
    "/workbench/": "simulator/pages/workbench/",
    "/preview/banner.js": "static/page/banner.js",
}
# Served, and from packages of others.
FOREIGN = re.compile(r"^(/replay/|/tag/record\.js|\./record\.js$|[@a-z])")
IMPURE = {"asyncio", "time", "logging", "socket", "random", "threading", "subprocess", "os"}
BROWSER = {"js", "pyodide", "pyodide_http", "polyscript", "pyscript", "pyodide_js"}
PARTS = ("app", "simulator", "static", "tools", "tests")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
JAVASCRIPT = re.compile(r"""(?:\bfrom|\bimport)[\s(]*["']([^"']+)["']""")


def rules(lines: Iterable[str]) -> dict[str, set[str]]:
    """Return by room all the rooms below it."""
    below: dict[str, set[str]] = {}
    for line in lines:
        floors = [floor.replace(" ", "").split(",") for floor in line.split("<")]
        for number, floor in enumerate(floors):
            for room in floor:
                below.setdefault(room, set()).update(*floors[max(number - 1, 0) : number])
    done: dict[str, set[str]] = {}
    for room in TopologicalSorter(below).static_order():
        done[room] = below[room].union(*(done[lower] for lower in below[room]))
    return done


@cache
def files() -> dict[str, Path]:
    """Return the project's modules by their paths in it."""
    found = {
        file.relative_to(ROOT).as_posix(): file
        for part in PARTS
        for suffix in ("*.py", "*.js", "*.mjs")
        for file in (ROOT / part).rglob(suffix)
        if "node_modules" not in file.parts
    }
    assert len(found) > 100
    return found


def _python(file: Path) -> Iterator[str]:
    """Yield the full names of all that a Python file imports."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _file_of(name: str) -> str | None:
    """Return the file of the project that a Python name is from, None where it is another's."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        path = "/".join(parts[:length])
        for known in (f"{path}.py", f"{path}/__init__.py"):
            if known in files():
                return known
    assert parts[0] not in PARTS, f"{name} is nowhere"
    return None


def _javascript(path: str, file: Path, *, types: bool) -> Iterator[str]:
    """Yield the files of the project that a JavaScript file imports, for its types as well."""
    text = file.read_text()
    for asked in JAVASCRIPT.findall(text if types else COMMENT.sub("", text)):
        served = next((start for start in SERVED if asked.startswith(start)), None)
        if served:
            target = SERVED[served] + asked.removeprefix(served)
        elif FOREIGN.match(asked):
            continue
        else:
            target = _joined(PurePosixPath(path).parent, asked)
        declared = target.removesuffix(".js") + ".d.ts"
        if target not in files() and (ROOT / declared).is_file():
            target = declared
        if target.endswith((".js", ".mjs")) and not target.startswith("dist/"):
            assert target in files(), f"{path} imports {asked}, which is nowhere"
            yield target


def _joined(folder: PurePosixPath, asked: str) -> str:
    return (ROOT / folder / asked).resolve().relative_to(ROOT).as_posix()


@cache
def imports(path: str, *, types: bool = True) -> frozenset[str]:
    """Return the files of the project that one of its files imports.

    What JavaScript names for its types alone is left out where `types` is false.
    """
    file = files()[path]
    if file.suffix == ".py":
        found = {target for name in _python(file) if (target := _file_of(name))}
    else:
        found = set(_javascript(path, file, types=types))
    return frozenset(found - {path})


def room(path: str, floor: str) -> str | None:
    """Return the room of a file on a floor of the table, None where it is elsewhere."""
    parts = path.split("/")
    inside = [] if floor == "." else floor.split("/")
    if parts[: len(inside)] != inside or (
        parts[-1] == "__init__.py" and len(parts) - 1 == len(inside)
    ):
        return None
    return PurePosixPath(parts[len(inside)]).stem


@pytest.mark.parametrize("floor", TABLE)
def test_rooms_import_downwards_only(floor: str) -> None:
    """Each room imports itself and what the table puts below it, and nothing else."""
    below = rules(TABLE[floor])
    wrong = []
    for path in files():
        here = room(path, floor)
        if here is None:
            continue
        if here not in below:
            wrong.append(f"{path}: {here} has no place in the table")
        for target in imports(path):
            there = room(target, floor)
            if there not in (None, here) and there not in below.get(here, ()):
                wrong.append(f"{path} imports {target}")
    assert not wrong, "\n".join(wrong)


def test_no_circles() -> None:
    """No file imports itself by way of others, in either language."""
    try:
        TopologicalSorter({path: imports(path, types=False) for path in files()}).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_helpers_come_from_no_test() -> None:
    """What two tests share is in tests/support; a test module is imported by nobody."""
    wrong = [
        f"{path} imports {target}"
        for path in files()
        for target in imports(path)
        if PurePosixPath(target).name.startswith("test_")
    ]
    assert not wrong, "\n".join(wrong)


def test_the_table_refuses() -> None:
    """The reading of the table itself: what stands higher, or nowhere, may not be imported."""
    below = rules(["a < b, c < d", "e < d"])
    assert below == {"a": set(), "b": {"a"}, "c": {"a"}, "d": {"a", "b", "c", "e"}, "e": set()}
    with pytest.raises(CycleError):
        rules(["a < b", "b < a"])


@pytest.mark.parametrize("path", [path for path in files() if path.startswith("app/core/")])
def test_core_is_pure(path: str) -> None:
    """Core imports itself, pydantic and what of the standard library does nothing."""
    allowed = (sys.stdlib_module_names | {"app", "pydantic", "pydantic_core", "_typeshed"}) - IMPURE
    tops = {name.partition(".")[0] for name in _python(files()[path])}
    assert tops <= allowed, tops - allowed


@pytest.mark.parametrize("path", [path for path in files() if path.startswith("app/")])
def test_only_the_browser_package_knows_javascript(path: str) -> None:
    """js, pyodide and polyscript are imported in app/browser and main.py alone."""
    allowed = path.startswith("app/browser/") or path == "app/main.py"
    tops = {name.partition(".")[0] for name in _python(files()[path])}
    assert allowed or not tops & BROWSER
