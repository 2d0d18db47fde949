"""The build: what it makes, what it remakes, and how it fails."""

from __future__ import annotations

import json
import shutil
import tomllib
import zipfile
from pathlib import Path

import pytest

from tools import archive, build, runtime, wheels
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
    """With nothing changed no stage runs again."""
    monkeypatch.setattr("sys.argv", ["build"])
    assert build.main() == 0
    assert "building" not in capsys.readouterr().out


def test_a_stage_is_keyed_by_its_inputs_and_never_half_made(tmp_path: Path) -> None:
    """Another parameter is another stage; one that fails leaves no folder."""
    one, two = (Stage("test", (), (text,), lambda _: None) for text in ("one", "two"))
    assert one.digest != two.digest

    def fail(folder: Path) -> None:
        (folder / "half").write_text("made")
        message = "no"
        raise BuildError(message)

    failing = Stage("test", (), (str(tmp_path),), fail)
    with pytest.raises(BuildError):
        failing.run()
    made = ROOT / "build" / "stages" / "test"
    assert not any(failing.digest in path.name for path in made.iterdir())
    shutil.rmtree(made)


def test_dist_is_what_pyscript_toml_describes() -> None:
    """Every package and file of the description is there, the app as byte code alone."""
    described = tomllib.loads((ROOT / "pyscript.toml").read_text())
    (packages,) = DIST.glob("pyodide-*")
    (app,) = DIST.glob("app-*")
    locked = json.loads((packages / "pyodide-lock.json").read_text())["packages"]
    assert set(described["packages"]) <= set(locked)
    assert set(locked["pydantic"]["depends"]) <= set(locked)
    assert all((packages / one["file_name"]).is_file() for one in locked.values())
    assert all((app / name).is_file() for name in described["files"])
    names = zipfile.ZipFile(app / "app.zip").namelist()
    assert "app/core/engine.pyc" in names
    assert "app/core/locales/en.json" in names
    assert not any(name.endswith(".py") for name in names)


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
