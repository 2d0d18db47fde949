"""The trimmed interpreter and the snapshot: the same each time, refused by name if impossible."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools import build, interpreter, runtime, snapshot
from tools.node import run_node
from tools.stages import ROOT, BuildError, files_under

DIST = build.DIST


def test_a_snapshot_is_the_same_each_time(tmp_path: Path) -> None:
    """Taking it again gives the bytes that dist/ has."""
    made = build.make().snapshot()
    made.make(tmp_path)
    (shipped,) = DIST.glob("memory-*")
    assert f"memory-{build.fingerprint(tmp_path / 'memory')}" == shipped.name
    assert (made.run() / "snapshot.json").read_text() == (tmp_path / "snapshot.json").read_text()
    assert {file.name for file in files_under([shipped])} == {"memory.bin", snapshot.REST}


def test_a_snapshot_tells_nothing_of_the_machine() -> None:
    """No path of where it was taken is in it: elsewhere the same sources give the same bytes."""
    (memory,) = DIST.glob("memory-*/memory.bin")
    contents = memory.read_bytes()
    assert len(contents) > 1_000_000
    assert str(ROOT).encode() not in contents


def test_the_interpreter_is_the_same_each_time(tmp_path: Path) -> None:
    """Trimming it again gives the bytes that dist/ has, and says whose they are."""
    sources = runtime.sources_stage(runtime.wheels_stage().run()).run()
    interpreter.interpreter_stage(sources, runtime.pyodide_version()).make(tmp_path)
    (shipped,) = DIST.glob("pyodide-*")
    for file in files_under([tmp_path]):
        assert file.read_bytes() == (shipped / file.name).read_bytes(), file.name
    notice = (shipped / "NOTICE.txt").read_text()
    assert "Mozilla Public License 2.0" in notice
    assert runtime.pyodide_version() in notice
    licences = {file.name.split("-")[0] for file in (shipped / "licences").iterdir()}
    assert {"pydantic", "pydantic_core", "annotated_types"} <= licences


def test_a_library_that_needs_what_is_not_there(tmp_path: Path) -> None:
    """The build fails, and names what the interpreter lacks."""
    library = tmp_path / "needy.so"
    # (module (import "env" "no_such_function" (func)))
    name = b"\x03env\x10no_such_function"
    body = b"\x01" + name + b"\x00\x00"
    types = b"\x01\x04\x01\x60\x00\x00"
    library.write_bytes(b"\0asm\x01\0\0\0" + types + b"\x02" + bytes([len(body)]) + body)
    pyodide = [str(interpreter.PYODIDE / name) for name in interpreter.INTERPRETER[1:]]
    with pytest.raises(BuildError, match=r"needy.so imports .* has not: no_such_function"):
        run_node(interpreter.TRIMMER, [str(tmp_path), *pyodide, str(library)], "not trimmed")


def test_a_glue_that_has_changed(tmp_path: Path) -> None:
    """A glue that names its exports in another way fails the build."""
    glue, wasm = (interpreter.PYODIDE / name for name in interpreter.INTERPRETER[1:])
    changed = tmp_path / glue.name
    shutil.copy(glue, changed)
    changed.write_text(changed.read_text().replace("function assignWasmExports", "function other"))
    with pytest.raises(BuildError, match="not found in Pyodide's glue: assignWasmExports"):
        run_node(interpreter.TRIMMER, [str(tmp_path), str(changed), str(wasm)], "not trimmed")
