"""Firefox's and WebKit's own settings that take something away: it works, or says why not.

What other browsers may lack is played by stubs, in tests/browser/test_absent_features.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines.conftest import Visitor
from tests.engines.firefox import Setting, firefox
from tests.engines.webkit import webkit
from tests.support.seldom import but_seldom
from tests.support.standin import StandIn

pytestmark = [pytest.mark.certain, pytest.mark.xdist_group("privacy settings")]

# What people set in about:config, and what hardened profiles set for them.
SETTINGS: dict[str, dict[str, Setting]] = {
    "no storage": {"dom.storage.enabled": False},
    "no cookies, so that storage throws": {"network.cookie.cookieBehavior": 2},
    "resistance to fingerprinting": {"privacy.resistFingerprinting": True},
    "isolation by first party": {"privacy.firstparty.isolate": True},
    "private browsing always": {"browser.privatebrowsing.autostart": True},
    "no locks, databases or service workers": {
        "dom.weblocks.enabled": False,
        "dom.indexedDB.enabled": False,
        "dom.serviceWorkers.enabled": False,
    },
    "no optimising compilers": {
        "javascript.options.ion": False,
        "javascript.options.baselinejit": False,
        "javascript.options.wasm_optimizingjit": False,
    },
    "no popovers, no view transitions": {
        "dom.element.popover.enabled": False,
        "dom.viewTransitions.enabled": False,
    },
}


# Each time the one that takes the most away.
EACH_TIME = ("no cookies, so that storage throws",)


@pytest.mark.parametrize(
    "what",
    but_seldom(SETTINGS, set(SETTINGS) - set(EACH_TIME)),
)
def test_a_firefox_with(tmp_path: Path, standin: StandIn, what: str) -> None:
    """The visitor is asked, and the answer is published once."""
    with firefox(tmp_path, SETTINGS[what]) as engine, engine.profile() as tab:
        plays(Visitor(tab, standin))


@pytest.mark.parametrize("policy", but_seldom(["never", "no-third-party"], ["no-third-party"]))
def test_a_webkit_whose_cookies_are(tmp_path: Path, standin: StandIn, policy: str) -> None:
    """The visitor is asked, and the answer is published once."""
    with (
        webkit(tmp_path, [f"--cookies-policy={policy}"]) as engine,
        engine.profile() as tab,
    ):
        plays(Visitor(tab, standin))


def plays(visitor: Visitor) -> None:
    """Invite and accept."""
    visitor.start()
    visitor.standin.invite()
    visitor.wait_for("offered")
    visitor.press("Accept")
    visitor.wait_for("active")
    assert visitor.details("error") == []
    assert [name for name, _ in visitor.published] == ["cobrowseOffered", "cobrowseAccepted"]
    assert visitor.mishaps() == []


def test_a_firefox_without_webassembly(tmp_path: Path, standin: StandIn) -> None:
    """It says in words that it cannot work, and nothing else of the page is touched."""
    with firefox(tmp_path, {"javascript.options.wasm": False}) as engine, engine.profile() as tab:
        visitor = Visitor(tab, standin)
        visitor.load()
        visitor.wait_for("error")
        (error,) = visitor.details("error")
        assert error["code"] == "no-webassembly"
