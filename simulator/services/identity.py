"""LivePerson's identity provider (IDP): the flows that end in a token for messaging.

Its errors carry an `internalErrorCode`. Where the documents do not say which
one a cause has, the nearest by name is taken, and the fault `identity-refused`
gives any other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from simulator.body import BadBodyError, read_json
from simulator.faults.standing import Faults
from simulator.services import tokens
from simulator.services.connectors import ANONYMOUS_CONNECTOR, BRAND_CONNECTOR
from simulator.services.outage import account_of
from simulator.state.world import World
from simulator.switches import IDENTITY_ERRORS

Body = dict[str, Any]


class Refused(Exception):  # noqa: N818 - named for what it is
    """The request is refused with an `internalErrorCode`."""

    def __init__(self, code: int) -> None:
        super().__init__(IDENTITY_ERRORS[code])
        self.code = code


class IdentityProvider:
    """The handlers; nothing is kept between requests but the keys."""

    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults

    async def sign_up(self, request: web.Request) -> web.Response:
        """Answer `POST /api/account/{account}/signup`: the flow of demos."""
        return await self._answer(request, self._sign_up)

    async def authorize(self, request: web.Request) -> web.Response:
        """Answer `POST /api/account/{account}/anonymous/authorize`.

        An empty body makes a new visitor; `{"id_token": …}` refreshes the
        external token of one, lapsed or not, within the refresh window.
        """
        return await self._answer(request, self._authorize)

    async def authenticate_by_connector(self, request: web.Request) -> web.Response:
        """Answer `POST /api/account/{account}/app/{connector}/authenticate?v=3.0`."""

        def answer(account: str, body: Body) -> Body:
            if request.query.get("v") != "3.0":
                raise Refused(9012)
            return self._exchange(account, request.match_info["connector"], body)

        return await self._answer(request, answer)

    async def authenticate(self, request: web.Request) -> web.Response:
        """Answer `POST /api/account/{account}/authenticate`, the brand's flow of version 1."""
        return await self._answer(
            request, lambda account, body: {"jwt": self._of_brand(account, body, "authCode")}
        )

    async def _answer(
        self, request: web.Request, answer: Callable[[str, Body], Body]
    ) -> web.Response:
        account = await account_of(request, self._world, self._faults, "identity")
        try:
            return web.json_response(answer(account, await _object(request)))
        except Refused as refused:
            answered = {"internalErrorCode": refused.code, "message": str(refused)}
            status = self._world.switches.identity_error_status
            return web.json_response(answered, status=status)

    def _sign_up(self, account: str, _body: Body) -> Body:
        life = self._life(tokens.SIGNUP_LIFE_SECONDS)
        return {"jwt": tokens.issue(account, life_seconds=life, now=self._now())}

    def _authorize(self, account: str, body: Body) -> Body:
        before = self._external(account, body) if body else None
        window = self._world.switches.refresh_window / 1000
        if before and before["auth_time"] + window < self._now():
            raise Refused(2001)
        life = self._world.switches.external_life / 1000
        return {"token": tokens.issue_external(account, life, self._now(), before)}

    def _exchange(self, account: str, connector: str, body: Body) -> Body:
        if connector == BRAND_CONNECTOR:
            return {"token": self._of_brand(account, body, "id_token")}
        if connector != ANONYMOUS_CONNECTOR:
            raise Refused(1024)
        claims = self._external(account, body)
        if claims["exp"] <= self._now():
            raise Refused(1012)
        life = self._life(tokens.INTERNAL_LIFE_SECONDS)
        token = tokens.issue(account, claims["sub"], life_seconds=life, now=self._now())
        return {"token": token}

    def _external(self, account: str, body: Body) -> Body:
        try:
            claims = tokens.read(_text(body, "id_token"), "external")
        except tokens.Unreadable:
            raise Refused(9008) from None
        except tokens.Forged:
            raise Refused(2002) from None
        if claims["aud"] != f"acc:{account}":
            raise Refused(2004)
        return claims

    def _of_brand(self, account: str, body: Body, name: str) -> str:
        try:
            claims = tokens.read(_text(body, name), "brand")
        except (tokens.Unreadable, tokens.Forged):
            raise Refused(9007) from None
        if claims["aud"] != f"acc:{account}":
            raise Refused(2004)
        if claims["exp"] <= self._now():
            raise Refused(1012)
        life = self._life(tokens.INTERNAL_LIFE_SECONDS)
        return tokens.issue_for_brand(account, claims, life, self._now())

    def _life(self, usual_seconds: float) -> float:
        return self._world.switches.token_life / 1000 or usual_seconds

    def _now(self) -> float:
        return self._world.now_ms() / 1000


async def _object(request: web.Request) -> Body:
    try:
        value = await read_json(request, empty={})
    except BadBodyError:
        raise Refused(9012) from None
    if not isinstance(value, dict):
        raise Refused(9012)
    return value


def _text(body: Body, name: str) -> str:
    text = body.get(name)
    if not isinstance(text, str) or not text:
        raise Refused(9012)
    return text
