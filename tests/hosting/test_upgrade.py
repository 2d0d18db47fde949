"""A release reaches whoever has the one before in a cache: upgrade, security release, way back."""

from __future__ import annotations

import gzip
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hosting.conftest import Zips
from tests.hosting.measures import MEASURES, edits, unpacker
from tests.support.servers import EXAMPLES, serving

# Whose names stay while their content changes.
CHANGING = ("tagalong.js", "VERSION", "manifest.json")
NOT_MODIFIED = 304


class Cache:
    """A browser's copy of a file, older than its max-age: it asks each time whether it is good."""

    def __init__(self, url: str, encoding: str, asks: tuple[str, ...]) -> None:
        self.url = url
        self.contents = b""
        self._encoding = encoding
        self._asks = asks
        self._validators: dict[str, str] = {}

    def load(self) -> bytes:
        """Return the file as a page gets it now."""
        headers = {"Accept-Encoding": self._encoding, **self._validators}
        try:
            answer = urllib.request.urlopen(urllib.request.Request(self.url, headers=headers))
        except urllib.error.HTTPError as refused:
            if refused.code == NOT_MODIFIED:
                return self.contents
            raise
        with answer:
            body = answer.read()
        self.contents = (
            gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body
        )
        given = {"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"}
        self._validators = {
            asked: answer.headers[given[asked]]
            for asked in self._asks
            if answer.headers[given[asked]]
        }
        return self.contents


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("server", EXAMPLES)
def test_a_release_reaches_who_has_another(
    server: str, measure: str, encoding: str, host: Path, zips: Zips
) -> None:
    """By the zip's dates alone, and by the example alone, whichever way the versions go."""
    unpack = unpacker(host, measure)
    unpack(zips.first)
    length = (host / "tagalong/tagalong.js").stat().st_size
    with serving(server, host, host.parent / "pages", edits(server, measure)) as url:
        both = ("If-None-Match", "If-Modified-Since")
        caches = [Cache(f"{url}/tagalong/{name}", encoding, both) for name in CHANGING]

        def stale() -> list[str]:
            return [
                name
                for name, cache in zip(CHANGING, caches, strict=True)
                if cache.load() != (host / "tagalong" / name).read_bytes()
            ]

        assert not stale()
        steps: dict[str, Callable[[], object]] = {
            "an upgrade": lambda: unpack(zips.upgrade),
            "a security release": lambda: unpack(zips.security),
            "an older release over it": lambda: unpack(zips.first),
            "the security release again": lambda: unpack(zips.security),
            "switched off": lambda: (host / "tagalong/tagalong.js").write_text(""),
            "back by a copy": lambda: shutil.copyfile(
                host / "tagalong/tagalong-0.2.0.js", host / "tagalong/tagalong.js"
            ),
        }
        for words, step in steps.items():
            step()
            assert not stale(), words
            if words not in ("switched off", "back by a copy"):
                assert (host / "tagalong/tagalong.js").stat().st_size == length
