"""The requests that await LivePerson's answer, each by its id and what it was for."""

from __future__ import annotations

from app.core.liveperson.frames import Response


class Requests:
    """A connection's requests; no id is used twice."""

    def __init__(self) -> None:
        self._last_id = 0
        self._awaited: dict[str, str] = {}

    def next_id(self) -> str:
        """Return an id that was not used, for a request that is not waited for here."""
        self._last_id += 1
        return str(self._last_id)

    def await_answer(self, purpose: str) -> str:
        """Return the id for a request of which the answer is taken by its purpose."""
        request_id = self.next_id()
        self._awaited[request_id] = purpose
        return request_id

    def awaits(self, purpose: str) -> bool:
        """Whether such a request is without an answer."""
        return purpose in self._awaited.values()

    def take(self, response: Response) -> str | None:
        """Return what a response answers, None where it is another's; each is taken once."""
        return self._awaited.pop(response.request_id or "", None)

    def forget(self) -> None:
        """Wait for no answer any more: the socket is gone."""
        self._awaited.clear()
