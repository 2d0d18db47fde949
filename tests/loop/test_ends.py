"""Conversations that end, and services that are ill for a while."""

from __future__ import annotations

import pytest

from tests.support.loop.stage import Stage


@pytest.mark.parametrize("end", ["DELETE", "bare-DELETE", "UPSERT"])
async def test_a_conversation_that_ends(stage: Stage, end: str) -> None:
    """However the end of a conversation is told, its invitation goes with it."""
    await stage.behave(conversation_end=end)
    visitor = await stage.chatting()
    await stage.invite()
    await visitor.wait_for("offered")
    await stage.post(f"conversations/{stage.conversation().id}/close")
    await visitor.wait_for("cancelled")
    assert visitor.state == "cancelled"


@pytest.mark.parametrize("health", ["404", "500", "429", "silent"])
async def test_a_messaging_service_that_is_ill(stage: Stage, health: str) -> None:
    """A socket that cannot be opened is tried again with growing delays until it can."""
    await stage.behave(messaging=health)
    visitor = stage.visitor()
    delays = [(await visitor.wait_for("disconnected", count))["retryInMs"] for count in (1, 2, 3)]
    assert 4000 <= delays[0] <= 6000
    assert 5000 <= delays[1] <= 7500
    assert 6250 <= delays[2] <= 9375
    await stage.behave(messaging="ok")
    await visitor.wait_for("connected")


@pytest.mark.parametrize("answer", ["400", "429", "ignored"])
async def test_an_introduction_that_is_not_accepted(stage: Stage, answer: str) -> None:
    """A refused or ignored InitConnection is a drop, not a refusal."""
    await stage.behave(initialise=answer)
    visitor = stage.visitor()
    await visitor.wait_for("disconnected")
    assert visitor.page.connection == "waiting"
    await stage.behave(initialise="ok")
    await visitor.wait_for("connected")
