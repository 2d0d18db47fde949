"""What `diagnose()` says of settings, token, connection and clock."""

from __future__ import annotations

import pytest

from app.core.page.effects import TellHealth
from app.core.page.events import HealthAsked, HttpAnswered, SocketClosed
from tools.driven import Bench


def asked(bench: Bench) -> dict[str, tuple[bool, str]]:
    """Return what is told, by check."""
    bench.feed(HealthAsked())
    told = bench.all(TellHealth)[-1].checks
    return {one.check: (one.ok, one.words) for one in told}


def test_a_page_where_all_is_well() -> None:
    """Every check is well, and says so in words."""
    told = asked(Bench().live())
    assert list(told) == ["settings", "attributes", "token", "connection", "clock"]
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
    assert asked(bench) == {"settings": (False, "Nothing was started yet.")}
    bench.start(auth="magic")
    ok, words = asked(bench)["settings"]
    assert not ok
    assert "data-auth must be one of" in words


def test_a_connection_that_was_refused() -> None:
    """The words of the refusal are repeated, and no token is held."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(404, ""))
    told = asked(bench)
    assert told["token"] == (False, "No token is held.")
    assert told["connection"][0] is False
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
    assert list(asked(bench)) == ["settings", "attributes", "connection"]
