"""Drives an engine without a browser: feeds events, collects effects, keeps the time."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from pydantic import JsonValue, SecretStr

from app.core.engine import Engine
from app.core.page.effects import (
    BannerView,
    Effect,
    Note,
    Publish,
    Remember,
    Report,
    ReportState,
    Request,
    SendFrame,
    ShowBanner,
)
from app.core.page.events import (
    Decided,
    Event,
    FrameReceived,
    HttpAnswered,
    PartSeen,
    Pressed,
    Published,
    Seen,
    SocketClosed,
    SocketOpened,
    Started,
    TagObserved,
    TokenSupplied,
    Woken,
)
from tools.stages import ROOT

FRAMES = ROOT / "simulator" / "frames"
# When the golden invitation arrives, by its own timestamps.
ARRIVAL = 1_502_893_041.990
DIALOG = "c26b9d3b-e943-42af-8047-aba830de64ea"
CONVERSATION = "7904fffd-fc68-4d93-b611-4dc06ab26bf4"
CONSUMER = "cc05f2b9-916b-496e-89fe-66a46d975ae2"
SERVICE_ID = f"{CONSUMER}#{CONVERSATION}"
CSDS: dict[str, Any] = {
    "account": "12345678",
    "csds": "https://api.liveperson.net",
    "auth": "token",
}

HOSTS = json.dumps(
    {
        "baseURIs": [
            {"service": "asyncMessagingEnt", "baseURI": "va.msg.liveperson.net"},
            {"service": "idp", "baseURI": "va.idp.liveperson.net"},
            {"service": "acCdnDomain", "baseURI": "accdn.lpsnmedia.net"},
        ]
    }
)
# A part, and a question, as people see them.
READABLE = PartSeen(
    in_sight=True,
    scrolled_away=False,
    width=170,
    height=44,
    contrast=5.9,
    text_px=16,
    density=0.5,
    own_words=True,
    inked=True,
)
WELL_SEEN = Seen(
    heading=READABLE,
    body=READABLE,
    accept=READABLE,
    decline=READABLE,
    width=416,
    height=250,
    share=0.35,
)
# More than it tries.
MOST_TOKENS = 5
READY_TAG = TagObserved(can_publish=True, ssid="S1", svid="V1")

E = TypeVar("E", bound=Effect)


def frame(name: str) -> Any:
    """Return a golden frame as data."""
    return json.loads((FRAMES / f"{name}.json").read_text())


def invitation(dialog: str = DIALOG, *, conversation: str = "", **meta: object) -> Any:
    """Return the golden invitation as another dialog, or with other metadata."""
    return as_another(frame("invited"), dialog, conversation, **meta)


def as_another(notification: Any, dialog: str, conversation: str = "", **meta: object) -> Any:
    """Return a golden frame as one of another dialog, with other metadata.

    In another `conversation` it has a serviceId of its own, as LivePerson's have.
    """
    if conversation:
        notification["body"]["changes"][0]["result"]["convId"] = conversation
        meta = {"serviceId": f"{CONSUMER}#{conversation}", **meta}
    found = dialog_of(notification)
    found["dialogId"] = dialog
    found["metaData"] |= {"dialogId": dialog, **meta}
    return notification


def dialog_of(notification: Any) -> Any:
    """Return the CoBrowse dialog of a golden frame, to be changed."""
    return details_of(notification)["dialogs"][-1]


def details_of(notification: Any) -> Any:
    """Return the conversation's details of a golden frame, to be changed."""
    return notification["body"]["changes"][0]["result"]["conversationDetails"]


def text_of(effect: Effect) -> str:
    """Return the text of a frame that is sent, nothing for other effects."""
    return effect.text if isinstance(effect, SendFrame) else ""


class Bench:
    """An engine, its time, and all that it has done."""

    def __init__(self, now: float = ARRIVAL) -> None:
        self.engine = Engine(lambda: 0.5)
        self.now = now
        self.heartbeats = True
        # What discovery answers.
        self.hosts = HOSTS
        self.effects: list[Effect] = []

    def feed(self, event: Event) -> list[Effect]:
        """Feed an event, and the waking that is due at once; return the effects."""
        effects = self.engine.handle(event, self.now)
        for _ in range(5):
            due = self.engine.deadline
            if due is None or due > self.now:
                break
            effects += self.engine.handle(Woken(), self.now)
        self.effects += effects
        return effects

    def receive(self, notification: Any) -> list[Effect]:
        """Feed a frame."""
        text = notification if isinstance(notification, str) else json.dumps(notification)
        return self.feed(FrameReceived(text))

    def sleep(self, seconds: float) -> list[Effect]:
        """Let time pass: wake the engine when it asks for it, and answer its heartbeats."""
        until = self.now + seconds
        effects: list[Effect] = []
        for _ in range(200):
            due = self.engine.deadline
            if due is None or due > until:
                break
            self.now = max(self.now, due)
            woken = self.feed(Woken())
            effects += woken
            again = self.engine.deadline
            assert again is None or again > self.now, "the engine asks to be woken for nothing"
            if self.heartbeats and any("GetClock" in text_of(effect) for effect in woken):
                self.answer({"currentTime": round(self.now * 1000)}, request="GetClock")
        self.now = until
        return effects

    def start(
        self, attributes: dict[str, JsonValue] | None = None, **settings: Any
    ) -> list[Effect]:
        """Start with settings given through `configure`, beside the tag's attributes."""
        return self.feed(
            Started(
                attributes=attributes or {},
                configured={**CSDS, **settings},
                page_url="https://shop.example/",
                languages=("en-GB",),
                user_agent="Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0",
                time_zone="Europe/Berlin",
                ssid="random-ssid",
                svid="random-svid",
            )
        )

    def live(self, *, offset: float = 0.0, **settings: Any) -> Bench:
        """Start and get subscribed; LivePerson's clock is `offset` seconds ahead."""
        self.start(**settings)
        self.feed(HttpAnswered(200, self.hosts))
        self.feed(TokenSupplied(token=SecretStr("secret-token")))
        return self.subscribed(frame("empty-snapshot"), self.now + offset)

    def subscribed(self, snapshot: Any, server_time: float | None) -> Bench:
        """Go from an open socket to the first notification."""
        self.feed(SocketOpened())
        self.answer()
        if server_time is not None:
            self.answer({"currentTime": round(server_time * 1000)}, request="GetClock")
        self.answer({"subscriptionId": "s"}, request="cqm.SubscribeExConversations")
        self.receive(snapshot)
        return self

    def refused(self) -> Bench:
        """Have LivePerson take no token of the page's any more, until it has stopped."""
        for number in range(MOST_TOKENS):
            self.feed(SocketClosed(4401))
            if self.connection == "stopped":
                return self
            self.feed(HttpAnswered(200, HOSTS))
            self.feed(TokenSupplied(token=SecretStr(f"t{number}")))
            self.feed(SocketOpened())
        message = "it goes on with tokens that are refused"
        raise AssertionError(message)

    def reconnected(self, snapshot: Any) -> Bench:
        """Go from a lost socket to a new subscription, whose first notification is `snapshot`."""
        self.sleep(5)
        self.feed(HttpAnswered(200, HOSTS))
        return self.subscribed(snapshot, self.now)

    def answer(
        self, body: Any = None, code: int = 200, request: str = "InitConnection"
    ) -> list[Effect]:
        """Answer the last request of a type."""
        asked = [json.loads(sent.text) for sent in self.all(SendFrame)]
        request_id = [one["id"] for one in asked if one["type"] == request][-1]
        response = {"kind": "resp", "reqId": request_id, "code": code}
        return self.receive(response if body is None else {**response, "body": body})

    def offered(self, notification: Any = None, **settings: Any) -> Bench:
        """Get an invitation offered, and its publication heard."""
        self.live(**settings)
        self.receive(notification or frame("invited"))
        self.feed(READY_TAG)
        self.heard()
        return self

    def accepted(self) -> Bench:
        """Accept as a person does, and be heard."""
        self.press("accept")
        self.decide("accepted")
        self.heard()
        return self

    def press(self, action: Any, dialog: str = DIALOG, **facts: Any) -> list[Effect]:
        """Press a button as a person does, but for `facts`."""
        usual = {"trusted": True, "visible_ms": 2000.0, "seen": WELL_SEEN, "age_ms": 5.0}
        return self.feed(Pressed(dialog_id=dialog, action=action, **{**usual, **facts}))

    def decide(self, outcome: Any, *, won: bool = True, dialog: str = DIALOG) -> list[Effect]:
        """Answer the request for a decision."""
        return self.feed(Decided(dialog_id=dialog, outcome=outcome, won=won))

    def heard(self, *, heard: bool = True) -> list[Effect]:
        """Answer the last publication."""
        last = self.all(Publish)[-1]
        return self.feed(Published(dialog_id=last.dialog_id, name=last.name, heard=heard))

    # --- what came of it ------------------------------------------------------

    def all(self, kind: type[E]) -> list[E]:
        """Return all effects of a kind."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def names(self) -> list[str]:
        """Return the names of all events reported."""
        return [report.name for report in self.all(Report)]

    def details(self, name: str) -> list[dict[str, Any]]:
        """Return the details of all reports of a name."""
        return [report.detail for report in self.all(Report) if report.name == name]

    def published(self) -> list[str]:
        """Return the names of all publications."""
        return [publish.name for publish in self.all(Publish)]

    def sent(self) -> list[str]:
        """Return the types of all frames sent."""
        return [json.loads(sent.text)["type"] for sent in self.all(SendFrame)]

    def requests(self) -> list[str]:
        """Return the URLs of all HTTP requests."""
        return [request.url for request in self.all(Request)]

    def notes(self) -> list[str]:
        """Return all notes."""
        return [note.words for note in self.all(Note)]

    @property
    def banner(self) -> BannerView | None:
        """The banner as it is now."""
        shown = self.all(ShowBanner)
        return shown[-1].banner if shown else None

    @property
    def connection(self) -> str:
        """How `tagalong.state` says that the connection stands."""
        return self.state.connection

    @property
    def state(self) -> ReportState:
        """What `tagalong.state` says now."""
        return self.all(ReportState)[-1]


def next_page(
    profile: dict[str, Any], *before: Bench, snapshot: Any = None, **started: Any
) -> Bench:
    """Return the visit's next page, connected, before its tag is there.

    It finds what the pages `before` have kept, and what the profile has decided; `started` says
    what it finds otherwise.
    """
    kept = [one.value for page in before for one in page.all(Remember) if one.what == "owed"]
    found = {"decisions": profile, "owed": str((kept or [None])[-1] or ""), **started}
    bench = Bench(before[-1].now + 2)
    bench.feed(Started(configured=CSDS, page_url="https://x/", ssid="S1", svid="V1", **found))
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=SecretStr("t")))
    return bench.subscribed(snapshot or frame("invited"), bench.now)
