"""What the simulator's document says of tests of one's own, done as it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page

from simulator.app import Options
from tests.support.standin import StandIn, running
from tools.stages import ROOT

README = (ROOT / "simulator/README.md").read_text().partition("## In your own tests")[2]
PAGE = re.findall(r"```html\n(.*?)```", README, re.DOTALL)[0]
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
TESTS = [text for text in PYTHON if "def test_" in text]
# Where the document's page is served.
ADDRESS = "http://localhost:3000"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a new visitor's, that may say nothing wrong."""
    wrong: list[str] = []
    context = chromium.new_context()
    opened = context.new_page()
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert wrong == []


@pytest.fixture
def liveperson() -> Iterator[StandIn]:
    """What the wheel's own fixture gives."""
    with running() as started:
        yield started


@pytest.fixture
def written(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """The document's tests, of its page at an address of this machine."""
    (tmp_path / "index.html").write_text(PAGE)
    mounts = (("/", tmp_path / "index.html"), ("/tagalong", ROOT / "dist"))
    with running(Options(mounts=mounts)) as served:
        names: dict[str, Callable[..., None]] = {}
        for text in TESTS:
            exec(text.replace(ADDRESS, served.url), names)  # noqa: S102 - the document's own
        yield SimpleNamespace(**names)


def test_single_calls(written: SimpleNamespace, liveperson: StandIn, page: Page) -> None:
    """The agent invites and takes it back, and the page has offered it."""
    assert TESTS[0].count(ADDRESS) == 1
    written.test_the_agent_takes_it_back(liveperson, page)


def test_a_whole_situation(written: SimpleNamespace, liveperson: StandIn, page: Page) -> None:
    """A scenario is played, in which the visitor's part is the test's."""
    written.test_declined(liveperson, page)


def test_without_pytest(capsys: pytest.CaptureFixture[str]) -> None:
    """The simulator runs in any program, for as long as it is asked to."""
    (text,) = (text for text in PYTHON if text not in TESTS)
    # The wheel's name for it.
    assert text.count("tagalong_simulator.") == 1
    exec(text.replace("tagalong_simulator.", "simulator."), {})  # noqa: S102 - the document's own
    assert re.fullmatch(r"http://localhost:\d+\n", capsys.readouterr().out)
