"""Who asks: by which ids LivePerson, and its tag, know the agent."""

from __future__ import annotations

from app.core.liveperson.frames import Dialog, Participant


def assigned(conversation: list[Participant]) -> list[str]:
    """Return the ids of those who have taken a conversation."""
    return [
        one.id
        for one in conversation
        if one.id and one.role == "ASSIGNED_AGENT" and one.state != "SUGGESTED"
    ]


def agent_id(
    form: str,
    service_id: str,
    dialog: Dialog,
    conversation: list[Participant],
) -> str:
    """Return the id that the tag is given for the agent; never empty.

    `form` is the setting: `participant` is the dialog's other participant,
    `numeric` the digits after its last dot or colon, `assigned` the assigned
    agent's. The consumer is who the service id begins with. LivePerson names no
    form; its documents call the bare number the agent's id.
    """
    participant = _other_participant(service_id, dialog, conversation)
    active = [one for one in conversation if one.id and one.state != "SUGGESTED"]
    taken_by = next(iter(assigned(conversation)), None)
    any_agent = next((one.id for one in active if one.role in ("AGENT", "MANAGER")), None)
    digits = participant.replace(":", ".").rpartition(".")[2] if participant else ""
    numeric = digits if digits.isdigit() else None
    order = {
        "participant": (participant, taken_by, any_agent),
        "numeric": (numeric, participant, taken_by, any_agent),
        "assigned": (taken_by, participant, any_agent),
    }[form]
    return next((one for one in order if one), "agent")


def asked_by(service_id: str, dialog: Dialog, conversation: list[Participant]) -> str:
    """Return the id of who asks, by which LivePerson has a profile; empty where nobody is named.

    Profiles go by PIDs. A dialog may have ids of the older form, `account.number`: then it is
    who has taken the conversation, whom LivePerson's own client names.
    """
    participant = _other_participant(service_id, dialog, conversation) or ""
    taken_by = next(iter(assigned(conversation)), "")
    return participant if participant and "." not in participant else taken_by or participant


def _other_participant(
    service_id: str, dialog: Dialog, conversation: list[Participant]
) -> str | None:
    consumer = service_id.partition("#")[0]
    consumers = {consumer, *(one.id for one in conversation if one.role == "CONSUMER")}
    # Who was only suggested has not taken the conversation.
    others = [
        one.id
        for one in dialog.participants
        if one.id and one.id not in consumers and one.state != "SUGGESTED"
    ]
    return others[0] if others else None
