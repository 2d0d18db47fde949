"""A whole release on each real server, as its example says: judged by `check`, and run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from simulator.app import Options
from tests.hosting.conftest import FIRST
from tests.support.hostpage import RECORDER, host_page
from tests.support.releases import make_release, open_folder, unzip
from tests.support.servers import EXAMPLES, serving
from tests.support.standin import running
from tests.support.visitors import Visitor
from tools.build import package_version
from tools.stages import ROOT

# One after another: each is fetched whole, and Python starts from it.
pytestmark = pytest.mark.xdist_group("whole")


@pytest.fixture(scope="module")
def whole() -> Iterator[Path]:
    """A host's folder with a release of all that is in dist/."""
    with open_folder() as folder:
        (folder / "pages").mkdir()
        unzip(make_release(folder, package_version(), FIRST, whole=True), folder / "srv")
        yield folder / "srv"


@pytest.mark.parametrize("server", EXAMPLES)
def test_every_file_is_served_as_it_should_be(server: str, whole: Path) -> None:
    """`check` fetches each, and finds nothing wrong and nothing that could be better."""
    with serving(server, whole, whole.parent / "pages") as url:
        command = [sys.executable, "-m", "simulator", "check", f"{url}/tagalong/", "--json"]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told = json.loads(ended.stdout)
    assert told["host"] == []
    assert [one for one in told["files"] if one["said"]] == []
    assert ended.returncode == 0
    listed = json.loads((whole / "tagalong/manifest.json").read_text())["files"]
    assert {one["name"] for one in told["files"]} == {*listed, "manifest.json"}
    large = [one for one in told["files"] if (one["bytes"] or 0) >= 1000]
    assert {tuple(one["encodings"]) for one in large} == {("br", "gzip"), ("gzip",)}
    assert [one["name"] for one in large if "br" not in one["encodings"]] == ["tagalong.js"]


@pytest.mark.parametrize("server", EXAMPLES)
def test_a_visitor_is_asked_and_answers(
    server: str, whole: Path, chromium: Browser, tmp_path: Path
) -> None:
    """On a page of another origin Python starts from what this server sends."""
    page = tmp_path / "page.html"
    page.write_text("")
    options = Options(mounts=(("/", page),))
    with serving(server, whole, whole.parent / "pages") as url, running(options) as standin:
        here = f"{standin.url}/dist/tagalong.js"
        text = host_page(standin.url, {}, {})
        assert here in text
        page.write_text(text.replace(here, f"{url}/tagalong/tagalong.js"))
        context = chromium.new_context()
        context.add_init_script(RECORDER)
        visitor = Visitor(context.new_page(), standin, f"{standin.url}/")
        visitor.origins.add(url)
        visitor.start()
        visitor.open_chat()
        visitor.answer_as_a_person()
        visitor.verify()
        context.close()
