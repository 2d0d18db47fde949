"""Pins are renewed together, and what cannot be renewed is said in words."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tools import bump, runtime, wheels
from tools.bump import Change
from tools.stages import ROOT, BuildError

NEWER = {"abi_version": "2027_1", "arch": "wasm32", "platform": "emscripten_6_0_0"}
PINNED = "pydantic==2.0.0\npydantic-core==2.1.0\n"
INFO = {"abi_version": "2026_0", "arch": "wasm32", "platform": "emscripten_5_0_3"}


class Registries:
    """What npm, pip, and make answer; whatever else is called is a mistake."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.commands: list[list[str]] = []
        self.outdated: dict[str, Any] = {}
        self.newest = {"pydantic": "3.0.0", "pydantic_core": "3.1.0", "pyodide-http": "0.2.2"}
        self.fails = ""

    def __call__(self, command: list[str], *, allowed: int = 0) -> str:
        self.commands.append(command)
        if self.fails and self.fails in command:
            message = f"{self.fails} failed"
            raise BuildError(message)
        if command[:2] == ["npm", "outdated"]:
            assert allowed == 1
            return json.dumps(self.outdated)
        if command[:2] == ["npm", "pack"]:
            self.pack(command[2], Path(command[-1]))
            return ""
        if "--report" in command:
            found = self.newest.items()
            return json.dumps(
                {"install": [{"metadata": {"name": n, "version": v}} for n, v in found]}
            )
        if command[:2] == ["npm", "install"]:
            (self.project / "package.json").write_text("renewed")
            return ""
        assert command == ["make", "lock", "UPGRADE=--upgrade"]
        (self.project / "requirements/simulator.txt").write_text(
            "aiohttp==9.0.0 \\\nnew-one==1.0\n"
        )
        return ""

    def pack(self, what: str, folder: Path) -> None:
        """Write the archive of a package as npm does."""
        lock = json.dumps({"info": {**NEWER, "python": "3.15.1"}}).encode()
        with tarfile.open(folder / f"{what}.tgz", "w:gz") as archive:
            entry = tarfile.TarInfo("package/pyodide-lock.json")
            entry.size = len(lock)
            archive.addfile(entry, io.BytesIO(lock))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with pins of its own."""
    (tmp_path / "requirements").mkdir()
    pinned = {"devDependencies": {"pyodide": "314.0.7", "esbuild": "0.28.2"}}
    files = {
        "package.json": json.dumps(pinned),
        "package-lock.json": "{}",
        "requirements/browser.in": f"# Ours.\n{PINNED}pyodide-http==0.2.2\n",
        "requirements/development.in": f"mypy\n{PINNED}",
        "requirements/browser.txt": "pydantic==2.0.0 \\\n",
        "requirements/development.txt": "mypy==1.0 \\\n",
        "requirements/simulator.txt": "aiohttp==8.0.0 \\\ngone==1.0 \\\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(bump, "ROOT", tmp_path)
    monkeypatch.setattr(wheels, "pyodide_info", lambda: {**INFO, "python": "3.14.2"})
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/uv")
    return tmp_path


@pytest.fixture
def registries(project: Path, monkeypatch: pytest.MonkeyPatch) -> Registries:
    """The registries, in which all is new."""
    found = Registries(project)
    found.outdated = {
        "pyodide": {"current": "314.0.7", "latest": "315.0.0"},
        "esbuild": {"current": "0.28.2", "latest": "0.28.2"},
        "of-somebody-elses": {"current": "1.0.0", "latest": "2.0.0"},
    }
    monkeypatch.setattr(bump, "call", found)
    return found


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Call the command."""
    monkeypatch.setattr("sys.argv", ["bump", *arguments])
    return bump.main()


def test_all_pins_at_once(
    project: Path,
    registries: Registries,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A new Pyodide brings its Python and its ABI, and the wheels are those built for it."""
    assert run(monkeypatch) == 0
    told = capsys.readouterr().out
    for line in (
        "pyodide: 314.0.7 → 315.0.0",
        "the browser's Python: 3.14.2 → 3.15.1",
        "its ABI: 2026_0 → 2027_1",
        "Emscripten: emscripten_5_0_3 → emscripten_6_0_0",
        "pydantic: 2.0.0 → 3.0.0",
        "pydantic-core: 2.1.0 → 3.1.0",
        "simulator.txt: aiohttp: 8.0.0 → 9.0.0",
        "simulator.txt: new-one: new, → 1.0",
        "simulator.txt: gone: 1.0 → gone",
    ):
        assert f"  {line}\n" in told, told
    assert "make build" in told
    assert "esbuild" not in told
    assert "elses" not in told
    (asked,) = (one for one in registries.commands if "--report" in one)
    assert "--python-version=3.15" in asked
    assert "--abi=cp315" in asked
    assert "--platform=pyemscripten_2027_1_wasm32" in asked
    for name, text in (
        ("browser", "# Ours.\npydantic==3.0.0\npydantic-core==3.1.0\npyodide-http==0.2.2\n"),
        ("development", "mypy\npydantic==3.0.0\npydantic-core==3.1.0\n"),
    ):
        assert (project / f"requirements/{name}.in").read_text() == text
    installed = next(one for one in registries.commands if one[:2] == ["npm", "install"])
    assert "--save-exact" in installed
    assert "--ignore-scripts" in installed
    assert installed[-1] == "pyodide@315.0.0"


def snapshot(project: Path) -> dict[str, bytes]:
    """Return every file with its bytes."""
    return {str(file): file.read_bytes() for file in project.rglob("*") if file.is_file()}


def test_a_look_changes_nothing(
    project: Path,
    registries: Registries,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With --check it says what would change, and needs no uv."""
    before = snapshot(project)
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert run(monkeypatch, "--check") == 0
    told = capsys.readouterr().out
    assert "pyodide: 314.0.7 → 315.0.0" in told
    assert "pydantic: 2.0.0 → 3.0.0" in told
    assert "Nothing was changed." in told
    assert snapshot(project) == before
    assert not any("install" in one[:2] or one[0] == "make" for one in registries.commands)


def test_nothing_newer(
    project: Path,
    registries: Registries,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Then that is said, and the installed Pyodide's platform is asked for."""
    registries.outdated = {}
    registries.newest = {"pydantic": "2.0.0", "pydantic-core": "2.1.0", "pyodide_http": "0.2.2"}
    assert run(monkeypatch, "--check") == 0
    told = capsys.readouterr().out
    assert told.count("nothing newer") == 3
    (asked,) = (one for one in registries.commands if "--report" in one)
    assert "--platform=pyemscripten_2026_0_wasm32" in asked
    assert project.is_dir()


@pytest.mark.parametrize("step", ["outdated", "pack", "--report", "install", "make"])
def test_a_step_that_fails(
    project: Path,
    registries: Registries,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    step: str,
) -> None:
    """Whichever step it is, every file is as it was, and one line says which it was."""
    before = snapshot(project)
    registries.fails = step
    assert run(monkeypatch) == 1
    assert capsys.readouterr().err == f"nothing was changed: {step} failed\n"
    assert snapshot(project) == before


def test_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Npm's own words are told, when it reaches no registry."""
    told = {"error": {"code": "ECONNREFUSED", "summary": "request failed"}}
    monkeypatch.setattr(bump, "call", lambda *_, **__: json.dumps(told))
    with pytest.raises(BuildError, match="npm's registry cannot be asked: request failed"):
        bump.npm_changes()


def test_without_uv(
    project: Path,
    registries: Registries,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is asked for before anything else is done."""
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert run(monkeypatch) == 1
    assert "make lock` needs uv" in capsys.readouterr().err
    assert registries.commands == []
    assert project.is_dir()


def test_a_command_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own error is told; one that is not there is named."""
    script = "import sys; print('x', file=sys.stderr); sys.exit('ERROR: no network')"
    with pytest.raises(BuildError, match="failed: ERROR: no network"):
        bump.call(["python3", "-c", script])
    assert bump.call(["python3", "-c", "print('said'); exit(1)"], allowed=1) == "said\n"
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BuildError, match="npm is missing"):
        bump.call(["npm", "outdated"])


def test_the_platform_is_pyodides_own() -> None:
    """Python's version and the ABI are written down nowhere else."""
    info = wheels.pyodide_info()
    major, minor, *_ = info["python"].split(".")
    assert f"--abi=cp{major}{minor}" in wheels.platform(info)
    (tag,) = (one for one in wheels.platform(info) if one.startswith("--platform="))
    (compiled,) = runtime.wheels_stage().run().glob("pydantic_core-*.whl")
    assert tag.removeprefix("--platform=") in compiled.name
    for file in (ROOT / "Makefile", ROOT / "tools/wheels.py"):
        assert f"--python-version {wheels.python(info)}" not in file.read_text()
        assert info["abi_version"] not in file.read_text()


def test_a_change_in_words() -> None:
    """What is new, and what has gone, reads as such."""
    assert str(Change("a", "1", "2")) == "  a: 1 → 2"
    assert str(Change("a", "", "2")) == "  a: new, → 2"
    assert str(Change("a", "1", "")) == "  a: 1 → gone"
