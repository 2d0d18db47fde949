"""A release that would not be what its version says is refused, in words."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from tools import build, releasable, release, wheel
from tools.build import DIST, package_version
from tools.stages import ROOT, BuildError

CHANGELOG = """# Changelog

## [Unreleased]

## [2.0.0] - 2026-03-01

Two.

### Added

- A thing.

## [1.0.0]

One.

## [0.9.0] - soon

Not yet.

## [0.8.0] - 2026-01-01
"""


def git(folder: Path, *arguments: str) -> None:
    """Call git as nobody in particular."""
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in which all is in a commit."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    git(folder, "init", "--quiet")
    (folder / "file").write_text("one")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "One")
    return folder


def test_a_clean_tree_may_be_released(checkout: Path) -> None:
    """With notes, a day, no tag and nothing outside of a commit there is no reason against it."""
    assert releasable.refusals("2.0.0", CHANGELOG, checkout) == []


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("3.0.0", r"has no section `## \[3.0.0\] - YYYY-MM-DD`"),
        ("1.0.0", r"has no day for 1.0.0"),
        ("0.9.0", r"has no day for 0.9.0"),
        ("0.8.0", r"says nothing of 0.8.0"),
        ("2.0.0-dev", r"'2.0.0-dev': it has to be three numbers"),
    ],
)
def test_a_version_without_its_notes(checkout: Path, version: str, words: str) -> None:
    """Unreleased, without a day, without a word, or no version at all: each is told apart."""
    reasons = releasable.refusals(version, CHANGELOG, checkout)
    assert any(re.search(words, reason) for reason in reasons), reasons
    assert all(reason.endswith(".") for reason in reasons)


def test_a_tree_with_more_than_its_commit(checkout: Path) -> None:
    """What is changed or new is named, the first of it; what is in .gitignore is not."""
    (checkout / "file").write_text("two")
    (checkout / ".gitignore").write_text("made/\n")
    (checkout / "made").mkdir()
    (checkout / "made" / "thing").write_text("made")
    (reason,) = releasable.refusals("2.0.0", CHANGELOG, checkout)
    assert "in no commit: file, .gitignore. Commit it" in reason
    for number in range(9):
        (checkout / f"new-{number}").write_text("new")
    (reason,) = releasable.refusals("2.0.0", CHANGELOG, checkout)
    assert "new-2, and 6 more. Commit it" in reason


def test_a_version_that_is_tagged(checkout: Path) -> None:
    """It is released, whichever commit has the tag; another version's tag is no reason."""
    git(checkout, "tag", "v1.9.0")
    assert releasable.refusals("2.0.0", CHANGELOG, checkout) == []
    git(checkout, "tag", "v2.0.0")
    (reason,) = releasable.refusals("2.0.0", CHANGELOG, checkout)
    assert "2.0.0 is released: there is a tag v2.0.0" in reason
    assert "npm version --no-git-tag-version" in reason


def test_outside_of_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy without its history, or a machine without git, makes no release."""
    folder = tmp_path / "copy"
    folder.mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (reason,) = releasable.refusals("2.0.0", CHANGELOG, folder)
    assert "no git checkout" in reason
    monkeypatch.setenv("PATH", "")
    (reason,) = releasable.refusals("2.0.0", CHANGELOG, folder)
    assert "no git checkout" in reason


def test_a_name_never_stands_for_other_bytes(tmp_path: Path) -> None:
    """Names with a version or a hash are compared with what is published: a folder, or a zip."""
    dist, host = tmp_path / "dist", tmp_path / "host"
    for folder in (dist, host / "app-0123456789abcdef"):
        folder.mkdir(parents=True)
    for name in ("tagalong.js", "tagalong-2.0.0.js", "page-0123456789.js"):
        (dist / name).write_text("new")
    (host / "tagalong.js").write_text("old")
    (host / "tagalong-1.0.0.js").write_text("old")
    (host / "page-0123456789.js").write_text("new")
    assert releasable.others_bytes(dist, host) == []
    (host / "tagalong-2.0.0.js").write_text("old")
    assert releasable.others_bytes(dist, host) == ["tagalong-2.0.0.js"]
    packed = tmp_path / "old.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("tagalong/tagalong-2.0.0.js", "old")
        archive.writestr("tagalong/page-0123456789.js", "old")
        archive.writestr("tagalong/tagalong.js", "old")
    assert releasable.others_bytes(dist, packed) == ["page-0123456789.js", "tagalong-2.0.0.js"]
    with pytest.raises(BuildError, match="neither a folder nor a zip"):
        releasable.others_bytes(dist, dist / "tagalong.js")


@pytest.fixture
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Releases go into a folder of their own, and have no more than the loader in them."""

    def pack(dist: Path, target: Path) -> Path:
        (target / "release/tagalong/app-0123456789abcdef").mkdir(parents=True, exist_ok=True)
        (target / "release/tagalong/app-0123456789abcdef/app.zip.br").write_text("compressed")
        packed = target / f"tagalong-{package_version()}.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(dist / f"tagalong-{package_version()}.js", f"tagalong/{packed.stem}.js")
        return packed

    def make(target: Path) -> Path:
        made = target / "simulator.whl"
        made.write_text("wheel")
        return made

    monkeypatch.setattr(release, "BUILD", tmp_path)
    monkeypatch.setattr(release, "release", pack)
    monkeypatch.setattr(wheel, "make", make)
    monkeypatch.setattr(build, "build", lambda: None)
    return tmp_path


def test_a_release_that_is_refused(
    quick: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every reason is told at once, nothing is made, and how to look all the same is said."""
    monkeypatch.setattr(releasable, "refusals", lambda *_: ["This.", "That."])
    monkeypatch.setattr("sys.argv", ["release"])
    assert release.main() == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "\n- This.\n- That.\n" in told.err
    assert "make release TRIAL=1" in told.err
    assert list(quick.iterdir()) == []


def test_a_trial(
    quick: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It makes the files in a folder of its own, and says that they are not to be published."""
    monkeypatch.setattr(releasable, "refusals", lambda *_: ["This."])
    monkeypatch.setattr("sys.argv", ["release", "--trial"])
    assert release.main() == 0
    told = capsys.readouterr().out
    assert "publish nothing of it" in told
    assert "- This." in told
    assert "git tag" not in told
    assert [file.name for file in quick.iterdir()] == ["trial"]
    assert (quick / "trial" / f"release-{package_version()}.txt").read_text() == told


@pytest.mark.thorough
def test_what_a_release_says(
    quick: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files with their integrity, what to pin, sizes, the version's own notes, and what is next."""
    version = package_version()
    changelog = quick / "CHANGELOG.md"
    changelog.write_text(CHANGELOG.replace("2.0.0", version))
    monkeypatch.setattr(releasable, "CHANGELOG", changelog)
    monkeypatch.setattr(releasable, "refusals", lambda *_: [])
    monkeypatch.setattr("sys.argv", ["release"])
    assert release.main() == 0
    told = capsys.readouterr().out
    assert (quick / f"release-{version}.txt").read_text() == told
    manifest = json.loads((DIST / "manifest.json").read_text())["files"]
    assert manifest[f"tagalong-{version}.js"]["integrity"] in told
    assert build.integrity(quick / f"tagalong-{version}.zip") in told
    assert build.integrity(quick / "simulator.whl") in told
    assert "app: 10 bytes" in told
    assert "Two.\n\n### Added\n\n- A thing.\n" in told
    assert "One." not in told
    assert f'git tag -a v{version} -m "Tagalong {version}"' in told
    assert "trial" not in told
    # Twice is the same, and other bytes under the name are refused.
    assert release.main() == 0
    assert capsys.readouterr().out == told
    with zipfile.ZipFile(quick / f"tagalong-{version}.zip", "w") as archive:
        archive.writestr(f"tagalong/tagalong-{version}.js", "other")
    assert release.main() == 1
    assert f"tagalong-{version}.js would be other bytes than in" in capsys.readouterr().err


def test_there_is_one_version() -> None:
    """package.json has it; the others take it from there, or have to agree."""
    version = package_version()
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert lock["version"] == lock["packages"][""]["version"] == version
    assert re.search(
        r'^dynamic = \["version"\]', (ROOT / "pyproject.toml").read_text(), re.MULTILINE
    )
    assert (DIST / "VERSION").read_text().strip() == version
    assert f'"{version}"' in (DIST / "tagalong.js").read_text()
    # The changelog knows it: as a release, or as what will be one.
    changelog = (ROOT / "CHANGELOG.md").read_text()
    notes = releasable.notes_of(version, changelog)
    unreleased = releasable.notes_of("Unreleased", changelog)
    assert notes or (unreleased and version in unreleased.text)
    others = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", changelog, re.MULTILINE)
    assert all(
        tuple(map(int, other.split("."))) <= tuple(map(int, version.split("."))) for other in others
    )
