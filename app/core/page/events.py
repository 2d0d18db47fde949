"""What happened, as the engine hears it: frozen, named in the past tense, one union.

Those of `PageEvent` come from the page as JSON text (`mailbox`); the others
from the worker's own adapters. Times that last are milliseconds where a name
ends in `_ms`; the engine's `now` is the device's epoch time in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue, SecretStr, with_config

from app.core.page.camel import CAMEL

Outcome = Literal["accepted", "declined"]
# What a page's supplier gave that is no token; `unset`: there is no supplier.
Gave = Literal["unset", "no function", "nothing", "an object", "something else", "an error"]
Action = Literal["accept", "decline", "again", "ask", "hide", "close"]


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The page asked for Tagalong: its settings, and what Python cannot see of it.

    `attributes` are the script tag's, `configured` what `configure` was given,
    `site` is `lpTag.site`. `token`, `ssid` and `svid` were remembered from an
    earlier page of the visit; `opened` says that its conversation was open.
    `decisions` are this browser profile's recent ones, by dialog, and `owed` those of the visit
    that LivePerson's tag has not heard, as they were kept; `offered` is what this
    page offered to its tag before, by dialog, if Python had to be started anew, and `untold`
    of which of these the page has heard no `offered` yet, and whether the tag has heard them.
    """

    kind: Literal["started"] = "started"
    attributes: dict[str, JsonValue] = field(default_factory=dict)
    configured: dict[str, JsonValue] = field(default_factory=dict)
    site: str | None = None
    page_url: str = ""
    languages: tuple[str, ...] = ()
    user_agent: str = ""
    time_zone: str = ""
    token: SecretStr | None = None
    ssid: str = ""
    svid: str = ""
    opened: bool = False
    decisions: dict[str, Outcome] = field(default_factory=dict)
    owed: str = ""
    offered: dict[str, dict[str, str]] = field(default_factory=dict)
    untold: dict[str, bool] = field(default_factory=dict)


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class Configured:
    """The page called `configure` after the start: what it is given now, as in `Started`."""

    kind: Literal["configured"] = "configured"
    attributes: dict[str, JsonValue] = field(default_factory=dict)
    configured: dict[str, JsonValue] = field(default_factory=dict)
    site: str | None = None
    page_url: str = ""


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class TagObserved:
    """LivePerson's tag as it is now; fields are empty where the tag does not know yet.

    `conversations` are the ids of those that LivePerson's own window holds.
    """

    kind: Literal["tagObserved"] = "tagObserved"
    can_publish: bool = False
    ssid: str = ""
    svid: str = ""
    scid: str = ""
    conversations: tuple[str, ...] = ()


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """`lpTag.events.publish` was called; `heard` is false where nobody listened."""

    kind: Literal["published"] = "published"
    dialog_id: str
    name: str
    heard: bool


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class PartSeen:
    """What the visitor could see of one part of a question.

    `in_sight` says that its words are within banner and window, and a pointer finds them all;
    `scrolled_away` that the banner's own scrolling has taken them out of sight. Sizes are CSS
    pixels as they are seen; `contrast` is WCAG's ratio, at its worst; `density` is the area of
    its words for each character, in squares of the text's size; `own_words` says that they are
    those that Python gave it, and `inked` that each of their letters is painted.
    """

    in_sight: bool
    scrolled_away: bool
    width: float
    height: float
    contrast: float
    text_px: float
    density: float
    own_words: bool
    inked: bool


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the visitor could see of a question: its parts, and the banner's size.

    `accept` is the answer that gives consent, `decline` the one beside it. `share` is how
    much of the window's height the banner fills.
    """

    heading: PartSeen
    body: PartSeen
    accept: PartSeen
    decline: PartSeen
    width: float
    height: float
    share: float


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button of the banner was pressed, or the page called `accept` or `decline`.

    `trusted` is the browser's word that a person did it, `visible_ms` how long
    the banner had been painted, `seen` what of it was in sight (None where it is
    not known), `aimed` whether the press was a pointer's, or a key's where a person
    had brought the focus there, `age_ms` how old the event was when it reached us,
    and `by_page` that the page's own script handed it over. `text_version` is the page's
    own name for the words that it has shown.
    """

    kind: Literal["pressed"] = "pressed"
    dialog_id: str
    action: Action
    trusted: bool
    visible_ms: float
    seen: Seen | None = None
    aimed: bool = True
    age_ms: float = 0
    by_page: bool = False
    text_version: str = ""


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The profile's decision on a dialog; `won` is false where another tab was first."""

    kind: Literal["decided"] = "decided"
    dialog_id: str
    outcome: Outcome
    won: bool


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedElsewhere:
    """Another tab of this browser profile has answered: its decisions, by dialog."""

    kind: Literal["decidedElsewhere"] = "decidedElsewhere"
    decisions: dict[str, Outcome] = field(default_factory=dict)


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSupplied:
    """The page's supplier of tokens answered; `token` is None where it gave none.

    `failed` says that it was there and threw, or took too long; `gave` what there was instead
    of a token.
    """

    kind: Literal["tokenSupplied"] = "tokenSupplied"
    token: SecretStr | None = None
    failed: bool = False
    gave: Gave = "nothing"


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationOpened:
    """The page called `conversation.open`; the ids are those of the tag, empty where unknown."""

    kind: Literal["conversationOpened"] = "conversationOpened"
    skill_id: str | None = None
    ssid: str = ""
    svid: str = ""
    scid: str = ""


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSaid:
    """The page called `conversation.say`."""

    kind: Literal["messageSaid"] = "messageSaid"
    text: str = field(repr=False)


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class ShareAsked:
    """The page called `conversation.askToShare`: the visitor wishes to be invited."""

    kind: Literal["shareAsked"] = "shareAsked"


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAimed:
    """The visitor has come to a link that `leaves` what is shared, or is at none now.

    `focused` says that the focus has come or gone, not a pointer.
    """

    kind: Literal["linkAimed"] = "linkAimed"
    leaves: bool
    focused: bool


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationClosed:
    """The page called `conversation.close`."""

    kind: Literal["conversationClosed"] = "conversationClosed"


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class FrameFed:
    """The page handed us a frame of its own socket (`transport: host`)."""

    kind: Literal["frameFed"] = "frameFed"
    text: str = field(repr=False)


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class HealthAsked:
    """The page asked how things stand, for `diagnose()`."""

    kind: Literal["healthAsked"] = "healthAsked"


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class WentAway:
    """The page was left; it may come back from the back/forward cache."""

    kind: Literal["wentAway"] = "wentAway"


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class WentOffline:
    """The browser says that there is no network; `CameBack` says that there is one again."""

    kind: Literal["wentOffline"] = "wentOffline"


@with_config(CAMEL)
@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """The page became visible, was restored, or is online again: reconnect now.

    `token` is what the visit keeps by now.
    """

    kind: Literal["cameBack"] = "cameBack"
    token: SecretStr | None = None


@dataclass(frozen=True, slots=True)
class SocketOpened:
    """The WebSocket is open."""


@dataclass(frozen=True, slots=True)
class FrameReceived:
    """A text frame arrived on the WebSocket."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SocketClosed:
    """The WebSocket closed, or never opened (code 1006); `reason` is LivePerson's."""

    code: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HttpAnswered:
    """An HTTP request was answered, whatever its status."""

    status: int
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HttpFailed:
    """An HTTP request got no answer: refused, blocked by CORS, or too slow."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What was looked up about an agent; `text` is empty where there was no good answer."""

    agent_id: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Woken:
    """The engine's deadline has come."""


WorkerEvent = (
    SocketOpened | FrameReceived | SocketClosed | HttpAnswered | HttpFailed | LookedUp | Woken
)

# What can happen after a start and concerns the visit.
_OfPage = (
    TagObserved
    | Published
    | Pressed
    | Decided
    | DecidedElsewhere
    | TokenSupplied
    | ConversationOpened
    | MessageSaid
    | ShareAsked
    | ConversationClosed
    | LinkAimed
    | FrameFed
    | WentAway
    | WentOffline
    | CameBack
)
Ongoing = _OfPage | WorkerEvent

PageEvent = Started | Configured | HealthAsked | _OfPage
Event = PageEvent | WorkerEvent
