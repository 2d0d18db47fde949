"""Every view that the banner can have, as the real engine makes it, by name and language."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from app.core.banner.texts import LANGUAGES
from app.core.page.effects import BannerView, ShowBanner
from app.core.page.events import (
    ConversationOpened,
)
from app.core.page.mailbox import text_of
from tools.driven import READY_TAG, Bench, details_of, dialog_of, frame, invitation

MODES = ("view", "follow", "shared")
# What the pictures' clocks show: 1:23 left, shared for 4:05.
LEFT_MS = 82_600
SHARED_MS = 244_600

# As JSON has it, but for the times, which are told from when it is shown.
View = dict[str, Any]


def _asked(language: str, mode: str = "view") -> Bench:
    return Bench().offered(invitation(mode=mode), locale=language)


def _refused(language: str) -> Bench:
    bench = _asked(language)
    bench.press("accept", visible_ms=10)
    return bench


def _starting(language: str, mode: str = "view") -> Bench:
    return _asked(language, mode).accepted()


def _active(language: str, mode: str = "view") -> Bench:
    accepted = frame("accepted")
    dialog_of(accepted)["metaData"]["mode"] = mode
    bench = _starting(language, mode)
    bench.receive(accepted)
    return bench


def _lost(language: str) -> Bench:
    return _active(language).refused()


def _declined(language: str) -> Bench:
    bench = _asked(language)
    bench.press("decline")
    bench.decide("declined")
    bench.heard()
    return bench


def _expired(language: str) -> Bench:
    bench = _asked(language)
    bench.sleep(90)
    return bench


def _expired_where_we_converse(language: str) -> Bench:
    snapshot = frame("invited")
    details_of(snapshot)["dialogs"].pop()
    bench = Bench().live(locale=language)
    bench.feed(ConversationOpened())
    bench.receive(snapshot)
    bench.receive(frame("invited"))
    bench.feed(READY_TAG)
    bench.heard()
    bench.sleep(90)
    return bench


def _cancelled(language: str) -> Bench:
    bench = _asked(language)
    bench.receive(frame("cancelled"))
    return bench


def _ended(language: str) -> Bench:
    bench = _active(language)
    bench.receive(frame("cancelled"))
    return bench


def _unanswered(language: str) -> Bench:
    bench = _starting(language)
    bench.sleep(21)
    return bench


def _unjoined(language: str) -> Bench:
    bench = _starting(language)
    closed = frame("cancelled")
    dialog_of(closed)["metaData"]["notificationKey"] = "not_joined"
    bench.receive(closed)
    return bench


def _unheard(language: str) -> Bench:
    bench = _asked(language)
    bench.press("accept")
    bench.decide("accepted")
    for seconds in (1, 2, 4, 1):
        bench.heard(heard=False)
        bench.sleep(seconds)
    return bench


STATES: dict[str, Callable[[str], Bench]] = {
    **{f"invited-{mode}": partial(_asked, mode=mode) for mode in MODES},
    "invited-refused": _refused,
    "starting": _starting,
    **{f"active-{mode}": partial(_active, mode=mode) for mode in MODES},
    "active-lost": _lost,
    "declined": _declined,
    "expired": _expired,
    "expired-ask": _expired_where_we_converse,
    "cancelled": _cancelled,
    "ended": _ended,
    "failed-no-answer": _unanswered,
    "failed-unheard": _unheard,
    "failed-not-joined": _unjoined,
}


# An invitation's pill is the same by every mode.
SAME_PILL = ("invited-follow", "invited-shared", "invited-refused")


@cache
def views(language: str) -> dict[str, View]:
    """Return every view by name; those that can be folded are there as a pill, too."""
    made = {name: _view(reached(language).banner) for name, reached in STATES.items()}
    pills = {
        f"{name}-pill": {**view, "folded": True}
        for name, view in made.items()
        if view["pill"] and name not in SAME_PILL
    }
    return made | pills


def _view(banner: BannerView | None) -> View:
    assert banner is not None
    view: View = json.loads(text_of(ShowBanner(banner)))["banner"]
    ends_at, since = view.pop("endsAtMs"), view.pop("sinceMs")
    left = None if ends_at is None else LEFT_MS
    return {**view, "endsInMs": left, "sinceMs": None if since is None else SHARED_MS}


def is_english(language: str, name: str) -> bool:
    """Whether some words of a view in another language are still the English ones."""
    if language == "en":
        return False
    here, english = views(language)[name], views("en")[name]
    return any(one in set(_words(english)) for one in _words(here))


def _words(view: View) -> list[str]:
    buttons = [button["label"] for button in view["buttons"]]
    said = [view[key] for key in ("heading", "pill", "minimise", "endsIn") if view[key]]
    return [*said, *view["body"], *buttons]


__all__ = ["LANGUAGES", "MODES", "STATES", "View", "is_english", "views"]
