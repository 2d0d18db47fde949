"""What is published to LivePerson's tag: the names of the offer and its answers, and their data."""

from __future__ import annotations

from typing import Literal

AnswerName = Literal["cobrowseAccepted", "cobrowseDeclined"]
OFFERED = "cobrowseOffered"
ANSWERS: dict[str, AnswerName] = {
    "accepted": "cobrowseAccepted",
    "declined": "cobrowseDeclined",
}


def payload(  # noqa: PLR0913 - the fields that LivePerson's page names
    *,
    service_id: str,
    agent_id: str,
    visitor_name: str,
    ssid: str,
    svid: str,
    mode: str,
    context: dict[str, str],
) -> dict[str, str]:
    """Return the data of an offer and of its answer; every value is a non-empty string."""
    return {
        "serviceId": service_id,
        "agentId": agent_id,
        "visitorName": visitor_name,
        "ssid": ssid,
        "svid": svid,
        "mode": mode,
        **context,
    }
