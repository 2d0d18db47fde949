"""LivePerson's own Node agent SDK at work against a simulator, over TLS."""

from __future__ import annotations

import json
import ssl
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.simulator.consumer import Consumer
from tests.simulator.program import free_port, program, reachable
from tests.support.standin import ACCOUNT, StandIn
from tools.stages import ROOT

EXAMPLE = ROOT / "simulator/examples/agent.mjs"


@contextmanager
def secure(command: list[str], folder: Path) -> Iterator[tuple[StandIn, dict[str, str]]]:
    """Run a simulator with TLS; give it, and the environment of a program that is to find it."""
    port = free_port()
    with program([*command, "--port", str(port), "--tls", "--tls-folder", str(folder)]) as running:
        authority = running.hear("trust, for https:")
        running.hear("the control API:")
        standin = StandIn(port, ssl.create_default_context(cafile=authority))
        reachable(standin)
        yield standin, {"NODE_EXTRA_CA_CERTS": authority, "LP_CSDS": f"localhost:{port}"}


def does_its_work(standin: StandIn, environment: dict[str, str]) -> None:
    """Log in, go online, take a ring, chat, invite, and see ACCEPTED and CLOSED."""
    with program(["node", str(EXAMPLE)], **environment, LP_USER="robin") as agent:
        agent.hear("state: Agent state updated successfully")
        consumer = Consumer(standin)
        consumer.initialise()
        consumer.subscribe()
        conversation = consumer.ask("cm.ConsumerRequestConversation")["body"]["conversationId"]
        assert agent.hear("ring:") == "WAITING"
        agent.hear("greeted a visitor of whom 0 things are known")
        event = {"type": "ContentEvent", "contentType": "text/plain", "message": "please help"}
        body = {"conversationId": conversation, "dialogId": conversation, "event": event}
        assert consumer.ask("ms.PublishEvent", body)["code"] == 200
        agent.hear("ContentEvent: please help")
        # The stand-in answers an update after it has told of the change.
        assert agent.hear("cobrowse:") == "INVITED invited"
        assert agent.hear("invite:") == "OK Add dialog success"
        (dialog,) = standin.get("state")["conversations"][0]["dialogs"][1:]
        assert dialog["participants"][1] == f"{ACCOUNT}.401773920"
        service = dialog["metaData"]["serviceId"]
        publish(standin, "cobrowseAccepted", service)
        assert agent.hear("cobrowse:") == "ACCEPTED accepted"
        assert agent.hear("cobrowse:") == "ACCEPTED joined"
        publish(standin, "sessionEnded", service)
        assert agent.hear("cobrowse:").startswith("CLOSED")
        field = [{"field": "ConversationStateField", "conversationState": "CLOSE"}]
        body = {"conversationId": conversation, "conversationField": field}
        assert consumer.ask("cm.UpdateConversationField", body)["code"] == 200
        agent.hear("the conversation is over")
        assert agent.process.wait(10) == 0, agent.said
        consumer.leave()


def publish(standin: StandIn, name: str, service_id: str) -> None:
    """Tell the CoBrowse service what its taglet heard on the page."""
    body = json.dumps({"name": name, "serviceId": service_id}).encode()
    request = urllib.request.Request(f"{standin.url}/cobrowse/{ACCOUNT}/events", data=body)
    urllib.request.urlopen(request, timeout=5, context=standin.trust).close()
