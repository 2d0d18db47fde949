"""What `diagnose()` says of settings, token, connection and clock."""

from __future__ import annotations

from typing import get_args

import pytest

from app.core import health
from app.core.connection.phase import Phase
from app.core.page.effects import TellHealth
from app.core.page.events import (
    DecidedElsewhere,
    HealthAsked,
    HttpAnswered,
    SocketClosed,
    WentAway,
)
from app.core.page.settings import Settings
from tools.driven import DIALOG, Bench, details_of, frame, invitation


def asked(bench: Bench) -> dict[str, tuple[bool, str]]:
    """Return what is told, by check."""
    bench.feed(HealthAsked())
    told = bench.all(TellHealth)[-1].checks
    return {one.check: (one.ok, one.words) for one in told}


def test_a_page_where_all_is_well() -> None:
    """Every check is well, and says so in words."""
    told = asked(Bench().offered())
    assert list(told) == [
        *("settings", "attributes", "token", "connection", "clock", "conversation", "invitation")
    ]
    assert all(ok for ok, _ in told.values())
    assert told["settings"][1] == "Account 12345678, with data-auth=token."
    assert told["connection"][1].endswith("watching the visitor's conversations.")


def test_attributes_of_others() -> None:
    """What tag managers add is ignored, and named as it stands in the page."""
    bench = Bench()
    bench.start(attributes={"cfasync": "false", "gtmVisible": "1"})
    _, words = asked(bench)["attributes"]
    assert "data-cfasync, data-gtm-visible" in words


def test_a_setting_that_fell_back() -> None:
    """A mistake is told in the same words as its event."""
    bench = Bench()
    bench.start(position="middle")
    ok, words = asked(bench)["settings"]
    assert not ok
    assert "bottom-end" in words


def test_settings_that_nothing_can_start_with() -> None:
    """Where nothing was started the reason is all there is."""
    bench = Bench()
    assert asked(bench) == {"settings": (False, "Nothing was started yet. Call start().")}
    bench.start(auth="magic")
    ok, words = asked(bench)["settings"]
    assert not ok
    assert "data-auth must be one of" in words
    assert words.endswith(health.CORRECT)


def test_a_token_that_was_refused() -> None:
    """Who has given one is not told to give one."""
    bench = Bench().live().refused()
    none = "No token is held: LivePerson refused the one that was given."
    assert asked(bench)["token"] == (False, f"{none} {health.REFUSED}")


def test_a_connection_that_was_refused() -> None:
    """The words of the refusal are repeated, and no token is held."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(404, ""))
    told = asked(bench)
    assert told["token"] == (False, f"No token is held. {health.TOKENS['token']}")
    assert told["connection"][0] is False
    assert told["connection"][1].endswith(health.REMEDIES[Phase.STOPPED])
    assert told["conversation"][0], "nobody knows yet"
    assert "12345678" in told["connection"][1]
    assert told["clock"] == (True, "LivePerson's time is not known yet.")


def test_a_connection_that_was_lost() -> None:
    """A drop is named by its code until the connection is up again."""
    bench = Bench().live()
    bench.feed(SocketClosed(1011))
    ok, words = asked(bench)["connection"]
    assert not ok
    assert "(code 1011)" in words


@pytest.mark.parametrize(("offset", "words"), [(90, "90 s behind"), (-90, "90 s ahead of")])
def test_a_clock_that_is_wrong(offset: float, words: str) -> None:
    """A clock that differs by more than half a minute is told, with its side."""
    bench = Bench().live(offset=offset)
    ok, said = asked(bench)["clock"]
    assert not ok
    assert words in said


def test_a_socket_of_the_pages_own() -> None:
    """With data-transport=host there is no token and no socket to tell of."""
    bench = Bench()
    bench.start(transport="host")
    told = asked(bench)
    assert list(told) == ["settings", "attributes", "connection", "conversation", "invitation"]
    assert "feed()" in told["conversation"][1]


@pytest.mark.parametrize("auth", health.TOKENS)
def test_a_token_that_is_missing(auth: str) -> None:
    """What to do about it is told by the flow; while it is fetched, to wait."""
    bench = Bench()
    bench.start(auth=auth)
    assert asked(bench)["token"] == (False, "No token is held. Ask again in some seconds.")
    bench.feed(HttpAnswered(404, ""))
    assert asked(bench)["token"][1].endswith(health.TOKENS[auth])


def test_every_flow_and_phase_has_a_remedy() -> None:
    """Nobody is told only what is: each flow, and each phase that is not well, has its words."""
    assert set(health.TOKENS) == set(get_args(Settings.model_fields["auth"].annotation))
    assert set(health.REMEDIES) == set(Phase) - {Phase.LIVE}


def test_a_page_that_was_left() -> None:
    """A connection that is closed on purpose says what brings it back."""
    bench = Bench().live()
    bench.feed(WentAway())
    ok, words = asked(bench)["connection"]
    assert not ok
    assert words.endswith(health.REMEDIES[Phase.AWAY])


def test_conversations_of_the_visitor() -> None:
    """Without an open conversation no agent can invite; a snapshot says which are open."""
    bench = Bench().live()
    ok, words = asked(bench)["conversation"]
    assert not ok
    assert "conversation.open()" in words
    bench.receive(frame("invited"))
    assert asked(bench)["conversation"] == (
        True,
        "Conversations of this visitor that are heard: 1.",
    )
    bench.feed(SocketClosed(1006))
    bench.reconnected(frame("empty-snapshot"))
    assert not asked(bench)["conversation"][0]


def test_a_conversation_that_ended() -> None:
    """One that is closed is counted no more."""
    bench = Bench().live()
    closed = frame("invited")
    bench.receive(closed)
    details_of(closed)["stage"] = "CLOSE"
    bench.receive(closed)
    assert not asked(bench)["conversation"][0]


def test_the_latest_invitation() -> None:
    """It is told how it stands, or why the visitor is not asked about it."""
    bench = Bench().live()
    assert "No invitation has come" in asked(bench)["invitation"][1]
    bench.feed(DecidedElsewhere(decisions={DIALOG: "declined"}))
    bench.receive(frame("invited"))
    assert "offered or answered before" in asked(bench)["invitation"][1]
    bench.receive(invitation("another", conversation="another"))
    assert asked(bench)["invitation"][1] == "The latest invitation on this page is invited."
