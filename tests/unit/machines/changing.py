"""A visit in which what is asked for changes, other windows ask too, and presses go astray."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app.core.page.effects import Decide
from tests.unit.machines.model import CLOSED, DECIDE_SECONDS, INVITED
from tests.unit.machines.visits import Visits

MODES = st.sampled_from(["follow", "view", "shared"])


class Changing(Visits):
    """One page's visit, with an agent who thinks again and a window of LivePerson's own."""

    @rule(pick=st.integers(0, 99), mode=MODES)
    def ask_for_another_mode(self, pick: int, mode: str) -> None:
        """An agent asks for more, or less, which is told now or later."""
        asking = [one for one, said in self.model.said.items() if said.rank == INVITED]
        if asking:
            dialog_id = asking[pick % len(asking)]
            self.model.said[dialog_id].mode = mode
            self.change(self.model.said[dialog_id].conversation, dialog_id)

    @rule(window=st.sampled_from([(), ("c1",), ("c1", "c2")]))
    def the_window_takes_up(self, window: tuple[str, ...]) -> None:
        """LivePerson's own window holds other conversations than before."""
        self.window = window
        self.tag_changes(can_publish=self.tag.can_publish, ids=bool(self.tag.ssid))

    @rule(pick=st.integers(0, 99), action=st.sampled_from(["accept", "decline", "again", "close"]))
    def press_what_is_not_shown(self, pick: int, action: Any) -> None:
        """A press comes for a dialog that the banner is not about, or not any more."""
        shown = self.bench.banner.dialog_id if self.bench.banner else None
        # What is shared has no button that closes it.
        closes = action == "close"
        others = [
            one for one in self.model.said if one != shown and not (closes and self.is_active(one))
        ]
        if others:
            self.press_on(others[pick % len(others)], action, "cover")

    # --- what is seldom come upon by chance -------------------------------------

    @precondition(lambda self: self.live and not self.outbox)
    @rule(mode=MODES)
    def be_asked_for_more(self, mode: str) -> None:
        """The visitor is being asked when the agent asks for something else, and presses on."""
        self.ask()
        if self.asked:
            self.change_what_is_asked(mode)
            if self.asked:
                self.press_as("accept", "nothing")

    def change_what_is_asked(self, mode: str) -> None:
        """Have LivePerson tell at once of another mode for what is asked."""
        dialog_id = str(self.asked)
        said = self.model.said[dialog_id]
        if said.rank == INVITED:
            said.mode = mode
            self.change(said.conversation, dialog_id)
            self.deliver_one(-1)

    @precondition(lambda self: self.live and not self.outbox)
    @rule()
    def be_asked_for_more_while_the_page_is_slow(self) -> None:
        """The page decides on a press after the agent has asked for more than was pressed."""
        self.ask()
        if not self.asked:
            return
        self.change_what_is_asked("follow")
        self.sleep(1)
        if self.asked:
            self.press_as("accept", "nothing")
            self.sleep(DECIDE_SECONDS + 1)
        if self.asked and any(isinstance(one, Decide) for one in self.outbox):
            self.change_what_is_asked("shared")
            while self.outbox:
                self.answer_as_page(heard=True)

    @precondition(lambda self: self.live and not self.outbox)
    @rule()
    def fail_and_close(self) -> None:
        """LivePerson does not confirm, the visitor closes what says so, and then it is over."""
        dialog_id = self.accept()
        if dialog_id:
            self.sleep(21)
            view = self.bench.banner
            if view and (view.dialog_id, view.state) == (dialog_id, "failed"):
                self.press_as("close", "nothing")
                if self.live and self.model.said[dialog_id].rank != CLOSED:
                    self.becomes(dialog_id, CLOSED)
                    self.deliver_one(-1)

    @precondition(lambda self: self.live and not self.outbox)
    @rule()
    def be_asked_without_a_tag(self) -> None:
        """No tag comes for what is asked, and a press comes all the same."""
        self.tag_changes(can_publish=False, ids=False)
        before = set(self.model.said)
        self.invite_in_each(0)
        self.sleep(31)
        for dialog_id in set(self.model.said) - before:
            self.press_on(dialog_id, "again", "nothing")
            while self.outbox:
                self.answer_as_page(heard=True)
