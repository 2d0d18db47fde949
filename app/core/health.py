"""What Python knows of how things stand, in words for the developer who calls `diagnose()`.

Each check says what is, and where that is not well, what to do about it.
"""

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

_SOON = "Ask again in some seconds."
REMEDIES = {
    Phase.ASLEEP: "Call start() or conversation.open().",
    Phase.IDENTIFYING: _SOON,
    Phase.OPENING: f"{_SOON} Where it stays so, look whether connect-src or a proxy blocks wss:.",
    Phase.INITIALISING: _SOON,
    Phase.SUBSCRIBING: _SOON,
    Phase.WAITING: "It comes back by itself; where it does not, look at the network, at "
    "connect-src, and at proxies that block wss:.",
    Phase.AWAY: "Come back to the page.",
    Phase.STOPPED: "Mend what stopped it, then call start().",
}

# What lets a visitor have a token, by `data-auth`.
TOKENS = {
    "token": "Give configure() a getToken that returns LivePerson's token of this visitor.",
    "brand": "Give configure() a getBrandToken that returns your id token of this visitor, and "
    "see that the account has a connector for it.",
    "anonymous": "Have unauthenticated messaging switched on for the account.",
    "signup": "See that the account allows the signup flow, which is for demonstrations.",
}
REFUSED = (
    "See that the page's function returns a fresh token of this account; docs/protocol.md has "
    "LivePerson's codes."
)
NOT_STARTED = "Nothing was started yet. Call start()."
CORRECT = "Correct it in the script tag or in configure(), and start anew."
_OPEN = (
    "Open one with conversation.open(), or in your own chat: for the same account, with a token "
    "of the same visitor."
)
_ASK = "Ask the agent to invite."


def refused(words: str) -> list[Check]:
    """Return what there is to say where nothing has started; the remedy is among the words."""
    return [_check("settings", words, ok=False)]


def checks(connection: Connection, conversations: int, invitation: str) -> list[Check]:
    """Return every check, in the order in which a developer would ask.

    `conversations` are those of the visitor that are open; `invitation` says how the
    latest one stands.
    """
    settings = connection.settings
    return [
        _check("settings", " ".join(settings.mistakes), CORRECT, ok=False)
        if settings.mistakes
        else _check("settings", f"Account {settings.account}, with data-auth={settings.auth}."),
        _check(
            "attributes",
            f"Ignored, because they are not Tagalong's: {', '.join(settings.ignored)}."
            if settings.ignored
            else "All that the script tag and configure() say is Tagalong's.",
        ),
        *([_host()] if settings.transport == "host" else _own(connection)),
        _conversation(connection, conversations),
        _check("invitation", invitation),
    ]


def _host() -> Check:
    return _check("connection", "The page feeds its own socket's frames: there is none of ours.")


def _own(connection: Connection) -> list[Check]:
    phase = connection.phase
    words = f"The connection {CONNECTIONS[phase]}. {connection.trouble}"
    fetched = phase is Phase.IDENTIFYING and not connection.trouble
    token = _SOON if fetched else TOKENS[connection.settings.auth]
    none = "No token is held."
    if connection.phase is Phase.STOPPED and connection.token_refused:
        none, token = "No token is held: LivePerson refused the one that was given.", REFUSED
    return [
        _check("token", "A token is held.")
        if connection.has_token
        else _check("token", none, token, ok=False),
        _check("connection", words.strip(), REMEDIES.get(phase, ""), ok=phase is Phase.LIVE),
        _clock(connection.clock_offset),
    ]


def _clock(offset: float | None) -> Check:
    if offset is None:
        return _check("clock", "LivePerson's time is not known yet.")
    side = "behind" if offset > 0 else "ahead of"
    words = (
        f"This device's clock is {abs(offset):.0f} s {side} LivePerson's; that is reckoned with."
    )
    remedy = "Nothing has to be done; the device's owner may set its clock."
    return _check("clock", words, remedy, ok=abs(offset) <= SKEW_SECONDS)


def _conversation(connection: Connection, count: int) -> Check:
    name = "conversation"
    if count:
        return _check(name, f"Conversations of this visitor that are heard: {count}.")
    if connection.settings.transport == "host":
        words = "No frame that was fed has told of an open conversation."
        remedy = (
            "Hand every frame of the page's socket to feed(), from the subscription's first on."
        )
        return _check(name, words, remedy, ok=False)
    if connection.phase is not Phase.LIVE:
        return _check(name, "Conversations are known once the connection is up.")
    words = "This visitor has no open conversation, so no agent can invite."
    return _check(name, words, _OPEN, ok=False)


def invitation(state: str | None, let_be: str) -> str:
    """Return how the latest invitation stands, or why it is not asked about, in words."""
    if state:
        return f"The latest invitation on this page is {state}."
    if let_be:
        return f"The latest invitation was let be: {let_be}."
    return f"No invitation has come on this page. {_ASK}"


def _check(name: str, words: str, remedy: str = "", *, ok: bool = True) -> Check:
    """Return a check; the remedy is told where it is not well."""
    return Check(name, ok, words if ok or not remedy else f"{words} {remedy}")
