"""A consumer's connection by a plain WebSocket client, for the simulator's tests."""

from __future__ import annotations

import json
import urllib.request
import uuid
from contextlib import ExitStack
from typing import Any
from urllib.error import HTTPError

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.support.standin import ACCOUNT, StandIn


class Consumer:
    """A consumer's connection, without anything of Tagalong."""

    def __init__(self, standin: StandIn, token: str | None = None, patience: float = 5) -> None:
        self.standin = standin
        self.token = token or sign_up(standin)
        home = standin.url.replace("http", "ws", 1)
        url = f"{home}/ws_api/account/{ACCOUNT}/messaging/consumer?v=3"
        self._stack = ExitStack()
        self.socket: ClientConnection = self._stack.enter_context(
            connect(url, open_timeout=patience, ssl=standin.trust)
        )

    def leave(self) -> None:
        """Close the connection."""
        self._stack.close()

    def ask(self, name: str, body: object = None, **more: object) -> Any:
        """Send a request and return its response, keeping no notification back."""
        request_id = str(more.pop("id", uuid.uuid4()))
        request = {"kind": "req", "id": request_id, "type": name, "body": body or {}, **more}
        self.socket.send(json.dumps(request))
        while True:
            frame = self.hear()
            if frame["kind"] == "resp":
                assert frame["reqId"] == request_id
                return frame

    def hear(self) -> Any:
        """Return the next frame."""
        return json.loads(self.socket.recv(timeout=5))

    def initialise(self, **client: object) -> Any:
        """Introduce oneself, and return the response."""
        return self.ask("InitConnection", headers=self._headers(client))

    def introduce(self) -> None:
        """Introduce oneself, whatever comes of it."""
        request = {"kind": "req", "id": "0", "type": "InitConnection", "headers": self._headers({})}
        self.socket.send(json.dumps(request))

    def _headers(self, client: dict[str, object]) -> list[dict[str, object]]:
        return [
            {"type": ".ams.headers.ClientProperties", "features": ["CO_BROWSE"], **client},
            {"type": ".ams.headers.ConsumerAuthentication", "jwt": self.token},
        ]

    def closing(self) -> tuple[int, str]:
        """Wait until the connection is closed, and return code and reason; 1006 without a word."""
        try:
            while True:
                self.hear()
        except ConnectionClosed as error:
            closed = error.rcvd
        return (closed.code, closed.reason) if closed else (1006, "")

    def subscribe(self) -> Any:
        """Subscribe to open conversations and return the snapshot."""
        answer = self.ask("cqm.SubscribeExConversations", {"convState": ["OPEN"]})
        assert answer["body"]["subscriptionId"]
        return self.hear()


def change(notification: Any) -> Any:
    """Return the one change of a notification."""
    assert notification["kind"] == "notification"
    (only,) = notification["body"]["changes"]
    return only


def cobrowse(notification: Any) -> Any:
    """Return the newest CoBrowse dialog of a notification's one change."""
    dialogs = change(notification)["result"]["conversationDetails"]["dialogs"]
    return [dialog for dialog in dialogs if dialog["channelType"] == "COBROWSE"][-1]


def invited(consumer: Consumer) -> tuple[str, str]:
    """Open a conversation, have the agent invite, and return both ids."""
    conversation = consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"]
    consumer.subscribe()
    return conversation, consumer.standin.invite("shared", 90)


def sign_up(standin: StandIn) -> str:
    """Return a token of a new consumer."""
    url = f"{standin.url}/api/account/{ACCOUNT}/signup"
    request = urllib.request.Request(url, data=b"")
    with urllib.request.urlopen(request, context=standin.trust) as answer:
        return str(json.load(answer)["jwt"])


def say(consumer: Consumer, *texts: str) -> None:
    """Have the agent say something in the consumer's conversation."""
    for text in texts:
        consumer.standin.say(text)


def heard(consumer: Consumer, count: int) -> list[str]:
    """Return what the next so many messages say."""
    return [change(consumer.hear())["event"]["message"] for _ in range(count)]


def listening(consumer: Consumer) -> None:
    """Open a conversation and listen to it."""
    conversation = consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"]
    body = {"conversationId": conversation, "dialogId": conversation}
    consumer.ask("ms.SubscribeMessagingEvents", body)


def fetched(standin: StandIn, path: str, data: bytes | None = None) -> tuple[int, str]:
    """Return an answer's status and text."""
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"{standin.url}/{path}", data=data), timeout=5
        ) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()
