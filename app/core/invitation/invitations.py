"""All invitations of a page: which are known, which stand, and which one is shown.

Offered at most once a page and dialog; one decision a dialog and browser
profile; at most three new prompts a minute; one banner, the newest first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import cast

from pydantic import JsonValue

from app.core.invitation.agent import agent_id, asked_by
from app.core.invitation.aside import Aside
from app.core.invitation.dialogs import (
    Arrived,
    Confirmed,
    Dialogs,
    Moved,
    News,
    Unsupported,
    server_ms,
)
from app.core.invitation.invitation import SCREEN_MODES, Invitation, life_seconds
from app.core.invitation.owed import Answer, Owed
from app.core.invitation.prompt import Prompt
from app.core.invitation.publication import Publications
from app.core.invitation.utterance import Consequence, Utterance
from app.core.invitation.words import Words
from app.core.liveperson import frames
from app.core.liveperson.delivery import Delivery
from app.core.liveperson.tag import payload
from app.core.page.effects import Mode, Note, Remember, Report, WatchTag
from app.core.page.events import Decided, Outcome, Pressed, Published, Started, TagObserved
from app.core.page.settings import Settings
from app.core.soonest import soonest

PROMPTS_PER_MINUTE = 3
MINUTE = 60.0
# A conversation that a snapshot lacks is over, unless it is heard of this soon after.
MISSING_SECONDS = 3.0
# What other tabs have decided, as far as it is remembered.
MOST_DECISIONS = 1_000


class Invitations:
    """The page's invitations; methods return the effects that follow.

    `ids` (ssid, svid) stand in for the tag's monitoring ids where it has none;
    `started` says what the profile has decided, what of it is owed, and what this page's
    tag was offered before Python was started anew; `called` returns what an agent is called, by
    the id that LivePerson has. `version` goes up with all that may
    change what is shown.
    """

    def __init__(
        self,
        settings: Settings,
        texts: Words,
        ids: tuple[str, str],
        started: Started,
        called: Callable[[str], str | None],
    ) -> None:
        self._settings = settings
        self._texts = texts
        self._ids = ids
        self._called = called
        self._decisions: dict[str, Outcome] = dict(started.decisions)
        self._owed = Owed(started.owed)
        self._dialogs = Dialogs()
        self._prompts: dict[str, Prompt] = {}
        # Never forgotten: so many at most as the visitor was asked.
        self._offered: set[str] = set()
        self._offered_before = started.offered
        self._untold = started.untold
        self._aside = Aside()
        self._missing: set[str] = set()
        self._missing_at: float | None = None
        # LivePerson's time minus the device's, as in `Delivery`.
        self._ahead: float | None = None
        self._tag = TagObserved()
        self._watching = False
        self._offers: deque[float] = deque(maxlen=PROMPTS_PER_MINUTE)
        self._told_too_many = False
        self._next_slot_at: float | None = None
        self.version = 0
        # Why the latest invitation that nobody is asked about is not asked about.
        self.let_be = ""

    def use(self, settings: Settings, texts: Words) -> None:
        """Go on with other settings; what stands keeps its own words."""
        self._settings = settings
        self._texts = texts

    def begin(self) -> list[Report | Remember]:
        """Tell of what an earlier page of the visit could not."""
        return self._owed.tell(self._decisions)

    # --- what LivePerson says -------------------------------------------------

    def changed(
        self, changes: list[frames.Change], now: float, delivery: Delivery
    ) -> list[Consequence]:
        """Take the states of conversations that came together."""
        self._ahead = delivery.ahead
        if delivery.snapshot:
            self._subscribed(changes, now)
        effects: list[Consequence] = []
        heard = False
        for change in changes:
            self._missing.discard(change.conversation_id or "")
            replaced = self._believe_list(change, now) if delivery.snapshot else []
            heard |= bool(replaced)
            effects += replaced
            # What is over makes room for what begins, in whichever order they are listed.
            for news in sorted(self._dialogs.take(change, now, delivery), key=_begins):
                if isinstance(news, Confirmed):
                    heard |= self._confirmed(news, now, delivery)
                else:
                    effects += self._heard(news, now)
                    heard = True
            if self._dialogs.flooded:
                effects += self._too_many()
        if not heard:
            return effects
        # Where the tag is watched it is known.
        offered = self._offer(now) if self._watching else []
        return [*effects, *offered, *self._tidy(now)]

    def _heard(self, news: Arrived | Moved | Unsupported, now: float) -> list[Consequence]:
        if isinstance(news, Unsupported):
            detail: dict[str, JsonValue] = {"dialogId": news.dialog_id, "mode": news.mode[:40]}
            return [Report("unsupported", detail)]
        if isinstance(news, Arrived):
            return self._arrived(news, now)
        self._aside.is_over(news.dialog_id)
        prompt = self._prompts.get(news.dialog_id)
        if prompt is None:
            return []
        if news.mode in SCREEN_MODES:
            prompt.asks_for(cast("Mode", news.mode), now)
        effects = prompt.told(news.session_state, news.key, now)
        if prompt.taken:
            # It was taken for over, and a newer one was asked about.
            for other in self._of_service(prompt.invitation.service_id):
                if other.open:
                    effects += other.go_elsewhere(now)
        return effects

    def _confirmed(self, news: Confirmed, now: float, delivery: Delivery) -> bool:
        """Take what is known to stand; return whether that changes anything.

        Only what is dated can tell how long it still stands, but a snapshot tells that it does.
        """
        prompt = self._prompts.get(news.dialog_id)
        mode = news.dialog.meta.mode if news.dialog.meta else None
        known = cast("Mode", mode) if mode in SCREEN_MODES else None
        if prompt is None:
            return self._aside.confirm(news.dialog_id, known, news.beside)
        changed = prompt.still_stands(now)
        changed |= known is not None and prompt.asks_for(known, now)
        if delivery.aged or delivery.snapshot:
            prompt.confirmed(news.since + life_seconds(news.dialog), now)
            changed = True
        return changed

    def _believe_list(self, change: frames.Change, now: float) -> list[Consequence]:
        """Believe a snapshot on what it does not list: it is over.

        What was accepted, and never confirmed, is over where there is a newer one for it.
        """
        invited = any(one.is_cobrowse and one.session_state == "INVITED" for one in change.dialogs)
        listed = {one.dialog_id for one in change.dialogs}
        self._aside.believe_list(change.conversation_id or "", listed)
        effects: list[Consequence] = []
        for dialog_id, prompt in self._prompts.items():
            mine = prompt.invitation.conversation_id == change.conversation_id
            if mine and invited and prompt.starts and dialog_id not in listed:
                effects += prompt.conclude(now)
        return effects

    def _subscribed(self, changes: list[frames.Change], now: float) -> None:
        """Take a snapshot: what ended unheard is told by nothing but its absence."""
        held = {change.conversation_id or "" for change in changes if not change.closed}
        self._dialogs.renew(held)
        standing = {prompt.invitation.conversation_id for prompt in self._prompts.values()}
        self._missing = standing - held
        self._missing_at = now + MISSING_SECONDS if self._missing else None
        for prompt in self._prompts.values():
            prompt.connected(now)
        self.version += 1

    def disconnected(self, now: float) -> None:
        """Draw no conclusion from what a connection that is gone has not said."""
        self._missing_at = None
        for prompt in self._prompts.values():
            prompt.disconnected(now)

    def doubt(self, now: float) -> None:
        """Believe no deadline before LivePerson was heard: time has leapt."""
        if self._missing_at is not None:
            self._missing_at = now + MISSING_SECONDS
        for prompt in self._prompts.values():
            prompt.doubt(now)

    def _end_missing(self, now: float) -> list[Consequence]:
        if self._missing_at is None or now < self._missing_at:
            return []
        self._missing_at = None
        effects: list[Consequence] = []
        for conversation_id in sorted(self._missing):
            for news in self._dialogs.end(conversation_id, server_ms(now, self._ahead)):
                effects += self._heard(news, now)
        return effects

    def _arrived(self, news: Arrived, now: float) -> list[Consequence]:
        dialog_id, mode, dialog = news.dialog_id, news.mode, news.dialog
        conversation_id = news.conversation_id
        given = self._given(dialog_id)
        if (dialog_id in self._decisions and not given) or dialog_id in self._offered:
            return [self._let_be("an invitation that was offered or answered before")]
        deadline = news.since + life_seconds(dialog)
        if deadline <= now:
            return [self._let_be("an invitation whose time is over")]
        if self._is_taken(news):
            self._aside.put(news)
            return [self._let_be("an invitation to what is shared already")]
        # Of two that have waited only the newer one asks.
        self._aside.replace(news.service_id)
        same = self._of_service(news.service_id)
        effects = [effect for one in same for effect in one.give_way(now)]
        invitation = Invitation(
            dialog_id=dialog_id,
            conversation_id=conversation_id,
            service_id=news.service_id,
            mode=mode,
            agent_id=agent_id(self._settings.agent_id, news.service_id, dialog, news.participants),
            deadline=deadline,
            asked_by=asked_by(news.service_id, dialog, news.participants),
        )
        self._prompts[dialog_id] = Prompt(
            invitation,
            now,
            texts=self._texts,
            by_page=self._settings.ui == "none",
            publications=Publications(
                dialog_id,
                self._offered_before.get(dialog_id),
                untold=self._untold.get(dialog_id),
            ),
            given=given,
        )
        self._prompts[dialog_id].introduce(self._called(invitation.asked_by))
        expires_at_ms = round(deadline * 1000)
        detail: dict[str, JsonValue] = {"mode": mode, "expiresAtMs": expires_at_ms}
        return [*effects, Report("invited", {"dialogId": dialog_id, **detail})]

    def _is_taken(self, news: Arrived) -> bool:
        """Whether the invitation's service is shared, or about to be, on this page or elsewhere."""
        here = any(one.taken for one in self._of_service(news.service_id))
        return here or any(self._dialogs.is_accepted(one) for one in news.beside)

    def _of_service(self, service_id: str) -> list[Prompt]:
        return [one for one in self._prompts.values() if one.invitation.service_id == service_id]

    def _take_up(self, now: float) -> list[Consequence]:
        """Ask about what was let be, where it is not shared any more."""
        taken_up = self._aside.take_up(self._is_taken)
        effects = [effect for news in taken_up for effect in self._arrived(news, now)]
        # Where the tag is watched it is known.
        return [*effects, *self._offer(now)] if effects and self._watching else effects

    @property
    def asked_by(self) -> list[str]:
        """The ids of those who ask, or share, as LivePerson has them."""
        return [one.invitation.asked_by for one in self._prompts.values()]

    def introduce(self, agent_id: str) -> None:
        """Take note that it may be known by now what an agent is called."""
        for prompt in self._prompts.values():
            if prompt.invitation.asked_by == agent_id:
                prompt.introduce(self._called(agent_id))

    def _let_be(self, why: str) -> Note:
        self.let_be = why
        return Note(why)

    def _given(self, dialog_id: str) -> Answer | None:
        """Return the profile's own decision, where an earlier page could not hand it over."""
        owed = self._owed.get(dialog_id)
        return owed if owed and owed.is_decided(self._decisions.get(dialog_id)) else None

    @property
    def _stands_down(self) -> bool:
        return self._settings.beside_window == "stand-down"

    # --- what the tag says ----------------------------------------------------

    def tag_observed(self, tag: TagObserved, now: float) -> list[Consequence]:
        """Offer what waits for the tag."""
        self._tag = tag
        return [*self._offer(now), *self._tidy(now)]

    def _offer(self, now: float) -> list[Consequence]:
        effects: list[Consequence] = []
        self._next_slot_at = None
        for prompt in list(self._prompts.values()):
            if self._stands_down and prompt.invitation.conversation_id in self._tag.conversations:
                effects += self._leave_to_window(prompt, now)
                continue
            if not prompt.wants_tag:
                continue
            prompt.tag_seen(self._tag)
            if self._tag.can_publish and self._next_slot(now) > now:
                self._next_slot_at = self._next_slot(now)
                effects += self._too_many()
            else:
                offered = prompt.offer(self._tag, self._payload(prompt.invitation), now)
                if prompt.stands:
                    self._offers.append(now)
                    self._offered.add(prompt.invitation.dialog_id)
                    for other in self._prompts.values():
                        other.make_way()
                    effects += self._keep_ids()
                effects += offered
        return effects

    def _leave_to_window(self, prompt: Prompt, now: float) -> list[Consequence]:
        """Leave the question to LivePerson's own window, where it was not answered here."""
        if not prompt.open:
            return []
        note = self._let_be("LivePerson's own window asks: standing down")
        if prompt.stands:
            return [note, *prompt.go_elsewhere(now)]
        del self._prompts[prompt.invitation.dialog_id]
        return [note]

    def _payload(self, invitation: Invitation) -> dict[str, str]:
        has_ids = bool(self._tag.ssid and self._tag.svid)
        ssid, svid = (self._tag.ssid, self._tag.svid) if has_ids else self._ids
        return payload(
            service_id=invitation.service_id,
            agent_id=invitation.agent_id,
            visitor_name=self._settings.visitor_name or self._texts["visitor"],
            ssid=ssid,
            svid=svid,
            mode=invitation.mode,
            context={
                **({"scid": self._tag.scid} if self._tag.scid else {}),
                **self._settings.context,
            },
        )

    def _keep_ids(self) -> list[Consequence]:
        """Keep the ids of our own making for the visit, once they were used."""
        if self._tag.ssid and self._tag.svid:
            return []
        return [Remember("ssid", self._ids[0]), Remember("svid", self._ids[1])]

    def _next_slot(self, now: float) -> float:
        """Return when a further prompt may be shown."""
        if len(self._offers) < PROMPTS_PER_MINUTE:
            return now
        return max(now, self._offers[0] + MINUTE)

    def _too_many(self) -> list[Consequence]:
        if self._told_too_many:
            return []
        self._told_too_many = True
        words = "More invitations in a minute than a visitor can be asked: some wait."
        return [Report("error", {"code": "too-many", "words": words})]

    def _watch_tag(self) -> list[Consequence]:
        # LivePerson's own window may come after the question.
        wanted = any(
            prompt.wants_tag or (self._stands_down and prompt.stands)
            for prompt in self._prompts.values()
        )
        if wanted == self._watching:
            return []
        self._watching = wanted
        if not wanted:
            # What is not watched is not known when the next invitation comes.
            self._tag = TagObserved()
        return [WatchTag(wanted)]

    # --- what the visitor and the page say ------------------------------------

    def pressed(self, event: Pressed, now: float) -> list[Consequence]:
        """Take a press on the banner, or the page's own `accept` and `decline`."""
        if event.by_page and self._settings.ui != "none":
            return [Report("refused", {"dialogId": event.dialog_id, "why": "untrusted"})]
        prompt = self._prompts.get(event.dialog_id)
        if prompt is None:
            accepts = event.action in ("accept", "again")
            stale = Report("refused", {"dialogId": event.dialog_id, "why": "stale"})
            return [stale] if accepts else []
        return [*prompt.pressed(event, now), *self._tidy(now)]

    def published(self, event: Published, now: float) -> list[Consequence]:
        """Take word of a publication."""
        prompt = self._prompts.get(event.dialog_id)
        return [*prompt.published(event, now), *self._tidy(now)] if prompt else []

    def decided(self, event: Decided, now: float) -> list[Consequence]:
        """Take the profile's decision."""
        prompt = self._prompts.get(event.dialog_id)
        return [*prompt.decided(event, now), *self._tidy(now)] if prompt else []

    def decided_elsewhere(self, decisions: dict[str, Outcome], now: float) -> list[Consequence]:
        """Take down what another tab of this profile has answered."""
        if len(self._decisions) < MOST_DECISIONS:
            self._decisions |= decisions
        effects: list[Consequence] = []
        for dialog_id in decisions:
            prompt = self._prompts.get(dialog_id)
            effects += prompt.go_elsewhere(now) if prompt else []
        return [*effects, *self._tidy(now)]

    # --- time, and what is shown ----------------------------------------------

    def wake(self, now: float) -> list[Consequence]:
        """Do what is due."""
        effects = self._end_missing(now)
        for news in self._dialogs.take_up(now):
            effects += self._arrived(news, now)
        for prompt in list(self._prompts.values()):
            shown = prompt is self.shown()
            woken = prompt.wake(now)
            effects += [one for one in woken if shown or not isinstance(one, Utterance)]
        return [*effects, *self._offer(now), *self._tidy(now)]

    @property
    def deadline(self) -> float | None:
        """When `wake` is next due, in device time."""
        prompts = [prompt.deadline for prompt in self._prompts.values()]
        return soonest(*prompts, self._next_slot_at, self._missing_at, self._dialogs.deadline)

    @property
    def answering(self) -> bool:
        """Whether a press is being made into an answer, so that nothing may get in its way."""
        return any(prompt.deciding for prompt in self._prompts.values())

    def shown(self) -> Prompt | None:
        """Return the prompt that the banner is about.

        A question comes first, then the page that is shared, then one that is about to be,
        then what else there is to say; of each the newest.
        """
        visible = [prompt for prompt in reversed(self._prompts.values()) if prompt.shown]
        return max(
            visible,
            key=lambda one: (one.stands, bool(one.active_at), one.taken, one.offered_at or 0),
            default=None,
        )

    def current(self) -> Prompt | None:
        """Return the prompt that `tagalong.state` is about, shown or about to be."""
        return self.shown() or next(reversed(self._prompts.values()), None)

    def _tidy(self, now: float) -> list[Consequence]:
        """Take up what was let be; forget what is done, and the tag where nobody waits for it.

        What was answered is kept until the tag has heard it.
        """
        self.version += 1
        effects = self._take_up(now)
        for dialog_id, prompt in list(self._prompts.items()):
            effects += self._owed.note(dialog_id, prompt.owed)
            if prompt.over:
                del self._prompts[dialog_id]
        return [*effects, *self._watch_tag()]


def _begins(news: News) -> bool:
    """Whether something new is asked, after what is over."""
    return isinstance(news, Arrived)
