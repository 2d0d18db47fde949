"""What a release says of itself: its files, what to pin, its notes, and what to do next."""

from __future__ import annotations

import gzip
from pathlib import Path

from tools import build, releasable
from tools.interpreter import WHOLE
from tools.stages import ROOT

NEXT = """\
What to do next
1. Unpack the zip in an empty folder, and try it on a page: tagalong/README.md in it says how.
2. git tag -a v{version} -m "Tagalong {version}" && git push origin v{version}
3. Publish the files above with these notes, and put the zip on your host.
4. Keep the zip: `make release PUBLISHED=tagalong-{version}.zip` compares the next one with it.
"""
TRIAL = """\
This is a trial, to be looked at only: publish nothing of it. A release would be refused:
{reasons}
"""
FIT = "This is a trial. A release could be made as it is: make release\n"


def statement(version: str, files: list[Path], trial: list[str] | None) -> str:
    """Return the text; `trial` has the reasons against a release where it is none."""
    parts = [f"Tagalong {version}, of commit {releasable.git('rev-parse', 'HEAD') or 'unknown'}\n"]
    if trial is not None:
        reasons = "\n".join(f"- {reason}" for reason in trial)
        parts.append(TRIAL.format(reasons=reasons) if trial else FIT)
    parts += [_files(files), _loader(version), _sizes(files[0].parent)]
    notes = releasable.notes_of(version, releasable.CHANGELOG.read_text(encoding="utf-8"))
    if notes:
        parts.append(f"Notes\n\n{notes.text}\n")
    if trial is None:
        parts.append(NEXT.format(version=version))
    return "\n".join(parts)


def _files(files: list[Path]) -> str:
    place = files[0].parent
    lines = [f"Files, in {place.relative_to(ROOT) if place.is_relative_to(ROOT) else place}"]
    lines += [
        f"  {file.name}  {file.stat().st_size:,} bytes\n    {build.integrity(file)}"
        for file in files
    ]
    lines.append("  To compare one: openssl dgst -sha384 -binary FILE | openssl base64 -A")
    return "\n".join(lines) + "\n"


def _loader(version: str) -> str:
    name = f"tagalong-{version}.js"
    loader = build.DIST / name
    return (
        "To pin it; docs/security.md says what is checked then, and docs/embedding.md what the\n"
        "page has to say of its visitor\n"
        f'  <script async src="https://YOUR-HOST/tagalong/{name}"\n'
        f'    integrity="{build.integrity(loader)}"\n'
        f'    crossorigin data-account="12345678"></script>\n'
        f"  {len(gzip.compress(loader.read_bytes(), 9)):,} bytes, compressed with gzip\n"
    )


def _sizes(target: Path) -> str:
    """Say what goes over the wire, with brotli, by folder."""
    folder = target / "release" / "tagalong"
    sums: dict[str, int] = {}
    for file in folder.rglob("*.br"):
        part = file.relative_to(folder).parts[0]
        name = part.split("-")[0] if len(file.relative_to(folder).parts) > 1 else "scripts, texts"
        if file.stem == WHOLE:
            name = "pyodide's scripts for a page that pins the loader"
        sums[name] = sums.get(name, 0) + file.stat().st_size
    lines = ["Over the wire, compressed with brotli"]
    lines += [f"  {name}: {size:,} bytes" for name, size in sorted(sums.items())]
    return "\n".join(lines) + "\n"
