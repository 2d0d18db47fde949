"""What npm installs: the same bytes each time, whole, typed, and harmless without a page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.enclosed import READ
from tools import package
from tools.build import DIST, package_version
from tools.stages import ROOT, files_under

OWN = {
    *("package.json", "README.md", "LICENSE", "copy.mjs"),
    *("index.js", "index.d.ts", "tagalong.d.ts"),
}


def cut(folder: Path) -> Path:
    """Return `dist/` with each file cut to what is quick to pack."""
    for file in files_under([DIST]):
        target = folder / file.relative_to(DIST)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes()[:8000])
    return folder


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of what is in dist/, each file cut."""
    folder = tmp_path_factory.mktemp("package")
    return package.make(cut(folder / "cut"), folder)


@pytest.fixture(scope="module")
def project(packed: Path) -> Iterator[Path]:
    """A customer's project with the package installed, and nothing else."""
    folder = packed.parent / "project"
    folder.mkdir()
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    command = ["npm", "install", "--offline", "--ignore-scripts", "--no-audit", str(packed)]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    yield folder
    shutil.rmtree(folder)


def node(project: Path, script: str) -> str:
    """Run a module in the project and return what it prints; it fails where Node does."""
    command = ["node", "--input-type=module", "--eval", script]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_same_sources_give_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    """Whoever packs it again can compare."""
    again = package.make(cut(tmp_path / "cut"), tmp_path)
    assert again.name == packed.name == f"tagalong-cobrowse-{package_version()}.tgz"
    assert again.read_bytes() == packed.read_bytes()


def test_the_package_is_whole(packed: Path) -> None:
    """Every file of dist/, the module, its types, what is read of it; nothing else."""
    with tarfile.open(packed) as archive:
        there = {name.removeprefix("package/") for name in archive.getnames()}
    dist = {f"dist/{file.relative_to(DIST).as_posix()}" for file in files_under([DIST])}
    assert there == dist | OWN | READ


def test_the_package_can_be_read(packed: Path, tmp_path: Path) -> None:
    """Each link of its README leads to what is in it."""
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path, filter="data")
    text = (tmp_path / "package/README.md").read_text()
    places = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    assert "docs/embedding.md" in places
    assert all((tmp_path / "package" / place).is_file() for place in places)


def test_what_the_package_says_of_itself(packed: Path) -> None:
    """Version and licence are the project's, no address is made up, and nothing runs at install."""
    with tarfile.open(packed) as archive:
        file = archive.extractfile("package/package.json")
        assert file
        said = json.load(file)
    ours = json.loads((ROOT / "package.json").read_text())
    for key in ("version", "license", "description"):
        assert said[key] == ours[key]
    for key in ("repository", "homepage", "bugs", "author"):
        assert said.get(key) == ours.get(key)
    assert said["sideEffects"] is False
    assert said["publishConfig"] == {"access": "public", "provenance": True}
    assert {"scripts", "dependencies", "private"}.isdisjoint(said)


def test_nothing_happens_at_import(project: Path) -> None:
    """On a server the import touches nothing, and what it gives is one function."""
    script = """
        const before = Object.getOwnPropertyNames(globalThis).length;
        const all = await import("tagalong-cobrowse");
        const after = Object.getOwnPropertyNames(globalThis).length;
        console.log(Object.keys(all).join(), after - before);
    """
    assert node(project, script) == "loadTagalong 0"


def test_a_server_is_told_in_words(project: Path) -> None:
    """It rejects for who waits; for who does not, Node's process lives on."""
    script = """
        import { loadTagalong } from "tagalong-cobrowse";
        loadTagalong({ base: "/tagalong/" });
        await new Promise((resolve) => setTimeout(resolve, 50));
        await loadTagalong({ base: "/tagalong/" }).catch((error) => console.log(error.message));
    """
    words = "There is no page here, where Tagalong could run: call loadTagalong in the browser."
    assert node(project, script) == words


def test_the_files_are_copied(project: Path) -> None:
    """`tagalong-copy` puts all of dist/ into a folder, and leaves what is there."""
    there = project / "public/tagalong"
    there.mkdir(parents=True)
    (there / "tagalong-0.0.9.js").write_text("an open page loads it")
    command = [str(project / "node_modules/.bin/tagalong-copy"), "public/tagalong"]
    subprocess.run(command, cwd=project, check=True)
    copied = {file.relative_to(there) for file in files_under([there])}
    assert copied == {
        *(file.relative_to(DIST) for file in files_under([DIST])),
        Path("tagalong-0.0.9.js"),
    }
    refused = subprocess.run(command[:1], cwd=project, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "tagalong-copy FOLDER" in refused.stderr


USAGE = """
import { loadTagalong } from "tagalong-cobrowse";
import type { EventName, PushedFunction, Tagalong } from "tagalong-cobrowse";
export const loaded: Promise<Tagalong> = loadTagalong({ base: "/tagalong/", position: "top" });
export const name: EventName = "accepted";
export const push: PushedFunction = (tagalong) => tagalong.on(name, ({ heard }) => heard);
document.addEventListener("tagalong:error", ({ detail }) => detail.code === "boot");
// @ts-expect-error: the folder's address is missing
loadTagalong({ account: "12345678" });
// @ts-expect-error: there is no such setting
loadTagalong({ base: "/tagalong/", acount: "12345678" });
"""


@pytest.mark.parametrize(
    ("module", "resolution"),
    [("esnext", "bundler"), ("nodenext", "nodenext"), ("node20", "node16")],
)
def test_the_types_are_found(project: Path, module: str, resolution: str) -> None:
    """Each way of TypeScript's to look for a package finds its types, and checks them too."""
    (project / "usage.ts").write_text(USAGE)
    command = [str(ROOT / "node_modules/.bin/tsc"), "--noEmit", "--strict", "--ignoreConfig"]
    command += ["--target", "es2022", "--lib", "es2023,dom", "--skipLibCheck", "false"]
    command += ["--module", module, "--moduleResolution", resolution, "usage.ts"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


TAG_ONLY = """
// @ts-expect-error: it may be missing
window.tagalong.push(() => {});
document.addEventListener("tagalong:active", ({ detail }) => detail.dialogId.length);
document.querySelector("tagalong-banner")?.shadowRoot.querySelector("h2");
(window.tagalong ||= []).push((tagalong) => tagalong.state.invitation?.state === "offered");
"""


def test_types_for_a_page_that_has_the_tag(project: Path) -> None:
    """Named in a project's `types`, the package's are known where nothing imports it."""
    (project / "tag-only.ts").write_text(TAG_ONLY)
    command = [str(ROOT / "node_modules/.bin/tsc"), "--noEmit", "--strict", "--ignoreConfig"]
    command += ["--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"]
    command += ["--types", "tagalong-cobrowse", "tag-only.ts"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_files_name_no_others_types(packed: Path) -> None:
    """In the package every relative import leads to a file of the package."""
    with tarfile.open(packed) as archive:
        for name in ("index.js", "index.d.ts"):
            file = archive.extractfile(f"package/{name}")
            assert file
            found = re.findall(r'(?:from |import\()"(\.[^"]+)"', file.read().decode())
            assert found
            assert {Path(one).stem for one in found} <= {"index", "tagalong"}, found
            assert not any(one.startswith("..") for one in found), found
