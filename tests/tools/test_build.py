"""The build: what it makes, what it remakes, and how it fails."""

from __future__ import annotations

import os
import shutil
import time
import tomllib
import zipfile
from pathlib import Path

import pytest

from tools import archive, build, runtime, wheels
from tools.interpreter import interpreter_stage
from tools.stages import ROOT, BuildError, Stage, files_under

DIST = ROOT / "dist"


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> Path:
    """No package index, only the wheels that an earlier build has fetched."""
    fetched = runtime.wheels_stage().run()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(fetched))
    return fetched


def lock(folder: Path, digest: str, name: str = "annotated-types==0.8.0") -> Path:
    """Write a lock file of one wheel."""
    file = folder / "lock.txt"
    file.write_text(f"{name} --hash=sha256:{digest}\n")
    return file


def test_a_wheel_whose_hash_differs(offline: Path, tmp_path: Path) -> None:
    """A wheel that is not the one that was locked is refused, in one line."""
    assert offline
    with pytest.raises(BuildError, match="hash differs") as caught:
        wheels.download(tmp_path, lock(tmp_path, "0" * 64))
    assert "\n" not in str(caught.value)


def test_a_download_that_fails_leaves_dist_alone(
    offline: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The build says why in one line and changes nothing that is served."""
    assert offline
    before = {file: file.stat().st_mtime_ns for file in files_under([DIST])}
    missing = lock(tmp_path, "0" * 64, "no-such-package-of-ours==1")

    def fetch(folder: Path) -> None:
        wheels.download(folder, missing)

    monkeypatch.setattr(runtime, "wheels_stage", lambda: Stage("test", (), ("missing",), fetch))
    monkeypatch.setattr("sys.argv", ["build"])
    assert build.main() == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("build failed, dist/ is unchanged: ")
    assert "no-such-package-of-ours" in line
    assert {file: file.stat().st_mtime_ns for file in files_under([DIST])} == before


def test_a_second_build_makes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With nothing changed no stage runs again, and no file of dist/ is written."""
    monkeypatch.setattr("sys.argv", ["build"])
    before = {file: file.stat().st_mtime_ns for file in files_under([DIST])}
    assert build.main() == 0
    assert {file: file.stat().st_mtime_ns for file in files_under([DIST])} == before
    assert "building" not in capsys.readouterr().out


def test_a_stage_is_keyed_by_its_inputs_and_never_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another parameter is another stage; one that fails leaves no folder."""
    monkeypatch.setattr("tools.stages.BUILD", tmp_path)
    one, two = (Stage("test", (), (text,), lambda _: None) for text in ("one", "two"))
    assert one.digest != two.digest

    def fail(folder: Path) -> None:
        (folder / "half").write_text("made")
        message = "no"
        raise BuildError(message)

    failing = Stage("test", (), (str(tmp_path),), fail)
    with pytest.raises(BuildError):
        failing.run()
    assert list((tmp_path / "stages" / "test").iterdir()) == []


def test_two_builds_at_once_make_one_whole_stage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build whose stage was made by another meanwhile takes the other's, and leaves nothing."""
    monkeypatch.setattr("tools.stages.BUILD", tmp_path)

    def make(folder: Path) -> None:
        (folder / "file").write_text("mine")
        (other := folder.parent / stage.digest).mkdir()
        (other / "file").write_text("the other's")

    stage = Stage("test", (), ("one",), make)
    assert (stage.run() / "file").read_text() == "the other's"
    assert list((tmp_path / "stages" / "test").iterdir()) == [
        tmp_path / "stages" / "test" / stage.digest
    ]


def test_a_build_leaves_alone_what_another_is_making(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many are finished meanwhile: only what a killed build left an hour ago goes."""
    monkeypatch.setattr("tools.stages.BUILD", tmp_path)
    parent = tmp_path / "stages" / "test"
    (others := parent / "unfinished-other").mkdir(parents=True)
    (killed := parent / "unfinished-killed").mkdir()
    for folder, age in ((others, 600), (killed, 7200)):
        os.utime(folder, (time.time() - age, time.time() - age))
    for text in ("one", "two", "three", "four"):
        Stage("test", (), (text,), lambda _: None).run()
    assert others.is_dir()
    assert not killed.exists()
    assert len(list(parent.iterdir())) == 4


def test_dist_is_what_pyscript_toml_describes() -> None:
    """Every package of the description is there, and the app, all as byte code alone."""
    described = tomllib.loads((ROOT / "pyscript.toml").read_text())
    _, start = build.parts()
    names = {
        what: zipfile.ZipFile(DIST / str(start[what])).namelist() for what in ("packages", "app")
    }
    for package in described["packages"]:
        assert f"{package.replace('-', '_')}/__init__.pyc" in names["packages"]
    assert "app/core/engine.pyc" in names["app"]
    assert "app/core/banner/locales/en.json" in names["app"]
    assert not any(name.endswith((".py", ".so")) for one in names.values() for name in one)


def test_archives_are_the_same_each_time(tmp_path: Path) -> None:
    """Packing the same folder twice gives the same bytes."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "b.txt").write_text("b")
    (source / "a.txt").write_text("a")
    packed = []
    for name in ("one.zip", "two.zip"):
        archive.pack(source, tmp_path / name)
        packed.append((tmp_path / name).read_bytes())
        (source / "a.txt").touch()
    assert packed[0] == packed[1]
    archive.unpack(tmp_path / "one.zip", tmp_path / "again")
    assert (tmp_path / "again" / "a.txt").read_text() == "a"


def test_what_an_edit_of_the_app_costs_a_visitor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same app gives the same bytes; another leaves the runtime in visitors' caches."""
    downloaded = runtime.wheels_stage().run()
    sources = runtime.sources_stage(downloaded).run()
    compiled = runtime.compiled_stage(sources).run()
    same, reach, packages, app = (tmp_path / name for name in ("same", "reach", "packages", "app"))
    for folder in (same, reach, packages, app):
        folder.mkdir()
    runtime.app_stage(runtime.reach_stage(downloaded, sources).run()).make(same)
    assert (DIST / f"app-{build.fingerprint(same)}").is_dir()

    edited = tmp_path / "edited" / "app"
    shutil.copytree(runtime.APP, edited, ignore=shutil.ignore_patterns("__pycache__"))
    # A constant, and a field of a dataclass, whose methods are compiled beforehand.
    for name, old, new in (
        ("page/settings.py", "MOST_IGNORED = 20\n", "MOST_IGNORED = 21\n"),
        ("invitation/invitation.py", "deadline: float\n", "deadline: float\n    edited: int = 0\n"),
    ):
        file = edited / "core" / name
        text = file.read_text()
        assert text.count(old) == 1
        file.write_text(text.replace(old, new))
    monkeypatch.setattr(runtime, "APP", edited)
    runtime.reach_stage(downloaded, sources).make(reach)
    interpreter = interpreter_stage(sources, runtime.pyodide_version()).run()
    runtime.packages_stage(interpreter, compiled, reach).make(packages)
    runtime.app_stage(reach).make(app)
    assert (DIST / f"pyodide-{build.fingerprint(packages / 'pyodide')}").is_dir()
    assert build.fingerprint(app) != build.fingerprint(same)


def test_scripts_are_the_same_each_time(tmp_path: Path) -> None:
    """Bundling twice gives the same names and bytes: those that dist/ has."""
    folders, start = build.parts()
    main = (runtime.APP / "main.py").read_text()
    configuration = build.worker_configuration(folders, start, main)
    build.scripts_stage(configuration).make(tmp_path)
    for file in files_under([tmp_path / build.SCRIPTS]):
        assert file.read_bytes() == (DIST / file.name).read_bytes(), file.name


@pytest.mark.parametrize(
    ("module", "text", "named"),
    [
        ("esm/interpreter/pyodide.js", "https://cdn.", "the interpreter's address"),
        ("esm/interpreter/pyodide.js", "loadPyodide({", "the start"),
        ("esm/worker/class.js", "fetch(url)", "the script's text"),
        ("esm/worker/xworker.js", "createObjectURL(", "the worker's address"),
        ("esm/interpreter/micropython.js", "", "esm/interpreter/micropython.js"),
    ],
)
def test_a_pyscript_that_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, text: str, named: str
) -> None:
    """An edit of PyScript's that finds nothing any more fails the build, which names it."""
    for name in ("tools", "package.json", "package-lock.json"):
        (tmp_path / name).symlink_to(ROOT / name)
    # Copied: esbuild looks for packages beside the file that a link leads to.
    shutil.copytree(ROOT / "static", tmp_path / "static")
    packages = tmp_path / "node_modules"
    packages.mkdir()
    for package in (ROOT / "node_modules").iterdir():
        if package.name != "polyscript":
            (packages / package.name).symlink_to(package)
    shutil.copytree(ROOT / "node_modules/polyscript", packages / "polyscript", symlinks=True)
    changed = packages / "polyscript" / module
    if text:
        assert text in changed.read_text()
        changed.write_text(changed.read_text().replace(text, "somethingElse("))
    else:
        # Another file has its place.
        changed.rename(changed.with_name("renamed.js"))
        importing = changed.parent.parent / "interpreters.js"
        assert "micropython.js" in importing.read_text()
        importing.write_text(importing.read_text().replace("micropython.js", "renamed.js"))
    monkeypatch.setattr(build, "ROOT", tmp_path)
    folder = tmp_path / "made"
    folder.mkdir()
    with pytest.raises(BuildError, match=f"not found in PyScript: {named}"):
        build.scripts_stage({"main": ""}).make(folder)
