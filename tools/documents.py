"""What is read with a release: the documents for who embeds Tagalong, and the example themes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path, PurePosixPath

from tools.stages import ROOT, BuildError

SOURCE = ROOT / "docs"
# Those for who works on Tagalong stay in the project.
DOCUMENTS = (
    *("accessibility", "embedding", "hosting", "languages", "performance", "protocol"),
    *("real-account", "recipes", "reference", "security", "troubleshooting"),
)
THEMES = ROOT / "static" / "themes"
# What stands elsewhere in the project: where from `docs/`, and where here.
MOVED = {"../static/themes/": "themes/", "../CHANGELOG.md": "CHANGELOG.md"}
# The same of a README that stands beside `docs/` here.
BESIDE = {"../../docs/": "docs/", "../../CHANGELOG.md": "docs/CHANGELOG.md"}
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)")


def write(folder: Path) -> None:
    """Fill `folder`: each document, the pictures in them, the themes, and what is new.

    A link to what stays in the project is its words alone.
    """
    folder.mkdir(parents=True)
    shutil.copytree(THEMES, folder / "themes")
    shutil.copy(ROOT / "CHANGELOG.md", folder)
    for name in DOCUMENTS:
        text = (SOURCE / f"{name}.md").read_text(encoding="utf-8")
        text = _moved(text, MOVED)
        for picture in _pictures(text):
            (folder / picture).parent.mkdir(exist_ok=True)
            shutil.copy(SOURCE / picture, folder / picture)
        text = LINK.sub(lambda link: _kept(folder, link), text)
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def readme(source: Path) -> str:
    """Return the text of a README that stands beside the documents."""
    return _moved(source.read_text(encoding="utf-8"), BESIDE)


def _moved(text: str, places: dict[str, str]) -> str:
    for place, here in places.items():
        text = text.replace(f"]({place}", f"]({here}")
    return text


def _pictures(text: str) -> list[PurePosixPath]:
    return [PurePosixPath(place) for mark, _, place, _ in LINK.findall(text) if mark]


def _kept(folder: Path, link: re.Match[str]) -> str:
    _, words, place, _ = link.groups()
    is_document = place.endswith(".md") and PurePosixPath(place).stem in DOCUMENTS
    if not place or is_document or (folder / place).exists():
        return link[0]
    if not (SOURCE / place).exists():
        message = f"a document leads to {place}, which is nowhere"
        raise BuildError(message)
    return words
