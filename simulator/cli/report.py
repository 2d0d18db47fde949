"""A page that shows how scenarios were played: what each is about, its steps, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width">
<style>
:root {{ color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }}
body {{ max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}
details {{ border-top: 1px solid #8886; padding: .5rem 0 }}
summary {{ cursor: pointer }}
summary span {{ display: inline-block; min-width: 4.5rem; font-weight: bold }}
.failed {{ color: light-dark(#b00020, #ff8a80) }}
.passed {{ color: light-dark(#106b21, #81c784) }}
</style></head><body>
<h1>{title}</h1>
<p>Against {against}, {when}.</p>
{parts}
</body></html>
"""
PART = """<details{open}><summary><span class="{state}">{state}</span> {title}
({seconds:.1f} s)</summary>
<p>{sentence} <code>{name}</code></p>
<ol>
{steps}
</ol>
</details>"""


@dataclass
class Played:
    """How one scenario was played; `state` is `passed`, `failed` or `stopped` in the end."""

    name: str
    title: str
    sentence: str
    state: str = "waiting"
    seconds: float = 0.0
    steps: list[str] = field(default_factory=list)


def page(results: Sequence[Played], against: str) -> str:
    """Return the page, what did not pass first and unfolded."""
    passed = sum(one.state == "passed" for one in results)
    ordered = sorted(results, key=lambda one: one.state == "passed")
    return PAGE.format(
        title=f"{passed} of {len(results)} scenarios passed",
        against=escape(against),
        when=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        parts="\n".join(_part(one) for one in ordered),
    )


def _part(one: Played) -> str:
    return PART.format(
        open="" if one.state == "passed" else " open",
        state=escape(one.state),
        title=escape(one.title),
        seconds=one.seconds,
        sentence=escape(one.sentence),
        name=escape(one.name),
        steps="\n".join(f"<li>{escape(step)}</li>" for step in one.steps),
    )
