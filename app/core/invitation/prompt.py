"""How one invitation is put to the visitor, from its arrival until nothing is left to say.

A `Prompt` offers to the tag, takes the visitor's answer, publishes it, and
keeps every time limit that belongs to one invitation. It is driven by
`Invitations` and knows no other prompt.
"""

from __future__ import annotations

from dataclasses import replace

from app.core.invitation import press, record
from app.core.invitation.answering import Answering
from app.core.invitation.invitation import EARLY_SECONDS, Invitation, is_wider
from app.core.invitation.nickname import shown_name
from app.core.invitation.owed import Answer
from app.core.invitation.publication import REPEAT_AFTER_SECONDS, Publications
from app.core.invitation.table import ENDS, TABLE, TIMERS, State, Step, Timer
from app.core.invitation.utterance import Consequence, Utterance
from app.core.invitation.words import Words
from app.core.liveperson.tag import ANSWERS, OFFERED
from app.core.page.effects import Decide, EventName, Mode, Note, Report
from app.core.page.events import Decided, Outcome, Pressed, Published, TagObserved

# Who has ended a session, by LivePerson's notification key.
ENDED_BY = {"ended": None, "ended_by_agent": "agent", "ended_by_consumer": "visitor"}
NO_TAG_SECONDS = 30.0
IDS_SECONDS = 3.0
ANSWER_SECONDS = 20.0
# A connection that is new is listened to for so long at least.
HEARING_SECONDS = 5.0
# How long a press may take to become an answer before other work goes on.
DECIDE_SECONDS = 5.0
# An Accept that nobody has heard so long after the invitation's end is none any more.
LATEST_SECONDS = DECIDE_SECONDS + sum(REPEAT_AFTER_SECONDS)
DECLINED_SECONDS = 4.0
FOLD_SECONDS = 6.0
SPOKEN_SECONDS = (60, 30, 20)
# Later than this the time that is left is another.
SPEAK_WITHIN_SECONDS = 5.0
# So long has LivePerson, after a leap of time, to say that the invitation stands all the same.
DOUBT_SECONDS = 10.0
LONGEST_VERSION = 64


class Prompt:
    """One invitation's conduct; methods return the effects that follow.

    `by_page` says that the page draws its own question, in words of its own; `publications`
    knows what this page's tag was offered already; `given` is the answer that an earlier page
    of the visit still owes.
    """

    def __init__(
        self,
        invitation: Invitation,
        now: float,
        *,
        texts: Words,
        by_page: bool = False,
        publications: Publications,
        given: Answer | None = None,
    ) -> None:
        self.invitation = invitation
        # By which name the agent is shown, empty for none; and the one that is known by now.
        self.agent_name = self._agent_name = ""
        self._named = False
        self.state = State.INVITED
        self.reason = ""
        # Why a person's last press did not count, empty where it did.
        self.refused = ""
        self.dismissed = False
        self.folded = False
        self.offered_at: float | None = None
        self.active_at: float | None = None
        self._publications = publications
        self._ids_from: float | None = None
        # When the question became another one than was offered.
        self._put_at = 0.0
        # Its own, from its first word to its last.
        self.texts = texts
        self._by_page = by_page
        self._answering = Answering(given)
        self._retried = False
        # How long LivePerson's confirmation is still waited for, while it could be heard.
        self._left = ANSWER_SECONDS
        # Whether that has lasted so long that nobody knows what became of the Accept.
        self.unknown = False
        # Whether an Accept that nobody has heard is published again once LivePerson is heard.
        self._held_back = False
        # Whether a newer invitation asks in its place.
        self._replaced = False
        # Whether LivePerson may confirm it yet, though it was taken for over.
        self._may_begin = False
        self._timers: dict[Timer, float] = {Timer.NO_TAG: now + NO_TAG_SECONDS}
        self._plan(now)

    def _plan(self, now: float) -> None:
        """Set what depends on the deadline."""
        self._timers[Timer.EXPIRE] = self.invitation.deadline
        self._plan_to_speak(now)

    def _plan_to_speak(self, now: float) -> None:
        times = [self.invitation.deadline - seconds for seconds in SPOKEN_SECONDS]
        following = [at for at in times if at > now]
        if following:
            self._timers[Timer.SPEAK] = following[0]

    @property
    def deadline(self) -> float | None:
        """When `wake` is next due, in device time."""
        return min(self._timers.values(), default=None)

    def introduce(self, nickname: str | None) -> None:
        """Name who asks, by what LivePerson says the agent is called.

        A name that comes after the question was put changes nothing of what was asked: it
        is used from the next state on, where there was none.
        """
        if self.agent_name and self.state is not State.INVITED:
            return
        self._agent_name = shown_name(nickname)
        if self.state is State.INVITED:
            self.agent_name = self._agent_name

    @property
    def wants_tag(self) -> bool:
        """Whether it still waits for LivePerson's tag to offer."""
        return self.state is State.INVITED

    @property
    def open(self) -> bool:
        """Whether it is still to be offered, or stands."""
        return self.wants_tag or self.stands

    @property
    def stands(self) -> bool:
        """Whether it waits for the visitor's answer."""
        return self.state is State.OFFERED

    @property
    def deciding(self) -> bool:
        """Whether the profile's decision was asked for and is not there yet."""
        return Timer.DECIDE in self._timers

    @property
    def shown(self) -> bool:
        """Whether the banner has something to say about it."""
        quiet = self.dismissed or self.state in (State.INVITED, State.ELSEWHERE)
        return not quiet and self.offered_at is not None

    @property
    def over(self) -> bool:
        """Whether nothing is left to show, to wait for or to be told."""
        open_ended = (State.INVITED, State.ACCEPTED, State.ACTIVE)
        waits = self.state in open_ended or self._timers or self._publications.awaited
        waits = waits or self._may_begin
        return not (self.shown or waits)

    @property
    def can_try_again(self) -> bool:
        """Whether a failed Accept may be published once more."""
        accepted = self.state is State.FAILED and self._answering.answered == "accepted"
        stands = Timer.EXPIRE in self._timers
        return accepted and stands and not self._retried and not self._asks_for_more

    @property
    def can_close(self) -> bool:
        """Whether it may be put out of sight: not while it asks, or is about to begin."""
        begins = self.state is State.ACCEPTED and Timer.ANSWER in self._timers
        return not (self.stands or begins)

    @property
    def taken(self) -> bool:
        """Whether the visitor's Yes is on its way, or the page is shared."""
        return self.state in (State.ACCEPTED, State.ACTIVE)

    @property
    def starts(self) -> bool:
        """Whether the visitor's Yes is on its way, and LivePerson has not confirmed it."""
        return self.state is State.ACCEPTED

    @property
    def owed(self) -> Answer | None:
        """The answer that was given, and that LivePerson's tag has not heard yet."""
        if self.wants_tag:
            return self._answering.given
        outcome = self._answering.asked if self.stands else None
        if self.state in (State.ACCEPTED, State.DECLINED):
            outcome = self._answering.answered
        if outcome is None or self._replaced or self._publications.is_heard(ANSWERS[outcome]):
            return None
        return self._answering.owed(outcome)

    # --- the tag --------------------------------------------------------------

    def tag_seen(self, tag: TagObserved) -> None:
        """Stop waiting for the tag once it can publish."""
        if tag.can_publish:
            self._timers.pop(Timer.NO_TAG, None)

    def offer(self, tag: TagObserved, payload: dict[str, str], now: float) -> list[Consequence]:
        """Offer once the tag can publish and its ids are known, or were waited for."""
        if self.state is not State.INVITED or not tag.can_publish:
            return []
        if not (tag.ssid and tag.svid):
            if self._ids_from is None:
                self._ids_from = now
                self._timers[Timer.IDS] = now + IDS_SECONDS
            if now < self._ids_from + IDS_SECONDS:
                return []
        given = self._answering.given
        if self._asks_for_more:
            return self._settle(Step.GO_ELSEWHERE, now)
        if now >= self.invitation.deadline and not (given and given.outcome == "declined"):
            return self._settle(Step.EXPIRE, now)
        self.offered_at = now
        self._named = bool(self.agent_name)
        self._move(Step.OFFER)
        offered = self._publications.offer(payload)
        effects: list[Consequence] = [offered] if offered else []
        if (heard := self._publications.untold()) is not None:
            effects.append(self._report("offered", heard=heard))
        return [*effects, *self._answer(given.outcome, now)] if given else effects

    def published(self, event: Published, now: float) -> list[Consequence]:
        """Report the publication, and repeat it where nobody listened."""
        effects: list[Consequence] = []
        self._publications.published(event)
        public = self._publications.report(event.name)
        if public:
            effects.append(self._report(public, heard=event.heard))
        current = self._current_publication()
        if event.heard or event.name != current or self._replaced:
            return effects
        after = self._publications.repeat_after(event.name)
        if after is not None:
            self._timers[Timer.REPEAT] = now + after
        elif self.state is State.ACCEPTED:
            effects += self._fail("unheard")
        elif self.state is State.DECLINED:
            effects.append(self._report("failed", reason="unheard"))
        return effects

    # --- the visitor ----------------------------------------------------------

    def pressed(self, event: Pressed, now: float) -> list[Consequence]:
        """Take a press; Accept counts only as a person's deliberate act."""
        accepts = event.action in ("accept", "again")
        if accepts and self.state is State.OFFERED and now >= self.invitation.deadline:
            # A machine that slept, or a busy worker: its time is over all the same.
            return self._refuse("stale" if event.trusted else "untrusted")
        self.refused = "" if event.trusted else self.refused
        match event.action:
            case "accept" | "again":
                return self._accept(event, now)
            case "decline" if self.state is State.OFFERED and self._answering.asked != "declined":
                why = press.why_no_decline(event)
                return self._refuse(why) if why else self._ask("declined", now, event.text_version)
            case _ if not event.trusted:
                return []
            case "hide":
                self.folded = True
            case "close" | "ask" if self.can_close:
                self._dismiss()
        return []

    def _accept(self, event: Pressed, now: float) -> list[Consequence]:
        again = event.action == "again"
        if self._answering.asked is not None and not again:
            return []
        if not (self.can_try_again if again else self.state is State.OFFERED):
            return [self._report("refused", why="stale")]
        why = press.why_no_accept(event, now - self._put_at)
        return self._refuse(why) if why else self._ask("accepted", now, event.text_version)

    def _refuse(self, why: str) -> list[Consequence]:
        """Tell of a press that does not count: a person's to the visitor as well."""
        refused = self._report("refused", why=why)
        if why == "untrusted":
            return [refused]
        self.refused = why
        return [refused, Utterance(f"refused.{why}")]

    def _ask(self, outcome: Outcome, now: float, words: str = "") -> list[Consequence]:
        """Take the profile's decision: another tab may have been first."""
        self._answering.press(outcome, self.invitation.mode, words)
        if self.stands:
            self._answering.untold = self._recorded(outcome, now)
        self._timers[Timer.DECIDE] = now + DECIDE_SECONDS
        return [Decide(self.invitation.dialog_id, outcome)]

    def decided(self, event: Decided, now: float) -> list[Consequence]:
        """Publish the answer, unless another tab gave one or LivePerson was faster.

        An Accept that was slept over is none any more, and one of a
        question that has come to ask for more meanwhile is none to that.
        """
        again = self.state is State.FAILED
        answering = self._answering
        if not answering.was_pressed(event.outcome) or (again and answering.asked is None):
            return []
        if not event.won and not again:
            return self._settle(Step.GO_ELSEWHERE, now)
        outcome = answering.decide(event.outcome)
        late = now >= self.invitation.deadline + DECIDE_SECONDS
        if outcome == "accepted" and late and not again:
            return self._settle(Step.EXPIRE, now)
        if outcome == "accepted" and self._asks_for_more:
            return self._settle(Step.GO_ELSEWHERE, now)
        answer = self._answer(outcome, now)
        if again or not answer:
            return answer
        answering.untold = None
        return [*answer, self._consent(outcome, now)]

    def _answer(self, outcome: Outcome, now: float) -> list[Consequence]:
        """Publish an answer, where one is still to be given."""
        again = self.state is State.FAILED
        if not self._move(Step.ACCEPT if outcome == "accepted" else Step.DECLINE):
            return []
        self._answering.answer(outcome)
        if outcome == "accepted":
            self._retried = again
            self._left = ANSWER_SECONDS
            self._timers[Timer.ANSWER] = now + self._left
        else:
            self._timers[Timer.DISMISS] = now + DECLINED_SECONDS
        name = ANSWERS[outcome]
        self._publications.begin_anew(name)
        return [self._publications.publish(name)]

    def go_elsewhere(self, now: float) -> list[Consequence]:
        """Leave it to the tab that answered, or the window that asks, where this one has not."""
        mine = self._answering.has_begun
        return [] if mine else self._settle(Step.GO_ELSEWHERE, now)

    def give_way(self, now: float) -> list[Consequence]:
        """End, without a word to the visitor: a newer invitation asks the same.

        What was answered before is told to the tag no more: it would be taken for an answer to
        the newer one.
        """
        self._replaced = True
        self._timers.pop(Timer.REPEAT, None)
        if not (self.open or self.can_try_again):
            return []
        effects = self.conclude(now)
        self._dismiss()
        return effects

    def conclude(self, now: float) -> list[Consequence]:
        """End without LivePerson's word; if that comes all the same, it is believed."""
        self._may_begin = self._answering.answered == "accepted"
        return self._settle(Step.CANCEL_BY_LIVEPERSON, now)

    # --- LivePerson -----------------------------------------------------------

    def disconnected(self, now: float) -> None:
        """Wait for no confirmation that could not be heard."""
        until = self._timers.pop(Timer.ANSWER, None)
        if until is not None:
            self._left = max(until - now, HEARING_SECONDS)
            self._timers[Timer.UNKNOWN] = now + ANSWER_SECONDS
        self._hold_back()

    def connected(self, now: float) -> None:
        """Go on to wait for the confirmation; what is shared is said again."""
        if self.state is State.ACCEPTED and Timer.ANSWER not in self._timers:
            self._timers[Timer.ANSWER] = now + self._left
        self._timers.pop(Timer.UNKNOWN, None)
        self.unknown = False
        if self.taken and self.dismissed:
            # The visitor has closed that it may have ended. It has not.
            self.dismissed = False
            self.folded = True

    def doubt(self, now: float) -> None:
        """Believe the deadline no more: the machine slept, or its clock was set."""
        if self.stands and self.invitation.deadline < now + DOUBT_SECONDS:
            self._timers.pop(Timer.EXPIRE, None)
            self._timers[Timer.DOUBT] = now + DOUBT_SECONDS
        if Timer.ANSWER in self._timers:
            self._timers[Timer.ANSWER] = now + ANSWER_SECONDS
        self._hold_back()

    def _hold_back(self) -> None:
        """Publish a Yes again only once LivePerson says that the invitation stands."""
        if self.state is State.ACCEPTED and self._timers.pop(Timer.REPEAT, None) is not None:
            self._held_back = True

    def still_stands(self, now: float) -> bool:
        """Go on where a Yes was held back; return whether it was."""
        if not (self._held_back and self.state is State.ACCEPTED):
            return False
        self._held_back = False
        self._timers[Timer.REPEAT] = now
        return True

    def confirmed(self, deadline: float, now: float) -> None:
        """Go on where its end was doubted and LivePerson says that it stands until `deadline`."""
        if Timer.DOUBT in self._timers and deadline > now:
            del self._timers[Timer.DOUBT]
            self.invitation = replace(self.invitation, deadline=deadline)
            self._plan(now)

    def asks_for(self, mode: Mode, now: float) -> bool:
        """Believe LivePerson's latest mode; return whether it is another.

        A question that asks for more than before is put anew: a press that was meant for the
        other one does not count. What was pressed already stays as it was.
        """
        was = self.invitation.mode
        if mode == was or (self.stands and self.deciding):
            return False
        self.invitation = replace(self.invitation, mode=mode)
        if self.stands and is_wider(mode, was):
            self._put_at = now
        return True

    def told(
        self, session_state: str, notification_key: str | None, now: float
    ) -> list[Consequence]:
        """Believe LivePerson's word on the dialog: ACCEPTED or CLOSED."""
        self._may_begin = False
        if session_state == "ACCEPTED":
            if self._answering.answered != "accepted":
                return self._settle(Step.GO_ELSEWHERE, now)
            return [*self._prove_heard(), *self._settle(Step.ACCEPT_BY_LIVEPERSON, now)]
        mine = self._answering.answered == "accepted"
        match notification_key:
            case "declined" if self._answering.answered is None:
                return self._settle(Step.GO_ELSEWHERE, now)
            case "not_joined" if mine and self.state is not State.ACTIVE:
                self._timers.pop(Timer.EXPIRE, None)
                return self._fail("not-joined")
            case "cancel_invitation":
                return self._settle(Step.CANCEL_BY_LIVEPERSON, now)
            case "timeout":
                return self._settle(Step.EXPIRE_BY_LIVEPERSON, now)
            case str() as key if key in ENDED_BY and mine:
                return self._settle(Step.END_BY_LIVEPERSON, now, by=ENDED_BY[key])
        # Where LivePerson does not say, its time tells.
        early = now < self.invitation.deadline - EARLY_SECONDS
        return self._settle(Step.CANCEL_BY_LIVEPERSON if early else Step.EXPIRE_BY_LIVEPERSON, now)

    def _prove_heard(self) -> list[Consequence]:
        """Report the Accept where LivePerson's word on it overtook the page's."""
        public = self._publications.report(ANSWERS["accepted"])
        return [self._report(public, heard=True)] if public else []

    # --- time -----------------------------------------------------------------

    def wake(self, now: float) -> list[Consequence]:
        """Do everything that is due."""
        effects: list[Consequence] = []
        due = sorted((at, timer) for timer, at in self._timers.items() if at <= now)
        for _, timer in due:
            if self._timers.pop(timer, None) is not None:
                effects += self._due(timer, now)
        return effects

    def _due(self, timer: Timer, now: float) -> list[Consequence]:
        match timer:
            case Timer.DECIDE:
                # It may still come; until it does, the visitor may press again.
                self._answering.asked = None
            case Timer.EXPIRE | Timer.DOUBT if self.deciding:
                # It was pressed in time.
                self._timers[timer] = self._timers[Timer.DECIDE]
            case Timer.EXPIRE | Timer.DOUBT:
                return self._settle(Step.EXPIRE, now)
            case Timer.NO_TAG:
                return self._fail("no-tag")
            case Timer.ANSWER:
                return self._fail("no-answer")
            case Timer.REPEAT:
                current = self._current_publication()
                latest = self.invitation.deadline + LATEST_SECONDS
                too_late = self.state is State.ACCEPTED and now >= latest
                return [self._publications.publish(current)] if current and not too_late else []
            case Timer.UNKNOWN:
                self.unknown = True
            case Timer.DISMISS:
                self._dismiss()
            case Timer.FOLD:
                self.folded = True
            case Timer.SPEAK:
                self._plan_to_speak(now)
                return self._speak(now)
        return []

    def _speak(self, now: float) -> list[Consequence]:
        """Say how much time is left, unless it is another by now."""
        left = {self.invitation.deadline - seconds: seconds for seconds in SPOKEN_SECONDS}
        at = max(at for at in left if at <= now)
        fresh = now - at < SPEAK_WITHIN_SECONDS
        return [Utterance("left", left[at])] if fresh and self.stands else []

    # --- helpers --------------------------------------------------------------

    @property
    def _asks_for_more(self) -> bool:
        """Whether more is asked for by now than the visitor has said Yes to, if they have."""
        return self._answering.is_for_less_than(self.invitation.mode)

    def _move(self, step: Step) -> bool:
        after = TABLE[self.state].get(step)
        if after is None:
            return False
        self.state = after
        self._timers = {one: at for one, at in self._timers.items() if one in TIMERS[after]}
        self.refused = ""
        self.folded = self.unknown = False
        self.agent_name = self._agent_name
        # What the visitor has closed comes back only where there is something else than its end.
        self.dismissed &= after in ENDS
        return True

    def _settle(self, step: Step, now: float, by: str | None = None) -> list[Consequence]:
        """Take a step that the visitor did not, and say what became of the invitation.

        `by` is who has ended it, where that is known: the agent or the visitor.
        """
        before = self.state
        if not self._move(step):
            return [Note(f"{step} changes nothing in state {before}")]
        self.active_at = now if self.state is State.ACTIVE else None
        if self.active_at:
            self._timers[Timer.FOLD] = now + FOLD_SECONDS
        ended: dict[str, str | None] = {"by": by} if self.state is State.ENDED else {}
        effects: list[Consequence] = [self._report(self.state.value, **ended)]
        if (
            self.state in (State.EXPIRED, State.CANCELLED)
            and not self._answering.answered
            and self.offered_at
        ):
            effects.append(self._consent(self.state.value, now))
        return effects

    def _fail(self, reason: str) -> list[Consequence]:
        self._move(Step.FAIL)
        self.reason = reason
        return [self._report("failed", reason=reason)]

    def make_way(self) -> None:
        """Let a newer question come: what tells of an end alone is not told again after it."""
        tells = self.state in ENDS or (self.state is State.FAILED and not self.can_try_again)
        if tells:
            self._dismiss()

    def _dismiss(self) -> None:
        self.dismissed = True
        self._timers.pop(Timer.FOLD, None)

    def _current_publication(self) -> str | None:
        return {
            State.OFFERED: OFFERED,
            State.ACCEPTED: ANSWERS["accepted"],
            State.DECLINED: ANSWERS["declined"],
        }.get(self.state)

    def _report(self, name: EventName, **detail: str | bool | None) -> Report:
        return Report(name, {"dialogId": self.invitation.dialog_id, **detail})

    def _consent(self, outcome: str, now: float) -> Report:
        return self._report("consent", **self._recorded(outcome, now))

    def _recorded(self, outcome: str, now: float) -> dict[str, str]:
        mode = self.invitation.mode
        words = record.question(mode, self.texts, named=self._named)
        own = record.text_version(words)
        version = self._answering.page_words[:LONGEST_VERSION] if self._by_page else own
        return record.decision(mode, outcome, version, self.texts.locale, now)
