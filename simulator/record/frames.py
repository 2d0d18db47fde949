"""What a frame is called on the timeline: its type, and the little that tells it from others."""

from __future__ import annotations

import json
from typing import Any


def frame_name(text: str) -> str:
    """Return a frame's name, such as "ExConversationChangeNotification: UPSERT, INVITED"."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return "not JSON"
    if not isinstance(frame, dict):
        return f"JSON, but no frame: {type(frame).__name__}"
    name = str(frame.get("type", "a frame without a type"))
    if frame.get("kind") == "resp":
        return f"{name}: {frame.get('code')}"
    short = name.rpartition(".")[2]
    if short == "ExConversationChangeNotification":
        return f"{short}: {', '.join(_changes(frame)) or 'nothing'}"
    return short if frame.get("kind") == "notification" else name


def elements(value: Any) -> list[Any]:
    """Return a list, of which one may have come as the bare element."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def changes_of(frame: Any) -> list[dict[str, Any]]:
    """Return the changes of a notification that are objects."""
    body = frame.get("body") if isinstance(frame, dict) else None
    changes = body.get("changes") if isinstance(body, dict) else None
    return [one for one in elements(changes) if isinstance(one, dict)]


def details_of(change: dict[str, Any]) -> dict[str, Any]:
    """Return a conversation change's details, empty where it has none."""
    result = change.get("result")
    details = result.get("conversationDetails") if isinstance(result, dict) else None
    return details if isinstance(details, dict) else {}


def main_is_over(change: dict[str, Any]) -> bool:
    """Whether the main dialog is closed, though the conversation may go on, with a survey."""
    return any(
        isinstance(one, dict) and one.get("dialogType") == "MAIN" and one.get("state") == "CLOSE"
        for one in elements(details_of(change).get("dialogs"))
    )


def cobrowse_dialogs(change: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the CoBrowse dialogs of a conversation change, each with a metaData object."""
    found = [
        one
        for one in elements(details_of(change).get("dialogs"))
        if isinstance(one, dict) and one.get("channelType") == "COBROWSE"
    ]
    return [
        one if isinstance(one.get("metaData"), dict) else {**one, "metaData": {}} for one in found
    ]


def _changes(frame: dict[str, Any]) -> list[str]:
    words = []
    for change in changes_of(frame):
        words.append(str(change.get("type")))
        if details_of(change).get("stage") == "CLOSE":
            words.append("conversation over")
        for dialog in cobrowse_dialogs(change)[-1:]:
            metadata = dialog["metaData"]
            key = metadata.get("notificationKey")
            state = str(metadata.get("sessionState"))
            words.append(f"{state} ({key})" if key and key != state.lower() else state)
    return words[:8]
