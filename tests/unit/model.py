"""A simpler model of the rules: what was delivered, pressed and published, and what follows.

It knows nothing of how the engine works, and the engine's tests in
`test_state_machine` ask it what may and what must be.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from app.core.page.effects import Publish

INVITED, ACCEPTED, CLOSED = range(3)
# A publication, and three repetitions of it where nobody listened.
MOST_TRIES = 4
# Times are compared with this much room.
ROOM = 0.01


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
    unheard: Counter[str] = field(default_factory=Counter)
    # Whether the visitor's Yes is on its way, or the page is shared.
    taken: bool = False
    # Whether LivePerson has confirmed that the page is shared.
    active: bool = False


class Model:
    """Everything that is known of one page; times are device time, in seconds.

    `dated` says whether LivePerson's notifications carry their times.
    """

    def __init__(self) -> None:
        self.dated = True
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

    def told(
        self,
        conversation: str,
        ranks: dict[str, int],
        updated: float | None,
        now: float,
        server_now: float | None = None,
    ) -> None:
        """Believe a state that was delivered, the way the rules have it.

        `server_now` is LivePerson's time where the state may be older than its arrival.
        """
        if conversation in self.ended:
            return
        seen = self.seen.get(conversation)
        late = server_now is None and None not in (seen, updated) and updated < seen  # type: ignore[operator]
        if updated is not None and not late:
            self.seen[conversation] = updated
        for one, rank in ranks.items():
            said = self.said[one]
            if late and rank == INVITED:
                continue  # a newer state did not hold it any more, or as another
            if said.told is None and rank == INVITED:
                said.seen_at = now
                life = min(max(said.life, 5.0), 300.0) if self.dated else 120.0
                age = 0.0
                if server_now is not None and updated is not None:
                    age = max(0.0, server_now - updated)
                said.deadline = now + life - age
                self._arrived(one, now)
            before = -1 if said.told is None else said.told
            said.told = max(rank, before)
            if before < ACCEPTED == said.told and self.answers[one].decided == "accepted":
                self.answers[one].taken = True  # confirmed, though it was not waited for any more
            # What ends in a state makes way for what comes after it in the same one.
            self.answers[one].taken &= said.told != CLOSED
        if server_now is not None and ranks:
            self._unlisted(conversation, ranks)

    def _unlisted(self, conversation: str, ranks: dict[str, int]) -> None:
        """Believe that what was accepted is over where the whole list holds it no more."""
        for one, said in self.said.items():
            if said.conversation == conversation and one not in ranks and said.told == ACCEPTED:
                said.told = CLOSED

    def _arrived(self, dialog_id: str, now: float) -> None:
        """Have a newer invitation take an older one's place, unless the page is shared by that."""
        said = self.said[dialog_id]
        if said.deadline <= now or dialog_id in self.profile:
            return
        same = [
            one
            for one, other in self.said.items()
            if one != dialog_id and other.conversation == said.conversation
        ]
        if any(self.answers[one].taken for one in same):
            said.told = CLOSED
            return
        for one in same:
            if self.said[one].told == INVITED and self.answers[one].decided is None:
                self.said[one].told = CLOSED

    def end(self, conversation: str) -> None:
        """Believe that a conversation is over; none is ever opened again."""
        self.ended.add(conversation)
        for said in self.said.values():
            if said.conversation == conversation and said.told is not None:
                said.told = CLOSED

    def pressed(self, dialog_id: str, action: str, *, person: bool, deliberate: bool) -> None:
        """Know of a press, and whether it counts: as a person's, and as a deliberate one."""
        answered = self.answers[dialog_id]
        if action == "decline" and person:
            answered.meant.add("declined")
        if action == "accept" and deliberate:
            answered.meant.add("accepted")
        if action == "again" and deliberate:
            answered.again += 1

    def published(self, effect: Publish, now: float, *, can_publish: bool) -> None:
        """Check one publication against all that is known."""
        answered, said = self.answers[effect.dialog_id], self.said[effect.dialog_id]
        assert all(isinstance(one, str) and one for one in effect.data.values())
        if effect.name == "cobrowseOffered":
            answered.offers += 1
            if answered.offers == 1:
                assert can_publish
                assert said.told == INVITED
                answered.data, answered.offered_at = effect.data, now
                self.offer_times.append(now)
            tries = answered.unheard["cobrowseOffered"]
            assert answered.offers <= min(tries + 1, MOST_TRIES)
            return
        for one, other in self.said.items():
            if other.conversation == said.conversation and one != effect.dialog_id:
                assert not self.answers[one].taken, "an answer about what is shared already"
        outcome = {"cobrowseAccepted": "accepted", "cobrowseDeclined": "declined"}[effect.name]
        assert outcome in answered.meant, "an answer that nobody gave"
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
            and answered.decided is None
            and not answered.elsewhere
            and now < said.deadline - ROOM
        )

    def stands(self, dialog_id: str, now: float) -> bool:
        """Whether the visitor is to be asked about it now."""
        return self.might_stand(dialog_id, now) and self.answers[dialog_id].offers > 0
