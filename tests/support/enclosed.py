"""What is to be read with a release, by its place in the zip's folder and in npm's package."""

from __future__ import annotations

from tools import documents

PICTURES = ("docs/images/phone.png", "docs/images/start.svg")
READ = {
    "docs/CHANGELOG.md",
    *(f"docs/{name}.md" for name in documents.DOCUMENTS),
    *(f"docs/themes/{file.name}" for file in documents.THEMES.iterdir()),
    *PICTURES,
}
