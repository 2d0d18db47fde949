"""A visit that stops, is started again, goes on to another page, or whose clock is set."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from app.core.page.effects import Remember
from app.core.page.events import (
    Started,
    Woken,
)
from tests.unit.machines.model import INVITED, ROOM
from tests.unit.machines.visits import Visits
from tools.driven import CSDS, Bench

# So long has LivePerson to say that what a leap of the clock has put in doubt stands.
DOUBT_SECONDS = 10.0


class Restarting(Visits):
    """One visit over several pages and starts, with a clock that somebody sets.

    `owed` is what the visit keeps from page to page of answers that no tag has heard.
    """

    owed = ""

    @precondition(lambda self: self.live and not self.outbox)
    @rule(language=st.sampled_from(["de", "fr"]), gap=st.sampled_from([0.3, 40.0]))
    def be_refused_and_start_anew(self, language: str, gap: float) -> None:
        """LivePerson takes the token no more; the page starts again, in another language."""
        self.bench.refused()
        assert self.bench.connection == "stopped"
        self.drop()
        self.take()
        self.sleep(gap)
        slips = {"invited.haeding": "May we?"}
        self.bench.start(locale=language, texts=slips)
        assert "invited.haeding" in self.bench.details("error")[-1]["words"]
        self.model.language = language
        self.connect()

    @precondition(lambda self: self.live and not self.outbox)
    @rule(ready=st.booleans())
    def follow_a_link(self, *, ready: bool) -> None:
        """The visitor goes on to another page, once this one has done what it was told."""
        for one in self.bench.all(Remember):
            if one.what == "owed":
                self.owed = str(one.value or "")
        accepts = self.bench.details("failed")
        self.model.turn_page({one["dialogId"] for one in accepts if not self.is_no(one)})
        self.bench, self.taken, self.outbox = Bench(self.bench.now + 1), 0, []
        # What was told before comes on no other page's socket.
        self.history.clear()
        self.watching, self.observed = False, None
        self.bench.feed(
            Started(
                configured=CSDS,
                page_url="https://x/",
                languages=("en-GB",),
                ssid="S1",
                svid="V1",
                decisions=dict(self.model.profile),  # type: ignore[arg-type]
                owed=self.owed,
            )
        )
        self.tag_changes(can_publish=ready, ids=ready)
        self.connect()

    def is_no(self, failed: dict[str, str]) -> bool:
        """Whether what failed was a No, which no visitor is told of, and which is owed still."""
        answered = self.model.answers[failed["dialogId"]]
        return answered.decided == "declined" or answered.published["declined"] > 0

    @precondition(lambda self: self.live and not self.outbox)
    @rule(seconds=st.sampled_from([50.0, 105.0, 3600.0]))
    def the_clock_is_set_forward(self, seconds: float) -> None:
        """Somebody sets the device's clock, which LivePerson's and the agent's do not follow."""
        before = self.bench.now
        self.bench.now += seconds
        self.server -= seconds
        self.agent -= seconds
        for one, said in self.model.said.items():
            if self.model.stands(one, before) and said.deadline < self.bench.now + DOUBT_SECONDS:
                said.doubted = True
                said.deadline = self.bench.now + DOUBT_SECONDS
        self.bench.feed(Woken())
        self.connect()

    @precondition(lambda self: self.live and not self.outbox)
    @rule()
    def be_asked_when_the_clock_is_set(self) -> None:
        """There is most of a question's life left in truth, and none of it by the clock."""
        self.ask()
        if self.asked:
            self.sleep(2)
            self.the_clock_is_set_forward(seconds=105.0)
            self.sleep(15)

    @precondition(lambda self: self.live and not self.outbox)
    @rule(outcome=st.sampled_from(["accept", "decline"]), heard=st.booleans())
    def answer_and_follow_a_link(self, outcome: str, *, heard: bool) -> None:
        """The visitor answers and goes on at once, whether the tag has heard it or not."""
        self.ask()
        while self.outbox:
            self.answer_as_page(heard=True)
        self.sleep(1)
        if not self.asked:
            return
        self.press_as(outcome, "nothing")
        while self.outbox:
            self.answer_as_page(heard=heard)
        self.follow_a_link(ready=True)

    @invariant()
    def what_is_owed_is_handed_over(self) -> None:
        """An answer that no tag has heard is given by the visit's next page, unasked."""
        recent = [one for one in self.model.offer_times if one > self.bench.now - 60 + ROOM]
        if not (self.tag.can_publish and self.tag.ssid) or len(recent) >= 3:
            return
        for one, said in self.model.said.items():
            owed = self.model.answers[one].owed
            waited = self.bench.now - said.seen_at
            stands = said.told == INVITED and self.bench.now < said.deadline - ROOM
            stands &= not said.given_way
            if owed and stands and waited < 30 - ROOM and self.conversations[said.conversation]:
                assert self.model.answers[one].published[owed], one
