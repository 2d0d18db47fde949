"""The main job from end to end, without a browser: invited, offered, answered, shared, over."""

from __future__ import annotations

import pytest

from tests.support.loop.stage import Stage


@pytest.mark.parametrize("mode", ["view", "follow", "shared"])
async def test_accepted(stage: Stage, mode: str) -> None:
    """An invitation of each mode is offered, accepted by a person, confirmed, and ends."""
    visitor = await stage.chatting()
    dialog = await stage.invite(mode)
    await visitor.wait_for("offered")
    assert await visitor.press("accept") == dialog
    assert (await visitor.wait_for("active"))["dialogId"] == dialog
    assert visitor.state == "active"
    await stage.post(f"invitations/{dialog}/end")
    await visitor.wait_for("ended")
    names = [name for name, _ in visitor.page.tag.published]
    assert names == ["cobrowseOffered", "cobrowseAccepted"]


async def test_declined(stage: Stage) -> None:
    """A person's No is published once, and closes the invitation at LivePerson."""
    visitor = await stage.chatting()
    await stage.invite()
    await visitor.press("decline")
    await visitor.until(lambda: not stage.open_dialogs(), "the end of the invitation")
    names = [name for name, _ in visitor.page.tag.published]
    assert names == ["cobrowseOffered", "cobrowseDeclined"]
    assert len(visitor.details("consent")) == 1


async def test_time_is_hurried(stage: Stage) -> None:
    """An invitation that nobody answers expires after its two minutes, in no time."""
    visitor = await stage.chatting()
    began = stage.loop.time()
    await stage.invite(life=120)
    await visitor.wait_for("expired", seconds=200)
    assert 119 < stage.loop.time() - began < 125
