"""What one agent's connection has subscribed to, and the notifications that come of it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.bounds import NotPossible
from simulator.brand.routing import Ring, Routing
from simulator.brand.shapes import conversation_to_wire, message_to_wire, old_id
from simulator.state.conversation import Agent, Conversation, Message
from simulator.state.world import World

MOST_SUBSCRIPTIONS = 100
Body = dict[str, Any]


@dataclass
class Subscription:
    """A wish to hear of conversations: in some stages, of some agents or (None) of all."""

    stages: tuple[str, ...]
    agents: frozenset[str] | None
    told: set[str] = field(default_factory=set)

    def matches(self, conversation: Conversation) -> bool:
        """Whether a conversation is among them."""
        if conversation.stage not in self.stages:
            return False
        people = {one for one, _ in conversation.people()}
        people |= {old_id(conversation.account, one) for one in people}
        return self.agents is None or not self.agents.isdisjoint(people)


class AgentSubscriptions:
    """All of one connection of `agent`; `send` takes a frame's text."""

    def __init__(
        self,
        world: World,
        routing: Routing,
        account: str,
        agent: Agent,
        send: Callable[[str], None],
    ) -> None:
        self._world = world
        self._routing = routing
        self._account = account
        self._agent = agent
        self._send = send
        self._conversations: dict[str, Subscription] = {}
        self._rings: set[str] = set()
        self._states: set[str] = set()

    # --- what is subscribed to ----------------------------------------------------

    def conversations(self, stages: tuple[str, ...], agents: frozenset[str] | None) -> str:
        """Subscribe to conversations and return the subscription's id."""
        subscription_id = self._new()
        self._conversations[subscription_id] = Subscription(stages, agents)
        return subscription_id

    def routing_tasks(self) -> str:
        """Subscribe to rings."""
        subscription_id = self._new()
        self._rings.add(subscription_id)
        return subscription_id

    def agent_state(self) -> str:
        """Subscribe to the agent's own availability."""
        subscription_id = self._new()
        self._states.add(subscription_id)
        return subscription_id

    def remove(self, subscription_id: str) -> None:
        """End a subscription."""
        self._conversations.pop(subscription_id, None)
        self._rings.discard(subscription_id)
        self._states.discard(subscription_id)

    def snapshot(self, subscription_id: str) -> None:
        """Tell, right after the response, how things stand now."""
        if subscription := self._conversations.get(subscription_id):
            mine = [
                one for one in self._world.conversations.values() if one.account == self._account
            ]
            matching = [one for one in mine if subscription.matches(one)]
            subscription.told |= {one.id for one in matching}
            changes = [_change("UPSERT", conversation_to_wire(one)) for one in matching]
            self._notify(subscription_id, ".ams.aam.ExConversationChangeNotification", changes)
        elif subscription_id in self._rings:
            rings = self._routing.waiting(self._account, self._agent)
            changes = [_change("UPSERT", one.to_wire()) for one in rings]
            self._notify(subscription_id, ".ams.routing.RoutingTaskNotification", changes)
        elif subscription_id in self._states:
            self._tell_state(subscription_id)

    # --- what happens ---------------------------------------------------------------

    def changed(self, conversation: Conversation) -> None:
        """Tell of a conversation's change; of its leaving what was subscribed to once."""
        for subscription_id, subscription in self._conversations.items():
            matches = subscription.matches(conversation)
            if matches or conversation.id in subscription.told:
                (subscription.told.add if matches else subscription.told.discard)(conversation.id)
                kind = "UPSERT" if matches else "DELETE"
                change = _change(kind, conversation_to_wire(conversation))
                self._notify(subscription_id, ".ams.aam.ExConversationChangeNotification", [change])

    def said(self, conversation: Conversation, message: Message) -> None:
        """Tell of a message in a conversation that the agent takes part in; none need subscribe."""
        main = message.dialog_id == conversation.id
        if main and any(one == self._agent.pid for one, _ in conversation.people()):
            body = message_to_wire(message, conversation)
            self._frame(".ams.ms.OnlineEventDistribution", body)

    def rang(self, ring: Ring) -> None:
        """Tell of a ring of this agent's."""
        for subscription_id in self._rings:
            changes = [_change("UPSERT", ring.to_wire())]
            self._notify(subscription_id, ".ams.routing.RoutingTaskNotification", changes)

    def state_changed(self) -> None:
        """Tell of the agent's availability."""
        for subscription_id in self._states:
            self._tell_state(subscription_id)

    def _tell_state(self, subscription_id: str) -> None:
        result = {
            "channels": ["MESSAGING"],
            "availability": self._routing.state(self._account, self._agent),
            "description": "",
            "agentUserId": self._agent.old_id(self._account),
        }
        change = _change("UPSERT", result)
        self._notify(subscription_id, ".ams.routing.AgentStateNotification", [change])

    def _new(self) -> str:
        if sum(map(len, (self._conversations, self._rings, self._states))) >= MOST_SUBSCRIPTIONS:
            message = "too many subscriptions"
            raise NotPossible(message)
        return str(uuid.uuid4())

    def _notify(self, subscription_id: str, name: str, changes: list[Body]) -> None:
        self._frame(name, {"subscriptionId": subscription_id, "changes": changes})

    def _frame(self, name: str, body: Body) -> None:
        self._send(json.dumps({"kind": "notification", "body": body, "type": name}))


def _change(kind: str, result: Body) -> Body:
    return {"type": kind, "result": result}
