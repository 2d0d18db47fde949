"""LivePerson's doors beside messaging: CoBrowse by its service id, and what belongs to it."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from typing import Any

from tests.simulator.consumer import Consumer, cobrowse, invited
from tests.support.standin import ACCOUNT, StandIn


def publish(standin: StandIn, name: str, service_id: str, account: str = ACCOUNT) -> None:
    """Tell what the taglet heard on a page."""
    data = json.dumps({"name": name, "serviceId": service_id}).encode()
    urllib.request.urlopen(f"{standin.url}/cobrowse/{account}/events", data).close()


def is_open(standin: StandIn, service_id: str, account: str = ACCOUNT) -> Any:
    """Return whether the taglet is told that sharing goes on."""
    query = urllib.parse.urlencode({"serviceId": service_id})
    with urllib.request.urlopen(f"{standin.url}/cobrowse/{account}/session?{query}") as answer:
        return json.load(answer)["open"]


def test_the_whole_service_id_joins_the_two_sides(consumer: Consumer) -> None:
    """Half of the service id, or another account, answers nobody's invitation."""
    standin = consumer.standin
    conversation, _ = invited(consumer)
    service_id = cobrowse(consumer.hear())["metaData"]["serviceId"]
    wrong = (f"undefined#{conversation}", conversation, f"#{conversation}", f"{service_id}#")
    for one, account in (*((one, ACCOUNT) for one in wrong), (service_id, "87654321")):
        publish(standin, "cobrowseDeclined", one, account)
        assert not is_open(standin, one, account)
    assert is_open(standin, service_id)
    publish(standin, "cobrowseDeclined", service_id)
    assert cobrowse(consumer.hear())["metaData"]["notificationKey"] == "declined"
    assert not is_open(standin, service_id)
