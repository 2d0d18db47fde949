"""The times of a release's files, by which hosts know one release's from another's."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.support.programs import found
from tests.support.releases import make_release
from tools import archive, times
from tools.stages import BuildError

MOMENT = 1_700_000_000
MINUTES = times.GRAIN * times.PLACES


def test_another_content_has_another_time() -> None:
    """Of the same moment and length, the same bytes have one time, other bytes another."""
    contents = [f"version {number:03}".encode() for number in range(8)]
    given = [times.time_of("tagalong/tagalong.js", one, MOMENT) for one in contents]
    assert given == [times.time_of("tagalong/tagalong.js", one, MOMENT) for one in contents]
    assert len(set(given)) == len(given)
    assert all(MOMENT - MINUTES < one <= MOMENT and one % times.GRAIN == 0 for one in given)


def test_a_later_release_has_later_times() -> None:
    """Whatever the contents: for hosts and tools that ask whether a file is newer."""
    contents = [f"{number}".encode() for number in range(1000)]
    before = [times.time_of("VERSION", one, MOMENT) for one in contents]
    after = [times.time_of("VERSION", one, MOMENT + MINUTES) for one in contents]
    assert max(before) < min(after)


def test_what_never_changes_keeps_its_time() -> None:
    """A name with a hash has the same time in each release, so that what is cached stays good."""
    for name in ("tagalong/pyodide-98956fec2b85f72a/licences/LICENSE", "page-f305961762.js.br"):
        assert times.time_of(name, b"1", MOMENT) == times.time_of(name, b"2", MOMENT + 1)
    assert times.time_of("tagalong-0.1.0.js", b"1", MOMENT) > times.NEVER


def test_the_moment_is_the_commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH goes before it; where there is neither, no release is made."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    command = ["git", "log", "-1", "--format=%ct"]
    assert times.moment() == int(subprocess.check_output(command, cwd=Path(__file__).parent))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(MOMENT))
    assert times.moment() == MOMENT
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    with pytest.raises(BuildError, match="set SOURCE_DATE_EPOCH"):
        times.moment()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(BuildError, match="set SOURCE_DATE_EPOCH"):
        times.moment()


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata", "America/Los_Angeles"])
def test_unpacked_anywhere(tmp_path: Path, zone: str) -> None:
    """Unpacking gives the files these times, in whichever time zone the host is."""
    folder, target = tmp_path / "folder", tmp_path / "one.zip"
    folder.mkdir()
    (folder / "tagalong.js").write_text("a loader")
    archive.pack(folder, target, lambda name, contents: times.time_of(name, contents, MOMENT))
    command = [found("servers")[-1], "-q", str(target), "-d", str(tmp_path / "host")]
    subprocess.run(command, env={"TZ": zone}, check=True)
    unpacked = (tmp_path / "host/tagalong.js").stat().st_mtime
    assert unpacked == times.time_of("tagalong.js", b"a loader", MOMENT)
    # Tools that know no time zones see it too, each as their own.
    assert zipfile.ZipFile(target).infolist()[0].date_time[0] == 2023


def test_a_release_made_again(tmp_path: Path) -> None:
    """The same contents of the same moment give the same bytes."""
    one, other = (make_release(tmp_path / name, "0.1.0", MOMENT) for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()
