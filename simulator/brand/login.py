"""The agents' login (`agentVep`): who an agent's program is, and the token that says so."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from simulator.body import read_json
from simulator.faults.standing import Faults
from simulator.services.outage import account_of
from simulator.state.conversation import AGENTS, Agent
from simulator.state.world import World

# As LivePerson's answer says; each refresh begins it anew.
SESSION_SECONDS = 3600
# Beyond it the oldest are forgotten.
MOST_LOGINS = 1_000
# Refused wherever it stands for a secret, so that a failing login can be tried.
WRONG = "wrong"
WAYS = (
    ("username", "password"),
    ("assertion",),
    ("username", "appKey", "secret", "accessToken", "accessTokenSecret"),
)


@dataclass
class Login:
    """One login of an agent; `expires` is by the machine's monotonic clock."""

    account: str
    agent: Agent
    bearer: str
    csrf: str
    expires: float


class Logins:
    """The handlers, and who holds which token."""

    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults
        self._by_bearer: dict[str, Login] = {}

    def agent_of(self, account: str, bearer: str) -> Agent | None:
        """Return whose token `bearer` is, None where it is nobody's any more."""
        login = self._by_bearer.get(bearer)
        good = login and login.account == account and login.expires > time.monotonic()
        return login.agent if login and good else None

    def forget_all(self) -> None:
        """Forget every login: its bearer is nobody's then."""
        self._by_bearer.clear()

    async def log_in(self, request: web.Request) -> web.Response:
        """Answer `POST /api/account/{account}/login?v=1.3`.

        By user name and password, by a SAML assertion (always the first
        agent's), or by OAuth 1. The stand-in's users are its agents by their
        names in small letters; every secret opens but `wrong`.
        """
        account = await account_of(request, self._world, self._faults, "login")
        if request.query.get("v") != "1.3":
            return _refusal(400, "the login's version is v=1.3")
        given = await _object(request)
        way = next((one for one in WAYS if all(_given(given, name) for name in one)), None)
        if way is None:
            return _refusal(400, "a login needs username and password, assertion, or OAuth 1")
        name = str(given.get("username", AGENTS[0].name)) if "username" in way else AGENTS[0].name
        agent = next((one for one in AGENTS if one.name.lower() == name.lower()), None)
        if agent is None or any(given[field] == WRONG for field in way):
            return _refusal(401, "no such user, or a wrong secret")
        return self._welcome(account, agent)

    async def refresh(self, request: web.Request) -> web.Response:
        """Answer `POST /api/account/{account}/refresh?v=1.3`: prolong a login by its `csrf`."""
        account = await account_of(request, self._world, self._faults, "login")
        csrf = (await _object(request)).get("csrf")
        for login in self._by_bearer.values():
            if login.csrf == csrf and self.agent_of(account, login.bearer):
                login.expires = time.monotonic() + SESSION_SECONDS
                return web.json_response({"csrf": login.csrf, "sessionTTl": str(SESSION_SECONDS)})
        return _refusal(401, "the session is over")

    def _welcome(self, account: str, agent: Agent) -> web.Response:
        if len(self._by_bearer) >= MOST_LOGINS:
            del self._by_bearer[next(iter(self._by_bearer))]
        bearer, csrf = secrets.token_hex(32), secrets.token_hex(32)
        expires = time.monotonic() + SESSION_SECONDS
        self._by_bearer[bearer] = Login(account, agent, bearer, csrf, expires)
        answer = {
            "csrf": csrf,
            "config": {
                "loginName": agent.name.lower(),
                "userId": agent.number,
                "userPid": agent.pid,
                "serverCurrentTime": self._world.now_ms(),
            },
            "sessionTTl": str(SESSION_SECONDS),
            "bearer": bearer,
        }
        return web.json_response(answer)


async def _object(request: web.Request) -> dict[str, Any]:
    value = await read_json(request, empty={})
    return value if isinstance(value, dict) else {}


def _given(fields: dict[str, Any], name: str) -> bool:
    return isinstance(fields.get(name), str) and bool(fields[name])


def _refusal(status: int, words: str) -> web.Response:
    # LivePerson's own numbers under `internalCode` are unknown.
    answer = {"error": {"message": words}, "internalCode": status}
    return web.json_response(answer, status=status)
