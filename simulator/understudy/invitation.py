"""One invitation, as the scripted visitor's page meets it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from simulator.record.frames import details_of, elements
from simulator.switches import Switches

OFFERED, ACCEPTED, DECLINED = "cobrowseOffered", "cobrowseAccepted", "cobrowseDeclined"
SCREEN_MODES = ("view", "follow", "shared")
DEFAULT_LIFE_SECONDS = 120.0
LIFE_SECONDS = (5.0, 300.0)
# A CLOSED this long before the end was somebody's doing, not time's.
EARLY_SECONDS = 3.0
ENDED_BY = {"ended_by_agent": "agent", "ended_by_consumer": "visitor", "ended": None}
TAG_SECONDS = 30.0
MONITORING_SECONDS = 3.0
CONFIRMATION_SECONDS = 20.0
AGAIN_AFTER_SECONDS = (1.0, 2.0, 4.0)
THANKS_SECONDS = 4.0
POLL_SECONDS = 0.05


class Page(Protocol):
    """What an invitation needs of the page that it comes to."""

    ids: tuple[str, str]
    loaded: float

    @property
    def switches(self) -> Callable[[], Switches]:
        """How the page's tag behaves."""

    async def slot(self) -> None:
        """Wait until one more question may be asked."""

    async def publish(self, name: str, data: dict[str, str]) -> bool:
        """Publish to the tag; return false where nobody listened."""

    def decide(self, dialog_id: str) -> None:
        """Remember that this one is answered."""

    def event(self, name: str, detail: dict[str, Any]) -> None:
        """Report an event."""

    def look(self) -> None:
        """Report what the banner shows now."""


class Invitation:
    """From INVITED to its end; `banner` is what the page shows of it, "none" for nothing."""

    def __init__(
        self,
        page: Page,
        dialog: dict[str, Any],
        conversation_id: str,
        change: dict[str, Any],
    ) -> None:
        self._page = page
        self.dialog_id = str(dialog["dialogId"])
        self.conversation_id = conversation_id
        self._service_id = str(dialog["metaData"]["serviceId"])
        self._mode = str(dialog["metaData"]["mode"])
        self._agent_id = _agent(dialog, change, self._service_id)
        self._life = _life(dialog)
        self._loop = asyncio.get_running_loop()
        self._until = self._loop.time() + self._life
        self._payload: dict[str, str] = {}
        self._state = "invited"
        self.banner = "none"
        self.shown_at = 0.0

    @property
    def stands(self) -> bool:
        """Whether the visitor is asked, or has answered and nothing has ended since."""
        return self._state in ("invited", "offered", "accepted", "active")

    # --- the question ---------------------------------------------------------

    async def stand(self) -> None:
        """Wait for the tag, ask, and let the time run out."""
        expires = {"mode": self._mode}
        self._tell("invited", expires)
        if not await self._tag_is_ready():
            if self._state == "invited":
                self._move("failed", "none", {"reason": "no-tag"})
            return
        await self._page.slot()
        if self._state != "invited":
            return
        ids = await self._monitoring_ids()
        self._payload = {
            "serviceId": self._service_id,
            "agentId": self._agent_id,
            "visitorName": "Visitor",
            "ssid": ids[0],
            "svid": ids[1],
            "mode": self._mode,
        }
        heard = await self._page.publish(OFFERED, dict(self._payload))
        self._tell("offered", {"heard": heard})
        if self._state != "invited":
            return
        self._state = "offered"
        self.shown_at = self._loop.time()
        self._show("invited")
        await asyncio.sleep(max(0.0, self._until - self._loop.time()))
        if self._state == "offered":
            self._move("expired", "expired")

    async def _tag_is_ready(self) -> bool:
        """Wait until the tag can publish, for half a minute at most."""
        given_up = self._loop.time() + TAG_SECONDS
        while self._state == "invited" and self._loop.time() < given_up:
            switches = self._page.switches()
            loaded = self._loop.time() - self._page.loaded >= switches.tag_delay / 1000
            if loaded and switches.publishes:
                return True
            await asyncio.sleep(POLL_SECONDS)
        return False

    async def _monitoring_ids(self) -> tuple[str, str]:
        """Wait for the tag's ids, and after three seconds do with the visit's own."""
        given_up = self._loop.time() + MONITORING_SECONDS
        while self._loop.time() < given_up:
            delay = self._page.switches().monitoring_delay
            if 0 <= delay / 1000 <= self._loop.time() - self._page.loaded:
                break
            await asyncio.sleep(POLL_SECONDS)
        return self._page.ids

    # --- the answer -----------------------------------------------------------

    async def press(self, deed: str) -> None:
        """Take what the visitor presses; what does not fit does nothing."""
        if deed == "declines" and self._state == "offered":
            self._state = "declined"
            self._page.decide(self.dialog_id)
            self._consent("declined")
            heard = await self._page.publish(DECLINED, dict(self._payload))
            self._move("declined", "declined", {"heard": heard})
            await asyncio.sleep(THANKS_SECONDS)
            self._show("none")
        elif (deed == "accepts" and self._state == "offered") or (
            deed == "tries again" and self._state == "failed"
        ):
            if self._state == "offered":
                self._consent("accepted")
            self._state = "accepted"
            self._page.decide(self.dialog_id)
            self._show("starting")
            await self._accept(repeats=AGAIN_AFTER_SECONDS if deed == "accepts" else ())

    async def _accept(self, repeats: tuple[float, ...]) -> None:
        heard = await self._page.publish(ACCEPTED, dict(self._payload))
        for delay in repeats:
            if heard or self._state != "accepted":
                break
            await asyncio.sleep(delay)
            heard = await self._page.publish(ACCEPTED, dict(self._payload))
        self._tell("accepted", {"heard": heard})
        if heard:
            await asyncio.sleep(CONFIRMATION_SECONDS)
        if self._state == "accepted":
            self._move("failed", "failed", {"reason": "no-answer" if heard else "unheard"})

    # --- LivePerson's word ----------------------------------------------------

    def told(self, state: str, key: object) -> None:
        """Take ACCEPTED or CLOSED, each once."""
        if state == "ACCEPTED":
            if self._state in ("accepted", "failed"):
                self._move("active", "active")
            elif self.stands:
                self._move("elsewhere", "none")
        elif key == "declined" and self._state in ("invited", "offered"):
            self._move("elsewhere", "none")
        elif key == "not_joined" and self._state in ("accepted", "active"):
            self._move("failed", "failed", {"reason": "not-joined"})
        elif self._state == "active":
            self._move("ended", "ended", {"by": ENDED_BY.get(str(key))})
        elif key in ENDED_BY and self._state == "accepted":
            self._move("ended", "ended", {"by": ENDED_BY[str(key)]})
        elif self._state in ("invited", "offered", "accepted", "failed"):
            early = self._until - self._loop.time() > EARLY_SECONDS
            early = key == "cancel_invitation" or (early and key != "timeout")
            name = "cancelled" if early else "expired"
            was_shown = self.banner != "none"
            self._move(name, name if was_shown else "none")

    # --- helpers --------------------------------------------------------------

    def _move(self, name: str, banner: str, detail: dict[str, Any] | None = None) -> None:
        if name in ("cancelled", "expired") and self._state in ("invited", "offered"):
            self._consent(name)
        self._state = name
        self._tell(name, detail or {})
        self._show(banner)

    def _consent(self, outcome: str) -> None:
        self._tell("consent", {"outcome": outcome, "mode": self._mode})

    def _tell(self, name: str, detail: dict[str, Any]) -> None:
        self._page.event(name, {"dialogId": self.dialog_id, **detail})

    def _show(self, banner: str) -> None:
        self.banner = banner
        self._page.look()


def _life(dialog: dict[str, Any]) -> float:
    expires, created = dialog["metaData"].get("expires"), dialog.get("creationTs")
    if not isinstance(expires, int | float) or not isinstance(created, int | float):
        return DEFAULT_LIFE_SECONDS
    life = (expires / 1000 if expires > 1e11 else expires) - created / 1000
    return min(max(life, LIFE_SECONDS[0]), LIFE_SECONDS[1]) if life > 0 else DEFAULT_LIFE_SECONDS


def _agent(dialog: dict[str, Any], change: dict[str, Any], service_id: str) -> str:
    """Return the dialog's other participant, or the conversation's agent."""
    consumer = service_id.partition("#")[0]
    named = elements(dialog.get("participants")) + elements(dialog.get("participantsDetails"))
    ids = [one.get("id") if isinstance(one, dict) else one for one in named]
    others = [str(one) for one in ids if one and one != consumer]
    assigned = [
        str(one["id"])
        for one in elements(details_of(change).get("participants"))
        if isinstance(one, dict) and one.get("role") == "ASSIGNED_AGENT" and one.get("id")
    ]
    return next(iter([*others, *assigned]), "agent")
