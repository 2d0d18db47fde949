"""`python -m simulator.cli.manual`: writes the table of switches into the README."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from simulator.choices import described
from simulator.switches import Switches, meanings

README = Path(__file__).parents[1] / "README.md"
BEGIN = "<!-- switches: written by python -m simulator.cli.manual -->\n"
END = "<!-- /switches -->"


def table() -> str:
    """Return all switches as a Markdown table."""
    cells = (
        (f"`{one['name']}`", f"`{json.dumps(one['default'])}`", allowed(one), one["meaning"])
        for one in described(Switches())
    )
    rows = [f"| {' | '.join(four)} |\n" for four in cells]
    return f"| switch | default | allowed | meaning |\n|---|---|---|---|\n{''.join(rows)}"


def allowed(switch: dict[str, Any]) -> str:
    """Return, in words, what a switch as `described` may be set to."""
    if "choices" in switch:
        return ", ".join(map(json.dumps, switch["choices"]))
    return f"{switch['from']} to {switch['to']}" if "from" in switch else "true, false"


def with_table(text: str) -> str:
    """Return the README's text with the table as it should be."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    return f"{before}{begin}{table()}{end}{after}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text()))
    print(f"{README}: {len(meanings())} switches")
