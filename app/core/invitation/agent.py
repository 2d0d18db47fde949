"""Who asks: the id that LivePerson's tag is given for the agent."""

from __future__ import annotations

from app.core.liveperson.frames import Dialog, Participant


def agent_id(form: str, service_id: str, dialog: Dialog, conversation: list[Participant]) -> str:
    """Return the id that the tag is given for the agent; never empty.

    `form` is the setting: `participant` is the dialog's other participant,
    `numeric` the digits after its last dot or colon, `assigned` the assigned
    agent's. The consumer is who the service id begins with. LivePerson names no
    form; its documents call the bare number the agent's id.
    """
    consumer = service_id.partition("#")[0]
    consumers = {consumer, *(one.id for one in conversation if one.role == "CONSUMER")}
    # Who was only suggested has not taken the conversation.
    others = [
        one.id
        for one in dialog.participants
        if one.id and one.id not in consumers and one.state != "SUGGESTED"
    ]
    participant = others[0] if others else None
    active = [one for one in conversation if one.id and one.state != "SUGGESTED"]
    assigned = next((one.id for one in active if one.role == "ASSIGNED_AGENT"), None)
    any_agent = next((one.id for one in active if one.role in ("AGENT", "MANAGER")), None)
    digits = participant.replace(":", ".").rpartition(".")[2] if participant else ""
    numeric = digits if digits.isdigit() else None
    order = {
        "participant": (participant, assigned, any_agent),
        "numeric": (numeric, participant, assigned, any_agent),
        "assigned": (assigned, participant, any_agent),
    }[form]
    return next((one for one in order if one), "agent")
