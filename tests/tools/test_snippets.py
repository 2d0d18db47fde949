"""Every snippet of JavaScript in the documents compiles as TypeScript, with the types that ship."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from tools.stages import ROOT

DOCUMENTS = (
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "static").rglob("*.md")),
)
FENCE = re.compile(r"^```(\w+)(?: ([\w-]+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)
SCRIPT = re.compile(r"<script\b[^>]*>(.+?)</script>", re.DOTALL)
LANGUAGES = {"js", "javascript", "mjs", "ts", "typescript"}
# What is typed into the browser's console, where the loader has run.
TYPED = {"diagnose", "explain"}
CONSOLE = 'declare const tagalong: import("tagalong").Tagalong;'
SETTINGS = {
    "strict": True,
    "noEmit": True,
    "target": "es2022",
    "module": "esnext",
    "moduleResolution": "bundler",
    "moduleDetection": "force",
    "lib": ["es2023", "dom", "dom.iterable"],
    "types": [],
    "paths": {
        "tagalong": [str(ROOT / "static/tagalong.d.ts")],
        "tagalong-cobrowse": [str(ROOT / "static/npm/index.d.ts")],
    },
}


class Snippet(NamedTuple):
    """A piece of a document: where it stands, its name where it has one, its text."""

    place: str
    name: str
    text: str


def snippets(document: Path) -> list[Snippet]:
    """Return the scripts of a document, those within its HTML among them."""
    text = document.read_text()
    found = []
    for block in FENCE.finditer(text):
        language, name, body = block[1], block[2] or "", block[3]
        place = f"{document.relative_to(ROOT)}:{text.count(chr(10), 0, block.start()) + 1}"
        bodies = SCRIPT.findall(body) if language == "html" else [body]
        if language in LANGUAGES or language == "html":
            found += [Snippet(place, name, one) for one in bodies]
    return found


def mistakes(found: list[Snippet], folder: Path) -> list[str]:
    """Return what the compiler says against snippets, each by its place in its document."""
    files = [str(ROOT / "static/tagalong.d.ts"), str(ROOT / "tests/types/customer.d.ts")]
    places = {}
    for number, snippet in enumerate(found):
        file = folder / f"snippet-{number}.ts"
        # On its first line, so that lines are the document's.
        given = CONSOLE if snippet.name in TYPED else ""
        file.write_text(f"{given}export {{}};\n{snippet.text}")
        places[file.name] = snippet
        files.append(str(file))
    settings = {"compilerOptions": SETTINGS, "files": files}
    (folder / "tsconfig.json").write_text(json.dumps(settings))
    command = [str(ROOT / "node_modules/.bin/tsc"), "--project", str(folder), "--pretty", "false"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    said = []
    for line in done.stdout.splitlines():
        at = re.match(r".*?(snippet-\d+\.ts)\((\d+),\d+\): (.*)", line)
        if at:
            document, _, start = places[at[1]].place.rpartition(":")
            said.append(f"{document}:{int(start) + int(at[2]) - 1}: {at[3]}")
        elif not line.startswith(" "):
            said.append(line)
    assert bool(said) == bool(done.returncode), done.stdout + done.stderr
    return said


def test_every_snippet_compiles(tmp_path: Path) -> None:
    """What a document shows can be pasted into TypeScript that is strict."""
    found = [one for document in DOCUMENTS for one in snippets(document)]
    assert len(found) >= 10
    said = mistakes(found, tmp_path)
    assert not said, "\n".join(said)


def test_a_wrong_snippet_is_told_by_its_place(tmp_path: Path) -> None:
    """The compiler sees the snippets: a slip in one is named by document and line."""
    slips = [
        Snippet(
            "docs/one.md:7",
            "",
            '\n(window.tagalong ||= []).push((t) => t.on("acepted", () => {}));',
        ),
        Snippet(
            "docs/two.md:1", "", 'document.addEventListener("tagalong:error", (e) => e.detail.cod);'
        ),
        Snippet("docs/three.md:1", "", "tagalong.stop();"),
    ]
    said = mistakes(slips, tmp_path)
    assert [one.partition(": ")[0] for one in said] == [
        *("docs/one.md:9", "docs/two.md:2", "docs/three.md:2"),
    ], said
