"""The consumer's requests after InitConnection, version 3, and their answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from simulator.bounds import NotPossible, shallow
from simulator.messaging.subscriptions import Subscriptions
from simulator.state.conversation import LONGEST_ID, Conversation
from simulator.state.world import World

Body = dict[str, Any]
Answer = tuple[int, str, Any]
# What is passed on and not kept: that somebody types, or has read something.
SIGNALS = ("ChatStateEvent", "AcceptStatusEvent")
LONGEST_PROFILE = 20_000
SUBSCRIBE = "cqm.SubscribeExConversations"


class Requests:
    """Answers one consumer."""

    def __init__(
        self, world: World, account: str, consumer_id: str, subscriptions: Subscriptions
    ) -> None:
        self._world = world
        self._account = account
        self._consumer_id = consumer_id
        self._subscriptions = subscriptions
        self._handlers: dict[str, Callable[[Body], Answer]] = {
            "GetClock": self._get_clock,
            "KeepAlive": lambda _: (200, "StringResponse", "OK"),
            SUBSCRIBE: self._subscribe,
            "cqm.UnsubscribeExConversations": self._unsubscribe,
            "cm.ConsumerRequestConversation": self._request_conversation,
            "cm.UpdateConversationField": self._update,
            "ms.PublishEvent": self._publish,
            "ms.SubscribeMessagingEvents": self._subscribe_messages,
            "userprofile.SetUserProfile": self._set_profile,
        }

    def answer(self, name: str, body: object) -> Answer | None:
        """Return a response's code, type and body; None where there is none."""
        switches = self._world.switches
        if switches.requests == "silent" or (name == "GetClock" and switches.clock == "silent"):
            return None
        if switches.requests != "ok":
            return int(switches.requests), "StringResponse", "the request was not processed"
        handler = self._handlers.get(name)
        if handler is None:
            return 400, "StringResponse", f"unknown request type {name}"
        if not shallow(body):
            return 400, "StringResponse", "the body is nested too deeply"
        try:
            return handler(body if isinstance(body, dict) else {})
        except (NotPossible, ValueError, TypeError, OverflowError) as error:
            return 400, "StringResponse", str(error)

    def follow_up(self, name: str, answer: Answer) -> None:
        """Send what comes right after a response: a subscription's snapshot."""
        code, _, body = answer
        if name == SUBSCRIBE and code == 200:
            mine = self._world.of(self._account, self._consumer_id)
            self._subscriptions.snapshot(body["subscriptionId"], mine)

    def _get_clock(self, _body: Body) -> Answer:
        if self._world.switches.clock == "missing-time":
            return 200, "GetClockResponse", {}
        return 200, "GetClockResponse", {"currentTime": self._world.now_ms()}

    def _subscribe(self, body: Body) -> Answer:
        wanted = body.get("stage", body.get("convState", ["OPEN", "CLOSE"]))
        stages = tuple(wanted) if isinstance(wanted, list) else (str(wanted),)
        answer = {"subscriptionId": self._subscriptions.add(stages)}
        return 200, "cqm.SubscribeExConversationsResponse", answer

    def _unsubscribe(self, body: Body) -> Answer:
        self._subscriptions.remove(str(body.get("subscriptionId")))
        return 200, "StringResponse", "OK"

    def _request_conversation(self, body: Body) -> Answer:
        skill = str(body.get("skillId") or "-1")
        conversation = self._world.open_conversation(self._account, self._consumer_id, skill)
        # The visit of which it is part: LivePerson's monitoring and the tag name it alike.
        context = body.get("conversationContext")
        if isinstance(context, dict) and context.get("type") == "SharkContext":
            conversation.visitor_id = str(context.get("visitorId"))[:LONGEST_ID]
        answer = {"conversationId": conversation.id}
        return 200, "cm.RequestConversationResponse", answer

    def _update(self, body: Body) -> Answer:
        conversation = self._own(body.get("conversationId"))
        fields = body.get("conversationField")
        for one in fields if isinstance(fields, list) else [fields]:
            field = one if isinstance(one, dict) else {}
            named = field.get("field") in ("ConversationStateField", "Stage")
            if named and field.get("conversationState") == "CLOSE":
                self._world.close_conversation(conversation, "CONSUMER")
                return 200, "StringResponse", "OK Conversation resolved successfully"
        return 400, "StringResponse", "unknown conversation field"

    def _publish(self, body: Body) -> Answer:
        conversation = self._own(body.get("conversationId"))
        event = body.get("event")
        kind = event.get("type") if isinstance(event, dict) else None
        if kind in SIGNALS:
            sent = self._world.signal(conversation, event, "CONSUMER")
            answer = {} if kind == "ChatStateEvent" else {"sequence": sent.sequence}
            return 200, "ms.PublishEventResponse", answer
        if not isinstance(event, dict) or kind != "ContentEvent":
            return 200, "ms.PublishEventResponse", {}
        if conversation.stage != "OPEN":
            return 400, "StringResponse", "Bad Request, Conversation is close"
        message = self._world.say(conversation, str(event.get("message")), "CONSUMER")
        return 200, "ms.PublishEventResponse", {"sequence": message.sequence}

    def _subscribe_messages(self, body: Body) -> Answer:
        conversation = self._own(body.get("conversationId"))
        start = int(body.get("fromSeq") or 0)
        self._subscriptions.listen(conversation)
        earlier = [one for one in conversation.messages if one.sequence >= start]
        # After the response: what was said before.
        loop = asyncio.get_running_loop()
        loop.call_soon(self._subscriptions.said, conversation, earlier)
        return 200, "GenericSubscribeResponse", {}

    def _set_profile(self, body: Body) -> Answer:
        data = body.get("authenticatedData")
        sdes = data.get("lp_sdes") if isinstance(data, dict) else None
        if not isinstance(sdes, list) or len(json.dumps(sdes)) > LONGEST_PROFILE:
            message = f"authenticatedData.lp_sdes is a list of at most {LONGEST_PROFILE} characters"
            raise NotPossible(message)
        self._world.set_profile(self._account, self._consumer_id, sdes)
        return 200, "StringResponse", "OK User Profile set successfully"

    def _own(self, conversation_id: object) -> Conversation:
        conversation = self._world.find(conversation_id)
        if (conversation.account, conversation.consumer_id) != (self._account, self._consumer_id):
            message = "not your conversation"
            raise NotPossible(message)
        return conversation
