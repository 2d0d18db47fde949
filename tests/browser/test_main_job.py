"""The main job: an invitation becomes an answer, in a real browser."""

from __future__ import annotations

from typing import Any

from tests.browser.conftest import Visitor, World
from tests.standin import StandIn

QUIET = ("message",)


def payload(visitor: Visitor, standin: StandIn, mode: str) -> dict[str, Any]:
    """Return what must reach the tag, from what the simulator knows."""
    conversation = standin.get("state")["conversations"][-1]
    ids = visitor.page.evaluate(
        "() => ({ssid: lpTag.taglets.lp_monitoringSDK.getSid(), "
        "svid: lpTag.taglets.lp_monitoringSDK.getVid()})"
    )
    return {
        "serviceId": f"{conversation['consumerId']}#{conversation['id']}",
        "agentId": "12345678.356285412",
        "visitorName": "Visitor",
        "mode": mode,
        **ids,
    }


def test_accepted_joined_and_ended(world: World, standin: StandIn) -> None:
    """Accept is published with the offer's payload, confirmed as active, and ends with the agent."""
    visitor = world.visitor()
    visitor.start()
    visitor.open_chat()
    dialog = standin.invite("shared")
    visitor.wait_for("offered")
    assert visitor.banner == "invited"
    visitor.press("Accept")
    visitor.wait_for("active")
    assert visitor.banner == "active"
    data = payload(visitor, standin, "shared")
    assert visitor.published == [("cobrowseOffered", data), ("cobrowseAccepted", data)]
    standin.post(f"invitations/{dialog}/end")
    visitor.wait_for("ended")
    assert visitor.banner == "ended"
    assert visitor.names(*QUIET) == [
        *("ready", "connected", "invited", "offered"),
        *("consent", "accepted", "active", "ended"),
    ]
    assert visitor.details("offered") == [{"dialogId": dialog, "heard": True}]
    assert visitor.details("accepted") == [{"dialogId": dialog, "heard": True}]
    assert visitor.details("active") == [{"dialogId": dialog}]
    visitor.press("Close")
    visitor.wait_until(lambda: visitor.banner is None, "the banner to go")
    assert standin.get("published")[0]["name"] == "cobrowseOffered"
