"""The agents' requests, version 2.1, and their answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.bounds import NotPossible
from simulator.brand.routing import Routing
from simulator.brand.shapes import message_to_wire
from simulator.brand.subscriptions import AgentSubscriptions
from simulator.brand.workspace import Workspace
from simulator.messaging.requests import CONTENT, SIGNALS
from simulator.state.conversation import Agent, Conversation
from simulator.state.world import World

Body = dict[str, Any]
Answer = tuple[int, str, Any]
STRING = ".ReqBody$StringResp"


class AgentRequests:
    """Answers one connection of `agent`."""

    def __init__(
        self,
        world: World,
        workspace: Workspace,
        routing: Routing,
        who: tuple[str, Agent],
        subscriptions: AgentSubscriptions,
    ) -> None:
        self._world = world
        self._workspace = workspace
        self._routing = routing
        self._account, self._agent = who
        self._subscriptions = subscriptions
        # By the last part of their names: LivePerson's examples write the rest in two ways.
        self._handlers: dict[str, Callable[[Body], Answer]] = {
            "GetClock": self._get_clock,
            "SubscribeExConversations": self._subscribe,
            "UnsubscribeExConversations": self._unsubscribe,
            "SubscribeRoutingTasks": self._subscribe_routing,
            "SubscribeAgentsState": self._subscribe_state,
            "SetAgentState": self._set_state,
            "UpdateRingState": self._update_ring,
            "UpdateConversationField": self._update,
            "PublishEvent": self._publish,
            "QueryMessages": self._query,
            "SubscribeMessagingEvents": self._query,
            "GetUserProfile": self._profile,
        }

    def answer(self, name: str, body: object) -> Answer:
        """Return a response's code, type and body."""
        handler = self._handlers.get(name.rpartition(".")[2])
        if handler is None:
            return 400, STRING, f"unknown request type {name}"
        # The SDK sends a profile's id as the body itself.
        fields = body if isinstance(body, dict) else {"userId": body}
        try:
            return handler(fields)
        except (NotPossible, ValueError, TypeError, OverflowError) as error:
            return 400, STRING, str(error)

    def follow_up(self, answer: Answer) -> None:
        """Send what comes right after a response: a subscription's snapshot."""
        _, _, body = answer
        if isinstance(body, dict) and "subscriptionId" in body:
            self._subscriptions.snapshot(body["subscriptionId"])

    def _get_clock(self, _body: Body) -> Answer:
        return 200, ".GetClock$Response", {"currentTime": self._world.now_ms()}

    # --- subscriptions ------------------------------------------------------------

    def _subscribe(self, body: Body) -> Answer:
        stages = _list(body.get("convState") or body.get("stage") or ["OPEN", "CLOSE"])
        agents = body.get("agentIds")
        wanted = None if agents is None else frozenset(_list(agents))
        answer = {"subscriptionId": self._subscriptions.conversations(tuple(stages), wanted)}
        return 200, ".ams.aam.SubscribeExConversations$Response", answer

    def _unsubscribe(self, body: Body) -> Answer:
        self._subscriptions.remove(str(body.get("subscriptionId")))
        return 200, STRING, "OK"

    def _subscribe_routing(self, _body: Body) -> Answer:
        answer = {"subscriptionId": self._subscriptions.routing_tasks()}
        return 200, ".ams.GenericSubscribe$Response", answer

    def _subscribe_state(self, _body: Body) -> Answer:
        answer = {"subscriptionId": self._subscriptions.agent_state()}
        return 200, ".ams.GenericSubscribe$Response", answer

    # --- routing --------------------------------------------------------------------

    def _set_state(self, body: Body) -> Answer:
        self._own_id(body.get("agentUserId"))
        self._routing.set_state(self._account, self._agent, body.get("availability"))
        return 202, STRING, "Agent state updated successfully"

    def _update_ring(self, body: Body) -> Answer:
        ring_id, state = str(body.get("ringId")), body.get("ringState")
        self._routing.answer(self._account, self._agent, ring_id, state)
        return 202, STRING, "Ring state updated successfully"

    # --- conversations ----------------------------------------------------------------

    def _update(self, body: Body) -> Answer:
        conversation = self._conversation(body.get("conversationId"))
        return 200, STRING, self._workspace.update(conversation, body.get("conversationField"))

    def _publish(self, body: Body) -> Answer:
        conversation = self._conversation(body.get("conversationId") or body.get("dialogId"))
        event = body.get("event")
        kind = event.get("type") if isinstance(event, dict) else None
        role = dict(conversation.people()).get(self._agent.pid)
        if role is None:
            message = "the agent does not take part in the conversation"
            raise NotPossible(message)
        if conversation.stage != "OPEN":
            message = "the conversation is over"
            raise NotPossible(message)
        if kind in SIGNALS:
            sent = self._world.signal(conversation, event, role, self._agent)
            answer = {} if kind == "ChatStateEvent" else {"sequence": sent.sequence}
        elif kind in CONTENT and isinstance(event, dict):
            text = event.get("message")
            plain = event.keys() <= {"type", "contentType", "message"} and isinstance(text, str)
            words = text if isinstance(text, str) else f"[{kind}]"
            extra = None if plain and event.get("contentType") == "text/plain" else event
            said = self._world.say(conversation, words, role, by=self._agent, event=extra)
            answer = {"sequence": said.sequence}
        else:
            message = f"an event's type is one of {', '.join((*CONTENT, *SIGNALS))}"
            raise NotPossible(message)
        return 200, ".ams.ms.PublishEvent$Response", answer

    def _query(self, body: Body) -> Answer:
        conversation = self._conversation(body.get("dialogId"))
        start = int(body.get("newerThanSequence") or body.get("fromSeq") or 0)
        # Zero is everything, as the SDK sends it for a subscription from the beginning.
        messages = [one for one in conversation.messages if one.sequence > start or start == 0]
        answer = [message_to_wire(one, conversation) for one in messages]
        return 200, ".ams.ms.QueryMessages$Response", answer

    def _profile(self, body: Body) -> Answer:
        user_id = body.get("userId")
        if not user_id:
            own = {"userId": self._agent.old_id(self._account), "firstName": self._agent.name}
            return 200, ".ams.userprofile.GetUserProfile$Response", own
        profile = {
            "userId": str(user_id),
            "privateData": {},
            "claims": {},
            "authenticatedData": {"lp_sdes": self._world.profile(self._account, str(user_id))},
        }
        return 200, ".ams.userprofile.GetUserProfile$Response", profile

    def _conversation(self, conversation_id: object) -> Conversation:
        conversation = self._world.find(conversation_id)
        if conversation.account != self._account:
            message = f"there is no conversation {conversation_id}"
            raise NotPossible(message)
        return conversation

    def _own_id(self, user_id: object) -> None:
        if user_id not in (None, self._agent.pid, self._agent.old_id(self._account)):
            message = "an agent sets their own state"
            raise NotPossible(message)


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
