"""What the documents say of the project is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.core.page.effects import Effect
from app.core.page.events import Event, FrameReceived
from tools.driven import READY_TAG, Bench, frame
from tools.stages import ROOT

DOCUMENTS = sorted(
    (
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        ROOT / "simulator/README.md",
        ROOT / "static/npm/README.md",
        ROOT / "static/release/README.md",
        ROOT / "examples/npm/README.md",
        ROOT / "tests/README.md",
    )
)
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text()
PARTS = "app|static|simulator|tools|tests|docs|examples/npm"
MAKEFILE = (ROOT / "Makefile").read_text()


def named(path: Path) -> str:
    """Return a document's path in the project."""
    return path.relative_to(ROOT).as_posix()


def anchors(text: str) -> set[str]:
    """Return the places of a document that a link can lead to."""
    headings = re.findall(r"^#+ (.*)", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-") for one in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_test_that_is_named_exists(document: Path) -> None:
    """A promise in a document names a test that is there."""
    sources = "".join(file.read_text() for file in (ROOT / "tests").rglob("*.py"))
    defined = set(re.findall(r"def (test_\w+)", sources))
    files = {file.stem for file in (ROOT / "tests").rglob("test_*.py")}
    assert set(re.findall(r"\b(test_\w+)", document.read_text())) <= defined | files


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_leads_somewhere(document: Path) -> None:
    """A link or picture of the project's own is there, with the heading that it names."""
    for link in re.findall(r"\]\(([^)\s]+)\)", document.read_text()):
        if re.match(r"https?:|mailto:", link):
            continue
        path, _, place = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert not place or place in anchors(target.read_text()), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_file_and_target_that_is_named_exists(document: Path) -> None:
    """A path of the project, as code, is there; so is a target of make."""
    for code in re.findall(r"`([^`\n]+)`", document.read_text()):
        for path in re.findall(rf"(?:^| )((?:{PARTS})/[\w./-]*)", code):
            assert (ROOT / path).exists(), path
        if target := re.match(r"make ([a-z-]+)", code):
            assert f"\n{target[1]}:" in MAKEFILE, code


def test_every_room_is_told() -> None:
    """Each room of the core and of the simulator, and each part, stands in architecture.md."""
    for folder, opening in (("app/core", "in `app/core`"), ("simulator", "in `simulator`")):
        table = ARCHITECTURE.partition(f"\n| {opening} |")[2].partition("\n\n")[0]
        told = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))
        below = [one for one in (ROOT / folder).iterdir() if not one.name.startswith("_")]
        rooms = {one.name for one in below if one.is_dir()}
        assert rooms <= told, folder
        assert told <= {one.stem for one in below}, folder


def test_the_hooks_run_what_make_check_runs() -> None:
    """Before a commit the same is run as by hand, and nothing is fetched."""
    recipe = MAKEFILE.partition("\ncheck:")[2].partition("\n\n")[0].splitlines()[1:]
    checked = [line.strip().replace("$(RUN)", ".venv/bin/python") for line in recipe]
    hooks = (ROOT / ".pre-commit-config.yaml").read_text()
    assert re.findall(r"entry: (.*)", hooks) == checked
    assert re.findall(r"repo: (.*)", hooks) == ["local"]


def test_every_folder_of_tests_is_told() -> None:
    """Each folder below tests/ has its row in their README."""
    text = (ROOT / "tests/README.md").read_text()
    told = set(re.findall(r"^\| `(\w+)/` \|", text, re.MULTILINE))
    folders = {file.parent for file in (ROOT / "tests").glob("*/*.py*")}
    assert {folder.name for folder in folders if folder.name != "__pycache__"} <= told


def test_the_long_runs_are_as_told() -> None:
    """The README of the tests has the counts of `make soak`."""
    soak = (ROOT / "tests/measure/soak/__main__.py").read_text()
    counts = re.findall(r"[\d_]+", re.findall(r"COUNTS = \{(.*)\}", soak)[0])
    text = (ROOT / "tests/README.md").read_text()
    table = text.partition("| held by | `make soak` runs |")[2].partition("\n\n")[0]
    assert re.findall(r"\| ([\d,]+) \|", table) == [f"{int(one):,}" for one in counts]


def test_every_document_is_found() -> None:
    """The README leads to every other document."""
    text = (ROOT / "README.md").read_text()
    for document in DOCUMENTS:
        assert named(document) == "README.md" or f"]({named(document)})" in text, document.name


def test_every_picture_is_used() -> None:
    """No picture is kept that no document shows."""
    shown = "".join(document.read_text() for document in DOCUMENTS)
    for picture in (ROOT / "docs/images").iterdir():
        assert f"images/{picture.name})" in shown, picture.name


def kinds(effects: list[Effect]) -> list[str]:
    """Return the names of effects."""
    return [type(effect).__name__ for effect in effects]


def test_the_way_of_one_frame() -> None:
    """An accepted invitation takes the rounds that architecture.md lists."""
    _, _, rest = ARCHITECTURE.partition("| what happens | event | effects |\n")
    told = [
        [re.findall(r"`(\w+)`", cell) for cell in line.split("|")[2:4]]
        for line in rest.partition("\n\n")[0].splitlines()[1:]
    ]
    bench = Bench().live()
    events: list[str] = []
    handle = bench.engine.handle

    def listening(event: Event, now: float) -> list[Effect]:
        events.append(type(event).__name__)
        return handle(event, now)

    bench.engine.handle = listening  # type: ignore[method-assign]
    rounds = [
        bench.receive(frame("invited")),
        bench.feed(READY_TAG),
        bench.heard(),
        bench.press("accept"),
        bench.decide("accepted"),
        bench.heard(),
        bench.receive(frame("accepted")),
    ]
    assert FrameReceived.__name__ in events
    assert told == [
        [[event], kinds(effects)] for event, effects in zip(events, rounds, strict=True)
    ]
