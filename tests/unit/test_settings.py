"""What a customer may set, and how a mistake is told."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app.core.errors import SettingError
from app.core.page import settings
from app.core.page.effects import Report
from app.core.page.events import Configured
from app.core.page.settings import FIELDS
from tools.driven import CSDS, Bench
from tools.stages import ROOT

PAGE = "https://shop.example/plants?x=1#top"


def read(attributes: Any = None, configured: Any = None, site: str | None = "12345678") -> Any:
    """Read settings on an ordinary page."""
    return settings.read(attributes or {}, configured or {}, site, PAGE)


def test_defaults() -> None:
    """Nothing but the tag's account is needed."""
    chosen = read()
    assert chosen == settings.Settings(account="12345678")
    assert chosen.csds == "https://api.liveperson.net"
    assert chosen.auth == "token"


def test_configure_wins_over_attributes() -> None:
    """Both are read in camelCase; unknown attributes are ignored."""
    chosen = read({"account": "1", "locale": "de_AT", "gtmId": "x"}, {"account": 2})
    assert (chosen.account, chosen.locale, chosen.mistakes) == ("2", "de-AT", ())


@pytest.mark.parametrize(
    ("value", "csds"),
    [
        ("https://api.liveperson.net/", "https://api.liveperson.net"),
        ("https://proxy.example:8443/lp/", "https://proxy.example:8443/lp"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://[::1]:80", "http://[::1]:80"),
        ("/", "https://shop.example"),
    ],
)
def test_csds_that_is_allowed(value: str, csds: str) -> None:
    """Https anywhere, http on this machine, or a path of the page's own origin."""
    assert read({"csds": value}).csds == csds


@pytest.mark.parametrize(
    ("attributes", "says"),
    [
        ({"csds": "http://api.liveperson.net"}, "https:"),
        ({"csds": "ftp://localhost"}, "https:"),
        ({"csds": "https://me:secret@api.liveperson.net"}, "https:"),
        ({"csds": "https://api.liveperson.net?x=1"}, "https:"),
        ({"csds": "https://api.liveperson.net:port"}, "https:"),
        ({"csds": 7}, "https:"),
        ({"account": "../x"}, "data-account"),
        ({"account": None}, "missing"),
        ({"auth": "brand!"}, "token"),
        ({"transport": 1}, "own, host"),
    ],
)
def test_vital_mistakes(attributes: Any, says: str) -> None:
    """Nothing starts on a bad account, csds, auth or transport; the words say what is allowed."""
    with pytest.raises(SettingError, match="data-") as caught:
        read(attributes)
    assert says in caught.value.words
    assert caught.value.code == "bad-setting"


def test_no_account_at_all() -> None:
    """Without data-account and lpTag.site the words say where it comes from."""
    with pytest.raises(SettingError) as caught:
        read(site=None)
    assert "lpTag.site" in caught.value.words


def test_names_that_are_not_ours() -> None:
    """Unknown attributes and keys are ignored and listed; a slip of a known name is told."""
    chosen = read(
        {"cfasync": "false", "possition": "top", "gtmId": "7"},
        {"acount": "1", "askWithSound": True, "locale": "de"},
    )
    assert chosen.mistakes == (
        "data-possition is not known: data-position may be meant.",
        "configure({ acount }) is not known: configure({ account }) may be meant.",
    )
    assert chosen.ignored == (
        *("data-cfasync", "data-possition", "data-gtm-id"),
        *("configure({ acount })", "configure({ askWithSound })"),
    )
    assert (chosen.account, chosen.locale) == ("12345678", "de")


def test_every_mistake_of_several_is_told() -> None:
    """One vital mistake stops everything, and the others are named with it."""
    with pytest.raises(SettingError) as caught:
        read({"auth": "magic", "position": "middle", "csds": "ftp://x"})
    for name in ("data-auth", "data-position", "data-csds"):
        assert name in caught.value.words


@pytest.mark.parametrize(
    "mistake",
    [
        {"position": "middle"},
        {"agentId": "x"},
        {"besideWindow": "x"},
        {"ui": "x"},
        {"start": "never"},
        {"debug": "yes"},
        {"locale": "?"},
        {"locale": 3},
        {"key": "Y"},
        {"key": 1},
        {"visitorName": "x" * 101},
        {"visitorName": 1},
    ],
)
def test_other_mistakes_fall_back(mistake: Any) -> None:
    """Any other bad value is told and its default used."""
    chosen = read(mistake)
    assert len(chosen.mistakes) == 1
    assert chosen == settings.Settings(account="12345678", mistakes=chosen.mistakes)


def test_good_values() -> None:
    """Each setting takes what the contract lists."""
    chosen = read(
        {"position": "top", "agentId": "numeric", "key": "off", "debug": "", "visitorName": " A "},
        {"getToken": "(function)", "texts": {"close": "Done"}, "context": {"scid": "1"}},
    )
    assert chosen.debug
    assert (chosen.position, chosen.agent_id, chosen.key) == ("top", "numeric", "off")
    assert chosen.visitor_name == "A"
    assert (chosen.texts, chosen.context) == ({"close": "Done"}, {"scid": "1"})
    assert not read({"debug": "off"}).debug


def test_texts_and_context_take_only_text() -> None:
    """Empty or other values are left out and told."""
    chosen = read(configured={"texts": {"close": "", "minimise": "Less"}, "context": [1]})
    assert chosen.texts == {"minimise": "Less"}
    assert chosen.context == {}
    assert len(chosen.mistakes) == 2
    sneaky = read(configured={"context": {"scid": "1", "serviceId": "x"}})
    assert sneaky.context == {"scid": "1"}
    assert "scid, cid, eid" in sneaky.mistakes[0]


@pytest.mark.parametrize(
    ("value", "connector"), [("77", "77"), (78, "78"), ("../x", ""), ("", ""), (None, "")]
)
def test_a_connector(value: Any, connector: str) -> None:
    """An identity connector's id is plain letters and digits; anything else is discovered."""
    chosen = read({"connector": value})
    assert chosen.connector == connector
    assert bool(chosen.mistakes) is not bool(connector)


def test_the_page_knows_the_same_attributes() -> None:
    """`diagnose()` of a page that sleeps names just those that are settings here."""
    source = (ROOT / "static/page/diagnose.js").read_text()
    listed = source.partition("const ATTRIBUTES = [")[2].partition("];")[0]
    assert set(re.findall(r'"(\w+)"', listed)) == set(FIELDS)


def test_configured_after_the_start() -> None:
    """What is wrong with it is told at once, and only what is new; it changes nothing yet."""
    bench = Bench().live()

    def words(configured: dict[str, Any]) -> list[str]:
        told = bench.feed(Configured(attributes=CSDS, configured=configured))
        return [str(one.detail["words"]) for one in told if isinstance(one, Report)]

    (position,) = words({"position": "middle"})
    assert "data-position" in position
    assert words({"position": "middle"}) == []
    (auth,) = words({"auth": "magic"})
    assert "data-auth" in auth
    assert words({}) == []
    assert bench.state.connection == "connected"
