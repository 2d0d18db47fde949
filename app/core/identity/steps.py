"""How a flow asks for what it needs, without doing it.

A flow is a generator: it yields what is to be done, is sent the event that
answers it, and returns what was found. It raises `Refused` where trying again
cannot help and `Unavailable` where it can.
"""

from __future__ import annotations

from collections.abc import Generator
from http import HTTPStatus
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from app.core.errors import Unavailable
from app.core.page.effects import AskToken, Request
from app.core.page.events import HttpAnswered, HttpFailed, TokenSupplied
from app.core.readings import readings

Step = Request | AskToken
Answer = HttpAnswered | HttpFailed | TokenSupplied
T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)
Steps = Generator[Step, Answer, T]


def is_definite(status: int) -> bool:
    """Whether an HTTP status is a no that trying again cannot change."""
    passing = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
    client_error = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    return client_error and status not in passing


def ask(request: Request, code: str, service: str) -> Steps[HttpAnswered]:
    """Make a request of LivePerson's `service`, whatever it answers; `code` is the error's."""
    answer = yield request
    if isinstance(answer, HttpAnswered):
        return answer
    raise Unavailable(code, f"LivePerson's {service} did not answer.")


def read(answer: HttpAnswered, model: type[M], code: str, service: str) -> M:
    """Return what `service` has answered; raises `Unavailable` where that is nothing to go by."""
    busy = answer.status == HTTPStatus.TOO_MANY_REQUESTS
    body = next(readings(answer.body)) if answer.status == HTTPStatus.OK else ""
    try:
        return model.model_validate_json(body)
    except ValidationError:
        how = "is busy (429)" if busy else f"answered {answer.status} with nothing readable"
        raise Unavailable(code, f"LivePerson's {service} {how}.", busy=busy) from None
