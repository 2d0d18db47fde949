"""What is shipped of others is told, with its licence in full, and nothing of it is forgotten."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tools import build, licences, runtime
from tools.build import DIST
from tools.licences import bill, bundled, compiled, wheels
from tools.licences.component import TEXTS, Component, texts_of
from tools.stages import ROOT, BuildError, files_under


@pytest.fixture(scope="module")
def made() -> build.Made:
    """What dist/ was made of."""
    return build.make()


@pytest.fixture(scope="module")
def inputs(made: build.Made) -> Path:
    """What the bundler says that is in its bundles."""
    folders, start = build.parts(made)
    main = (runtime.APP / "main.py").read_text()
    configuration = build.worker_configuration(folders, start, main)
    return build.scripts_stage(configuration).run() / build.INPUTS


@pytest.fixture(scope="module")
def components(made: build.Made, inputs: Path) -> list[Component]:
    """Everything of others that is in dist/."""
    return licences.found(inputs, made.downloaded, made.packages / "pyodide")


def flat(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())


def test_every_file_of_every_bundle_has_a_licence(
    inputs: Path, components: list[Component]
) -> None:
    """Each file that esbuild took in is ours, or of a package whose whole text is shipped."""
    told = json.loads(inputs.read_text())["bundles"]
    assert set(told) == {"loader", "page", "telltale", "worker"}
    document = (DIST / licences.DOCUMENT).read_text()
    by_purl = {one.purl: one for one in components}
    foreign = set()
    for bundle, files in told.items():
        assert files, bundle
        for file in files:
            if file.startswith("static/"):
                continue
            folder = ROOT / bundled.package_of(file)
            said = json.loads((folder / "package.json").read_text())
            purl = f"pkg:npm/{said['name'].replace('@', '%40')}@{said['version']}"
            assert purl in by_purl, f"{file} in the bundle {bundle} has no licence"
            assert by_purl[purl].texts[0] in document, purl
            foreign.add((bundle, said["name"]))
    assert ("page", "polyscript") in foreign
    assert ("worker", "coincident") in foreign
    assert not {name for bundle, name in foreign if bundle in {"loader", "telltale"}}


def test_every_shipped_file_is_told_of(components: list[Component]) -> None:
    """Each file of the runtime and the scripts is ours alone, or named with what is in it."""
    told = {place for one in components for place in one.within}
    ours = {"tagalong.js", "tagalong.d.ts", "VERSION", "manifest.json", "app.zip"}
    # Made of the others: the document says so.
    made_of_others = {"memory.bin", "rest.zip"}
    about = {"LICENSE", licences.DOCUMENT, bill.FILE, "NOTICE.txt"}
    for file in files_under([DIST]):
        name = re.sub(r"^page-\w+\.js$", "page-*.js", file.name)
        name = re.sub(r"^tagalong-[\d.]+\.js$", "tagalong.js", name)
        if file.parent.name != "licences":
            assert name in told | ours | made_of_others | about, file
    document = (DIST / licences.DOCUMENT).read_text()
    assert all(name in document for name in made_of_others)


def test_what_is_changed_says_so(components: list[Component]) -> None:
    """PyScript's licence asks for it, and Pyodide's for the address of its source."""
    by_name = {one.name: one for one in components}
    assert by_name["polyscript"].licence == "Apache-2.0"
    assert "Changed for Tagalong" in by_name["polyscript"].note
    assert "esm/worker/xworker.js" in by_name["polyscript"].note
    assert "Changed for Tagalong" in by_name["coincident"].note
    assert "Changed" in by_name["Pyodide"].note
    document = flat((DIST / licences.DOCUMENT).read_text())
    version = compiled.versions()["pyodide"]
    assert f"https://github.com/pyodide/pyodide/tree/{version}" in document
    for name in ("polyscript", "Pyodide"):
        assert flat(by_name[name].note) in document
    (page,) = DIST.glob("page-*.js")
    assert page.read_text().startswith("/* Tagalong ")
    assert "THIRD-PARTY.txt" in page.read_text()[:200]


def test_the_document_has_each_text_once(components: list[Component]) -> None:
    """Every component is listed with its licence, and every text is there, whole, and once."""
    document = (DIST / licences.DOCUMENT).read_text()
    for one in components:
        assert f"\n{one.name} {one.version}\n  Licence: {one.licence}: text " in document
        assert one.texts
        for text in one.texts:
            assert document.count(text) >= 1, one.name
    numbers = [int(number) for number in re.findall(r"^Text (\d+)$", document, re.MULTILINE)]
    assert numbers == list(range(1, len({text for one in components for text in one.texts}) + 1))


def test_no_text_is_kept_in_vain(components: list[Component]) -> None:
    """A licence text that nothing needs any more is to be removed."""
    used = {text for one in components for text in one.texts}
    # For packages that name one of these, and have no text: their authors' names come in.
    templates = {"MIT.txt", "ISC.txt", *bundled.KEPT.values()}
    for file in sorted(TEXTS.iterdir()):
        assert file.name in templates or file.read_text().strip("\n") in used, file.name


def test_the_bill_of_materials(components: list[Component]) -> None:
    """What CycloneDX requires is there: names, versions, licences, and references that lead on."""
    listed: dict[str, Any] = json.loads((DIST / bill.FILE).read_text())
    assert (listed["bomFormat"], listed["specVersion"], listed["version"]) == (
        "CycloneDX",
        "1.6",
        1,
    )
    assert re.fullmatch(
        r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", listed["serialNumber"]
    )
    own = listed["metadata"]["component"]
    assert own["version"] == build.package_version()
    assert own["type"] == "application"
    refs = [own["bom-ref"], *(one["bom-ref"] for one in listed["components"])]
    assert len(refs) == len(set(refs)) == len(components) + 1
    for one in listed["components"]:
        assert one["type"] == "library"
        assert one["name"]
        assert one["version"]
        (licence,) = one["licenses"]
        assert re.fullmatch(r"[\w.() +-]+", licence["expression"]), one
        assert one["evidence"]["occurrences"]
        for link in one.get("externalReferences", []):
            assert link["url"].startswith("https://"), one
        assert re.fullmatch(r"pkg:(npm|pypi|cargo)/\S+@\S+", one.get("purl", "pkg:npm/x@1"))
    assert {entry["ref"] for entry in listed["dependencies"]} == set(refs)
    for entry in listed["dependencies"]:
        assert set(entry.get("dependsOn", [])) <= set(refs)


def test_a_package_without_a_licence(tmp_path: Path) -> None:
    """It fails the build, by name: where none is said, and where its text is nowhere."""
    folder = tmp_path / "node_modules" / "nobodys"
    folder.mkdir(parents=True)
    about = folder / "package.json"
    given = {"page-*.js": ["static/page/index.js", "node_modules/nobodys/index.js"]}
    about.write_text(json.dumps({"name": "nobodys", "version": "1.0.0"}))
    with pytest.raises(BuildError, match="npm package nobodys says no licence"):
        bundled.components(given, [], tmp_path)
    about.write_text(json.dumps({"name": "nobodys", "version": "1.0.0", "license": "EUPL-1.2"}))
    with pytest.raises(BuildError, match="npm package nobodys has no licence text"):
        bundled.components(given, [], tmp_path)
    said = {"name": "nobodys", "version": "1.0.0", "license": "ISC", "author": "A. Person <a@b>"}
    about.write_text(json.dumps(said))
    (one,) = bundled.components(given, ["node_modules/nobodys/index.js"], tmp_path)
    assert "Copyright (c) A. Person\n" in one.texts[0]
    assert one.note.endswith("index.js.")


def test_whose_a_file_is() -> None:
    """The innermost package counts, with its scope."""
    assert bundled.package_of("node_modules/a/b.js") == "node_modules/a"
    within = "node_modules/a/node_modules/@s/b"
    assert bundled.package_of(f"{within}/src/c.js") == within
    with pytest.raises(BuildError, match=r"elsewhere/b\.js is in a bundle"):
        bundled.package_of("elsewhere/b.js")


def changed_wheel(source: Path, target: Path, without: str) -> None:
    """Copy a wheel without the files whose names match."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if not re.search(without, name):
                new.writestr(name, old.read(name))


def test_a_wheel_without_a_licence(made: build.Made, tmp_path: Path) -> None:
    """It fails the build, by name; so does one whose licence's text nobody has."""
    shutil.copytree(made.downloaded, tmp_path, dirs_exist_ok=True)
    (wheel,) = tmp_path.glob("pydantic_core-*.whl")
    (before,) = made.downloaded.glob("pydantic_core-*.whl")
    changed_wheel(before, wheel, r"LICENSE")
    with pytest.raises(BuildError, match="wheel pydantic_core has no licence"):
        wheels.components(tmp_path, made.packages / "pyodide")
    # Without its own bill of materials nothing is told of what is compiled into it.
    changed_wheel(before, wheel, r"sboms/")
    names = [one.name for one in wheels.components(tmp_path, made.packages / "pyodide")]
    assert "regex" not in names
    with pytest.raises(BuildError, match=r"somebodys has no licence: .* has no EUPL-1\.2"):
        texts_of("EUPL-1.2", "somebodys")


def test_only_what_is_shipped_is_told_of(made: build.Made, components: list[Component]) -> None:
    """Each wheel that was fetched is in the archive, and so is each crate that was linked."""
    by_name = {one.name: one for one in components}
    for wheel in made.downloaded.glob("*.whl"):
        name = wheel.name.split("-")[0]
        assert name in by_name or name.replace("_", "-") in by_name, name
    assert by_name["regex"].within == ("_pydantic_core.wasm",)
    # The wheel's list says that it was for building alone.
    assert "autocfg" not in by_name


def test_what_is_compiled_in_is_really_there(made: build.Made, tmp_path: Path) -> None:
    """A library that the interpreter no longer has, or another version of it, is named."""
    found = compiled.components(made.packages / "pyodide")
    assert {"CPython", "zlib", "SQLite", "musl", "libffi"} <= {one.name for one in found}
    shutil.copytree(made.packages / "pyodide", tmp_path, dirs_exist_ok=True)
    interpreter = tmp_path / "pyodide.asm.wasm"
    interpreter.write_bytes(interpreter.read_bytes().replace(b"inflate 1.3.1", b"inflate 1.3.2"))
    with pytest.raises(BuildError, match=r"pyodide.asm.wasm has no .* by which zlib 1\.3\.1 is"):
        compiled.components(tmp_path)


def test_versions_come_from_pyodide_itself() -> None:
    """CPython's and Emscripten's are those that Pyodide's own lock file names."""
    lock = json.loads((ROOT / "node_modules/pyodide/pyodide-lock.json").read_text())["info"]
    assert compiled.versions()["python"] == lock["python"]
    assert compiled.versions()["emscripten"].replace(".", "_") in lock["platform"]
