"""The visitor's answer to one question: what was pressed, what was decided, what of it is owed."""

from __future__ import annotations

from app.core.invitation.invitation import is_wider
from app.core.invitation.owed import Answer
from app.core.page.effects import Mode
from app.core.page.events import Outcome


class Answering:
    """From the first press until the answer is given.

    `given` is the answer that an earlier page of the visit still owes.
    """

    def __init__(self, given: Answer | None) -> None:
        self.given = given
        # What the profile is asked to decide on, and what it was decided that the answer is.
        self.asked: Outcome | None = None
        self.answered: Outcome | None = None
        # What the page calls the words that it has shown, where they are its own.
        self.page_words = ""
        # The consent's record, until a page is told of it.
        self.untold: dict[str, str] | None = None
        # All that was pressed, for a decision may come when it is not waited for any more; and
        # what the question asked for then.
        self._pressed: dict[Outcome, Mode] = {given.outcome: given.mode} if given else {}
        self._first = given.first if given else None

    @property
    def has_begun(self) -> bool:
        """Whether the visitor has answered, on this page or on an earlier one of the visit."""
        return bool(self.asked or self.answered or self.given)

    def was_pressed(self, outcome: Outcome) -> bool:
        """Whether the visitor has pressed this."""
        return outcome in self._pressed

    def press(self, outcome: Outcome, mode: Mode, page_words: str) -> None:
        """Have the profile decide on a press; the question asks for `mode`."""
        self.asked = outcome
        self.page_words = page_words
        self._pressed[outcome] = mode

    def decide(self, outcome: Outcome) -> Outcome:
        """Take the profile's decision and return the answer.

        Where the visitor has pressed both before the first was decided on, No is what was meant.
        """
        self._first = self._first or outcome
        return "declined" if "declined" in self._pressed else outcome

    def answer(self, outcome: Outcome) -> None:
        """Take note of the answer that is given."""
        self.asked, self.answered = None, outcome

    def is_for_less_than(self, mode: Mode) -> bool:
        """Whether the visitor has said Yes, and to less than `mode`."""
        yes = self._pressed.get("accepted")
        return yes is not None and is_wider(mode, yes)

    def owed(self, outcome: Outcome) -> Answer:
        """Return an answer that was pressed as the visit's next page may have to give it."""
        return Answer(outcome, self._pressed[outcome], self._first, self.untold)
