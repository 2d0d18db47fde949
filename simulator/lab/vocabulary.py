"""The words of which scenarios are made: who does what, what else a step says, how it is told."""

from __future__ import annotations

KINDS = (
    "invitation",
    "conversation",
    "tag",
    "shape",
    "delivery",
    "clock",
    "connection",
    "identity",
    "hostile",
)
# Of Tagalong's settings, those that a page takes before it starts; a scripted visitor has none.
SETTINGS = ("auth", "agentId", "visitorName", "locale")
# Who does what, how it is told, and which more a step may say.
DEEDS: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "agent": {
        "invites": ("the agent invites", ("mode", "life", "metaData")),
        "cancels": ("the agent takes the invitation back", ()),
        "ends": ("the agent ends the session", ()),
        "confirms": ("LivePerson confirms an acceptance", ()),
        "says": ("the agent writes", ("text",)),
        "transfers": ("another agent takes the conversation over", ()),
        "closes": ("the agent ends the conversation", ()),
        "invites and cancels": ("the agent invites and takes back, again and again", ("count",)),
    },
    "liveperson": {
        "behaves": ("LivePerson behaves otherwise", ("switches",)),
        "sends": ("LivePerson sends a frame", ("text", "template")),
        "closes": ("LivePerson closes the connection", ("code", "reason")),
        "updates": ("LivePerson updates the invitation", ("state", "key")),
        "tells": ("LivePerson tells of the conversation's progress", ("state",)),
        "surveys": ("LivePerson closes the main dialog and asks for the visitor's opinion", ()),
    },
    "network": {
        "drops": ("the network drops the connection", ()),
        "falls silent": ("the network goes away without a word", ()),
    },
    "fault": {
        "begins": ("a fault begins:", ("is",)),
        "ends": ("a fault ends:", ("is",)),
        "strikes": ("a fault strikes once:", ("is",)),
    },
    "visitor": {
        "accepts": ("the visitor accepts", ()),
        "declines": ("the visitor declines", ()),
        "tries again": ("the visitor tries again", ()),
        "reloads": ("the visitor reloads the page", ()),
    },
    "see": {
        "banner": ("the banner shows", ("is", "within")),
        "event": ("the page tells", ("is", "within", "where")),
        "published": ("the tag is told", ("is", "within", "where")),
    },
    "never": {
        "banner": ("the banner never shows", ("is",)),
        "event": ("the page never tells", ("is",)),
        "published": ("the tag is never told", ("is",)),
    },
}
# What a person is asked to do.
HINTS = {
    "accepts": "Press Accept in the banner.",
    "declines": "Press Decline in the banner.",
    "tries again": "Press “Try again” in the banner.",
    "reloads": "Reload this page.",
}
# What they are asked first where the page has loaded before the tag was to behave otherwise.
RELOAD_FIRST = "Reload the page that is open."
