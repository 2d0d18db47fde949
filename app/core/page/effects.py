"""What to do, as the engine says it: frozen, in the imperative, one union.

Those of `PageEffect` cross to the page as JSON text (`mailbox`), field by
field; the others are performed in the worker.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import JsonValue, PlainSerializer, SecretStr, with_config

from app.core.page.camel import CAMEL
from app.core.page.events import Action, Outcome

# Every event that a page may hear of Tagalong, `tagalong:NAME` on its document.
EventName = Literal[
    "ready",
    "connected",
    "disconnected",
    "invited",
    "offered",
    "accepted",
    "declined",
    "active",
    "ended",
    "cancelled",
    "expired",
    "elsewhere",
    "unsupported",
    "failed",
    "refused",
    "consent",
    "conversation",
    "message",
    "error",
    "stopped",
]


# How the page is told that the connection stands; "starting", before Python is up, is its own word.
ConnectionState = Literal["asleep", "connecting", "connected", "waiting", "stopped"]
# How an invitation stands: the values of the invitation's own table, which is not known here.
InvitationState = Literal[
    "invited",
    "offered",
    "accepted",
    "active",
    "ended",
    "declined",
    "expired",
    "cancelled",
    "failed",
    "elsewhere",
]
# What an agent may ask to do.
Mode = Literal["view", "follow", "shared"]


@with_config(CAMEL)
@dataclass(frozen=True, slots=True)
class ButtonView:
    """A button of the banner: the action it reports, and its words."""

    action: Action
    label: str


@with_config(CAMEL)
@dataclass(frozen=True, slots=True)
class BannerView:
    """All that the banner shows, ready to paint; plain text throughout.

    `ends_at_ms` and `since_ms` are the device's epoch times of the deadline and of
    the beginning of sharing, None where there is none; `ends_in` is a template
    with `{time}`. `label` is what it is, whatever it says: a screen reader's name for
    the whole. `pill` is what stays when the banner is folded, and `folded`
    asks the page to fold it. `notice` says why a person's press did not count.
    """

    dialog_id: str
    state: str
    locale: str
    direction: str
    position: str
    scheme: str
    key: str
    label: str
    heading: str
    body: tuple[str, ...]
    buttons: tuple[ButtonView, ...]
    pill: str
    minimise: str
    ends_in: str = ""
    ends_at_ms: int | None = None
    since_ms: int | None = None
    folded: bool = False
    notice: str = ""


@with_config(CAMEL)
@dataclass(frozen=True, slots=True)
class ShowBanner:
    """Paint the banner so; None takes it away."""

    kind: Literal["showBanner"] = field(default="showBanner", init=False)
    banner: BannerView | None


@with_config(CAMEL)
@dataclass(frozen=True, slots=True)
class Speak:
    """Say a sentence once through the banner's live region; `{time}` becomes `seconds`."""

    kind: Literal["speak"] = field(default="speak", init=False)
    template: str
    seconds: int | None = None


@with_config(CAMEL)
@dataclass(frozen=True, slots=True)
class Report:
    """Dispatch the CustomEvent `tagalong:NAME` on the page's document."""

    kind: Literal["report"] = field(default="report", init=False)
    name: EventName
    detail: dict[str, JsonValue]


@with_config(CAMEL)
@dataclass(frozen=True, slots=True)
class InvitationView:
    """What `tagalong.state` says of an invitation."""

    dialog_id: str
    state: InvitationState
    mode: Mode
    expires_at_ms: int


@with_config(CAMEL)
@dataclass(frozen=True, slots=True)
class ReportState:
    """Make `tagalong.state` say so."""

    kind: Literal["reportState"] = field(default="reportState", init=False)
    connection: ConnectionState
    invitation: InvitationView | None


@with_config(CAMEL)
@dataclass(frozen=True, slots=True)
class WatchTag:
    """Observe LivePerson's tag now and at each change, until told otherwise."""

    kind: Literal["watchTag"] = field(default="watchTag", init=False)
    watching: bool


@with_config(CAMEL)
@dataclass(frozen=True, slots=True)
class WatchLinks:
    """Tell by `LinkAimed` of links that lead out of what is shared, until told otherwise."""

    kind: Literal["watchLinks"] = field(default="watchLinks", init=False)
    watching: bool


@with_config(CAMEL)
@dataclass(frozen=True, slots=True)
class Publish:
    """Call `lpTag.events.publish("lpCoBrowse", name, data)` and answer `Published`."""

    kind: Literal["publish"] = field(default="publish", init=False)
    dialog_id: str
    name: str
    data: dict[str, str]


@with_config(CAMEL)
@dataclass(frozen=True, slots=True)
class Decide:
    """Take the profile's one decision on a dialog and answer `Decided`."""

    kind: Literal["decide"] = field(default="decide", init=False)
    dialog_id: str
    outcome: Outcome


Supplier = Literal["getToken", "getBrandToken"]


@with_config(CAMEL)
@dataclass(frozen=True, slots=True)
class AskToken:
    """Call the page's `supplier` and answer `TokenSupplied`."""

    kind: Literal["askToken"] = field(default="askToken", init=False)
    supplier: Supplier


def _in_clear(value: SecretStr | str | None) -> str | None:
    """Return what is to be kept: this effect alone may carry a token across."""
    return value.get_secret_value() if isinstance(value, SecretStr) else value


@with_config(CAMEL)
@dataclass(frozen=True, slots=True)
class Remember:
    """Keep a value for the visit's next page (`sessionStorage`); None forgets it."""

    kind: Literal["remember"] = field(default="remember", init=False)
    what: Literal["token", "ssid", "svid", "opened", "owed"]
    value: Annotated[SecretStr | str | None, PlainSerializer(_in_clear)]


@with_config(CAMEL)
@dataclass(frozen=True, slots=True)
class Check:
    """One thing that `diagnose()` tells of, in words for a developer."""

    check: str
    ok: bool
    words: str


@with_config(CAMEL)
@dataclass(frozen=True, slots=True)
class TellHealth:
    """Answer `diagnose()`."""

    kind: Literal["tellHealth"] = field(default="tellHealth", init=False)
    checks: list[Check]


PageEffect = (
    ShowBanner
    | Speak
    | Report
    | ReportState
    | WatchTag
    | WatchLinks
    | Publish
    | Decide
    | AskToken
    | Remember
    | TellHealth
)


@dataclass(frozen=True, slots=True)
class Request:
    """Make an HTTP request and answer `HttpAnswered` or `HttpFailed`."""

    method: str
    url: str
    body: str | None = field(default=None, repr=False)
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class LookUp:
    """Get an address without any authorization, and answer `LookedUp` about `agent_id`.

    Nothing waits for it.
    """

    agent_id: str
    url: str


@dataclass(frozen=True, slots=True)
class OpenSocket:
    """Open a WebSocket in place of the one before."""

    url: str


@dataclass(frozen=True, slots=True)
class SendFrame:
    """Send a text frame; it may carry a token and is not to be printed."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CloseSocket:
    """Close the WebSocket; nothing of it is heard any more."""


@dataclass(frozen=True, slots=True)
class Note:
    """A line for the console where debugging is on: no token, name or chat text."""

    words: str


Effect = PageEffect | Request | LookUp | OpenSocket | SendFrame | CloseSocket | Note
