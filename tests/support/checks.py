"""What must have been said and published of an invitation, down to the last field."""

from __future__ import annotations

import re
from typing import Any

from tests.support.page_record import Witness
from tests.support.standin import StandIn

# Chat is not what these stories are about.
QUIET = ("message", "conversation")
ACCEPTED = ("ready", "connected", "invited", "offered", "consent", "accepted", "active")


def payload(
    visitor: Witness, standin: StandIn, mode: str = "view", ids: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return what must reach the tag, from what the simulator and the tag know."""
    conversation = standin.get("state")["conversations"][-1]
    ids = ids or visitor.evaluate(
        "() => ({ssid: lpTag.taglets.lp_monitoringSDK.getSid(), "
        "svid: lpTag.taglets.lp_monitoringSDK.getVid()})"
    )
    return {
        "serviceId": f"{conversation['consumerId']}#{conversation['id']}",
        "agentId": "356285412",
        "visitorName": "Visitor",
        "mode": mode,
        **ids,
    }


def check_published(visitor: Witness, data: dict[str, Any], *names: str) -> None:
    """Check every publication on this page: these names, each with exactly this payload."""
    assert visitor.published == [(name, data) for name in names]


def check_events(visitor: Witness, dialog: str, mode: str, *names: str) -> None:
    """Check every event of the visit: these names in this order, each with its exact detail."""
    assert visitor.names(*QUIET) == list(names)
    answers = {"accepted", "declined", "expired", "cancelled"}
    for name, detail in visitor.events:
        about = {"dialogId": dialog}
        match name:
            case "message":
                continue
            case "conversation":
                assert detail == {"state": "opened", "by": None}
            case "ended":
                assert detail == {**about, "by": "agent"}
            case "ready":
                assert set(detail) == {"bootMs", "by"}
            case "connected":
                assert detail == {}
            case "invited":
                assert isinstance(detail.pop("expiresAtMs"), int)
                assert detail == {**about, "mode": mode}
            case "offered" | "accepted" | "declined":
                assert detail == {**about, "heard": True}
            case "consent":
                time, version = detail.pop("time"), detail.pop("textVersion")
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", time)
                assert re.fullmatch(r"[0-9a-f]{12}", version)
                (outcome,) = answers & set(names)
                assert detail == {**about, "mode": mode, "outcome": outcome, "locale": "en"}
            case _:
                assert detail == about, name


def dialogs(standin: StandIn) -> list[dict[str, Any]]:
    """Return the CoBrowse dialogs of the newest conversation."""
    conversation = standin.get("state")["conversations"][-1]
    return [one for one in conversation["dialogs"] if one["channelType"] == "COBROWSE"]
