"""What Python knows of how things stand, in words for the developer who calls `diagnose()`."""

from __future__ import annotations

from app.core.connection.connection import Connection
from app.core.connection.phase import Phase
from app.core.page.effects import Check

# Beyond this a visitor's countdown would mislead without LivePerson's own time.
SKEW_SECONDS = 30.0

CONNECTIONS = {
    Phase.ASLEEP: "has not begun",
    Phase.IDENTIFYING: "is finding LivePerson's hosts and the visitor's token",
    Phase.OPENING: "is opening its socket",
    Phase.INITIALISING: "is introducing itself to LivePerson",
    Phase.SUBSCRIBING: "is subscribing to the visitor's conversations",
    Phase.LIVE: "is up, and watching the visitor's conversations",
    Phase.WAITING: "was lost and is tried again soon",
    Phase.AWAY: "is closed while the page is away",
    Phase.STOPPED: "has stopped",
}


def refused(words: str) -> list[Check]:
    """Return what there is to say where the settings let nothing start."""
    return [_check("settings", words, ok=False)]


def checks(connection: Connection) -> list[Check]:
    """Return every check, in the order in which a developer would ask."""
    settings = connection.settings
    return [
        _check(
            "settings",
            " ".join(settings.mistakes)
            or f"Account {settings.account}, with data-auth={settings.auth}.",
            ok=not settings.mistakes,
        ),
        _check(
            "attributes",
            f"Ignored, because they are not Tagalong's: {', '.join(settings.ignored)}."
            if settings.ignored
            else "All that the script tag and configure() say is Tagalong's.",
        ),
        *([_host()] if settings.transport == "host" else _own(connection)),
    ]


def _host() -> Check:
    return _check("connection", "The page feeds its own socket's frames: there is none of ours.")


def _own(connection: Connection) -> list[Check]:
    words = f"The connection {CONNECTIONS[connection.phase]}. {connection.trouble}"
    token = "A token is held." if connection.has_token else "No token is held."
    return [
        _check("token", token, ok=connection.has_token),
        _check("connection", words.strip(), ok=connection.phase is Phase.LIVE),
        _clock(connection.clock_offset),
    ]


def _clock(offset: float | None) -> Check:
    if offset is None:
        return _check("clock", "LivePerson's time is not known yet.")
    side = "behind" if offset > 0 else "ahead of"
    words = (
        f"This device's clock is {abs(offset):.0f} s {side} LivePerson's; that is reckoned with."
    )
    return _check("clock", words, ok=abs(offset) <= SKEW_SECONDS)


def _check(name: str, words: str, *, ok: bool = True) -> Check:
    return Check(name, ok, words)
