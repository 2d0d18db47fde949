"""One run of `identity.identify`, a step at a time, with the time that each may take.

A request keeps the worker from answering anybody while it lasts. Each is
therefore made in a turn of its own, when `wake` is due: what the page has said
in the meantime is heard first.
"""

from __future__ import annotations

from app.core.errors import TagalongError
from app.core.identity.identity import Identity
from app.core.identity.steps import Answer, Steps
from app.core.page.effects import AskToken, Effect, Request
from app.core.page.events import TokenSupplied

# How long the page may take for its token: it may have to ask its own server.
TOKEN_SECONDS = 30.0


class Identification:
    """The run; `outcome` is None until it is over.

    `request_due` and `token_due` are when `wake` is due, in device time: for the
    next request, and for giving up on the page's token.
    """

    def __init__(self, steps: Steps[Identity]) -> None:
        self.outcome: Identity | TagalongError | None = None
        self.request_due: float | None = None
        self.token_due: float | None = None
        self._steps = steps
        self._request: Request | None = None
        self._awaits_answer = False

    def begin(self, now: float) -> list[Effect]:
        """Take the first step."""
        return self._advance(None, now)

    def answer(self, event: Answer, now: float) -> list[Effect]:
        """Go on with what the last step was answered; an answer to an older one is none."""
        asked_page = self.token_due is not None
        awaited = asked_page if isinstance(event, TokenSupplied) else self._awaits_answer
        return self._advance(event, now) if awaited else []

    def wake(self, now: float) -> list[Effect]:
        """Make the request that is due, or stop waiting for the page."""
        if self.request_due is not None and now >= self.request_due and self._request:
            request, self._request, self.request_due = self._request, None, None
            self._awaits_answer = True
            return [request]
        if self.token_due is not None and now >= self.token_due:
            return self._advance(TokenSupplied(failed=True), now)
        return []

    def _advance(self, answer: Answer | None, now: float) -> list[Effect]:
        self._awaits_answer = False
        self.request_due = self.token_due = None
        try:
            step = next(self._steps) if answer is None else self._steps.send(answer)
        except StopIteration as done:
            self.outcome = done.value
            return []
        except TagalongError as error:
            self.outcome = error
            return []
        if isinstance(step, AskToken):
            self.token_due = now + TOKEN_SECONDS
            return [step]
        self._request, self.request_due = step, now
        return []
