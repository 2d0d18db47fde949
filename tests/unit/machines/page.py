"""One page, LivePerson and the model side by side: what can be done to them, and by whom."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize
from pydantic import SecretStr

from app.core.page.effects import Decide, Publish, Report, WatchTag
from app.core.page.events import (
    Decided,
    HttpAnswered,
    HttpFailed,
    Published,
    SocketClosed,
    TagObserved,
    TokenSupplied,
)
from tests.support.hostile_frames import notification
from tests.unit.machines.model import (
    AGENT,
    CLOSED,
    DECIDE_SECONDS,
    INVITED,
    ROOM,
    WIDTH,
    Model,
    Said,
    State,
)
from tools.driven import HOSTS, READY_TAG, WELL_SEEN, Bench

WORDS = ("INVITED", "ACCEPTED", "CLOSED")
MOST_DIALOGS = 8
REFUSALS = [HttpAnswered(status, "") for status in (404, 429, 503)]
STAMPS = ("conversation", "both", "dialogs", "neither")
# A question that has become another one counts as seen from then on.
ARMING_SECONDS = 0.5
ENDS = ("ended", "cancelled", "expired", "failed")


class Page(RuleBasedStateMachine):
    """One page that does as it is told; who has which part of its visit happen says when."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = Bench()
        self.taken = 0
        self.numbers = itertools.count(1)
        self.conversations = {"c1": True, "c2": True}
        self.updated = {"c1": 0.0, "c2": 0.0}
        self.model = Model()
        self.outbox: list[Decide | Publish] = []
        self.history: list[State] = []
        self.tag = TagObserved()
        # The conversations that LivePerson's own window holds.
        self.window: tuple[str, ...] = ()
        self.watching = False
        self.observed: TagObserved | None = None
        self.live = self.away = False
        self.missing_at: float | None = None
        self.missing: set[str] = set()

    @initialize(
        server=st.sampled_from([-300.0, 0.0, 300.0]),
        agent=st.sampled_from([-300.0, 0.0, 300.0]),
        dated=st.booleans(),
        merges=st.booleans(),
        ready=st.booleans(),
        stamps=st.sampled_from(STAMPS),
    )
    def begin(
        self, *, server: float, agent: float, dated: bool, merges: bool, ready: bool, stamps: str
    ) -> None:
        """Start, with clocks that are five minutes off or not, and a tag that is there or not.

        `stamps` says which dates LivePerson renews: conversations', dialogs', both or neither.
        """
        self.server, self.agent, self.merges, self.stamps = server, agent, merges, stamps
        self.model.dated = dated
        self.tag = READY_TAG if ready else self.tag
        if stamps in ("dialogs", "neither"):
            self.updated = dict.fromkeys(self.updated, self.bench.now + server - 600)
        self.start()
        self.connect()

    def start(self) -> None:
        """Have the page start."""
        self.bench.start()

    # --- the connection -------------------------------------------------------

    def connect(self) -> None:
        """Go from discovery to live, and get the first snapshot."""
        if any(isinstance(one, Decide) for one in self.outbox):
            self.sleep(DECIDE_SECONDS)  # no request is made before an answer
        snapshot = [self.state(one) for one, is_open in self.conversations.items() if is_open]
        self.subscribe([state.change for state in snapshot])
        self.live, self.away = True, False
        standing = {
            self.model.said[one].conversation
            for one, answered in self.model.answers.items()
            if self.model.might_stand(one, self.bench.now) or answered.decided == "accepted"
        }
        for state in snapshot:
            self.model.told(state, self.bench.now, self.bench.now + self.server)
        self.missing = {one for one in standing if not self.conversations[one]}
        self.missing_at = self.bench.now + 3 if self.missing else None
        self.take()

    def subscribe(self, changes: list[dict[str, Any]]) -> None:
        """Have the first notification of a new connection arrive."""
        self.bench.feed(HttpAnswered(200, HOSTS))
        self.bench.feed(TokenSupplied(token=SecretStr("t")))
        self.bench.subscribed(notification(changes=changes), self.bench.now + self.server)

    def hear(self, change: dict[str, Any]) -> None:
        """Have a later notification arrive."""
        self.bench.receive(notification(changes=[change]))

    def network(self, event: SocketClosed | HttpAnswered | HttpFailed) -> None:
        """Have something happen to the connection."""
        self.bench.feed(event)

    @property
    def trying(self) -> bool:
        """Whether the page is about to connect."""
        return self.bench.connection == "connecting"

    def drop(self) -> None:
        """Whatever was lost with the socket."""
        self.live = False
        self.missing_at = None

    # --- LivePerson -----------------------------------------------------------

    def state(self, conversation: str) -> State:
        """Return a conversation as LivePerson tells it now."""
        mine = {
            one: said
            for one, said in self.model.said.items()
            if said.conversation == conversation and not said.forgotten
        }
        updated = self.updated[conversation] if self.model.dated else None
        dialogs = {one: self.dialog(one, said) for one, said in mine.items()}
        details = {
            "stage": "OPEN" if self.conversations[conversation] else "CLOSE",
            "dialogs": list(dialogs.values()),
            "participants": [{"id": "consumer", "role": "CONSUMER"}],
            "metaDataLastUpdateTs": updated and round(updated * 1000),
        }
        result = {"convId": conversation, "conversationDetails": details}
        dated = {one: said.updated for one, said in mine.items()}
        return State(
            conversation,
            {"type": "UPSERT", "result": result},
            {one: said.rank for one, said in mine.items()},
            {one: dialog["metaData"].get("mode") for one, dialog in dialogs.items()},
            updated,
            dated if self.dates_dialogs else {},
        )

    @property
    def dates_dialogs(self) -> bool:
        """Whether each dialog carries the time of its own last change."""
        return self.model.dated and self.stamps in ("both", "dialogs")

    def dialog(self, dialog_id: str, said: Said) -> dict[str, Any]:
        """Return one dialog; updates may have replaced its metadata."""
        meta: dict[str, Any] = {"sessionState": WORDS[said.rank], "dialogId": dialog_id}
        if said.rank == INVITED or self.merges:
            meta |= {
                "serviceId": f"consumer#{said.conversation}",
                "mode": said.mode,
                "expires": said.created + self.agent + said.life,
            }
        # Who was suggested has not taken the conversation.
        suggested = {"id": "account.99", "role": "ASSIGNED_AGENT", "state": "SUGGESTED"}
        dialog: dict[str, Any] = {
            "dialogId": dialog_id,
            "channelType": "COBROWSE",
            "state": "CLOSE" if said.rank == CLOSED else "OPEN",
            "metaData": meta,
            "participantsDetails": [suggested, {"id": "consumer"}, {"id": f"account.{AGENT}"}],
        }
        if self.model.dated:
            dialog["creationTs"] = round((said.created + self.agent) * 1000)
        if self.dates_dialogs:
            dialog["metaDataLastUpdateTs"] = round(said.updated * 1000)
        return dialog

    def becomes(self, dialog_id: str, rank: int) -> None:
        """Have a dialog be what it was not, as far as LivePerson knows."""
        said = self.model.said[dialog_id]
        said.rank = rank
        self.change(said.conversation, dialog_id)

    def change(self, conversation: str, dialog_id: str | None = None) -> None:
        """Date a change of a conversation, or of one of its dialogs; keep it for delivery."""
        now = self.bench.now + self.server
        if dialog_id is not None:
            self.model.said[dialog_id].updated = now
        if self.stamps in ("conversation", "both"):
            self.updated[conversation] = max(now, self.updated[conversation] + 0.001)
        self.history.append(self.state(conversation))

    def deliver_one(self, place: int) -> None:
        """Have a notification arrive."""
        state = self.history[place]
        self.hear(state.change)
        self.missing.discard(state.conversation)
        self.model.told(state, self.bench.now)
        if state.closed:
            self.model.end(state.conversation)
        self.take()

    # --- the page -------------------------------------------------------------

    def observe(self) -> None:
        """Have the page tell of its tag."""
        self.observed = self.tag
        self.bench.feed(self.tag)
        self.model.left_to_window(self.tag.conversations, self.bench.now)

    def answer_as_page(self, *, heard: bool) -> None:
        """Have the page tell that the first of its tasks is done."""
        done = self.outbox.pop(0)
        answered = self.model.answers[done.dialog_id]
        if isinstance(done, Decide):
            in_time = self.is_deciding(done.dialog_id)
            answered.asked_at = None
            won = done.dialog_id not in self.model.profile
            self.model.profile.setdefault(done.dialog_id, done.outcome)
            stands = self.model.stands(done.dialog_id, self.bench.now) or in_time
            if answered.decided is None and stands:
                won_it = won and not self.model.was_for_less(done.dialog_id, done.outcome)
                answered.decided = done.outcome if won_it else None
                answered.elsewhere = not won_it
            self.bench.feed(Decided(dialog_id=done.dialog_id, outcome=done.outcome, won=won))
            self.take()
            assert answered.published or answered.decided is None, "an answer was lost"
        else:
            answered.unheard[done.name] += not heard
            answered.heard |= {done.name} if heard else set()
            self.bench.feed(Published(dialog_id=done.dialog_id, name=done.name, heard=heard))
            self.take()

    def press_as(self, action: Any, lacks: str) -> None:
        """Press a button of the banner, as a person does but for what it lacks."""
        assert self.bench.banner
        self.press_on(self.bench.banner.dialog_id, action, lacks)

    def press_on(self, dialog_id: str, action: Any, lacks: str) -> None:
        """Press what belongs to a dialog."""
        person, answered = lacks != "trust", self.model.answers[dialog_id]
        known = self.bench.now >= answered.put_at + ARMING_SECONDS
        deliberate = lacks == "nothing" and known
        self.model.pressed(dialog_id, action, person=person, deliberate=deliberate)
        view = self.bench.banner
        if action == "close" and person and view and view.dialog_id == dialog_id:
            answered.dismissed |= view.state in ENDS
        facts = {
            "trusted": lacks != "trust",
            "visible_ms": 100.0 if lacks == "sight" else 900.0,
            "seen": None if lacks == "cover" else WELL_SEEN,
            "age_ms": 5000.0 if lacks == "freshness" else 5.0,
        }
        refused = len(self.bench.details("refused"))
        self.bench.press(action, dialog_id, **facts)
        told = len(self.bench.details("refused")) > refused
        assert action in ("accept", "again") or not person or not told, "told of no Accept"
        self.take()

    def sleep(self, seconds: float) -> None:
        """Let time pass, in steps small enough to see each deadline."""
        until = self.bench.now + seconds
        while self.bench.now < until:
            self.bench.sleep(min(0.5, until - self.bench.now))
            if self.missing_at is not None and self.bench.now >= self.missing_at:
                self.missing_at = None
                self.take()  # what was done in this step may have been done before
                for conversation in self.missing:
                    self.model.end(conversation)
            self.take()
        if self.live and self.bench.state.connection != "connected":
            self.drop()

    def is_deciding(self, dialog_id: str) -> bool:
        """Whether a press that was made in time is being made into an answer."""
        asked_at = self.model.answers[dialog_id].asked_at
        said = self.model.said[dialog_id]
        open_still = said.told == INVITED and not said.given_way
        pressed = asked_at is not None and self.bench.now <= asked_at + DECIDE_SECONDS + ROOM
        return open_still and pressed

    def is_active(self, dialog_id: str) -> bool:
        """Whether LivePerson has confirmed that the page is shared."""
        return self.model.answers[dialog_id].active

    @property
    def hears(self) -> bool:
        """Whether what LivePerson says would be heard now."""
        return self.live and self.bench.connection == "connected"

    @property
    def rests(self) -> bool:
        """Whether nothing need be pending: while it connects, the shell owes an answer."""
        return self.away or self.bench.connection == "connecting"

    @property
    def asked(self) -> str | None:
        """The dialog that the visitor is asked about."""
        view = self.bench.banner
        return view.dialog_id if view and view.state == "invited" else None

    # --- what came of it ------------------------------------------------------

    def take(self) -> None:
        """Look at what the engine did since last time, each effect by itself."""
        effects, self.taken = self.bench.effects[self.taken :], len(self.bench.effects)
        if self.observed:
            self.model.left_to_window(self.observed.conversations, self.bench.now)
        for effect in effects:
            match effect:
                case Decide():
                    answered = self.model.answers[effect.dialog_id]
                    assert effect.outcome in answered.meant
                    answered.asked_at = self.bench.now
                    answered.asked.add(effect.outcome)
                    self.outbox.append(effect)
                case Publish():
                    if effect.name == "cobrowseAccepted":
                        self.model.answers[effect.dialog_id].taken = True
                    can_publish = self.tag.can_publish
                    self.model.published(effect, self.bench.now, can_publish=can_publish)
                    self.outbox.append(effect)
                case WatchTag(watching):
                    self.watching, self.observed = watching, None
                case Report():
                    self.told(effect)
        if effects and self.watching and self.tag != self.observed:
            # The page looks at once when it is told to watch, and at each change.
            self.observe()
            self.take()

    def told(self, report: Report) -> None:
        """Know what the page was told of a dialog."""
        dialog_id = str(report.detail.get("dialogId"))
        match report.name:
            case "failed" | "ended" | "cancelled" | "expired":
                unheard = report.detail.get("reason") == "no-answer" and not self.hears
                assert not unheard, "it could not be heard"
                self.model.answers[dialog_id].taken = self.model.answers[dialog_id].active = False
            case "invited":
                self.model.asked_at_last(dialog_id, self.bench.now)
            case "active":
                self.model.answers[dialog_id].taken = self.model.answers[dialog_id].active = True
                # What was closed is not what is shown now.
                self.model.answers[dialog_id].dismissed = False
            case "consent":
                answered = self.model.answers[dialog_id]
                answered.consents.append(str(report.detail["outcome"]))
                if report.detail["outcome"] == "accepted":
                    given = WIDTH[answered.pressed_mode]
                    assert WIDTH[str(report.detail["mode"])] <= given, "a Yes to less"
