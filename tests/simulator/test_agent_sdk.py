"""An agent's program with LivePerson's own Node agent SDK, over TLS, against the simulator."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.simulator.agent_sdk import EXAMPLE, does_its_work, secure
from tests.simulator.program import program
from tests.support.standin import StandIn

SIMULATOR = [sys.executable, "-u", "-m", "simulator"]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[StandIn, dict[str, str]]]:
    """A simulator, and the environment of a program that is to find it."""
    with secure(SIMULATOR, tmp_path_factory.mktemp("tls")) as running:
        yield running


def test_an_agents_program_does_its_work(found: tuple[StandIn, dict[str, str]]) -> None:
    """It logs in, goes online, takes a ring, chats, invites, and sees ACCEPTED and CLOSED."""
    does_its_work(*found)


def test_a_program_with_a_wrong_password(found: tuple[StandIn, dict[str, str]]) -> None:
    """The SDK reports the refusal."""
    with program(["node", str(EXAMPLE)], **found[1], LP_PASSWORD="wrong") as agent:
        agent.hear("agent.mjs:")
        assert agent.process.wait(10) == 1
