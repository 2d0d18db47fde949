"""What one consumer's connection has subscribed to, and the notifications that come of it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.bounds import NotPossible
from simulator.faults.frame import Kind
from simulator.messaging.shapes import bare, shaped
from simulator.state.conversation import Conversation, Message
from simulator.state.world import World

MOST_SUBSCRIPTIONS = 100
# From here on those of conversations that are forgotten are looked for.
MANY_IDS = 5_000
Body = dict[str, Any]


@dataclass
class Subscription:
    """A wish to hear of conversations in some stages, and which of them were told of.

    It may be of one `conversation` alone, and of what was updated at `since_ms` or later.
    """

    stages: tuple[str, ...]
    conversation: str | None = None
    since_ms: float = 0
    told: set[str] = field(default_factory=set)

    def matches(self, conversation: Conversation) -> bool:
        """Whether a conversation is among them."""
        named = self.conversation in (None, conversation.id)
        recent = conversation.updated_ms >= self.since_ms
        return named and recent and conversation.stage in self.stages


class Subscriptions:
    """All of one connection; `send` takes a frame's text and its kind."""

    def __init__(self, world: World, send: Callable[[str, Kind], None]) -> None:
        self._world = world
        self._send = send
        self._conversations: dict[str, Subscription] = {}
        # By conversation, the dialogs whose messages are listened to.
        self._messages: dict[str, set[str]] = {}

    def add(self, subscription: Subscription) -> str:
        """Subscribe to conversations and return the subscription's id."""
        if len(self._conversations) >= MOST_SUBSCRIPTIONS:
            message = "too many subscriptions"
            raise NotPossible(message)
        subscription_id = str(uuid.uuid4())
        self._conversations[subscription_id] = subscription
        return subscription_id

    def remove(self, subscription_id: str) -> None:
        """End a subscription."""
        self._conversations.pop(subscription_id, None)

    def listen(self, conversation: Conversation, dialog_id: str) -> None:
        """Subscribe to the messages of a conversation's dialog."""
        self._messages.setdefault(conversation.id, set()).add(dialog_id)
        if len(self._messages) > MANY_IDS:
            known = self._world.conversations
            self._messages = {one: its for one, its in self._messages.items() if one in known}

    def snapshot(self, subscription_id: str, conversations: list[Conversation]) -> None:
        """Tell, as the first notification, of all `conversations` that match."""
        subscription = self._conversations[subscription_id]
        matching = [one for one in conversations if subscription.matches(one)]
        subscription.told |= {one.id for one in matching}
        changes = [self._change("UPSERT", one) for one in matching]
        self._notify(subscription_id, changes, "snapshot")

    def changed(self, conversation: Conversation) -> None:
        """Tell of a conversation's change; of its leaving what was subscribed to once."""
        for subscription_id, subscription in self._conversations.items():
            if subscription.matches(conversation):
                self._add(conversation, subscription.told)
                kind = "UPSERT"
            elif conversation.id in subscription.told:
                subscription.told.discard(conversation.id)
                kind = self._world.switches.conversation_end
            else:
                continue
            self._notify(subscription_id, [self._change(kind, conversation)], "change")

    def said(self, conversation: Conversation, messages: list[Message]) -> None:
        """Tell of messages, where they are listened to."""
        dialogs = self._messages.get(conversation.id, ())
        heard = [one.to_wire(conversation) for one in messages if one.dialog_id in dialogs]
        if heard:
            body = {"changes": heard}
            self._frame("ms.MessagingEventNotification", body, "message")

    def _add(self, conversation: Conversation, ids: set[str]) -> None:
        ids.add(conversation.id)
        if len(ids) > MANY_IDS:
            ids &= self._world.conversations.keys()

    def _change(self, kind: str, conversation: Conversation) -> Body:
        if kind == "bare-DELETE":
            return {"type": "DELETE", "result": {"convId": conversation.id}}
        result = shaped(conversation.to_wire(), self._world.switches)
        if conversation.messages:
            newest = conversation.messages[-1].to_wire(conversation)
            result["lastContentEventNotification"] = newest
        return {"type": kind, "result": result}

    def _notify(self, subscription_id: str, changes: list[Body], kind: Kind) -> None:
        body = {
            "subscriptionId": subscription_id,
            "sentTs": self._world.now_ms(),
            "changes": bare(changes) if self._world.switches.bare_elements else changes,
        }
        name = f"{self._world.switches.prefix}ExConversationChangeNotification"
        self._frame(name, body, kind)

    def _frame(self, name: str, body: Body, kind: Kind) -> None:
        self._send(json.dumps({"kind": "notification", "body": body, "type": name}), kind)
