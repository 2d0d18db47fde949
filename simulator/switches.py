"""How the stand-in behaves: the ways in which LivePerson may differ.

Some switches are other names of faults, for consumers' connections: see
`simulator.faults.switched`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from simulator.choices import check, described

Service = Literal["ok", "404", "500", "429", "rubbish", "silent", "foreign-host"]
Discovery = Literal["ok", "400", "401", "404", "500", "429", "rubbish", "silent", "foreign-host"]
Listing = Literal["ok", "404", "500", "429", "rubbish", "silent", "missing"]
Handshake = Literal["ok", "404", "500", "429", "silent"]

HOUR = 3_600_000
# What numbers may be: milliseconds, but for two.
DURATION = range(HOUR + 1)
LIMIT = range(1, HOUR + 1)
LONG_DURATION = range(730 * HOUR + 1)
OFFSET = range(-24 * HOUR, 24 * HOUR + 1)
DURATION_OR_NEVER = range(-1, HOUR + 1)
STATUS = range(200, 600)
# The identity provider's errors; where the name is unknown, what it means.
IDENTITY_ERRORS = {
    0: "none",
    1012: "JWT_EXPIRED",
    1024: "AC_CONNECTOR_NOT_FOUND",
    1049: "UN_AUTH_JWT_FOUND_IN_BLACKLIST",
    2001: "NON_AUTH_JWT_REFRESH_EXPIRED",
    2002: "invalid signature",
    2004: "wrong account",
    2005: "NON_AUTH_JWT_MESSAGING_FEATURE_OFF",
    2006: "captcha required",
    2007: "captcha wrong",
    9007: "CUSTOMER_JWT_NOT_VALID",
    9008: "LP_JWT_NOT_VALID",
    9010: "timeout",
    9012: "input validation",
}


@dataclass(frozen=True)
class Switches:
    """Every switch: its type, what it means, where it is a number what it may be; its default.

    The default is the usual behaviour. What is unknown of LivePerson, or told
    differently by its documents, is marked [U].
    """

    # --- discovery, the tag and CoBrowse ---
    discovery: Annotated[
        Discovery,
        "health of domain discovery (CSDS): the faults down (by status), hang (silent), portal "
        "(rubbish), misdirect (foreign-host)",
    ] = "ok"
    unknown_account: Annotated[
        Literal["401", "400", "404"],
        "what discovery answers of an account that there is not: 400 and 401 are documented, but "
        "not for what [U]",
    ] = "401"
    strict: Annotated[bool, "punish what LivePerson documents as wrong"] = False
    tag_delay: Annotated[int, "ms: how long tag.js is held back: the fault slow", DURATION] = 0
    monitoring_delay: Annotated[
        int, "ms: when the tag's monitoring ids appear; -1: never", DURATION_OR_NEVER
    ] = 300
    publishes: Annotated[
        bool, "the tag can publish; unrealistic: false for long, but a tag may be blocked"
    ] = True
    taglet: Annotated[
        Literal["listening", "deaf", "throwing"],
        "whether the tag's CoBrowse taglet hears what a page publishes",
    ] = "listening"
    taglets_delay: Annotated[
        int, "ms: how much later than the tag itself its taglets appear", DURATION
    ] = 0
    own_window: Annotated[
        bool, "LivePerson's own window is on the page, and holds the newest open conversation"
    ] = False
    dialog_change: Annotated[
        Literal["refused", "answers"],
        "what a consumer's own closing of a CoBrowse dialog is; answers: a decline, or an end of "
        "what is shared [U]",
    ] = "refused"
    needs_offer: Annotated[
        bool, "an invitation that was not told as offered cannot be accepted [U]"
    ] = False
    agent_id: Annotated[
        Literal["any", "numeric", "full", "pid"],
        "the form in which the CoBrowse service wants the agent's id, without which it hears "
        "nothing [U]",
    ] = "any"
    nickname: Annotated[
        Literal["plain", "hostile", "none"],
        "what agents' profiles call them; hostile: markup, marks of direction and ten thousand "
        "letters; none: nothing, as far as is documented [U]",
    ] = "plain"
    call_link: Annotated[
        Literal["any", "calls", "none"],
        "in which invitations a callLink is, and serves to decline and to end by HTTP [U]",
    ] = "any"
    stranger: Annotated[
        bool, "a third party's listener on all events of the tag is there, and throws"
    ] = False
    confirms: Annotated[bool, "an accepted invitation is confirmed"] = True
    clock_offset: Annotated[int, "ms: how far LivePerson's clock is ahead", OFFSET] = 0

    # --- identity ---
    identity: Annotated[
        Service, "health of the identity provider (IDP): the faults down, hang, portal"
    ] = "ok"
    identity_delay: Annotated[int, "ms: how late the IDP answers: the fault slow", DURATION] = 0
    identity_error: Annotated[
        int,
        "the internalErrorCode that every IDP request gets: the fault identity-refused; 0: none",
        IDENTITY_ERRORS,
    ] = 0
    identity_error_status: Annotated[int, "the HTTP status of IDP errors [U]", STATUS] = 401
    token_life: Annotated[
        int,
        "ms: life of the tokens for messaging that the IDP issues; "
        "0: thirteen years from signup, an hour else [U]",
        LONG_DURATION,
    ] = 0
    external_life: Annotated[
        int, "ms: life of the IDP's external tokens for anonymous visitors", LONG_DURATION
    ] = 600_000
    refresh_window: Annotated[
        int,
        "ms: how long after its first issue an external token can be refreshed "
        "(730 hours; 24 in an older document) [U]",
        LONG_DURATION,
    ] = 730 * HOUR
    needs_cobrowse: Annotated[
        Literal["any", "latest", "no"],
        "an invitation needs a client of the consumer's that has declared CO_BROWSE: any that is "
        "connected, the latest, or none [U]",
    ] = "any"
    closes_at_expiry: Annotated[bool, "a connection is closed when its token lapses [U]"] = True
    connectors: Annotated[
        Listing,
        "health of the list of connectors: the faults down, hang, portal; missing: the anonymous "
        "one is not in it, the fault unlisted",
    ] = "ok"

    # --- connections ---
    messaging: Annotated[
        Handshake,
        "health of new connections' handshake: the faults down, hang",
    ] = "ok"
    init_limit: Annotated[
        int, "ms: from opening to InitConnection, else it is closed [U]", LIMIT
    ] = 5_000
    init_code: Annotated[
        Literal["1001", "4401", "4407"],
        "the code with which a connection without InitConnection is closed [U]",
    ] = "1001"
    response_delay: Annotated[
        int,
        "ms: how late requests are answered; with strict, what comes before InitConnection's "
        "answer is refused",
        DURATION,
    ] = 0
    burst: Annotated[
        int,
        "requests a second, and at once, beyond which a connection gets 429; 0: any number [U]",
        range(10_001),
    ] = 100
    idle_limit: Annotated[int, "ms: without a frame of the client's, then it is closed", LIMIT] = (
        60_000
    )
    initialise: Annotated[
        Literal["ok", "401", "400", "429", "ignored"],
        "how InitConnection is answered, the connection left open [U]: the faults refuse, ignore",
    ] = "ok"
    response_type: Annotated[
        Literal[".ReqBody$StringResp", "StringResponse"], "type of InitConnection's response [U]"
    ] = ".ReqBody$StringResp"
    subscribe_response: Annotated[
        Literal["GenericSubscribeResponse", ".ams.GenericSubscribeResponse"],
        "type of SubscribeMessagingEvents' response; the second has no body [U]",
    ] = "GenericSubscribeResponse"
    user_profile: Annotated[
        Literal["object", "list"],
        "what GetUserProfile answers: an object with userId, or the list of attributes [U]",
    ] = "object"
    updated_unit: Annotated[
        Literal["ms", "s"], "the unit of a subscription's minLastUpdatedTime [U]"
    ] = "ms"
    surveys: Annotated[
        bool,
        "a main dialog that ends is followed by a survey, where a client has declared MULTI_DIALOG",
    ] = False
    requests: Annotated[
        Literal["ok", "429", "500", "silent"],
        "how the requests after it are answered: the faults refuse, ignore",
    ] = "ok"
    clock: Annotated[
        Literal["ok", "silent", "missing-time"],
        "how GetClock is answered: the faults ignore, timeless",
    ] = "ok"

    # --- notifications ---
    notifications: Annotated[
        Literal["ok", "duplicated", "reordered", "delayed", "garbled"],
        "how notifications are delivered: the faults duplicate, reorder, delay, garble",
    ] = "ok"
    delay: Annotated[
        int, "ms: how late notifications are, and how long one is held to be overtaken", DURATION
    ] = 200
    metadata: Annotated[
        Literal["replace", "merge"],
        "what an update of a dialog does to its metaData; replace: as LivePerson's own client "
        "takes it [U]",
    ] = "replace"
    end_keys: Annotated[
        Literal["named", "none"],
        "whether an update of a CoBrowse dialog says why, in its notificationKey [U]",
    ] = "named"
    bare_elements: Annotated[bool, "send lists of one as the element"] = False
    prefix: Annotated[
        Literal["cqm.", "aam.", ".ams.aam."], "prefix of the change notifications' type"
    ] = "cqm."
    timestamps: Annotated[
        bool,
        "send creationTs, metaDataLastUpdateTs and expires; unrealistic: false, but the "
        "documents' example of CLOSED has none",
    ] = True
    conversation_end: Annotated[
        Literal["DELETE", "bare-DELETE", "UPSERT"],
        "how a subscriber to OPEN conversations learns of an end; bare: by the id alone [U]",
    ] = "DELETE"
    dialog_end: Annotated[
        Literal["full", "open", "bare", "gone"],
        "how a CoBrowse dialog that is over is listed; open: CLOSED, but its state not CLOSE; "
        "bare: as documented, with little but its id [U]",
    ] = "full"
    cobrowse_shape: Annotated[
        Literal["details", "ids", "legacy"],
        "a CoBrowse dialog's participants: participantsDetails (LivePerson's own client); two ids "
        "(its document); or with a colon, and more metaData (oldest document, unrealistic today) "
        "[U]",
    ] = "details"
    participants: Annotated[
        Literal["list", "by-role"],
        "a conversation's participants: listed, or as participantsPId by role (older document)",
    ] = "list"
    agent_clock: Annotated[
        int,
        "ms: how far the agent's clock is ahead of LivePerson's: it sets an invitation's "
        "creationTs and expires and, until an update, its metaDataLastUpdateTs; "
        "unrealistic: beyond minutes",
        OFFSET,
    ] = 0

    def with_changes(self, wishes: dict[str, object]) -> Switches:
        """Return a copy with `wishes`; raises ValueError in words for a bad one."""
        check(Switches, wishes, "switch")
        return replace(self, **wishes)  # type: ignore[arg-type]


def meanings() -> dict[str, str]:
    """Return what each switch means."""
    return {one["name"]: one["meaning"] for one in described(Switches())}
