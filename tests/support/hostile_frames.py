"""Frames that no service should send, each as large, deep or odd as it can be made."""

from __future__ import annotations

import json
from typing import Any

from tools.driven import invitation

CHANGE = "cqm.ExConversationChangeNotification"


def notification(**body: Any) -> str:
    """Return a notification of conversations."""
    return json.dumps({"kind": "notification", "type": CHANGE, "body": body})


def golden(dialog_id: str, **changes: Any) -> Any:
    """Return the golden invitation as that of another conversation, its metadata changed."""
    return invitation(dialog_id, conversation=f"of-{dialog_id}", **changes)


def crowd() -> str:
    """Return a notification of 10,000 CoBrowse dialogs that are over."""
    invited = golden("crowd")
    details = invited["body"]["changes"][0]["result"]["conversationDetails"]
    closed = {**details["dialogs"][-1], "state": "CLOSE"}
    details["dialogs"] = [{**closed, "dialogId": f"d{number}"} for number in range(10_000)]
    return json.dumps(invited)


DEEP = "[" * 10_000 + "]" * 10_000
FRAMES = {
    "10 MB of text": '{"kind":"notification","body":"' + "x" * 10_000_000 + '"}',
    "10 MB of brackets": "[" * 10_000_000,
    "10,000 deep": DEEP,
    "10,000 objects deep": '{"a":' * 10_000 + "1" + "}" * 10_000,
    "10,000 deep within": notification(changes=[]).replace("[]", DEEP),
    "10,000 deep with half a character": DEEP.replace("[]", '["\\ud800"]'),
    "half a character": notification(changes=[{"type": "\ud800"}]),
    "not numbers": '{"kind":"resp","reqId":NaN,"code":Infinity,"body":{"currentTime":-Infinity}}',
    "huge numbers": '{"kind":"resp","reqId":"2","code":1e999,"body":{"currentTime":1e308}}',
    "prototype keys": notification(
        changes=[{"__proto__": {"type": "DELETE"}, "constructor": {"prototype": {}}}],
        __proto__={"polluted": True},
    ),
    "10,000 dialogs": crowd(),
    "an endless number": '{"kind":"resp","reqId":"2","code":' + "9" * 1_000_000 + "}",
}
