"""Each server on a host's folder of its own, and the releases that are unpacked into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.releases import make_release, open_folder

# Moments of releases, in seconds: an upgrade comes later, each within days of the one before.
FIRST = 1_700_000_000
UPGRADE = FIRST + 86_400
SECURITY = UPGRADE + 7200


class Zips:
    """The releases of a story, of which all loaders have the same length."""

    def __init__(self, folder: Path) -> None:
        self.first = make_release(folder, "0.1.0", FIRST)
        self.upgrade = make_release(folder, "0.2.0", UPGRADE)
        self.security = make_release(folder, "0.2.1", SECURITY)


@pytest.fixture(scope="session")
def zips(tmp_path_factory: pytest.TempPathFactory) -> Zips:
    """A release, an upgrade and a security release of it."""
    return Zips(tmp_path_factory.mktemp("releases"))


@pytest.fixture
def host() -> Iterator[Path]:
    """An empty folder of a host's."""
    with open_folder() as folder:
        (folder / "srv").mkdir()
        (folder / "pages").mkdir()
        yield folder / "srv"
