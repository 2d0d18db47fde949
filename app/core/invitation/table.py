"""One invitation's life, as a table.

Two rules stand above it. What LivePerson says is believed from every state and
only moves forward (INVITED, then ACCEPTED, then CLOSED). And a step that the
table does not allow changes nothing. A second table says which timers a state has.
"""

from __future__ import annotations

from enum import StrEnum


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
    END_BY_LIVEPERSON = "end by LivePerson"


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
        Step.END_BY_LIVEPERSON: State.ENDED,
    },
    State.ACTIVE: {
        Step.END_BY_LIVEPERSON: State.ENDED,
        Step.CANCEL_BY_LIVEPERSON: State.ENDED,
        Step.EXPIRE_BY_LIVEPERSON: State.ENDED,
    },
    # Failed after Accept: once more, while the invitation stands.
    State.FAILED: {
        Step.ACCEPT: State.ACCEPTED,
        Step.FAIL: State.FAILED,
        Step.END_BY_LIVEPERSON: State.ENDED,
        Step.GO_ELSEWHERE: State.ELSEWHERE,
        Step.ACCEPT_BY_LIVEPERSON: State.ACTIVE,
        Step.CANCEL_BY_LIVEPERSON: State.CANCELLED,
        Step.EXPIRE_BY_LIVEPERSON: State.EXPIRED,
    },
    # Taken for over by our own clock, yet LivePerson says that somebody accepted.
    State.EXPIRED: {Step.GO_ELSEWHERE: State.ELSEWHERE},
    State.DECLINED: {},
    # Taken for over by ourselves, after Accept, yet LivePerson says that it has begun.
    State.CANCELLED: {Step.ACCEPT_BY_LIVEPERSON: State.ACTIVE},
    State.ENDED: {},
    State.ELSEWHERE: {},
}


# Nothing is to be done about these any more.
ENDS = frozenset({State.EXPIRED, State.CANCELLED, State.ENDED, State.ELSEWHERE})


class Timer(StrEnum):
    """What time brings about."""

    NO_TAG = "no-tag"
    IDS = "ids"
    SPEAK = "speak"
    DECIDE = "decide"
    EXPIRE = "expire"
    DOUBT = "doubt"
    REPEAT = "repeat"
    ANSWER = "answer"
    UNKNOWN = "unknown"
    FOLD = "fold"
    DISMISS = "dismiss"


# The timers that go on in a state; those of the state before end.
TIMERS: dict[State, frozenset[Timer]] = {
    State.INVITED: frozenset({Timer.NO_TAG, Timer.IDS, Timer.SPEAK, Timer.EXPIRE}),
    State.OFFERED: frozenset({Timer.SPEAK, Timer.DECIDE, Timer.EXPIRE, Timer.DOUBT}),
    State.ACCEPTED: frozenset({Timer.EXPIRE, Timer.ANSWER}),
    State.ACTIVE: frozenset({Timer.FOLD}),
    State.FAILED: frozenset({Timer.EXPIRE, Timer.DECIDE}),
    State.DECLINED: frozenset({Timer.DISMISS}),
    State.EXPIRED: frozenset(),
    State.CANCELLED: frozenset(),
    State.ENDED: frozenset(),
    State.ELSEWHERE: frozenset(),
}
