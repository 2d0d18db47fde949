"""Frames that no service should send cost neither an exception nor the next invitation."""

from __future__ import annotations

import pytest

from tests.support.hostile_frames import FRAMES
from tests.support.loop.stage import Stage


@pytest.mark.parametrize("what", FRAMES)
async def test_a_hostile_frame(stage: Stage, what: str) -> None:
    """After each the main job comes to its end, and the page hears of no fault."""
    visitor = await stage.chatting()
    await stage.post("frames", text=FRAMES[what])
    await stage.invite()
    await visitor.press("accept")
    await visitor.wait_for("active")
    assert visitor.names().count("invited") == 1
    assert visitor.details("error") == []
