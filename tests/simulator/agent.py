"""An agent's connection by a plain WebSocket client, for the simulator's tests."""

from __future__ import annotations

import json
import urllib.request
import uuid
from contextlib import ExitStack
from typing import Any
from urllib.error import HTTPError

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.support.standin import ACCOUNT, StandIn

ALEX_PID, ALEX = "29c3019d-fe0b-5200-afe8-737abfeae4b4", f"{ACCOUNT}.356285412"
ROBIN_PID, ROBIN = "6d1c8a52-03f4-5b7e-9a68-41c9d0e7b2f5", f"{ACCOUNT}.401773920"
CHANGE = ".ams.aam.ExConversationChangeNotification"
RING = ".ams.routing.RoutingTaskNotification"
STATE = ".ams.routing.AgentStateNotification"
EVENT = ".ams.ms.OnlineEventDistribution"


def post(standin: StandIn, path: str, body: object) -> tuple[int, Any]:
    """Call the agents' login service, and return status and body."""
    url = f"{standin.url}/api/account/{ACCOUNT}/{path}?v=1.3"
    request = urllib.request.Request(url, data=json.dumps(body).encode(), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


class AgentClient:
    """An agent's connection, without LivePerson's SDK."""

    def __init__(self, standin: StandIn, name: str = "alex", bearer: str | None = None) -> None:
        self.own_id = ROBIN if name == "robin" else ALEX
        login = {"username": name, "password": "any"}
        self.bearer = bearer or post(standin, "login", login)[1]["bearer"]
        path = f"/ws_api/account/{ACCOUNT}/messaging/brand/{self.bearer}?v=2.1"
        self._stack = ExitStack()
        self.socket = self._stack.enter_context(connect(f"ws://localhost:{standin.port}{path}"))
        self.heard: list[Any] = []

    def leave(self) -> None:
        """Close the connection."""
        self._stack.close()

    def ask(self, name: str, body: object = None) -> Any:
        """Send a request and return its response; what comes before it is kept."""
        request_id = str(uuid.uuid4())
        request = {"kind": "req", "id": request_id, "type": name, "body": body or {}}
        self.socket.send(json.dumps(request))
        while True:
            frame = self._next()
            if frame["kind"] == "resp":
                assert frame["reqId"] == request_id
                return frame
            self.heard.append(frame)

    def _next(self) -> Any:
        return json.loads(self.socket.recv(timeout=5))

    def hear(self, name: str) -> Any:
        """Return the next notification's body of a type, and forget those before it."""
        while True:
            frame = self.heard.pop(0) if self.heard else self._next()
            if frame["type"] == name:
                assert frame.keys() == {"kind", "type", "body"}
                assert frame["kind"] == "notification"
                return frame["body"]

    def change(self) -> Any:
        """Return the next conversation's change."""
        (only,) = self.hear(CHANGE)["changes"]
        return only

    def closing(self) -> int | None:
        """Wait until the connection is closed, and return the code."""
        try:
            while True:
                self._next()
        except ConnectionClosed as error:
            self.leave()
            return error.rcvd.code if error.rcvd else None

    def go_online(self) -> None:
        """Subscribe to rings and own conversations, and be ONLINE."""
        self.ask(".ams.routing.SubscribeRoutingTasks", {"channelType": "MESSAGING"})
        wish = {"convState": ["OPEN"], "agentIds": [self.own_id]}
        answer = self.ask(".ams.aam.SubscribeExConversations", wish)
        assert answer["type"] == ".ams.aam.SubscribeExConversations$Response"
        snapshot = {"subscriptionId": answer["body"]["subscriptionId"], "changes": []}
        assert self.hear(CHANGE) == snapshot
        self.set_state("ONLINE")

    def set_state(self, availability: str) -> Any:
        """Be available, or not."""
        return self.ask(".ams.routing.SetAgentState", {"availability": availability})

    def ring(self, state: str) -> Any:
        """Return the next ring in a state: its task's result."""
        while True:
            for change in self.hear(RING)["changes"]:
                if change["result"]["ringsDetails"][0]["ringState"] == state:
                    return change["result"]

    def take(self) -> str:
        """Accept what rings next, and return the conversation's id."""
        result = self.ring("WAITING")
        ring_id = result["ringsDetails"][0]["ringId"]
        answer = self.ask(
            ".ams.routing.UpdateRingState", {"ringId": ring_id, "ringState": "ACCEPTED"}
        )
        assert answer["code"] == 202
        return str(result["conversationId"])

    def update(self, conversation: str, *fields: dict[str, Any]) -> Any:
        """Send UpdateConversationField."""
        body = {"conversationId": conversation, "conversationField": list(fields)}
        return self.ask(".ams.cm.UpdateConversationField", body)

    def publish(self, conversation: str, event: dict[str, Any]) -> Any:
        """Send PublishEvent."""
        return self.ask(".ams.ms.PublishEvent", {"dialogId": conversation, "event": event})
