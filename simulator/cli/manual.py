"""`python -m simulator.cli.manual`: writes the tables of switches and faults into the README."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from simulator.choices import described
from simulator.faults import registry
from simulator.switches import Switches, meanings

NAMES = {str: "text", int: "number", float: "number"}
README = Path(__file__).parents[1] / "README.md"
BEGIN = "<!-- {}: written by python -m simulator.cli.manual -->\n"
END = "<!-- /{} -->"


def switches() -> str:
    """Return all switches as a Markdown table."""
    cells = (
        (f"`{one['name']}`", f"`{json.dumps(one['default'])}`", allowed(one), one["meaning"])
        for one in described(Switches())
    )
    rows = [f"| {' | '.join(four)} |\n" for four in cells]
    return f"| switch | default | allowed | meaning |\n|---|---|---|---|\n{''.join(rows)}"


def faults() -> str:
    """Return all faults as Markdown: a table by what they meet, with what all of it have."""
    return "\n".join(_meeting(meets) for meets in registry.FAMILIES)


def _meeting(meets: str) -> str:
    rows = []
    for one in registry.described():
        own = ", ".join(f"`{_chosen(it)}` {it['meaning']}" for it in one["choices"] if it["own"])
        if one["meets"] == meets:
            rows.append(f"| `{one['name']}` | {one['does']} | {one['unrealistic']} | {own} |\n")
    shared = [
        f"| `{_chosen(it)}` | {allowed(it)} | {it['meaning']} |\n" for it in registry.shared(meets)
    ]
    return (
        f"| of {meets} | what it does | it is unrealistic | its own choices |\n|---|---|---|---|\n"
        f"{''.join(rows)}\n"
        f"| and each has | allowed | meaning |\n|---|---|---|\n{''.join(shared)}"
    )


def _chosen(choice: dict[str, Any]) -> str:
    return f"{choice['name']}={choice['default']}"


def allowed(switch: dict[str, Any]) -> str:
    """Return, in words, what a choice as `described` may be set to."""
    if "choices" in switch:
        return ", ".join(map(json.dumps, switch["choices"]))
    if "from" in switch:
        return f"{switch['from']} to {switch['to']}"
    return "true, false" if isinstance(switch["default"], bool) else NAMES[type(switch["default"])]


def with_table(text: str) -> str:
    """Return the README's text with the tables as they should be."""
    for name, table in (("faults", faults), ("switches", switches)):
        before, begin, rest = text.partition(BEGIN.format(name))
        _, end, after = rest.partition(END.format(name))
        text = f"{before}{begin}{table()}{end}{after}"
    return text


if __name__ == "__main__":
    README.write_text(with_table(README.read_text()))
    print(f"{README}: {len(registry.LIBRARY)} faults, {len(meanings())} switches")
