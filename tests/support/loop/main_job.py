"""The main job as one course: how far it comes, and what the visitor's page is told."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.loop.stage import Stage
from tests.support.loop.visitor import Visitor

# Each longer than what the engine itself waits for there.
CONNECTING_SECONDS = 25.0
OFFER_SECONDS = 45.0
ANSWER_SECONDS = 30.0


@dataclass(frozen=True)
class End:
    """How far it came, and the last word on why not further; empty where all went well."""

    reached: str
    told: str = ""


async def main_job(stage: Stage, connecting_seconds: float = CONNECTING_SECONDS) -> End:
    """Load a page, be invited, accept, and share: as far as it goes."""
    visitor = stage.visitor({"auth": "anonymous"})
    visitor.page.open_conversation()

    try:
        await visitor.until(
            lambda: "connected" in visitor.names() and bool(stage.lab.world.conversations),
            "a conversation",
            connecting_seconds,
        )
    except AssertionError:
        return End("unconnected", _why(visitor))
    await stage.invite()
    await visitor.until(
        lambda: visitor.state == "invited" or "failed" in visitor.names(), "offer", OFFER_SECONDS
    )
    if visitor.state != "invited":
        return End("connected", _why(visitor))
    await visitor.press("accept", seconds=5)
    await visitor.until(lambda: visitor.state in ("active", "failed"), "an end", ANSWER_SECONDS)
    if visitor.state != "active":
        return End("accepted", _why(visitor))
    return End("shared")


def _why(visitor: Visitor) -> str:
    """Return the last word on what went wrong."""
    for name, detail in reversed(visitor.events):
        if name in ("error", "disconnected", "failed"):
            word = detail.get("code") or detail.get("reason")
            return f"{name} {word}"
    return ""
