"""One page's visit as a machine of rules, each step of which is held against the model."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app.core.page.effects import Decide
from app.core.page.events import (
    CameBack,
    DecidedElsewhere,
    HttpAnswered,
    HttpFailed,
    SocketClosed,
    TagObserved,
    WentAway,
)
from tests.unit.machines.laws import Laws
from tests.unit.machines.model import (
    ACCEPTED,
    CLOSED,
    INVITED,
    Said,
)
from tests.unit.machines.page import MOST_DIALOGS, REFUSALS


class Visits(Laws):
    """One page's visit, with a hostile network, a busy agent and a second tab."""

    # --- the connection -------------------------------------------------------

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

    @precondition(lambda self: self.live and self.history)
    @rule(back=st.integers(0, 5))
    def deliver(self, back: int) -> None:
        """A notification arrives: the latest, or an older one late or again."""
        self.deliver_one(-1 - back % len(self.history))

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

    @precondition(lambda self: self.outbox)
    @rule(heard=st.booleans())
    def page_answers(self, heard: bool) -> None:  # noqa: FBT001
        """The page has done what it was told."""
        self.answer_as_page(heard=heard)

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
    def be_invited_beside_another_tab(self) -> None:
        """Another tab shares, and an agent invites; the session ends while nobody is connected."""
        self.ask()
        shared = self.asked
        if shared and len(self.model.said) < MOST_DIALOGS:
            conversation = self.model.said[shared].conversation
            self.another_tab_answers(pick=sorted(self.model.said).index(shared), outcome="accepted")
            self.becomes(shared, ACCEPTED)
            self.deliver_one(-1)
            self.invite(conversation=conversation, life=120.0, at_once=True)
            self.lose_the_socket(1006)
            self.model.said[shared].forgotten = True
            self.change(conversation)
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
