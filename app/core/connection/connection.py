"""One connection to LivePerson's messaging service, from discovery to live and back again.

    asleep → identifying → opening → initialising → subscribing → live
                 ↑                                                  │
                 └────────────── waiting (back-off) ◀───── drop ────┘

`phase` has the table of what may follow what.

A page that is left is `away`, without a socket, until it comes back and begins
anew; a refusal ends in `stopped`. A token that is about to lapse is renewed
while the connection is live, which then moves to a new socket: LivePerson
documents no way of renewing on an open one.

Each drop starts anew: nothing is resumed, everything is subscribed to again.
A refusal stops; everything else is tried again, a bounded number of times.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pydantic import JsonValue, SecretStr

from app.core.connection.phase import LEADS_TO, ON_SOCKET, NoSuchStepError, Phase
from app.core.connection.renewal import PACE_SECONDS, Renewal
from app.core.connection.requests import Requests
from app.core.connection.retry import COME_BACK_SECONDS, Retry
from app.core.errors import Refused, TagalongError, Unavailable
from app.core.identity.discovery import Hosts
from app.core.identity.identification import Identification
from app.core.identity.identity import (
    KEPT,
    Credentials,
    Identity,
    Interrupted,
    identify,
    kept,
    recalled,
)
from app.core.identity.steps import Answer
from app.core.liveperson import frames, profile, requests
from app.core.liveperson.delivery import Delivery
from app.core.page.effects import (
    AskToken,
    CloseSocket,
    Effect,
    OpenSocket,
    Remember,
    Report,
    SendFrame,
)
from app.core.page.events import TokenSupplied
from app.core.page.settings import Settings
from app.core.soonest import soonest

# LivePerson closes a connection that is silent for 60 s, and recommends 30.
HEARTBEAT_SECONDS = 30.0
# How long the socket, or an answer to a request, may take.
PATIENCE_SECONDS = 10.0
# Later than this a heartbeat is not late but the machine slept, and the socket with it.
ASLEEP_SECONDS = 15.0
# LivePerson's close codes for a token that is missing, expired, or must be extended,
# and a part of the reason that it was seen to give.
TOKEN_CODES = (4401, 4407)
REASON_SEEN = "ntity token is invalid"
UNAUTHORIZED = 401
# What the code of a socket is taken to be that we closed, for want of an answer or to move.
NO_ANSWER = 1006
MOVED = 1000
# Beyond it a clock of LivePerson's is no clock.
FARTHEST_CLOCK_SECONDS = 10 * 366 * 86_400.0
# Only what we really do: more would change what LivePerson sends.
FEATURES = ("CO_BROWSE",)


class Connection:
    """The connection's state; every method returns the effects that follow.

    `client` are the client properties to declare, `random` returns a float in
    [0, 1), `credentials` are those remembered from the visit's page before.
    `clock_offset` is LivePerson's time minus the device's in seconds, None
    until it is known. While `quiet` is set no HTTP request is made: it
    would keep the worker from hearing what comes next.
    """

    sends = True

    def __init__(
        self,
        settings: Settings,
        client: dict[str, JsonValue],
        random: Callable[[], float],
        credentials: Credentials,
    ) -> None:
        self.phase = Phase.ASLEEP
        self._hosts: Hosts | None = None
        self.clock_offset: float | None = None
        self.quiet = False
        self.settings = settings
        # What stopped it, or made it wait, in words; empty where all is well.
        self.trouble = ""
        # Whether that was LivePerson's word about the visitor's token.
        self.token_refused = False
        self._client = client
        self._credentials = credentials
        self._identification: Identification | None = None
        self._retry = Retry(random)
        self._renewal = Renewal()
        self._requests = Requests()
        # Whether the subscription's first notification, which holds everything, is to come.
        self._expects_snapshot = False
        self._due: float | None = None
        self._since = 0.0
        self._heard_at = 0.0
        # Whether the token was still good when the connection went live.
        self._had_time = False
        self._told: set[str] = set()
        # Whether the page was left while it was live.
        self._left_live = False
        # Whether it stopped because LivePerson was out of reach for too long.
        self._gave_up = False
        # Whether LivePerson was reached once: a definite no of its discovery is none for good then.
        self._was_live = False
        # Whether the page was asked for a token and has not answered; and the one that came too
        # late for the identification that asked.
        self._page_owes = False
        self._late: TokenSupplied | None = None

    @property
    def deadline(self) -> float | None:
        """When `wake` is due, in device time."""
        run = self._identification
        if run is None:
            return soonest(self._due, self._renewal.due)
        request_due = None if self.quiet else run.request_due
        return soonest(self._due, self._renewal.due, run.token_due, request_due)

    @property
    def has_token(self) -> bool:
        """Whether a token is held, good or not."""
        return self._credentials.token is not None

    def next_id(self) -> str:
        """Return a request id that this connection has not used."""
        return self._requests.next_id()

    def start(self, now: float) -> list[Effect]:
        """Begin: discover, identify, connect."""
        self._gave_up = False
        self._retry.begin()
        self._enter(Phase.IDENTIFYING, now, None)
        if self._has_lapsed(now):
            self._credentials = self._credentials.without_token()
        return self._identify(self._credentials, now)

    def come_back(self, stored: SecretStr | None, now: float) -> list[Effect]:
        """Connect at once where the page was away, or as soon as another try may follow the last.

        Such a try is not counted, and where one is under way another follows
        soon if it fails. A connection that seems live is asked whether it is.
        `stored` is what the visit keeps by now: another page may have renewed
        it while this one was away, or ended it.
        """
        if self.phase is Phase.AWAY and self.settings.auth in KEPT:
            self._credentials = recalled(self.settings, stored)
        # Told now: a page that is left has no time to hear more than that the socket is closed.
        lost: list[Effect] = [Report("disconnected", {"code": MOVED, "retryInMs": 0})]
        told = lost if self._left_live else []
        self._left_live = False
        return [*told, *self._come_back(now)]

    def _come_back(self, now: float) -> list[Effect]:
        self._retry.offline = False
        if self._gave_up:
            self._retry.begin_anew()
            return self.start(now)
        if self.phase is Phase.LIVE:
            return self._beat(now) if now >= self._heard_at + COME_BACK_SECONDS else []
        if self.phase not in (Phase.AWAY, Phase.WAITING):
            self._retry.hurry()
            return []
        if self._retry.busy and self.phase is Phase.WAITING:
            return []
        self._retry.spare()
        if self._retry.busy:
            # The delay that LivePerson asked for was lost as the page went.
            return self._delay(now)[1]
        again = self._since + COME_BACK_SECONDS
        if self.phase is Phase.WAITING and now < again:
            self._due = min(again, self._due or again)
            return []
        return self.start(now)

    def go_offline(self) -> None:
        """Count no try until the page comes back."""
        self._retry.offline = True

    def profile_url(self, agent_id: str) -> str | None:
        """Return where an agent's profile is; None where that is unknown or untrusted."""
        if self._hosts is None:
            return None
        try:
            path = profile.path(self.settings.account, agent_id)
            return self._hosts.url("acCdnDomain", path)
        except Refused:
            return None

    def go_away(self, now: float) -> list[Effect]:
        """Close the socket of a page that was left: what is frozen could not answer on it."""
        if self.phase in (Phase.ASLEEP, Phase.STOPPED):
            return []
        self._left_live |= self.phase is Phase.LIVE
        self._enter(Phase.AWAY, now, None)
        return [CloseSocket()]

    def answer(self, event: Answer, now: float) -> list[Effect]:
        """Go on with the identity's next step."""
        run = self._identification
        if isinstance(event, TokenSupplied):
            owed, self._page_owes = self._page_owes, False
            if not (run and run.token_due):
                self._late = event if owed and event.token else self._late
                return []
        return self._follow(run.answer(event, now), now) if run else []

    def opened(self, now: float) -> list[Effect]:
        """Introduce ourselves: nothing else may be sent before LivePerson agrees."""
        token = self._credentials.token
        if self.phase is not Phase.OPENING or token is None:
            return []
        self._enter(Phase.INITIALISING, now, PATIENCE_SECONDS)
        request_id = self._requests.await_answer("initialise")
        return [SendFrame(requests.init_connection(request_id, token, self._client, FEATURES))]

    def closed(self, code: int, reason: str, now: float) -> list[Effect]:
        """Renew the token where that was the reason; else wait and come back."""
        if self.phase not in ON_SOCKET:
            return []
        if code in TOKEN_CODES or REASON_SEEN in reason:
            return self._renew(code, now)
        return self._wait(code, now)

    def receive(self, response: frames.Response, now: float) -> list[Effect] | None:
        """Take the answer to a request of the connection's own, None where it is another's."""
        purpose = self._requests.take(response)
        if purpose and response.code == UNAUTHORIZED:
            return [CloseSocket(), *self._renew(TOKEN_CODES[0], now)]
        match purpose:
            case "initialise":
                return self._initialised(response, now)
            case "subscribe":
                return self._subscribed(response, now)
            case "clock":
                return self._read_clock(response, now)
            case "heartbeat":
                return self._read_clock(response, now) + self._prove_stable(now)
            case _:
                return None

    def receive_changes(self, _changed: frames.ConversationsChanged, _now: float) -> Delivery:
        """Return how the notification came: of ours only the first holds what is older."""
        snapshot = self._expects_snapshot
        self._expects_snapshot = False
        ahead = self.clock_offset
        return Delivery(ahead, aged=snapshot and ahead is not None, snapshot=snapshot)

    def wake(self, now: float) -> list[Effect]:
        """Do what is due: a step, a heartbeat, a reconnection, or giving up on an answer."""
        effects: list[Effect] = []
        run = self._identification
        if run and not (self.quiet and run.request_due is not None):
            effects = self._follow(run.wake(now), now)
        if self._renewal.is_due(now):
            effects += self._identify(self._credentials.without_token(), now)
        if self._due is not None and now >= self._due:
            effects += self._overdue(now, now - self._due)
        return effects

    # --- steps ----------------------------------------------------------------

    def _enter(self, phase: Phase, now: float, patience: float | None) -> None:
        """Go on to a phase, which may last for `patience` seconds."""
        if phase not in LEADS_TO[self.phase]:
            raise NoSuchStepError(self.phase, phase)
        self.phase = phase
        self._since = now
        self._due = None if patience is None else now + patience
        self._renewal.due = None
        if phase not in (Phase.INITIALISING, Phase.SUBSCRIBING, Phase.LIVE):
            self._identification = None
            self._requests.forget()

    def _identify(self, held: Credentials, now: float) -> list[Effect]:
        run = Identification(identify(self.settings, held))
        self._identification = run
        return self._follow(run.begin(now), now)

    def _follow(self, effects: list[Effect], now: float) -> list[Effect]:
        """Return `effects` with what follows where the identification has come to its end."""
        run = self._identification
        if run and any(isinstance(one, AskToken) for one in effects):
            if self._late:
                # The page was slow, not silent: it is not asked for what it has given.
                effects, self._late = run.answer(self._late, now), None
            else:
                self._page_owes = True
        outcome = run.outcome if run else None
        if outcome is None:
            return effects
        self._identification = None
        if isinstance(outcome, Interrupted):
            self._credentials = replace(self._credentials, external=outcome.external)
            effects = effects + self._keep()
        if isinstance(outcome, Identity):
            return effects + self._identified(outcome, now)
        if self.phase is Phase.LIVE:
            # Nothing is lost yet: the socket lives until LivePerson closes it.
            if isinstance(outcome, Unavailable):
                self._renewal.try_again(now)
                return effects
            if outcome.code == "token-refused" and self.settings.auth in KEPT:
                effects = [*effects, Remember("token", None)]
            return effects + self._tell_once(outcome)
        for_now = outcome.code == "discovery" and self._was_live
        if isinstance(outcome, Unavailable) or for_now:
            self._retry.busy = isinstance(outcome, Unavailable) and outcome.busy
            return effects + self._tell_once(outcome) + self._delay(now)[1]
        return effects + self._refuse(outcome, now)

    def _identified(self, identity: Identity, now: float) -> list[Effect]:
        live = self.phase is Phase.LIVE
        if live and identity.credentials.token == self._credentials.token:
            return []  # the page gave the same token again: it lapses when it lapses
        self._credentials = identity.credentials
        self._hosts = identity.hosts
        self._enter(Phase.OPENING, now, PATIENCE_SECONDS)
        moved: list[Effect] = [Report("disconnected", {"code": MOVED, "retryInMs": 0})]
        return [*(moved if live else []), *self._keep(), OpenSocket(identity.socket_url)]

    def _initialised(self, response: frames.Response, now: float) -> list[Effect]:
        if not response.ok:
            return self._give_up(now, busy=response.busy)
        self._enter(Phase.SUBSCRIBING, now, PATIENCE_SECONDS)
        self._expects_snapshot = True
        return [
            SendFrame(requests.get_clock(self._requests.await_answer("clock"))),
            SendFrame(requests.subscribe_conversations(self._requests.await_answer("subscribe"))),
        ]

    def _subscribed(self, response: frames.Response, now: float) -> list[Effect]:
        if not response.ok:
            return self._give_up(now, busy=response.busy)
        self._enter(Phase.LIVE, now, HEARTBEAT_SECONDS)
        self._was_live = True
        self._retry.succeed()
        self._heard_at = now
        self._had_time = not self._has_lapsed(now)
        self.trouble = ""
        self._told.clear()
        self._renewal.plan(self._credentials.expires_at, self._server_time(now), now)
        return [Report("connected", {})]

    def _overdue(self, now: float, late: float) -> list[Effect]:
        if self.phase is Phase.WAITING:
            return self.start(now)
        if self.phase is Phase.LIVE and late > ASLEEP_SECONDS:
            lost = Report("disconnected", {"code": NO_ANSWER, "retryInMs": 0})
            self._retry.spare()
            # Or the device's clock was set forward: what it was off by is not known any more.
            self.clock_offset = None
            return [CloseSocket(), lost, *self.start(now)]
        if self.phase is Phase.LIVE and not self._requests.awaits("heartbeat"):
            return self._beat(now)
        return self._give_up(now)

    def _give_up(self, now: float, *, busy: bool = False) -> list[Effect]:
        """Leave a socket without the answer it owes: half-open, or LivePerson is not well."""
        self._retry.busy = busy
        return [CloseSocket(), *self._wait(NO_ANSWER, now)]

    def _beat(self, now: float) -> list[Effect]:
        """Ask for LivePerson's time, to be told that the connection lives."""
        if self._requests.awaits("heartbeat"):
            return []
        self._due = now + PATIENCE_SECONDS
        return [SendFrame(requests.get_clock(self._requests.await_answer("heartbeat")))]

    def _read_clock(self, response: frames.Response, now: float) -> list[Effect]:
        time_ms = response.body.current_time_ms if response.body else None
        if time_ms is not None and abs(time_ms / 1000 - now) < FARTHEST_CLOCK_SECONDS:
            self.clock_offset = time_ms / 1000 - now
        return []

    def _prove_stable(self, now: float) -> list[Effect]:
        """Count a connection that has lasted as stable: delays after a later drop start anew."""
        self._heard_at = now
        self._due = now + HEARTBEAT_SECONDS
        if now >= self._since + HEARTBEAT_SECONDS:
            self._retry.begin_anew()
            self._renewal.forgive()
        return []

    def _server_time(self, now: float) -> float:
        return now + (self.clock_offset or 0.0)

    def _has_lapsed(self, now: float) -> bool:
        expires_at = self._credentials.expires_at
        return expires_at is not None and expires_at <= self._server_time(now)

    def _renew(self, code: int, now: float) -> list[Effect]:
        # A token that has had its time was not refused.
        lapsed = self.phase is Phase.LIVE and self._had_time and self._has_lapsed(now)
        soon = now < self._since + PACE_SECONDS
        self._credentials = self._credentials.without_token()
        if lapsed and soon:
            return [*self._keep(), *self._wait(code, now)]
        if not lapsed and self._renewal.is_refused_again():
            words = f"LivePerson refused the visitor's token ({code}), a fresh one too."
            return self._refuse(Refused("token-refused", words), now)
        lost = Report("disconnected", {"code": code, "retryInMs": 0})
        return [*self._keep(), lost, *self.start(now)]

    def _wait(self, code: int, now: float) -> list[Effect]:
        delay, effects = self._delay(now)
        if delay is None:
            return effects
        self.trouble = f"The socket was lost (code {code})."
        return [Report("disconnected", {"code": code, "retryInMs": round(delay * 1000)}), *effects]

    def _delay(self, now: float) -> tuple[float | None, list[Effect]]:
        """Wait for the next delay; None and what is to be said where there is none left."""
        delay = self._retry.delay()
        if delay is None:
            words = (
                "LivePerson could not be reached for a long time. "
                "It is tried again once the page is online or looked at."
            )
            self._gave_up = True
            return None, self._refuse(Refused("connection", words), now)
        self._enter(Phase.WAITING, now, delay)
        return delay, []

    def _refuse(self, error: TagalongError, now: float) -> list[Effect]:
        self._enter(Phase.STOPPED, now, None)
        self.trouble = error.words
        self.token_refused = error.code == "token-refused"
        effects: list[Effect] = []
        if self.token_refused:
            self._credentials = Credentials()
            effects = self._keep()
        return [*effects, Report("error", {"code": error.code, "words": error.words})]

    def _keep(self) -> list[Effect]:
        """Have the visit's next page know what this one knows, where the contract allows it."""
        if self.settings.auth not in KEPT:
            return []
        return [Remember("token", kept(self.settings, self._credentials))]

    def _tell_once(self, error: TagalongError) -> list[Effect]:
        """Report a trouble that ends nothing, once until it is over."""
        self.trouble = error.words
        if error.code in self._told:
            return []
        self._told.add(error.code)
        return [Report("error", {"code": error.code, "words": error.words})]
