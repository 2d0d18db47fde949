"""One page's visit as a machine of rules, each step of which is held against the model."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from pydantic import SecretStr

from app.core.page.effects import Decide, Publish, Report, WatchTag
from app.core.page.events import (
    CameBack,
    Decided,
    DecidedElsewhere,
    HttpAnswered,
    HttpFailed,
    Published,
    SocketClosed,
    TagObserved,
    TokenSupplied,
    WentAway,
)
from tests.support.hostile_frames import notification
from tests.unit.machines.model import (
    ACCEPTED,
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


class Visits(RuleBasedStateMachine):
    """One page's visit, with a hostile network, a busy agent and a second tab."""

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

    @precondition(lambda self: self.live)
    @rule(code=st.sampled_from([1000, 1006, 1011]))
    def lose_the_socket(self, code: int) -> None:
        """The socket closes."""
        self.network(SocketClosed(code))
        self.drop()

    @precondition(lambda self: not self.away)
    @rule()
    def leave_the_page(self) -> None:
        """The page goes into the cache."""
        self.bench.feed(WentAway())
        self.away = True
        self.drop()

    @precondition(lambda self: not self.live)
    @rule(fails=st.sampled_from([None, None, None, HttpFailed(), *REFUSALS]))
    def come_back(self, fails: HttpFailed | HttpAnswered | None) -> None:
        """The page is online, visible or restored; LivePerson may be out of reach, or ill."""
        self.sleep(3)
        self.bench.feed(CameBack())
        self.away = False
        if self.trying:
            if fails:
                self.network(fails)
            else:
                self.connect()

    @precondition(lambda self: not (self.live or self.away))
    @rule()
    def wait_for_the_next_try(self) -> None:
        """The back-off's own delay brings the connection back."""
        for _ in range(60):
            if self.trying:
                self.connect()
                return
            self.sleep(3)
        raise AssertionError(self.bench.state)

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

    @precondition(lambda self: len(self.model.said) < MOST_DIALOGS)
    @rule(
        conversation=st.sampled_from(["c1", "c2"]),
        life=st.sampled_from([1.0, 30.0, 120.0, 900.0]),
        at_once=st.sampled_from([True, True, False]),
    )
    def invite(self, *, conversation: str, life: float, at_once: bool) -> None:
        """An agent invites, which is told at once or later."""
        if not self.conversations[conversation]:
            return
        dialog_id = f"d{next(self.numbers)}"
        self.model.invited(dialog_id, Said(conversation, life, self.bench.now))
        self.change(conversation, dialog_id)
        if self.live and at_once:
            self.deliver_one(-1)

    @rule(pick=st.integers(0, 99), rank=st.sampled_from([ACCEPTED, CLOSED]))
    def move(self, pick: int, rank: int) -> None:
        """A dialog is accepted, cancelled, ended or run out, as far as LivePerson knows."""
        moving = [one for one, said in self.model.said.items() if said.rank < rank]
        if moving:
            self.becomes(moving[pick % len(moving)], rank)

    def becomes(self, dialog_id: str, rank: int) -> None:
        """Have a dialog be what it was not, as far as LivePerson knows."""
        said = self.model.said[dialog_id]
        said.rank = rank
        self.change(said.conversation, dialog_id)

    @rule(pick=st.integers(0, 99))
    def forget(self, pick: int) -> None:
        """LivePerson lists a dialog no more: whoever is not connected then never hears its end."""
        listed = [one for one in self.model.said.values() if not one.forgotten]
        if listed and not self.live:
            said = listed[pick % len(listed)]
            said.forgotten = True
            self.change(said.conversation)

    @precondition(lambda self: self.live and len(self.model.said) < MOST_DIALOGS)
    @rule(conversation=st.sampled_from(["c1", "c2"]))
    def forget_before_telling(self, conversation: str) -> None:
        """What an invitation's conversation has become is told before the invitation itself."""
        if self.conversations[conversation]:
            self.invite(conversation=conversation, life=120.0, at_once=False)
            list(self.model.said.values())[-1].forgotten = True
            self.change(conversation)
            self.deliver_one(-1)
            self.deliver_one(-2)

    def change(self, conversation: str, dialog_id: str | None = None) -> None:
        """Date a change of a conversation, or of one of its dialogs; keep it for delivery."""
        now = self.bench.now + self.server
        if dialog_id is not None:
            self.model.said[dialog_id].updated = now
        if self.stamps in ("conversation", "both"):
            self.updated[conversation] = max(now, self.updated[conversation] + 0.001)
        self.history.append(self.state(conversation))

    @precondition(lambda self: self.live and self.history)
    @rule(back=st.integers(0, 5))
    def deliver(self, back: int) -> None:
        """A notification arrives: the latest, or an older one late or again."""
        self.deliver_one(-1 - back % len(self.history))

    def deliver_one(self, place: int) -> None:
        """Have a notification arrive."""
        state = self.history[place]
        self.hear(state.change)
        self.missing.discard(state.conversation)
        self.model.told(state, self.bench.now)
        if state.closed:
            self.model.end(state.conversation)
        self.take()

    @precondition(lambda self: self.live)
    @rule(conversation=st.sampled_from(["c1", "c2"]), deletes=st.booleans())
    def close_the_conversation(self, conversation: str, deletes: bool) -> None:  # noqa: FBT001
        """A conversation ends, and that is told."""
        if not self.conversations[conversation]:
            return
        self.conversations[conversation] = False
        self.change(conversation)
        kind = "DELETE" if deletes else "UPSERT"
        self.hear({**self.history[-1].change, "type": kind})
        self.model.end(conversation)
        self.take()

    @precondition(lambda self: not self.live)
    @rule(conversation=st.sampled_from(["c1", "c2"]))
    def close_unseen(self, conversation: str) -> None:
        """A conversation ends while nobody is connected."""
        if self.conversations[conversation]:
            self.conversations[conversation] = False
            self.change(conversation)

    # --- the page -------------------------------------------------------------

    @rule(can_publish=st.booleans(), ids=st.booleans())
    def tag_changes(self, can_publish: bool, ids: bool) -> None:  # noqa: FBT001
        """LivePerson's tag comes, goes, or learns its ids."""
        ssid, svid = ("S", "V") if ids else ("", "")
        self.tag = TagObserved(
            can_publish=can_publish, ssid=ssid, svid=svid, conversations=self.window
        )
        if self.watching:
            self.observe()
        self.take()

    def observe(self) -> None:
        """Have the page tell of its tag."""
        self.observed = self.tag
        self.bench.feed(self.tag)
        self.model.left_to_window(self.tag.conversations, self.bench.now)

    @precondition(lambda self: self.outbox)
    @rule(heard=st.booleans())
    def page_answers(self, heard: bool) -> None:  # noqa: FBT001
        """The page has done what it was told."""
        self.answer_as_page(heard=heard)

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

    @precondition(lambda self: self.bench.banner)
    @rule(
        action=st.sampled_from(["accept", "decline", "again", "close", "hide"]),
        lacks=st.sampled_from(["nothing", "nothing", "trust", "sight", "cover", "freshness"]),
    )
    def press(self, action: Any, lacks: str) -> None:
        """Somebody presses, or a script pretends to."""
        assert self.bench.banner
        # What is shared has no button that closes it.
        closes = [one.action for one in self.bench.banner.buttons if one.action == "close"]
        if action != "close" or closes:
            self.press_as(action, lacks)

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

    @rule(pick=st.integers(0, 99), outcome=st.sampled_from(["accepted", "declined"]))
    def another_tab_answers(self, pick: int, outcome: Any) -> None:
        """The same person answers in another tab, perhaps at the same time; this one hears."""
        crossing = [one.dialog_id for one in self.outbox if isinstance(one, Decide)]
        candidates = crossing or sorted(self.model.said)
        if not candidates:
            return
        dialog_id = candidates[pick % len(candidates)]
        if dialog_id in self.model.profile:
            return
        self.model.profile[dialog_id] = outcome
        if not self.model.is_deciding(dialog_id, self.bench.now):
            self.model.answers[dialog_id].elsewhere = True
        self.bench.feed(DecidedElsewhere(decisions={dialog_id: outcome}))
        self.take()

    @rule(seconds=st.sampled_from([0.3, 1.0, 3.0, 7.0, 25.0, 70.0]))
    def time_passes(self, seconds: float) -> None:
        """Nothing happens for a while."""
        self.sleep(seconds)

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
        open_still = self.model.said[dialog_id].told == INVITED
        pressed = asked_at is not None and self.bench.now <= asked_at + DECIDE_SECONDS + ROOM
        return open_still and pressed

    # --- what is seldom come upon by chance -------------------------------------

    @precondition(lambda self: self.live and not self.outbox)
    @rule()
    def press_in_the_last_moment(self) -> None:
        """The question has almost run out when the visitor presses, and the page is slow."""
        self.ask()
        if not self.asked:
            return
        left = self.model.said[str(self.asked)].deadline - self.bench.now
        self.sleep(max(left - 0.2, 0.0))
        if self.asked:
            self.press_as("accept", "nothing")
            self.sleep(0.5)

    def ask(self) -> None:
        """Have a tag that is ready, and an invitation for two minutes that is told at once."""
        self.tag_changes(can_publish=True, ids=True)
        room = len(self.model.said) < MOST_DIALOGS
        conversation = next((one for one, is_open in self.conversations.items() if is_open), None)
        if room and conversation and not self.asked:
            self.invite(conversation=conversation, life=120.0, at_once=True)

    @precondition(lambda self: self.live and not self.outbox)
    @rule()
    def share(self) -> None:
        """The visitor is asked, accepts, is first, and LivePerson confirms."""
        said = self.accept()
        if said and self.model.said[said].rank == INVITED:
            self.becomes(said, ACCEPTED)
        if said:
            self.deliver_one(-1)

    def accept(self) -> str | None:
        """Have the visitor be asked, and accept as the first; return what, None for nothing."""
        self.ask()
        if not self.asked:
            return None
        while self.outbox:
            self.answer_as_page(heard=True)
        dialog_id = str(self.asked)
        self.sleep(1)
        if self.asked != dialog_id:
            return None
        self.press_as("accept", "nothing")
        while self.outbox:
            self.answer_as_page(heard=True)
        return dialog_id

    @precondition(lambda self: self.live and not self.outbox)
    @rule()
    def be_cut_off_after_accepting(self) -> None:
        """The network goes before LivePerson can confirm, for longer than that is waited for."""
        if self.accept():
            self.lose_the_socket(1006)
            self.sleep(25)

    @precondition(lambda self: self.live and not self.outbox)
    @rule(rank=st.sampled_from([INVITED, CLOSED]))
    def be_asked_while_sharing(self, rank: int) -> None:
        """The page is shared, and another agent invites, or takes it back."""
        self.share()
        active = {
            self.model.said[one].conversation for one in self.model.said if self.is_active(one)
        }
        others = [
            one for one, is_open in self.conversations.items() if is_open and one not in active
        ]
        if active and others and len(self.model.said) < MOST_DIALOGS:
            self.invite(conversation=others[0], life=120.0, at_once=True)
            while self.outbox:
                self.answer_as_page(heard=True)
            dialog_id = list(self.model.said)[-1]
            if rank != self.model.said[dialog_id].rank:
                self.becomes(dialog_id, rank)
                self.deliver_one(-1)

    @precondition(lambda self: self.live and not self.outbox)
    @rule()
    def be_forgotten_while_sharing(self) -> None:
        """The page is shared; while nobody is connected, LivePerson comes to list it no more."""
        self.share()
        active = [said for one, said in self.model.said.items() if self.is_active(one)]
        if active and len(self.model.said) < MOST_DIALOGS:
            self.invite(conversation=active[0].conversation, life=1.0, at_once=True)
            self.lose_the_socket(1006)
            active[0].forgotten = True
            self.change(active[0].conversation)
            self.come_back(None)

    @precondition(lambda self: self.live and not self.outbox)
    @rule()
    def be_invited_while_disconnected(self) -> None:
        """The first that is heard of an invitation is a snapshot, on a page that is ready."""
        self.tag_changes(can_publish=True, ids=True)
        open_ones = [one for one, is_open in self.conversations.items() if is_open]
        if open_ones and len(self.model.said) < MOST_DIALOGS:
            self.lose_the_socket(1006)
            self.invite(conversation=open_ones[0], life=120.0, at_once=False)
            self.come_back(None)

    @precondition(lambda self: self.live and not self.outbox)
    @rule()
    def be_asked_twice_at_once(self) -> None:
        """Two conversations invite before the tag is there, and the tag comes."""
        self.tag_changes(can_publish=False, ids=True)
        self.invite_in_each(1.0)
        self.tag_changes(can_publish=True, ids=True)

    def invite_in_each(self, pause: float) -> None:
        """Invite in each open conversation, as far as there is room, with a pause after each."""
        for conversation, is_open in self.conversations.items():
            if is_open and len(self.model.said) < MOST_DIALOGS:
                self.invite(conversation=conversation, life=120.0, at_once=True)
                self.sleep(pause)

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

    @invariant()
    def banner_exactly_while_an_invitation_stands(self) -> None:
        """It asks about one that stands, the newest, and about none that does not."""
        view = self.bench.banner
        standing = [one for one in self.model.said if self.model.stands(one, self.bench.now)]
        asked = view.dialog_id if view and view.state == "invited" else None
        if asked is not None and asked not in standing:
            # In the moment in which its time is over it may stand or not.
            late = self.bench.now - self.model.said[asked].deadline
            assert abs(late) <= ROOM or self.is_deciding(asked), asked
        elif standing:
            newest = max(self.model.answers[one].offered_at or 0 for one in standing)
            assert asked in standing, (asked, standing)
            assert self.model.answers[asked].offered_at == newest
            # Of those that are offered at once, as when the tag comes, the last that has come.
            at_once = [one for one in standing if self.model.answers[one].offered_at == newest]
            assert self.model.said[asked].seen_at == max(
                self.model.said[one].seen_at for one in at_once
            )

    @invariant()
    def what_is_shared_is_shown(self) -> None:
        """Where the page is shared and nothing is asked, the banner says so."""
        view = self.bench.banner
        active = [one for one, answered in self.model.answers.items() if answered.active]
        if active and not (view and view.state == "invited"):
            assert view
            assert view.state == "active", (view.state, view.dialog_id, active)
            assert view.dialog_id in active

    @invariant()
    def what_is_said_is_livepersons_word(self) -> None:
        """The mode that a page is told of is what LivePerson asks for, or shares by."""
        view = self.bench.state.invitation
        if view and view.state in ("offered", "active"):
            assert view.mode == self.model.said[view.dialog_id].told_mode

    @invariant()
    def a_question_keeps_its_language(self) -> None:
        """It is asked in the language that was set when it came, from its first to its last."""
        view = self.bench.banner
        if view:
            assert view.locale == self.model.answers[view.dialog_id].language

    @invariant()
    def livepersons_own_window_asks_for_itself(self) -> None:
        """What the window holds is not asked about here, but for a press that is under way."""
        asked = self.asked
        if asked and self.model.said[asked].conversation in self.tag.conversations:
            assert self.is_deciding(asked)

    @invariant()
    def what_was_closed_stays_closed(self) -> None:
        """What the visitor has closed does not come back to tell of an end."""
        view = self.bench.banner
        if view and view.state in ENDS:
            assert not self.model.answers[view.dialog_id].dismissed

    @invariant()
    def what_is_over_is_not_shown_as_shared(self) -> None:
        """What LivePerson has said to be over, or holds no more, is not shown as going on."""
        view = self.bench.banner
        if view and view.state == "active":
            assert self.model.said[view.dialog_id].told != CLOSED

    @invariant()
    def live_invitations_are_not_missed(self) -> None:
        """With a tag that is ready and a free slot, everything that stands was offered."""
        if not (self.tag.can_publish and self.tag.ssid):
            return
        recent = [one for one in self.model.offer_times if one > self.bench.now - 60 + ROOM]
        for one, said in self.model.said.items():
            if not self.conversations[said.conversation]:
                continue  # it was over by then, whether that was told or only to be concluded
            waited = self.bench.now - said.seen_at
            if (
                self.model.might_stand(one, self.bench.now)
                and len(recent) < 3
                and waited < 30 - ROOM
            ):
                assert self.model.answers[one].offers, one

    @invariant()
    def at_most_three_prompts_a_minute(self) -> None:
        """However many invitations come."""
        for first, fourth in zip(self.model.offer_times, self.model.offer_times[3:], strict=False):
            assert fourth - first >= 60 - ROOM

    @invariant()
    def one_consent_a_decision(self) -> None:
        """Each dialog has at most one record, and an answer has the one that says so."""
        for answered in self.model.answers.values():
            assert len(answered.consents) <= 1
            for outcome in answered.published:
                assert answered.consents == [outcome]

    @invariant()
    def the_alarm_is_in_the_future(self) -> None:
        """Nothing that is due is left undone, and a page that is there is never left alone."""
        deadline = self.bench.engine.deadline
        assert deadline is None or deadline > self.bench.now
        assert deadline is not None or self.rests
