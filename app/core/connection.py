"""One connection to LivePerson's messaging service, from discovery to live and back again.

    asleep → identifying → opening → initialising → subscribing → live
                 ↑                                                  │
                 └────────────── waiting (back-off) ◀───── drop ────┘

Each drop starts anew: nothing is resumed, everything is subscribed to again.
A refusal stops; everything else is tried again, a bounded number of times.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from enum import StrEnum

from pydantic import JsonValue, SecretStr

from app.core import sending, wire
from app.core.backoff import FIRST_SECONDS, delays
from app.core.effects import AskToken, CloseSocket, Effect, OpenSocket, Remember, Report, SendFrame
from app.core.errors import Refused, Unavailable
from app.core.events import TokenSupplied
from app.core.identity import Answer, Identity, Step, identify, kept_token
from app.core.settings import Settings

# LivePerson closes a connection that is silent for 60 s, and recommends 30.
HEARTBEAT_SECONDS = 30.0
# How long the socket, or an answer to a request, may take.
PATIENCE_SECONDS = 10.0
# How long the page may take for its token: it may have to ask its own server.
TOKEN_SECONDS = 30.0
# A page that comes back again and again does not hammer LivePerson.
COME_BACK_SECONDS = 3.0
# LivePerson's close codes for a token that is missing, expired, or must be extended.
TOKEN_CODES = (4401, 4407)
MOST_RENEWALS = 2
UNAUTHORIZED = 401
# What the code of a socket is taken to be that we closed for want of an answer.
NO_ANSWER = 1006
# Only what we really do: more would change what LivePerson sends.
FEATURES = ("CO_BROWSE",)


class Phase(StrEnum):
    """Where a connection stands."""

    ASLEEP = "asleep"
    IDENTIFYING = "identifying"
    OPENING = "opening"
    INITIALISING = "initialising"
    SUBSCRIBING = "subscribing"
    LIVE = "live"
    WAITING = "waiting"
    STOPPED = "stopped"


PUBLIC_STATE = {
    Phase.ASLEEP: "asleep",
    Phase.IDENTIFYING: "connecting",
    Phase.OPENING: "connecting",
    Phase.INITIALISING: "connecting",
    Phase.SUBSCRIBING: "connecting",
    Phase.LIVE: "connected",
    Phase.WAITING: "waiting",
    Phase.STOPPED: "stopped",
}


class Connection:
    """The connection's state; every method returns the effects that follow.

    `client` are the client properties to declare, `random` returns a float in
    [0, 1), `token` is one remembered from the visit's page before. `deadline`
    is when `wake` is due, in device time. `clock_offset` is LivePerson's time
    minus the device's in seconds, None until it is known. `expects_snapshot`
    is true until the subscription's first notification was seen.
    """

    def __init__(
        self,
        settings: Settings,
        client: dict[str, JsonValue],
        random: Callable[[], float],
        token: SecretStr | None = None,
    ) -> None:
        self.phase = Phase.ASLEEP
        self.deadline: float | None = None
        self.clock_offset: float | None = None
        self.expects_snapshot = False
        self._settings = settings
        self._client = client
        self._random = random
        self._token = token
        self._delays = delays(random)
        self._renewals = 0
        self._steps: Generator[Step, Answer, Identity] = identify(settings, token)
        self._last_id = 0
        self._asked: dict[str, str] = {}
        self._told: set[str] = set()
        self._last_delay = FIRST_SECONDS
        self._waits_since = 0.0
        self._uncounted = False

    def next_id(self) -> str:
        """Return a request id that this connection has not used."""
        self._last_id += 1
        return str(self._last_id)

    def start(self, now: float) -> list[Effect]:
        """Begin: discover, identify, connect."""
        self.phase = Phase.IDENTIFYING
        self.deadline = None
        self._steps = identify(self._settings, self._token)
        return self._advance(None, now)

    def come_back(self, now: float) -> list[Effect]:
        """Connect at once where a delay was running for a while: such a try is not counted."""
        if self.phase is not Phase.WAITING or now < self._waits_since + COME_BACK_SECONDS:
            return []
        self._uncounted = True
        return self.start(now)

    def answer(self, event: Answer, now: float) -> list[Effect]:
        """Go on with the identity's next step."""
        return self._advance(event, now) if self.phase is Phase.IDENTIFYING else []

    def opened(self, now: float) -> list[Effect]:
        """Introduce ourselves: nothing else may be sent before LivePerson agrees."""
        if self.phase is not Phase.OPENING or self._token is None:
            return []
        self.phase = Phase.INITIALISING
        self.deadline = now + PATIENCE_SECONDS
        request_id = self._ask("initialise")
        return [SendFrame(sending.init_connection(request_id, self._token, self._client, FEATURES))]

    def closed(self, code: int, now: float) -> list[Effect]:
        """Renew the token where that was the reason; else wait and come back."""
        if self.phase not in (Phase.OPENING, Phase.INITIALISING, Phase.SUBSCRIBING, Phase.LIVE):
            return []
        if code in TOKEN_CODES:
            return self._renew(code, now)
        return self._wait(code, now)

    def receive(self, response: wire.Response, now: float) -> list[Effect] | None:
        """Take the answer to a request of the connection's own, None where it is another's."""
        match self._asked.pop(response.request_id or "", None):
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

    def wake(self, now: float) -> list[Effect]:
        """Do what is due: a heartbeat, a reconnection, or giving up on an answer."""
        if self.deadline is None or now < self.deadline:
            return []
        if self.phase is Phase.WAITING:
            return self.start(now)
        if self.phase is Phase.IDENTIFYING:
            return self._advance(TokenSupplied(token=None), now)
        if self.phase is Phase.LIVE and not self._asked:
            self.deadline = now + PATIENCE_SECONDS
            return [SendFrame(sending.get_clock(self._ask("heartbeat")))]
        # No answer in time: the socket is half-open, or LivePerson is not well.
        return [CloseSocket(), *self._wait(NO_ANSWER, now)]

    # --- steps ----------------------------------------------------------------

    def _advance(self, answer: Answer | None, now: float) -> list[Effect]:
        try:
            step = next(self._steps) if answer is None else self._steps.send(answer)
        except StopIteration as done:
            return self._identified(done.value, now)
        except Refused as error:
            return self._refuse(error)
        except Unavailable as error:
            return self._tell_once(error) + self._delay(now)[1]
        self.deadline = now + TOKEN_SECONDS if isinstance(step, AskToken) else None
        return [step]

    def _identified(self, identity: Identity, now: float) -> list[Effect]:
        self._token = identity.token
        self._asked.clear()
        self.phase = Phase.OPENING
        self.deadline = now + PATIENCE_SECONDS
        kept: list[Effect] = []
        if self._settings.auth == "signup":
            kept = [Remember("token", kept_token(self._settings.account, identity.token))]
        return [*kept, OpenSocket(identity.socket_url)]

    def _initialised(self, response: wire.Response, now: float) -> list[Effect]:
        if response.code == UNAUTHORIZED:
            return [CloseSocket(), *self._renew(TOKEN_CODES[0], now)]
        if not response.ok:
            return [CloseSocket(), *self._wait(NO_ANSWER, now)]
        self.phase = Phase.SUBSCRIBING
        self.deadline = now + PATIENCE_SECONDS
        self.expects_snapshot = True
        return [
            SendFrame(sending.get_clock(self._ask("clock"))),
            SendFrame(sending.subscribe_conversations(self._ask("subscribe"))),
        ]

    def _subscribed(self, response: wire.Response, now: float) -> list[Effect]:
        if not response.ok:
            return [CloseSocket(), *self._wait(NO_ANSWER, now)]
        self.phase = Phase.LIVE
        self.deadline = now + HEARTBEAT_SECONDS
        self._told.clear()
        return [Report("connected", {})]

    def _read_clock(self, response: wire.Response, now: float) -> list[Effect]:
        time_ms = response.body.current_time_ms if response.body else None
        if time_ms is not None:
            self.clock_offset = time_ms / 1000 - now
        return []

    def _prove_stable(self, now: float) -> list[Effect]:
        """Count the connection as stable: the delays after a later drop start anew."""
        self._delays = delays(self._random)
        self._renewals = 0
        self.deadline = now + HEARTBEAT_SECONDS
        return []

    def _renew(self, code: int, now: float) -> list[Effect]:
        self._renewals += 1
        self._token = None
        forget: list[Effect] = [Remember("token", None)]
        if self._renewals > MOST_RENEWALS:
            words = f"LivePerson refused the visitor's token ({code}), a fresh one too."
            return forget + self._refuse(Refused("token-refused", words))
        lost = Report("disconnected", {"code": code, "retryInMs": 0})
        return [*forget, lost, *self.start(now)]

    def _wait(self, code: int, now: float) -> list[Effect]:
        delay, effects = self._delay(now)
        if delay is None:
            return effects
        return [Report("disconnected", {"code": code, "retryInMs": round(delay * 1000)}), *effects]

    def _delay(self, now: float) -> tuple[float | None, list[Effect]]:
        """Wait for the next delay; None and what is to be said where there is none left."""
        self._asked.clear()
        delay = self._last_delay if self._uncounted else next(self._delays, None)
        self._uncounted = False
        if delay is None:
            words = "LivePerson could not be reached for a long time; call start() to try again."
            return None, self._refuse(Refused("connection", words))
        self.phase = Phase.WAITING
        self._last_delay = delay
        self._waits_since = now
        self.deadline = now + delay
        return delay, []

    def _refuse(self, error: Refused) -> list[Effect]:
        self.phase = Phase.STOPPED
        self.deadline = None
        return [Report("error", {"code": error.code, "words": error.words})]

    def _tell_once(self, error: Unavailable) -> list[Effect]:
        """Report a trouble that will be tried again, once until it is over."""
        if error.code in self._told:
            return []
        self._told.add(error.code)
        return [Report("error", {"code": error.code, "words": error.words})]

    def _ask(self, purpose: str) -> str:
        request_id = self.next_id()
        self._asked[request_id] = purpose
        return request_id
