"""The consumer's requests after InitConnection, version 3, and their answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from simulator.bounds import NotPossible, shallow
from simulator.faults.fault import Answer
from simulator.messaging.subscriptions import Subscription, Subscriptions
from simulator.state.conversation import LONGEST_ID, Conversation, Dialog
from simulator.state.world import World

Body = dict[str, Any]
# What is passed on and not kept: that somebody types, or has read something.
SIGNALS = ("ChatStateEvent", "AcceptStatusEvent")
# Of conversations, by which a subscription may choose.
STAGES = ("OPEN", "CLOSE", "LOCKED", "PENDING", "QUEUED", "OFFLINE")
# What needs nobody to be known.
EVERYBODYS = ("GetClock", "KeepAlive")
CONTENT = ("ContentEvent", "RichContentEvent")
LONGEST_PROFILE = 20_000
SUBSCRIBE = "cqm.SubscribeExConversations"


class Requests:
    """Answers one connection, whose consumer is `known` once it has introduced itself."""

    def __init__(self, world: World, account: str, subscriptions: Subscriptions) -> None:
        self._world = world
        self._account = account
        self._consumer_id = ""
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
            "userprofile.GetUserProfile": self._get_profile,
        }

    def known(self, consumer_id: str) -> None:
        """Answer this consumer from now on."""
        self._consumer_id = consumer_id

    def answer(self, name: str, body: object) -> Answer:
        """Return a response's code, type and body."""
        strict = self._world.switches.strict
        if not (self._consumer_id or (name in EVERYBODYS and not strict)):
            return 401, "StringResponse", "InitConnection must come first"
        try:
            return self._handle(name, body)
        except (NotPossible, ValueError, TypeError, OverflowError) as error:
            return 400, "StringResponse", str(error)

    def _handle(self, name: str, body: object) -> Answer:
        handler = self._handlers.get(name)
        if handler is None:
            return 400, "StringResponse", f"unknown request type {name}"
        if not shallow(body):
            return 400, "StringResponse", "the body is nested too deeply"
        return handler(body if isinstance(body, dict) else {})

    def follow_up(self, name: str, answer: Answer) -> None:
        """Send what comes right after a response: a subscription's snapshot."""
        code, _, body = answer
        if name == SUBSCRIBE and code == 200:
            mine = self._world.of(self._account, self._consumer_id)
            self._subscriptions.snapshot(body["subscriptionId"], mine)

    def _get_clock(self, _body: Body) -> Answer:
        return 200, "GetClockResponse", {"currentTime": self._world.now_ms()}

    def _subscribe(self, body: Body) -> Answer:
        wanted = body.get("stage", body.get("convState", ["OPEN", "CLOSE"]))
        stages = tuple(map(str, wanted if isinstance(wanted, list) else [wanted]))
        if not set(stages) <= set(STAGES):
            message = f"a stage is one of {', '.join(STAGES)}"
            raise NotPossible(message)
        since = float(body.get("minLastUpdatedTime") or 0)
        since_ms = since * (1000 if self._world.switches.updated_unit == "s" else 1)
        named = body.get("conversationId")
        of_one = self._own(named).id if named is not None else None
        answer = {"subscriptionId": self._subscriptions.add(Subscription(stages, of_one, since_ms))}
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
        """Close a conversation, or one dialog: the three ways that LivePerson documents.

        Two of them name no conversation; it is the consumer's one that is open.
        """
        conversation = self._own(body.get("conversationId") or self._only())
        fields = body.get("conversationField")
        for one in fields if isinstance(fields, list) else [fields]:
            match one:
                case {"field": "Stage", "conversationState": "CLOSE"}:
                    self._world.close_conversation(conversation, "CONSUMER")
                case {"field": "ConversationStateField", "conversationState": "CLOSE"}:
                    self._world.resolve(conversation, "CONSUMER")
                case {
                    "field": "DialogChange",
                    "type": "UPDATE",
                    "dialog": {"state": "CLOSE"} as dialog,
                }:
                    self._close_dialog(conversation, dialog)
                case _:
                    continue
            return 200, "StringResponse", "OK Conversation resolved successfully"
        return 400, "StringResponse", "unknown conversation field"

    def _close_dialog(self, conversation: Conversation, wire: Body) -> None:
        dialog = _dialog(conversation, wire.get("dialogId"))
        if dialog.channel == "COBROWSE":
            # Whether LivePerson takes this as a decline is unknown: its way is the tag's event.
            if self._world.switches.dialog_change == "refused":
                message = "a consumer closes dialogs of messaging"
                raise NotPossible(message)
            shared = dialog.metadata.get("sessionState") == "ACCEPTED"
            key = "ended_by_consumer" if shared else "declined"
            self._world.update_dialog(conversation, dialog, "CLOSED", key, "CONSUMER")
            return
        cause = str(wire.get("closedCause", ""))[:LONGEST_ID] or None
        self._world.resolve(conversation, "CONSUMER", cause)

    def _only(self) -> str:
        mine = self._world.of(self._account, self._consumer_id)
        open_ones = [one.id for one in mine if one.stage == "OPEN"]
        if len(open_ones) != 1:
            message = "conversationId is missing, and not one conversation is open"
            raise NotPossible(message)
        return open_ones[0]

    def _publish(self, body: Body) -> Answer:
        conversation = self._own(body.get("conversationId"))
        event = body.get("event")
        kind = event.get("type") if isinstance(event, dict) else None
        if kind in SIGNALS:
            sent = self._world.signal(conversation, event, "CONSUMER")
            answer = {} if kind == "ChatStateEvent" else {"sequence": sent.sequence}
            return 200, "ms.PublishEventResponse", answer
        if not isinstance(event, dict) or kind not in CONTENT:
            return 400, "StringResponse", "unknown event"
        dialog = _dialog(conversation, body.get("dialogId"))
        if conversation.stage != "OPEN" or dialog.state != "OPEN":
            return 400, "StringResponse", "Bad Request, Conversation is close"
        text, extra = str(event.get("message")), None
        if kind != "ContentEvent":
            text, extra = f"[{kind}]", event
        message = self._world.say(conversation, text, "CONSUMER", event=extra, dialog=dialog)
        return 200, "ms.PublishEventResponse", {"sequence": message.sequence}

    def _subscribe_messages(self, body: Body) -> Answer:
        conversation = self._own(body.get("conversationId"))
        start = int(body.get("fromSeq") or 0)
        dialog = _dialog(conversation, body.get("dialogId"))
        self._subscriptions.listen(conversation, dialog.id)
        earlier = [
            one
            for one in conversation.messages
            if one.dialog_id == dialog.id and one.sequence >= start
        ]
        # After the response: what was said before.
        loop = asyncio.get_running_loop()
        loop.call_soon(self._subscriptions.said, conversation, earlier)
        name = self._world.switches.subscribe_response
        return 200, name, None if name.startswith(".") else {}

    def _set_profile(self, body: Body) -> Answer:
        data = body.get("authenticatedData")
        sdes = data.get("lp_sdes") if isinstance(data, dict) else None
        if not isinstance(sdes, list) or len(json.dumps(sdes)) > LONGEST_PROFILE:
            message = f"authenticatedData.lp_sdes is a list of at most {LONGEST_PROFILE} characters"
            raise NotPossible(message)
        self._world.set_profile(self._account, self._consumer_id, sdes)
        return 200, "StringResponse", "OK User Profile set successfully"

    def _get_profile(self, _body: Body) -> Answer:
        sdes = self._world.profile(self._account, self._consumer_id)
        answer: Any = sdes
        if self._world.switches.user_profile == "object":
            answer = {"userId": self._consumer_id, "authenticatedData": {"lp_sdes": sdes}}
        return 200, "userprofile.GetUserProfileResponse", answer

    def _own(self, conversation_id: object) -> Conversation:
        conversation = self._world.find(conversation_id)
        if (conversation.account, conversation.consumer_id) != (self._account, self._consumer_id):
            message = "not your conversation"
            raise NotPossible(message)
        return conversation


def _dialog(conversation: Conversation, dialog_id: object) -> Dialog:
    """Return the dialog of a conversation that is named, the main one where none is.

    Also a CoBrowse dialog: what is said there does not reach the agent.
    """
    if dialog_id is None:
        return conversation.dialogs[0]
    for one in conversation.dialogs:
        if one.id == dialog_id:
            return one
    message = f"there is no dialog {dialog_id}"
    raise NotPossible(message)
