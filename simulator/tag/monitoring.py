"""What LivePerson's monitoring knows of visitors: the page that each is on.

The tag tells it. Which visit is a conversation's is certain where it was asked
for with a SharkContext, or once CoBrowse was offered: both name the visitor.
Before that it is the only one in the same browser.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from aiohttp import web

from simulator.body import read_json
from simulator.messaging.connections import Sessions
from simulator.state.conversation import Conversation

MOST_VISITS = 1_000
LONGEST_TEXT = 2_000


@dataclass(frozen=True)
class Visit:
    """One visitor, by the monitoring's id, on their latest page."""

    visitor_id: str
    url: str
    title: str
    user_agent: str


class Client(NamedTuple):
    """What a consumer's latest connection told of their browser."""

    properties: dict[str, Any]
    languages: str
    user_agent: str


NOBODY = Client({}, "", "")


class Visits:
    """The latest visits; `changed` is called after each change."""

    def __init__(self, sessions: Sessions, changed: Callable[[], None]) -> None:
        self._sessions = sessions
        self._changed = changed
        self._visits: dict[str, Visit] = {}
        # The visitors' ids by browser.
        self._by_browser: dict[str, set[str]] = {}
        self._clients: dict[str, Client] = {}

    async def hear(self, request: web.Request) -> web.Response:
        """Answer `POST /monitoring/{account}`: a page tells that a visitor is on it."""
        told = await read_json(request)
        if not isinstance(told, dict):
            raise web.HTTPBadRequest
        visitor_id, url, title = (
            str(told.get(name, ""))[:LONGEST_TEXT] for name in ("svid", "url", "title")
        )
        user_agent = request.headers.get("User-Agent", "")
        self._forget(visitor_id)
        self._visits[visitor_id] = Visit(visitor_id, url, title, user_agent)
        self._by_browser.setdefault(user_agent, set()).add(visitor_id)
        if len(self._visits) > MOST_VISITS:
            self._forget(next(iter(self._visits)))
        self._changed()
        return web.json_response({})

    def describe(self, conversation: Conversation) -> dict[str, Any]:
        """Return what is known of a conversation's visitor: page, client, languages."""
        consumer_id = conversation.consumer_id
        session = next(iter(self._sessions.of(conversation)), None)
        if session:
            client = Client(session.client, session.languages, session.user_agent)
            self._clients[consumer_id] = client
            if len(self._clients) > MOST_VISITS:
                del self._clients[next(iter(self._clients))]
        client = self._clients.get(consumer_id, NOBODY)
        visit = self._visits.get(conversation.visitor_id or "")
        if visit is None:
            same = self._by_browser.get(client.user_agent, ())
            visit = self._visits[next(iter(same))] if len(same) == 1 else None
        return {
            "connected": session is not None,
            "client": client.properties,
            "languages": client.languages,
            "page": {"url": visit.url, "title": visit.title} if visit else None,
        }

    def forget_all(self) -> None:
        """Forget every visit."""
        self._visits.clear()
        self._by_browser.clear()
        self._clients.clear()

    def _forget(self, visitor_id: str) -> None:
        visit = self._visits.pop(visitor_id, None)
        if visit:
            same = self._by_browser[visit.user_agent]
            same.discard(visitor_id)
            if not same:
                del self._by_browser[visit.user_agent]
