"""Whether pages of other origins may use a file."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.check.asking import Answer, Host
from simulator.check.said import Said


def judged_sharing(host: Host, answer: Answer) -> Iterator[Said]:
    """Say where a browser would keep it from the page."""
    if host.origin != str(host.base.origin()):
        yield from _origins(host.origin, answer)
        policy = answer.header("Cross-Origin-Resource-Policy").lower()
        if policy in ("same-origin", "same-site"):
            words = f"says Cross-Origin-Resource-Policy: {policy}: pages of other sites cannot"
            yield Said("policy", f"{words} load it; say cross-origin")
        elif policy != "cross-origin":
            words = "has no Cross-Origin-Resource-Policy: pages that are isolated (COEP) may need"
            yield Said("policy", f"{words} cross-origin there", wrong=False)
    if answer.header("X-Content-Type-Options").lower() != "nosniff":
        yield Said("sniffing", "has no X-Content-Type-Options: nosniff", wrong=False)


def _origins(origin: str, answer: Answer) -> Iterator[Said]:
    given = answer.headers.getall("Access-Control-Allow-Origin", [])
    if not given:
        words = "has no Access-Control-Allow-Origin: pages of other origins cannot load it; say *"
        yield Said("origins", words)
    elif len(given) > 1:
        words = "has Access-Control-Allow-Origin more than once: browsers refuse that"
        yield Said("origins", words)
    elif given[0] not in ("*", origin):
        words = f"is open to {given[0]} alone by Access-Control-Allow-Origin, not to {origin}"
        yield Said("origins", words)
    elif given[0] == origin and "origin" not in answer.header("Vary").lower():
        words = "is open to the origin that asks, without Vary: Origin: a cache may give it to"
        yield Said("origins", f"{words} another, which cannot use it")
