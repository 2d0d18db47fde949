"""What is read with a release: the documents for who embeds Tagalong, and the example themes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tools.stages import ROOT, BuildError

SOURCE = ROOT / "docs"
# Those for who works on Tagalong stay in the project.
DOCUMENTS = (
    *("accessibility", "embedding", "hosting", "languages", "performance", "protocol"),
    *("real-account", "recipes", "reference", "security", "troubleshooting"),
)
THEMES = ROOT / "static" / "themes"
# What stands elsewhere in the project, for a document in `docs/`, and where it is here.
MOVED = {"../static/themes/": "themes/", "../CHANGELOG.md": "CHANGELOG.md"}
# The same for a README that stands beside `docs/` here.
BESIDE = {"../../docs/": "docs/", "../../CHANGELOG.md": "docs/CHANGELOG.md"}
CODE = re.compile(r"(```.*?```)", re.DOTALL)
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)")


def write(folder: Path) -> None:
    """Fill `folder`: each document, the pictures in them, the themes, and what is new.

    A link to what stays in the project is its words alone.
    """
    folder.mkdir(parents=True)
    shutil.copytree(THEMES, folder / "themes")
    shutil.copy(ROOT / "CHANGELOG.md", folder)
    texts = {
        f"{name}.md": (SOURCE / f"{name}.md").read_text(encoding="utf-8") for name in DOCUMENTS
    }
    for name, text in texts.items():
        for mark, _, picture, _ in LINK.findall(CODE.sub("", text)):
            if mark:
                (folder / picture).parent.mkdir(exist_ok=True)
                shutil.copy(SOURCE / picture, folder / picture)
        (folder / name).write_text(text, encoding="utf-8")
    for name, text in texts.items():
        (folder / name).write_text(_led(text, MOVED, SOURCE, folder), encoding="utf-8")


def write_readme(source: Path, folder: Path) -> None:
    """Put a README beside `docs/`, which `write` has filled."""
    text = source.read_text(encoding="utf-8")
    (folder / source.name).write_text(_led(text, BESIDE, source.parent, folder), encoding="utf-8")


def _led(text: str, moved: dict[str, str], source: Path, folder: Path) -> str:
    """Return a text whose links lead to what is in `folder`; code is no link."""

    def link(found: re.Match[str]) -> str:
        mark, words, place, heading = found.groups()
        if place and not (source / place).exists():
            message = f"a document leads to {place}, which is nowhere"
            raise BuildError(message)
        for there, here in moved.items():
            place = place.replace(there, here, 1) if place.startswith(there) else place
        if place and not (folder / place).exists():
            return words
        return f"{mark}[{words}]({place}{heading or ''})"

    parts = CODE.split(text)
    return "".join(part if CODE.fullmatch(part) else LINK.sub(link, part) for part in parts)
