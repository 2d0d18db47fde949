"""A simpler model of the rules: what was delivered, pressed and published, and what follows.

It knows nothing of how the engine works, and the engine's tests in
`test_state_machine` ask it what may and what must be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.page.effects import Publish

AGENT = "7"
ANSWERS = {"cobrowseAccepted": "accepted", "cobrowseDeclined": "declined"}
# From what shows least to what allows most.
WIDTH = {"follow": 0, "view": 1, "shared": 2}

INVITED, ACCEPTED, CLOSED = range(3)
# A publication, and three repetitions of it where nobody listened.
MOST_TRIES = 4
# Times are compared with this much room.
ROOM = 0.01
# So long the engine waits for a decision, and makes no request meanwhile.
DECIDE_SECONDS = 5.0


@dataclass
class Said:
    """What LivePerson holds of a dialog, and what of it was delivered."""

    conversation: str
    life: float
    created: float
    rank: int = INVITED
    told: int | None = None
    deadline: float = 0.0
    seen_at: float = 0.0
    # Whether LivePerson lists it no more, though its conversation is open.
    forgotten: bool = False
    # What LivePerson asks for, and what of it was delivered.
    mode: str = "view"
    told_mode: str = "view"
    # LivePerson's time of the dialog's last change.
    updated: float = 0.0
    # Whether a newer one of its conversation has taken its place.
    given_way: bool = False
    # Whether it waits until nothing is shared in its conversation.
    aside: bool = False
    # What LivePerson says is shared beside it, by whichever page.
    beside: tuple[str, ...] = ()
    # Whether the clock has leapt, so that only LivePerson knows whether its time is over.
    doubted: bool = False


@dataclass(frozen=True)
class State:
    """One conversation as LivePerson told it once: the frame's change, and what it says.

    `modes` has None where a dialog's metadata was replaced; `updated` and `dated` are
    LivePerson's times of the conversation and of its dialogs, None where it gives none.
    """

    conversation: str
    change: dict[str, Any]
    ranks: Mapping[str, int]
    modes: Mapping[str, str | None]
    updated: float | None
    dated: Mapping[str, float]

    @property
    def shared(self) -> tuple[str, ...]:
        """The dialogs that it says are shared."""
        return tuple(
            one
            for one, rank in self.ranks.items()
            if rank == ACCEPTED and self.modes[one] is not None
        )

    @property
    def closed(self) -> bool:
        """Whether the conversation is over in it."""
        return bool(self.change["result"]["conversationDetails"]["stage"] == "CLOSE")

    def age(self, dialog_id: str, server_now: float) -> float:
        """Return how many seconds ago a dialog was changed: the later of its dates counts."""
        dates = [one for one in (self.updated, self.dated.get(dialog_id)) if one is not None]
        return max(0.0, server_now - max(dates)) if dates else 0.0


@dataclass
class Answered:
    """What the page and its tag saw of a dialog."""

    offers: int = 0
    offered_at: float | None = None
    data: dict[str, str] = field(default_factory=dict)
    published: Counter[str] = field(default_factory=Counter)
    consents: list[str] = field(default_factory=list)
    decided: str | None = None
    asked_at: float | None = None
    elsewhere: bool = False
    # Presses that a person made and that count: of Accept or Decline, and of Try again.
    meant: set[str] = field(default_factory=set)
    again: int = 0
    # What the page was told to decide on.
    asked: set[str] = field(default_factory=set)
    unheard: Counter[str] = field(default_factory=Counter)
    # Whether the visitor's Yes is on its way, or the page is shared.
    taken: bool = False
    # Whether LivePerson has confirmed that the page is shared.
    active: bool = False
    # When the question became one that asks for more.
    put_at: float = 0.0
    # What the question asked for when Accept was pressed.
    pressed_mode: str = "view"
    # Whether what tells of its end was closed by a person.
    dismissed: bool = False
    # The language in which it is to be asked.
    language: str = "en"
    # Publications that the tag has heard, on whatever page of the visit.
    heard: set[str] = field(default_factory=set)
    # What was decided on an earlier page, and is still to be handed over.
    owed: str | None = None


class Model:
    """Everything that is known of one page; times are device time, in seconds.

    `dated` says whether LivePerson's notifications carry their times.
    """

    def __init__(self) -> None:
        self.dated = True
        self.language = "en"
        self.said: dict[str, Said] = {}
        self.answers: dict[str, Answered] = {}
        self.profile: dict[str, str] = {}
        self.ended: set[str] = set()
        self.seen: dict[str, float] = {}
        self.offer_times: list[float] = []

    def invited(self, dialog_id: str, said: Said) -> None:
        """Know of an invitation that was sent."""
        self.said[dialog_id] = said
        self.answers[dialog_id] = Answered()

    def told(self, state: State, now: float, server_now: float | None = None) -> None:
        """Believe a state that was delivered, the way the rules have it.

        `server_now` is LivePerson's time where the state may be older than its arrival.
        """
        if state.conversation in self.ended:
            return
        seen, updated = self.seen.get(state.conversation), state.updated
        late = server_now is None and None not in (seen, updated) and updated < seen  # type: ignore[operator]
        if updated is not None and not late:
            self.seen[state.conversation] = updated
        if server_now is not None:
            self._replaced(state.conversation, state.ranks)
        # What is over makes room for what begins.
        for one, rank in state.ranks.items():
            if rank != INVITED:
                self._dialog(one, rank, state, now, server_now)
        if server_now is not None and state.ranks:
            self._unlisted(state.conversation, state.ranks)
        for one, rank in state.ranks.items():
            # A newer state did not hold what is late any more, or as another.
            if rank == INVITED and not late:
                self._dialog(one, rank, state, now, server_now)

    def _dialog(
        self, one: str, rank: int, state: State, now: float, server_now: float | None
    ) -> None:
        said, mode = self.said[one], state.modes[one]
        age = 0.0 if server_now is None else state.age(one, server_now)
        if said.told is None and rank == INVITED:
            said.seen_at = now
            said.deadline = now + self._life(said) - age
            said.told_mode = mode or said.told_mode
            self.answers[one].language = self.language
            said.beside = state.shared
            self._arrived(one, now)
        elif said.told == INVITED == rank:
            said.beside = state.shared
            self._asks_for(one, mode, now)
            if said.doubted and server_now is not None:
                said.doubted = False
                said.deadline = max(said.deadline, now + self._life(said) - age)
        before = -1 if said.told is None else said.told
        said.told = max(rank, before)
        answered = self.answers[one]
        if before < ACCEPTED == said.told:
            said.told_mode = mode or said.told_mode
            if answered.published["accepted"]:
                # Confirmed, though it may not have been waited for any more.
                answered.taken = answered.active = True
                self._withdraw(one, now)
        said.aside &= said.told == INVITED
        if said.told == CLOSED:
            answered.taken = answered.active = False

    def _life(self, said: Said) -> float:
        return min(max(said.life, 5.0), 300.0) if self.dated else 120.0

    def _asks_for(self, one: str, mode: str | None, now: float) -> None:
        """Believe what is asked for, unless the visitor's press is just being made an answer."""
        said, answered = self.said[one], self.answers[one]
        if mode is None or (answered.decided is None and self.is_deciding(one, now)):
            return
        if self.stands(one, now) and WIDTH[mode] > WIDTH[said.told_mode]:
            answered.put_at = now
        said.told_mode = mode

    def is_deciding(self, dialog_id: str, now: float) -> bool:
        """Whether the profile was asked for a decision, and may yet give it in time."""
        asked_at = self.answers[dialog_id].asked_at
        return asked_at is not None and now < asked_at + DECIDE_SECONDS - ROOM

    def turn_page(self, failed: set[str]) -> None:
        """Know that the visit goes on to another page, which knows what the profile has decided.

        It owes what was decided and not heard, but for what has `failed` before the visitor's
        eyes. A No after a Yes is what was decided, though the profile has heard of the Yes.
        """
        self.ended.clear()
        self.seen.clear()
        self.offer_times.clear()
        self.language = "en"
        for one, answered in self.answers.items():
            said = self.said[one]
            decided = self.profile.get(one)
            ours = answered.decided is not None and not answered.elsewhere
            waits = ours and said.told == INVITED and not said.given_way and one not in failed
            outcome = "declined" if answered.published["declined"] else decided
            name = next((name for name, answer in ANSWERS.items() if answer == outcome), "")
            owes = answered.decided == decided and waits and name not in answered.heard
            self.answers[one] = Answered(
                consents=answered.consents if decided else [],
                decided=decided,
                elsewhere=decided is not None and not owes,
                meant=answered.meant,
                pressed_mode=answered.pressed_mode,
                heard=answered.heard,
                owed=outcome if owes else None,
            )
            said.told = None
            said.doubted = said.given_way = said.aside = False

    def left_to_window(self, conversations: tuple[str, ...], now: float) -> None:
        """Believe that LivePerson's own window asks about what it holds."""
        for one, said in self.said.items():
            waits = said.told == INVITED and self.answers[one].decided is None
            if waits and said.conversation in conversations and not self.is_deciding(one, now):
                self.answers[one].elsewhere = True

    def _unlisted(self, conversation: str, ranks: Mapping[str, int]) -> None:
        """Believe that what was accepted is over where the whole list holds it no more."""
        for one, said in self.said.items():
            if said.conversation == conversation and one not in ranks and said.told == ACCEPTED:
                said.told = CLOSED

    def _replaced(self, conversation: str, ranks: Mapping[str, int]) -> None:
        """Believe that a Yes that was never confirmed is over where the whole list has another.

        What waits for the end of a session is over where that does not hold it.
        """
        for one, said in self.said.items():
            if said.conversation != conversation or one in ranks:
                continue
            starts = self.answers[one].taken and not self.answers[one].active
            if starts and INVITED in ranks.values():
                said.given_way, self.answers[one].taken = True, False
            if said.aside:
                said.given_way, said.aside = True, False

    def _withdraw(self, dialog_id: str, now: float) -> None:
        """Ask no more in the place of what was taken for over, and has begun."""
        for one, said in self.said.items():
            same = one != dialog_id and said.conversation == self.said[dialog_id].conversation
            if same and self.might_stand(one, now) and not self.is_deciding(one, now):
                self.answers[one].elsewhere = True

    def is_shared(self, dialog_id: str) -> bool:
        """Whether what an invitation asks for is shared, or about to be, as far as is known."""
        said = self.said[dialog_id]
        here = any(
            self.answers[one].taken
            for one, other in self.said.items()
            if one != dialog_id and other.conversation == said.conversation
        )
        return here or any(self.said[one].told == ACCEPTED for one in said.beside)

    def asked_at_last(self, dialog_id: str, now: float) -> None:
        """Have what waited for the end of a session be asked about."""
        said = self.said[dialog_id]
        if said.aside:
            assert not self.is_shared(dialog_id), "asked about what is shared already"
            said.aside, said.seen_at = False, now
            self.answers[dialog_id].language = self.language
            self._arrived(dialog_id, now)

    def _arrived(self, dialog_id: str, now: float) -> None:
        """Have a newer invitation take an older one's place, unless the page is shared by that."""
        said = self.said[dialog_id]
        answered_before = dialog_id in self.profile and not self.answers[dialog_id].owed
        if said.deadline <= now or answered_before:
            return
        same = [
            one
            for one, other in self.said.items()
            if one != dialog_id and other.conversation == said.conversation
        ]
        said.aside = self.is_shared(dialog_id)
        for one in same:
            other = self.said[one]
            if other.told == INVITED and (other.aside or not said.aside):
                other.given_way, other.aside = True, False

    def end(self, conversation: str) -> None:
        """Believe that a conversation is over; none is ever opened again."""
        self.ended.add(conversation)
        for said in self.said.values():
            if said.conversation == conversation and said.told is not None:
                said.told, said.aside = CLOSED, False

    def pressed(self, dialog_id: str, action: str, *, person: bool, deliberate: bool) -> None:
        """Know of a press, and whether it counts: as a person's, and as a deliberate one."""
        answered = self.answers[dialog_id]
        if action == "decline" and person:
            answered.meant.add("declined")
        if action == "accept" and deliberate:
            answered.meant.add("accepted")
            answered.pressed_mode = self.said[dialog_id].told_mode
        if action == "again" and deliberate and not self.was_for_less(dialog_id, "accepted"):
            answered.again += 1

    def was_for_less(self, dialog_id: str, outcome: str) -> bool:
        """Whether an answer is a Yes to less than is asked for by now."""
        answered, said = self.answers[dialog_id], self.said[dialog_id]
        says_no = outcome == "declined" or "declined" in answered.asked
        return not says_no and WIDTH[said.told_mode] > WIDTH[answered.pressed_mode]

    def published(self, effect: Publish, now: float, *, can_publish: bool) -> None:
        """Check one publication against all that is known."""
        answered, said = self.answers[effect.dialog_id], self.said[effect.dialog_id]
        assert all(isinstance(one, str) and one for one in effect.data.values())
        if effect.name == "cobrowseOffered":
            answered.offers += 1
            if answered.offers == 1:
                assert can_publish
                assert said.told == INVITED
                assert not said.given_way
                assert not said.aside
                answered.data, answered.offered_at = effect.data, now
                assert effect.data["mode"] == said.told_mode
                assert effect.data["agentId"] == AGENT, "somebody else's id"
                if not answered.owed:
                    self.offer_times.append(now)
            tries = answered.unheard["cobrowseOffered"]
            assert answered.offers <= min(tries + 1, MOST_TRIES)
            return
        for one, other in self.said.items():
            if other.conversation == said.conversation and one != effect.dialog_id:
                assert not self.answers[one].taken, "an answer about what is shared already"
        assert not said.given_way, "an answer to what a newer one has replaced"
        outcome = ANSWERS[effect.name]
        assert outcome in answered.meant, "an answer that nobody gave"
        assert answered.offers, "an answer to what was never offered"
        heard_before = effect.name in answered.heard and not answered.again
        assert not heard_before, "an answer that was heard"
        # Of two presses No counts, whichever of them the profile heard of first.
        both = outcome == "declined" and len(answered.meant) == 2
        assert both or self.profile[effect.dialog_id] == outcome, "another tab's answer is another"
        assert effect.data == answered.data
        answered.published[outcome] += 1
        assert len(answered.published) == 1, "accepted and declined both"
        rounds = 1 + bool(answered.again)
        allowed = answered.unheard[effect.name] + rounds
        assert answered.published[outcome] <= min(allowed, MOST_TRIES * rounds)
        if answered.published[outcome] == 1:
            assert said.told == INVITED, "an answer to what was over"

    def might_stand(self, dialog_id: str, now: float) -> bool:
        """Whether, as far as was delivered, a dialog still waits for an answer."""
        said, answered = self.said[dialog_id], self.answers[dialog_id]
        return (
            said.told == INVITED
            and not (said.given_way or said.aside)
            and answered.decided is None
            and not answered.elsewhere
            and now < said.deadline - ROOM
        )

    def stands(self, dialog_id: str, now: float) -> bool:
        """Whether the visitor is to be asked about it now."""
        return self.might_stand(dialog_id, now) and self.answers[dialog_id].offers > 0
