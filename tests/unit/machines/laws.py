"""What holds of a visit after each step, whatever has happened: the rules, by the model."""

from __future__ import annotations

from hypothesis.stateful import invariant

from tests.unit.machines.model import (
    CLOSED,
    ROOM,
)
from tests.unit.machines.page import ENDS, Page


class Laws(Page):
    """What no order of events may break."""

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
    def what_was_let_be_is_asked_once_nothing_is_shared(self) -> None:
        """An invitation that came while its conversation was shared waits no longer than that."""
        for one, said in self.model.said.items():
            waits = said.aside and self.bench.now < said.deadline - ROOM
            answered = one in self.model.profile
            assert answered or not waits or self.model.is_shared(one)

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
