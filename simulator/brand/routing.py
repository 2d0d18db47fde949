"""Routing: who is online, and at whom a conversation that nobody has taken rings.

While an agent's program is online, new conversations wait, and ring at every
agent who is. While none is, the stand-in's own agent takes all at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from simulator.bounds import NotPossible
from simulator.state.conversation import Agent, Conversation
from simulator.state.world import World

Availability = Literal["ONLINE", "OCCUPIED", "BACK_SOON", "AWAY", "OFFLINE"]
AVAILABILITIES = ("ONLINE", "OCCUPIED", "BACK_SOON", "AWAY", "OFFLINE")
# How long a ring stands before it rings anew, as in LivePerson's examples.
RING_SECONDS = 72
# Who is OCCUPIED still gets what is transferred to them.
TAKES_TRANSFERS = ("ONLINE", "OCCUPIED")


@dataclass
class Ring:
    """One conversation ringing at one agent."""

    id: str
    conversation: Conversation
    agent: Agent
    since_ms: int
    state: str = "WAITING"

    def to_wire(self) -> dict[str, Any]:
        """Return the `result` of a routing task's change."""
        conversation = self.conversation
        return {
            "routingTaskId": self.id,
            "taskCompleted": self.state != "WAITING",
            "conversationId": conversation.id,
            "consumerId": conversation.consumer_id,
            "skillId": conversation.skill_id,
            "brandId": conversation.account,
            "ringsDetails": [
                {
                    "ringId": self.id,
                    "ringState": self.state,
                    "ringExpiration": RING_SECONDS * 1000,
                    "ringExpirationTs": self.since_ms + RING_SECONDS * 1000,
                    "weight": conversation.started_ms,
                    "convId": conversation.id,
                    "consumerId": conversation.consumer_id,
                    "skillId": conversation.skill_id,
                    "brandId": conversation.account,
                }
            ],
        }


class Routing:
    """All rings of all agents; listeners of `on_ring` and `on_state` hear of each change."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._states: dict[tuple[str, Agent], str] = {}
        self._rings: dict[str, dict[Agent, Ring]] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self.on_ring: list[Callable[[Ring], None]] = []
        self.on_state: list[Callable[[str, Agent], None]] = []
        world.on_change.append(self._changed)

    def state(self, account: str, agent: Agent) -> str:
        """Return an agent's availability."""
        return self._states.get((account, agent), "OFFLINE")

    def waiting(self, account: str, agent: Agent) -> list[Ring]:
        """Return what rings at an agent now."""
        here = [rings[agent] for rings in self._rings.values() if agent in rings]
        return [one for one in here if one.conversation.account == account]

    def set_state(self, account: str, agent: Agent, state: object) -> None:
        """Let an agent be available, or not."""
        if state not in AVAILABILITIES:
            message = f"availability is one of {', '.join(AVAILABILITIES)}"
            raise NotPossible(message)
        self._states[account, agent] = str(state)
        online = (account, "ONLINE") in ((its, one) for (its, _), one in self._states.items())
        (self._world.programs.add if online else self._world.programs.discard)(account)
        for listener in self.on_state:
            listener(account, agent)
        if state not in TAKES_TRANSFERS:
            for ring in self.waiting(account, agent):
                self._end(ring, "CANCELLED")
        for conversation in list(self._world.conversations.values()):
            if conversation.waiting and conversation.account == account:
                if self._world.queues(account) or conversation.suggested:
                    self._changed(conversation)
                else:
                    self._world.assign(conversation, conversation.agent)

    def answer(self, account: str, agent: Agent, ring_id: str, state: object) -> None:
        """Accept or reject a ring."""
        ring = self._rings.get(ring_id.partition("_")[0], {}).get(agent)
        if ring is None or ring.id != ring_id or ring.conversation.account != account:
            message = f"there is no ring {ring_id}"
            raise NotPossible(message)
        if state == "ACCEPTED":
            self._end(ring, "ACCEPTED")
            self._world.assign(ring.conversation, agent)
        elif state == "REJECTED":
            # It rings at this agent again when it would have run out.
            self._end(ring, "REJECTED")
            self._later(ring, lambda: self._changed(ring.conversation))
        else:
            message = "a ring's state is set to ACCEPTED or REJECTED"
            raise NotPossible(message)

    def forget_all(self) -> None:
        """Forget who is available and what rings; nothing rings anew."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        self._rings.clear()
        self._states.clear()
        self._world.programs.clear()

    def _changed(self, conversation: Conversation) -> None:
        """Ring where a conversation waits; end its rings where it does not."""
        ringing = self._rings.get(conversation.id, {})
        wanted = self._wanted(conversation)
        for agent, ring in list(ringing.items()):
            if agent not in wanted:
                self._end(ring, "CANCELLED")
        for agent in wanted:
            if agent not in ringing and _timer_key(conversation, agent) not in self._timers:
                self._ring(conversation, agent)

    def _wanted(self, conversation: Conversation) -> list[Agent]:
        stands = conversation.waiting and conversation.stage == "OPEN"
        if not stands or conversation.id not in self._world.conversations:
            return []
        account, suggested = conversation.account, conversation.suggested
        if suggested:
            return [suggested] if self.state(account, suggested) in TAKES_TRANSFERS else []
        everyone = self._states.items()
        return [one for (its, one), state in everyone if (its, state) == (account, "ONLINE")]

    def _ring(self, conversation: Conversation, agent: Agent) -> None:
        now = self._world.now_ms()
        ring_id = f"{conversation.id}_{agent.number}_{now}"
        ring = Ring(ring_id, conversation, agent, now)
        self._rings.setdefault(conversation.id, {})[agent] = ring
        self._later(ring, lambda: self._run_out(ring))
        self._tell(ring)

    def _run_out(self, ring: Ring) -> None:
        self._end(ring, "EXPIRED")
        self._changed(ring.conversation)

    def _end(self, ring: Ring, state: str) -> None:
        rings = self._rings.get(ring.conversation.id, {})
        if rings.pop(ring.agent, None) is None:
            return
        if not rings:
            del self._rings[ring.conversation.id]
        timer = self._timers.pop(_timer_key(ring.conversation, ring.agent), None)
        if timer:
            timer.cancel()
        ring.state = state
        self._tell(ring)

    def _later(self, ring: Ring, act: Callable[[], None]) -> None:
        key = _timer_key(ring.conversation, ring.agent)

        def due() -> None:
            self._timers.pop(key, None)
            act()

        self._timers[key] = asyncio.get_running_loop().call_later(RING_SECONDS, due)

    def _tell(self, ring: Ring) -> None:
        for listener in self.on_ring:
            listener(ring)


def _timer_key(conversation: Conversation, agent: Agent) -> str:
    return f"{conversation.id} {agent.number}"
