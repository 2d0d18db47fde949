"""How conversations, messages and rings look to agents: version 2.1 of LivePerson's API.

Participants stand twice, by their old ids and by their PIDs, each grouped by
role; and every dialog, CoBrowse ones too, lists `participantsDetails`, without
which LivePerson's own SDK gives a notification up.
"""

from __future__ import annotations

from typing import Any

from simulator.state.conversation import AGENTS, CONTROLLER, Conversation, Message

Wire = dict[str, Any]
ROLES = ("CONSUMER", "ASSIGNED_AGENT", "MANAGER", "CONTROLLER", "READER")
_BY_PID = {one.pid: one for one in (*AGENTS, CONTROLLER)}


def old_id(account: str, pid: str) -> str:
    """Return the older id of an agent; a consumer has but one."""
    agent = _BY_PID.get(pid)
    return agent.old_id(account) if agent else pid


def conversation_to_wire(conversation: Conversation) -> Wire:
    """Return the `result` of a conversation change."""
    wire = conversation.to_wire()
    account, details = conversation.account, wire["conversationDetails"]
    listed = details["participants"]
    by_pid = {role: [one["id"] for one in listed if one["role"] == role] for role in ROLES}
    # Groups that stand empty are there in LivePerson's frames, but not the assigned agent's.
    pids = {role: ids for role, ids in by_pid.items() if ids or role in ("MANAGER", "READER")}
    details |= {
        "convId": conversation.id,
        "participants": {role: [old_id(account, one) for one in ids] for role, ids in pids.items()},
        "participantsPId": pids,
        "dialogs": [_dialog(one, conversation) for one in details["dialogs"]],
        "note": "",
        "conversationHandlerDetails": {"accountId": account, "skillId": conversation.skill_id},
    }
    wire["lastUpdateTime"] = conversation.updated_ms
    if conversation.messages:
        newest = conversation.messages[-1]
        wire["lastContentEventNotification"] = message_to_wire(newest, conversation)
    return wire


def message_to_wire(message: Message, conversation: Conversation) -> Wire:
    """Return a message as agents read it, in a notification or when they query."""
    wire = message.to_wire(conversation)
    del wire["conversationId"]
    pid = wire["originatorId"]
    return {**wire, "originatorId": old_id(conversation.account, pid), "originatorPId": pid}


def _dialog(dialog: Wire, conversation: Conversation) -> Wire:
    account = conversation.account
    if dialog["channelType"] == "COBROWSE":
        consumer, agent = dialog["participants"]
        details = [_person(consumer, "CONSUMER"), _person(agent, "ASSIGNED_AGENT")]
        return {**dialog, "participantsDetails": details}
    details = [_person(old_id(account, one["id"]), one["role"]) for one in _details(dialog)]
    if conversation.suggested and conversation.stage == "OPEN":
        suggested = conversation.suggested.old_id(account)
        details.append(_person(suggested, "ASSIGNED_AGENT", "SUGGESTED"))
    return {**dialog, "participantsDetails": details}


def _details(dialog: Wire) -> list[Wire]:
    details: list[Wire] = dialog["participantsDetails"]
    return details


def _person(person_id: str, role: str, state: str = "ACTIVE") -> Wire:
    return {"id": person_id, "role": role, "state": state}
