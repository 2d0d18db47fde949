"""What the documents say of the tests is so."""

from __future__ import annotations

import re

from tools.stages import ROOT


def test_every_test_that_is_named_exists() -> None:
    """A promise in docs/ names a test that is there."""
    sources = "".join(file.read_text() for file in (ROOT / "tests").rglob("*.py"))
    defined = set(re.findall(r"def (test_\w+)", sources))
    files = {file.stem for file in (ROOT / "tests").rglob("test_*.py")}
    for document in (ROOT / "docs").glob("*.md"):
        named = set(re.findall(r"\b(test_\w+)", document.read_text()))
        assert named <= defined | files, document.name
