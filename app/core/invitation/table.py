"""One invitation's life, as a table.

Two rules stand above it. What LivePerson says is believed from every state and
only moves forward (INVITED, then ACCEPTED, then CLOSED). And a step that the
table does not allow changes nothing.
"""

from __future__ import annotations

from enum import StrEnum

from app.core.liveperson.frames import Dialog, Participant


class State(StrEnum):
    """Where an invitation stands; the values are public."""

    INVITED = "invited"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    ACTIVE = "active"
    ENDED = "ended"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    FAILED = "failed"
    ELSEWHERE = "elsewhere"


class Step(StrEnum):
    """What moves an invitation."""

    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    FAIL = "fail"
    EXPIRE = "expire"
    GO_ELSEWHERE = "go elsewhere"
    ACCEPT_BY_LIVEPERSON = "accept by LivePerson"
    CANCEL_BY_LIVEPERSON = "cancel by LivePerson"
    EXPIRE_BY_LIVEPERSON = "expire by LivePerson"


TABLE: dict[State, dict[Step, State]] = {
    State.INVITED: {
        Step.OFFER: State.OFFERED,
        Step.FAIL: State.FAILED,
        Step.EXPIRE: State.EXPIRED,
        Step.GO_ELSEWHERE: State.ELSEWHERE,
        Step.CANCEL_BY_LIVEPERSON: State.CANCELLED,
        Step.EXPIRE_BY_LIVEPERSON: State.EXPIRED,
    },
    State.OFFERED: {
        Step.ACCEPT: State.ACCEPTED,
        Step.DECLINE: State.DECLINED,
        Step.EXPIRE: State.EXPIRED,
        Step.GO_ELSEWHERE: State.ELSEWHERE,
        Step.CANCEL_BY_LIVEPERSON: State.CANCELLED,
        Step.EXPIRE_BY_LIVEPERSON: State.EXPIRED,
    },
    State.ACCEPTED: {
        Step.FAIL: State.FAILED,
        Step.ACCEPT_BY_LIVEPERSON: State.ACTIVE,
        Step.CANCEL_BY_LIVEPERSON: State.CANCELLED,
        Step.EXPIRE_BY_LIVEPERSON: State.EXPIRED,
    },
    State.ACTIVE: {
        Step.CANCEL_BY_LIVEPERSON: State.ENDED,
        Step.EXPIRE_BY_LIVEPERSON: State.ENDED,
    },
    # Failed after Accept: once more, while the invitation stands.
    State.FAILED: {
        Step.ACCEPT: State.ACCEPTED,
        Step.GO_ELSEWHERE: State.ELSEWHERE,
        Step.ACCEPT_BY_LIVEPERSON: State.ACTIVE,
        Step.CANCEL_BY_LIVEPERSON: State.CANCELLED,
        Step.EXPIRE_BY_LIVEPERSON: State.EXPIRED,
    },
    # Taken for over by our own clock, yet LivePerson says that somebody accepted.
    State.EXPIRED: {Step.GO_ELSEWHERE: State.ELSEWHERE},
    State.DECLINED: {},
    State.CANCELLED: {},
    State.ENDED: {},
    State.ELSEWHERE: {},
}

SCREEN_MODES = ("view", "follow", "shared")

SHORTEST_LIFE = 5.0
LONGEST_LIFE = 300.0
# Where it cannot be computed: LivePerson's documented two minutes.
DEFAULT_LIFE = 120.0
# A CLOSED this much before the deadline was the agent's doing, not time's.
EARLY_SECONDS = 3.0


def life_seconds(dialog: Dialog) -> float:
    """Return how long an invitation stands, by the agent's own two times."""
    life = dialog.life_seconds
    if life is None or life <= 0:
        return DEFAULT_LIFE
    return min(max(life, SHORTEST_LIFE), LONGEST_LIFE)


def agent_id(form: str, service_id: str, dialog: Dialog, conversation: list[Participant]) -> str:
    """Return the id that the tag is given for the agent; never empty.

    `form` is the setting: `participant` is the dialog's other participant,
    `numeric` the digits after its last dot or colon, `assigned` the assigned
    agent's. The consumer is who the service id begins with.
    """
    consumer = service_id.partition("#")[0]
    consumers = {consumer, *(one.id for one in conversation if one.role == "CONSUMER")}
    others = [one.id for one in dialog.participants if one.id and one.id not in consumers]
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
