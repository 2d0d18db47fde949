"""Answers that were decided, and that LivePerson's tag has not heard yet.

They are kept for the visit: a visitor who follows a link at once has answered all the same,
and is not asked again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from pydantic import TypeAdapter, ValidationError

from app.core.bounded import keep_latest
from app.core.page.effects import Mode, Remember, Report
from app.core.page.events import Outcome

MOST_OWED = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, and to a question about which mode.

    `first` is what the profile remembers: a No after a Yes is the answer, and not remembered.
    `untold` is the consent's record, where no page was told of it yet.
    """

    outcome: Outcome
    mode: Mode
    first: Outcome | None = None
    untold: dict[str, str] | None = None

    def is_decided(self, decided: Outcome | None) -> bool:
        """Whether what the profile has decided is this answer."""
        return decided is not None and decided in (self.outcome, self.first)


class Owed:
    """The visit's owed answers, by dialog; `kept` is the text that an earlier page has kept."""

    def __init__(self, kept: str) -> None:
        self._answers: dict[str, Answer] = {}
        if kept:
            try:
                self._answers = TypeAdapter(dict[str, Answer]).validate_json(kept)
            except ValidationError:
                self._answers = {}

    def get(self, dialog_id: str) -> Answer | None:
        """Return the answer that is owed on a dialog."""
        return self._answers.get(dialog_id)

    def tell(self, decisions: Mapping[str, Outcome]) -> list[Report | Remember]:
        """Tell of the consents that no page was told of, where the profile has decided so."""
        told: list[Report | Remember] = []
        for dialog_id, answer in self._answers.items():
            if answer.untold and answer.is_decided(decisions.get(dialog_id)):
                told.append(Report("consent", {"dialogId": dialog_id, **answer.untold}))
                self._answers[dialog_id] = replace(answer, untold=None)
        return [*told, Remember("owed", self._text())] if told else []

    def note(self, dialog_id: str, answer: Answer | None) -> list[Remember]:
        """Have an answer owed, or none; return what follows where that is new."""
        if answer == self._answers.get(dialog_id):
            return []
        if answer:
            self._answers[dialog_id] = answer
            keep_latest(self._answers, MOST_OWED)
        else:
            del self._answers[dialog_id]
        return [Remember("owed", self._text())]

    def _text(self) -> str | None:
        plain = {dialog_id: asdict(answer) for dialog_id, answer in self._answers.items()}
        return json.dumps(plain) if plain else None
