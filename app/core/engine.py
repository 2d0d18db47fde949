"""The engine: takes what happened, returns what to do, and says when to be woken.

It never sleeps, never asks the time, and never raises on what the network or
the page sent.
"""

from __future__ import annotations

from collections.abc import Callable

from app.core import health
from app.core.connection.connection import Connection
from app.core.connection.phase import Phase
from app.core.errors import SettingError
from app.core.identity import identity
from app.core.liveperson import client
from app.core.page import settings
from app.core.page.effects import (
    BannerView,
    Effect,
    Note,
    Report,
    ReportState,
    ShowBanner,
    TellHealth,
)
from app.core.page.events import Configured, Event, HealthAsked, Started
from app.core.visit import Visit

# So many mistakes of one kind are named.
MOST_NAMED = 5


class Engine:
    """Everything that Tagalong knows of one page; `random` returns a float in [0, 1)."""

    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random
        self._visit: Visit | None = None
        self._banner: BannerView | None = None
        self._state: ReportState | None = None
        self._version: tuple[object, ...] | None = None
        self._judged: set[str] = set()
        self._refusal = health.NOT_STARTED

    def handle(self, event: Event, now: float) -> list[Effect]:
        """Return what follows from `event` at `now`, the device's epoch time in seconds."""
        effects = self._handle(event, now)
        version = self._visit.version if self._visit else ()
        if version != self._version:
            self._version = version
            effects = [*effects, *self._show()]
            state = self._new_state()
            if state:
                effects.insert(_place_of_state(effects), state)
        if self._visit and self._visit.debug:
            return effects
        return [effect for effect in effects if not isinstance(effect, Note)]

    @property
    def deadline(self) -> float | None:
        """When the shell must feed `Woken`, in device time; None where nothing is pending."""
        return self._visit.deadline if self._visit else None

    def _handle(self, event: Event, now: float) -> list[Effect]:
        if isinstance(event, Started):
            return self._start(event, now)
        if isinstance(event, Configured):
            return self._judge(event)
        if isinstance(event, HealthAsked):
            return [
                self._visit.health() if self._visit else TellHealth(health.refused(self._refusal))
            ]
        return self._visit.handle(event, now) if self._visit else []

    def _start(self, event: Started, now: float) -> list[Effect]:
        if self._visit and self._visit.phase is not Phase.STOPPED:
            return []
        # Who has asked is told the state, whether it has changed or not.
        self._state = self._version = None
        try:
            chosen = settings.read(event.attributes, event.configured, event.site, event.page_url)
        except SettingError as error:
            self._refusal = f"{error.words} {health.CORRECT}"
            return [_error(error.code, error.words)]
        mistakes = [_error("bad-setting", words) for words in chosen.mistakes]
        self._judged = set(chosen.mistakes)
        connection = self._connection(chosen, event)
        if self._visit is None:
            self._visit = Visit(chosen, event, connection)
        else:
            # What this page has offered and answered stays offered and answered.
            self._visit.use(chosen, event, connection)
        unknown = self._visit.unknown_texts
        if unknown:
            names = ", ".join(key[:40] for key in unknown[:MOST_NAMED])
            mistakes.append(_error("bad-setting", f"texts has no use for: {names}."))
        return [*mistakes, *self._visit.start(now)]

    def _judge(self, event: Configured) -> list[Effect]:
        """Say what is wrong with what the next start will be given, as far as it is new."""
        try:
            chosen = settings.read(event.attributes, event.configured, event.site, event.page_url)
        except SettingError as error:
            mistakes = {error.words}
        else:
            mistakes = set(chosen.mistakes)
        fresh = sorted(mistakes - self._judged)
        self._judged = mistakes
        return [_error("bad-setting", words) for words in fresh]

    def _connection(self, chosen: settings.Settings, event: Started) -> Connection:
        declared = client.properties(event.user_agent, event.time_zone)
        return Connection(chosen, declared, self._random, identity.recalled(chosen, event.token))

    def _show(self) -> list[Effect]:
        """Say what has changed of the banner since last time."""
        effects: list[Effect] = []
        view = self._visit.view() if self._visit else None
        if view != self._banner:
            before = self._banner
            same = view and before and _about(view) == _about(before)
            effects.append(ShowBanner(view))
            if self._visit and view and not same:
                effects.append(self._visit.sentence(view))
            self._banner = view
        return effects

    def _new_state(self) -> ReportState | None:
        """Return what `tagalong.state` says now, where that has changed."""
        before = self._state
        self._state = self._visit.state() if self._visit else ReportState("stopped", None)
        return self._state if self._state != before else None


def _place_of_state(effects: list[Effect]) -> int:
    """Return where the state goes: before the events that tell of it, after what went wrong.

    Who listens finds `tagalong.state` as the event says; who waits for `start()` has heard why not.
    """
    told = [(at, one) for at, one in enumerate(effects) if isinstance(one, Report)]
    wrong = [at + 1 for at, one in told if one.name == "error"]
    return max([*(at for at, _ in told[:1]), *wrong], default=len(effects))


def _about(view: BannerView) -> tuple[object, ...]:
    """Return what makes a banner another one to who hears it."""
    return (view.dialog_id, view.state, view.heading, view.body)


def _error(code: str, words: str) -> Report:
    return Report("error", {"code": code, "words": words})
