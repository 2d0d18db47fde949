"""Who asks: the agent's name, from LivePerson's account configuration to the banner."""

from __future__ import annotations

import asyncio

import pytest

from simulator.faults.registry import parsed
from simulator.state.conversation import AGENTS
from tests.support.loop.stage import Stage
from tests.support.loop.visitor import Visitor

UNNAMED = "Share this page with your agent?"


async def asked(stage: Stage, **switches: object) -> Visitor:
    """Return a visitor who is being asked, on a page that wants to say by whom."""
    await stage.behave(**switches)
    visitor = await stage.chatting({"agentName": "on"})
    # By then what comes has come.
    await asyncio.sleep(1)
    await stage.invite()
    await visitor.wait_for("offered")
    return visitor


def heading(visitor: Visitor) -> str:
    """Return the banner's first line."""
    assert visitor.page.banner
    return str(visitor.page.banner["heading"])


def named(visitor: Visitor) -> str:
    """Return the agent's name in it, set apart as text of either direction; empty for none."""
    names = [f"\u2068{one.name}\u2069" for one in AGENTS]
    return next((one for one in names if one in heading(visitor)), "")


async def test_the_agent_is_named(stage: Stage) -> None:
    """The profile is there before the invitation is."""
    visitor = await stage.chatting({"agentName": "on"})
    await asyncio.sleep(1)
    await stage.invite()
    await visitor.wait_for("offered")
    assert heading(visitor) == f"Share this page with your agent ({named(visitor)})?"


async def test_a_hostile_name(stage: Stage) -> None:
    """It is a short line of text, with nothing in it that turns or hides what is around it."""
    visitor = await asked(stage, nickname="hostile")
    name = heading(visitor).partition("\u2068")[2].partition("\u2069")[0]
    assert name.startswith('<img src=x onerror="alert 1 ">Your bank')
    assert len(name) == 40
    assert "\u202e" not in heading(visitor)


async def test_an_agent_without_a_nickname(stage: Stage) -> None:
    """The question is put as it is without names."""
    assert heading(await asked(stage, nickname="none")) == UNNAMED


@pytest.mark.parametrize(
    "spec", ["down,service=profiles", "hang,service=profiles", "portal,service=profiles"]
)
async def test_a_profile_that_never_comes(stage: Stage, spec: str) -> None:
    """Nothing waits for it, and nothing is told."""
    stage.lab.faults.add(parsed(spec))
    visitor = await asked(stage)
    assert heading(visitor) == UNNAMED
    await visitor.press("accept", seconds=5)
    await visitor.until(lambda: visitor.state == "active", "sharing")
    assert "error" not in visitor.names()


async def test_a_profile_that_comes_late(stage: Stage) -> None:
    """It changes nothing of what was asked, and is used once the page is shared."""
    stage.lab.faults.add(parsed("slow,service=profiles,ms=4000"))
    visitor = await asked(stage)
    assert heading(visitor) == UNNAMED
    await asyncio.sleep(5)
    assert heading(visitor) == UNNAMED
    await visitor.press("accept", seconds=5)
    await visitor.until(lambda: visitor.state == "active", "sharing")
    assert named(visitor)
