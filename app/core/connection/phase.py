"""Where a connection stands, where it may go from there, and what the page is told of it."""

from __future__ import annotations

from enum import StrEnum

from app.core.page.effects import ConnectionState


class Phase(StrEnum):
    """Where a connection stands."""

    ASLEEP = "asleep"
    IDENTIFYING = "identifying"
    OPENING = "opening"
    INITIALISING = "initialising"
    SUBSCRIBING = "subscribing"
    LIVE = "live"
    WAITING = "waiting"
    AWAY = "away"
    STOPPED = "stopped"


# A page is left in any phase of its connection, and whatever fails is tried again or stops.
_ENDS = frozenset({Phase.AWAY, Phase.WAITING, Phase.STOPPED})
# A token that was refused is renewed.
_LOSES = _ENDS | {Phase.IDENTIFYING}
LEADS_TO: dict[Phase, frozenset[Phase]] = {
    Phase.ASLEEP: frozenset({Phase.IDENTIFYING}),
    Phase.IDENTIFYING: _ENDS | {Phase.OPENING},
    Phase.OPENING: _LOSES | {Phase.INITIALISING},
    Phase.INITIALISING: _LOSES | {Phase.SUBSCRIBING},
    Phase.SUBSCRIBING: _LOSES | {Phase.LIVE},
    # Live, it moves to another socket with a token that was renewed ahead of time.
    Phase.LIVE: _LOSES | {Phase.OPENING},
    Phase.WAITING: frozenset({Phase.AWAY, Phase.IDENTIFYING}),
    # A page that is left again stays so; where LivePerson is busy, one that is back waits.
    Phase.AWAY: frozenset({Phase.AWAY, Phase.WAITING, Phase.IDENTIFYING}),
    # A stop for want of an answer is taken back once the page is online or looked at.
    Phase.STOPPED: frozenset({Phase.IDENTIFYING}),
}
ON_SOCKET = (Phase.OPENING, Phase.INITIALISING, Phase.SUBSCRIBING, Phase.LIVE)
PUBLIC_STATE: dict[Phase, ConnectionState] = {
    Phase.ASLEEP: "asleep",
    Phase.IDENTIFYING: "connecting",
    Phase.OPENING: "connecting",
    Phase.INITIALISING: "connecting",
    Phase.SUBSCRIBING: "connecting",
    Phase.LIVE: "connected",
    Phase.WAITING: "waiting",
    Phase.AWAY: "waiting",
    Phase.STOPPED: "stopped",
}


class NoSuchStepError(Exception):
    """A fault of ours: a phase does not lead to another."""

    def __init__(self, before: Phase, after: Phase) -> None:
        super().__init__(f"{before} does not lead to {after}")
