"""`python -m simulator.manual`: writes the table of switches into the README."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from simulator.behaviour import Behaviour, allowed, meanings

README = Path(__file__).parent / "README.md"
BEGIN = "<!-- switches: written by python -m simulator.manual -->\n"
END = "<!-- /switches -->"


def table() -> str:
    """Return all switches as a Markdown table."""
    defaults, may = asdict(Behaviour()), allowed()
    rows = [
        f"| `{name}` | `{json.dumps(defaults[name])}` | {may[name]} | {meaning} |\n"
        for name, meaning in meanings().items()
    ]
    return f"| switch | default | allowed | meaning |\n|---|---|---|---|\n{''.join(rows)}"


def with_table(text: str) -> str:
    """Return the README's text with the table as it should be."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    return f"{before}{begin}{table()}{end}{after}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text()))
    print(f"{README}: {len(meanings())} switches")
