"""The pages of `examples/npm/`, built from the packed package: asked, accepted, declined."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from app.core.page.effects import EventName
from tests.support.seldom import but_seldom
from tests.support.standin import StandIn
from tests.support.visitors import Mounts, Visitor, World
from tools import examples, package
from tools.build import DIST
from tools.stages import ROOT

# The first test waits for all to be packed, installed and built.
pytestmark = pytest.mark.timeout(300)

# Where each is built; React's for development too, where StrictMode mounts twice.
PAGES = {
    **{name: f"{name}/dist" for name in examples.NAMES},
    "react in development": "react/development",
}
OWN_QUESTION = [name for name in PAGES if name != "vanilla"]
# What a person takes at least to read a question; a press before half a second does not count.
READING_SECONDS = 0.6
# Angular's own two, and one for the button that can be pressed now.
CHECKS_OF_A_START = 3
CHECKS = "() => Number(document.documentElement.dataset.checks)"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder with all examples, built from a package that was packed for it."""
    folder = tmp_path_factory.mktemp("npm")
    made = folder / "examples"
    examples.make(package.make(DIST, folder), made)
    yield made
    shutil.rmtree(folder)


@pytest.fixture
def mounts(built: Path) -> Mounts:
    """Tagalong's files as the package has them, and the pages; the project's own are not asked."""
    return (("/tagalong", built / "tagalong"), ("/npm", built))


def arrived(world: World, name: str) -> Visitor:
    """Return a visitor of this page, Tagalong's tag loaded and nothing asked of it."""
    visitor = world.visitor()
    visitor.url = f"{world.standin.url}/npm/{PAGES[name]}/index.html"
    visitor.page.on("request", lambda request: foreign(visitor, request.url))
    visitor.start(connected=False)
    visitor.page.get_by_role("button", name="Chat", disabled=False).wait_for()
    return visitor


def chatting(world: World, name: str) -> Visitor:
    """Return a visitor of this page who has opened the chat, connected."""
    visitor = arrived(world, name)
    visitor.page.get_by_role("button", name="Chat").click()
    visitor.wait_for("connected")
    visitor.wait_until(lambda: bool(world.standin.get("state")["conversations"]), "the chat")
    return visitor


def foreign(visitor: Visitor, url: str) -> None:
    """Note a request for a file of the project's own: all has to come from the package."""
    if "/dist/tagalong" in url or "/static/" in url:
        visitor.mishaps.append(f"not from the package: {url}")


def answer(visitor: Visitor, name: str) -> None:
    """Press in the banner, or in the page's own question, once it is read."""
    if visitor.banner:
        visitor.press(name)
        return
    button = visitor.page.get_by_role("button", name=name)
    button.wait_for()
    visitor.pause(READING_SECONDS)
    button.click()


def listeners(visitor: Visitor) -> int:
    """Return how many listen to Tagalong's events on the document, the recorder among them."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    asked = (
        "Object.entries(getEventListeners(document))"
        ".reduce((sum, [type, all]) => sum + (type.startsWith('tagalong:') ? all.length : 0), 0)"
    )
    answered = session.send(
        "Runtime.evaluate", {"expression": asked, "includeCommandLineAPI": True}
    )
    return int(answered["result"]["value"])


def says(visitor: Visitor, words: str) -> None:
    """Wait until the page says so."""
    visitor.page.get_by_role("status").filter(has_text=words).wait_for()


@pytest.mark.parametrize("name", PAGES)
def test_an_example(world: World, standin: StandIn, name: str) -> None:
    """One tag; a Yes and a No count once each, and the page says how things stand."""
    visitor = chatting(world, name)
    dialog = standin.invite()
    visitor.wait_for("offered")
    answer(visitor, "Accept")
    visitor.wait_for("active")
    says(visitor, "Our agent sees this page.")
    standin.post(f"invitations/{dialog}/end")
    visitor.wait_for("ended")
    says(visitor, "Sharing has ended.")
    standin.invite()
    visitor.wait_for("offered", 2)
    answer(visitor, "Decline")
    visitor.wait_for("declined")
    says(visitor, "You said no.")
    assert [one for one, _ in visitor.published] == [
        *("cobrowseOffered", "cobrowseAccepted"),
        *("cobrowseOffered", "cobrowseDeclined"),
    ]
    tags = "() => [...document.scripts].filter((one) => /tagalong\\.js/.test(one.src)).length"
    assert visitor.page.evaluate(tags) == 1
    assert visitor.details("refused") == visitor.details("error") == []
    if name in OWN_QUESTION:
        assert visitor.banner is None


@pytest.mark.parametrize(
    "name",
    but_seldom(["react", "react in development", "vue"], ["react in development", "vue"]),
)
def test_a_component_that_goes(world: World, standin: StandIn, name: str) -> None:
    """A component that is taken away leaves nothing behind; mounted anew it asks what stands."""
    visitor = chatting(world, name)
    mounted = listeners(visitor)
    visitor.page.get_by_role("button", name="Leave").click()
    assert mounted > listeners(visitor) == len(get_args(EventName))  # the recorder's
    standin.invite()
    visitor.wait_for("offered")
    assert visitor.page.get_by_role("button", name="Accept").count() == 0
    visitor.page.get_by_role("button", name="Come back").click()
    answer(visitor, "Accept")
    visitor.wait_for("active")
    says(visitor, "Our agent sees this page.")
    assert listeners(visitor) == mounted
    assert not [line for line in visitor.console if line.startswith("warning")]


def test_angular_rests(world: World, standin: StandIn) -> None:
    """Loading, Python's start and the worker's messages run no change detection by themselves."""
    visitor = arrived(world, "angular")
    loaded = visitor.page.evaluate(CHECKS)
    assert loaded <= CHECKS_OF_A_START
    visitor.page.get_by_role("button", name="Chat").click()
    says(visitor, "Connected")
    # The click, and what the page itself shows of it.
    assert visitor.page.evaluate(CHECKS) == loaded + 2
    standin.invite()
    visitor.wait_for("offered")
    visitor.page.get_by_role("button", name="Accept").wait_for()
    before = visitor.page.evaluate(CHECKS)
    # There and back through the worker, several times.
    for _ in range(5):
        visitor.page.evaluate("() => tagalong.diagnose()")
    assert visitor.page.evaluate(CHECKS) == before


def test_the_examples_types(built: Path) -> None:
    """All of the examples' TypeScript fits the types that are in the package."""
    command = [str(ROOT / "node_modules/.bin/tsc"), "--project", str(built)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
