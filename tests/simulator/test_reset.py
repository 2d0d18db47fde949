"""A reset forgets everything: by an inventory of all that the simulator keeps."""

from __future__ import annotations

import json
import time
import urllib.request
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from aiohttp import web
from websockets.sync.client import connect

from simulator.app import Options
from tests.simulator.agent import AgentClient, post
from tests.simulator.consumer import Consumer
from tests.support.standin import ACCOUNT, ControlError, StandIn, running

CONTAINERS = (dict, list, set, deque)


def inventory(app: web.Application) -> dict[str, int]:
    """Return the size of every container that the simulator's objects hold, by its place."""
    found: dict[str, int] = {}
    seen: set[int] = set()

    def look(name: str, value: Any) -> None:
        if id(value) in seen:
            return
        seen.add(id(value))
        if isinstance(value, CONTAINERS):
            found[name] = len(value)
            inner = value.values() if isinstance(value, dict) else list(value)
            for one in inner:
                look(f"{name}[]", one)
        elif type(value).__module__.startswith("simulator."):
            for part, one in vars(value).items() if hasattr(value, "__dict__") else ():
                look(f"{type(value).__name__}.{part}", one)
        elif owner := getattr(value, "__self__", None):
            look(name, owner)
        for cell in getattr(value, "__closure__", None) or ():
            look(name, cell.cell_contents)

    for route in app.router.routes():
        look(route.handler.__name__, route.handler)
    return found


@contextmanager
def inspected() -> Iterator[tuple[StandIn, web.Application]]:
    """Run a simulator as its program does, whose application can be looked into."""
    apps: list[web.Application] = []
    with running(Options(staged=True, witnessed=True), apps.append) as standin:
        yield standin, apps[0]


def use(standin: StandIn, stack: ExitStack) -> None:
    """Leave something everywhere."""
    agent = AgentClient(standin)
    stack.callback(agent.leave)
    post(standin, "login", {"username": "robin", "password": "any"})
    for name, body in (
        (".ams.routing.SubscribeRoutingTasks", {}),
        (".ams.routing.SetAgentState", {"availability": "ONLINE"}),
        (".ams.aam.SubscribeExConversations", {}),
    ):
        agent.ask(name, body)
    consumer = Consumer(standin)
    stack.callback(consumer.leave)
    consumer.initialise()
    consumer.ask("userprofile.SetUserProfile", {"authenticatedData": {"lp_sdes": []}})
    ringing = consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"]
    consumer.ask("ms.SubscribeMessagingEvents", {"conversationId": ringing})
    standin.post("plays", scenario="declined")
    standin.post("behaviour", confirms=False)
    standin.add_fault("delay", on="consumers", ms=1)
    conversation = standin.post("conversations", consumerId="ann")["conversationId"]
    standin.post(f"conversations/{conversation}/close")
    shared = standin.post("conversations", consumerId="ann")["conversationId"]
    dialog = standin.invite("shared")
    standin.post(f"invitations/{dialog}/accept")
    service = f"ann%23{shared}"
    home = f"ws://localhost:{standin.port}"
    stack.enter_context(connect(f"{home}/cobrowse/{ACCOUNT}/share?serviceId={service}"))
    stack.enter_context(connect(f"{home}/simulator/sharing/{dialog}"))
    for path, told in (
        (f"monitoring/{ACCOUNT}", {"svid": "V1", "url": "http://shop/", "title": "Shop"}),
        (f"cobrowse/{ACCOUNT}/events", {"name": "cobrowseOffered", "serviceId": f"ann#{shared}"}),
    ):
        urllib.request.urlopen(f"{standin.url}/{path}", json.dumps(told).encode()).close()
    standin.get("state")


def test_a_reset_forgets_everything() -> None:
    """Whatever holds something after use is as empty after a reset as it was at first."""
    with inspected() as (standin, app), ExitStack() as stack:
        first = inventory(app)
        assert len(first) > 20
        use(standin, stack)
        used = inventory(app)
        grown = {name for name, size in used.items() if size > first.get(name, 0)}
        # So many places that a use forgets none of: what is new there is looked at here too.
        assert len(grown) > 20, grown
        standin.post("reset")
        deadline = time.monotonic() + 5
        while (left := inventory(app)) != first and time.monotonic() < deadline:
            pass
        assert left == first


def test_a_reset_ends_what_would_come_later(standin: StandIn) -> None:
    """Nobody hears of an invitation that runs out after a reset, nor of a play that ends."""
    ghost = standin.post("conversations", consumerId="ann")["conversationId"]
    token = standin.post("tokens", consumerId="ann")["token"]
    standin.invite("view", 0.2)
    standin.post("plays", scenario="accepted-and-ended")
    standin.post("reset")
    standin.post("behaviour", confirms=False)
    consumer = Consumer(standin, token)
    consumer.initialise()
    assert consumer.subscribe()["body"]["changes"] == []
    with pytest.raises(TimeoutError):
        consumer.socket.recv(timeout=0.4)
    assert standin.get("state")["behaviour"]["confirms"] is False
    with pytest.raises(ControlError, match=ghost):
        standin.post(f"conversations/{ghost}/close")
    consumer.leave()
