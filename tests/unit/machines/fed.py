"""A visit over the page's own client (`data-transport=host`): we hear, and never send."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis.stateful import invariant

from app.core.page.effects import OpenSocket, Request, SendFrame
from app.core.page.events import FrameFed, HttpAnswered, HttpFailed, SocketClosed, Started
from tests.support.hostile_frames import notification
from tests.unit.machines.visits import Visits
from tools.driven import CSDS

# Subscriptions that begin together belong to one socket, and prove no absence.
APART_SECONDS = 5.1


class Fed(Visits):
    """One page's visit, whose socket is the page's own."""

    def __init__(self) -> None:
        super().__init__()
        self.subscriptions = itertools.count(1)
        self.subscription = ""

    def start(self) -> None:
        """Have the page start; an earlier page has held a conversation."""
        self.bench.feed(
            Started(
                configured={**CSDS, "transport": "host"},
                page_url="https://x/",
                languages=("en-GB",),
                opened=True,
                ssid="S1",
                svid="V1",
            )
        )

    def connect(self) -> None:
        """Have the client subscribe anew."""
        self.sleep(APART_SECONDS)
        super().connect()

    def subscribe(self, changes: list[dict[str, Any]]) -> None:
        """Have the first notification of a new subscription be fed."""
        self.subscription = f"s{next(self.subscriptions)}"
        self._feed(changes)

    def hear(self, change: dict[str, Any]) -> None:
        """Have a later notification be fed."""
        self._feed([change])

    def _feed(self, changes: list[dict[str, Any]]) -> None:
        body: dict[str, Any] = {"subscriptionId": self.subscription, "changes": changes}
        if self.model.dated:
            body["sentTs"] = round((self.bench.now + self.server) * 1000)
        self.bench.feed(FrameFed(text=notification(**body)))

    def drop(self) -> None:
        """Whatever was lost: we do not hear of it, and go on to conclude from what we heard."""
        self.live = False

    def network(self, event: SocketClosed | HttpAnswered | HttpFailed) -> None:
        """Have something happen to the client's connection, which it keeps to itself."""

    @property
    def trying(self) -> bool:
        """Whether the client connects by itself: it always does."""
        return True

    @property
    def hears(self) -> bool:
        """Whether LivePerson would be heard, as far as can be known of the client."""
        return True

    @property
    def rests(self) -> bool:
        """Whether nothing need be pending: there is no connection to look after."""
        return True

    @invariant()
    def nothing_is_sent(self) -> None:
        """We open no socket, ask LivePerson nothing, and hold no conversation."""
        for kind in (SendFrame, OpenSocket, Request):
            assert not self.bench.all(kind)
