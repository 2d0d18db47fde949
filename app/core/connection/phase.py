"""Where a connection stands, and what the page is told of it."""

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
