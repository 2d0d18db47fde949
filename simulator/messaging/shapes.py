"""How a conversation looks on the wire, where LivePerson's documents differ or are silent."""

from __future__ import annotations

from typing import Any

from simulator.switches import Switches

Wire = dict[str, Any]

TIMESTAMPS = ("creationTs", "metaDataLastUpdateTs", "expires")
# What the oldest version of LivePerson's CoBrowse tutorial has besides; never a real token.
LEGACY_METADATA = {
    "dialogId": "COAPP",
    "permissions": "audio,screen,control",
    "role": "visitor",
    "token": "not-a-real-token",
}


def shaped(result: Wire, switches: Switches) -> Wire:
    """Return a conversation change's `result` in the shape that `switches` ask for."""
    details = dict(result["conversationDetails"])
    if switches.participants == "by-role":
        listed = details.pop("participants")
        details["participantsPId"] = {one["role"]: [one["id"]] for one in listed}
    dialogs = [_dialog(one, switches) for one in details["dialogs"]]
    details["dialogs"] = [one for one in dialogs if one is not None]
    made = {**result, "conversationDetails": details}
    return made if switches.timestamps else _without(made, TIMESTAMPS)


def bare(value: Any) -> Any:
    """Return `value` with each list of one as its element, as LivePerson's protocol allows."""
    if isinstance(value, dict):
        return {key: bare(one) for key, one in value.items()}
    if isinstance(value, list):
        return bare(value[0]) if len(value) == 1 else [bare(one) for one in value]
    return value


def _dialog(dialog: Wire, switches: Switches) -> Wire | None:
    if dialog["channelType"] != "COBROWSE":
        return dialog
    if dialog["state"] == "CLOSE" and switches.dialog_end == "gone":
        return None
    if dialog["state"] == "CLOSE" and switches.dialog_end == "open":
        dialog = {**dialog, "state": "OPEN"}
    if dialog["state"] == "CLOSE" and switches.dialog_end == "bare":
        kept = ("dialogId", "dialogType", "channelType")
        named = {name: dialog[name] for name in kept}
        return {**named, "metaData": {"sessionState": dialog["metaData"]["sessionState"]}}
    consumer, agent = dialog["participants"]
    if switches.cobrowse_shape == "legacy":
        account, _, number = agent.rpartition(".")
        metadata = {**dialog["metaData"], **LEGACY_METADATA}
        return {**dialog, "participants": [consumer, f"{account}:{number}"], "metaData": metadata}
    if switches.cobrowse_shape == "details":
        rest = {name: value for name, value in dialog.items() if name != "participants"}
        details = [
            {"id": consumer, "role": "CONSUMER", "state": "ACTIVE"},
            {"id": agent, "role": "ASSIGNED_AGENT", "state": "ACTIVE", "agentId": agent},
        ]
        return {**rest, "participantsDetails": details}
    return dialog


def _without(value: Any, names: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {key: _without(one, names) for key, one in value.items() if key not in names}
    if isinstance(value, list):
        return [_without(one, names) for one in value]
    return value
