"""What a visitor hears from Orca in Firefox, by the keyboard alone, from the question to each end.

The transcripts in `spoken/` were read and found good: each thing once, in order, nothing late.
`TAGALONG_RECORD=1` writes them anew, to be read before they are kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulator.app import Options
from tests.engines.conftest import MISHAPS, Visitor
from tests.engines.firefox import firefox
from tests.engines.listening import Listener
from tests.engines.screen_reader import screen_reader
from tests.support.hostpage import RECORDER, host_page
from tests.support.standin import StandIn, running
from tools.stages import BUILD, ROOT
from tools.views import views

pytestmark = [pytest.mark.alone, pytest.mark.thorough]

SPOKEN = Path(__file__).parent / "spoken"
LANGUAGES = ("en", "de", "ar")
FOLDED = "() => document.querySelector('tagalong-banner').hasAttribute('data-folded')"
# What was heard when, of the last run.
TIMED = BUILD / "spoken"
# Whatever happens is heard so soon on a machine that has the time for it.
SOON_SECONDS = 3.0


@pytest.fixture(scope="module")
def listener(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listener]:
    """Somebody with a screen reader, a Firefox and a keyboard."""
    folder = tmp_path_factory.mktemp("heard")
    settings = {"accessibility.force_disabled": -1}
    with (
        screen_reader(folder) as reader,
        firefox(folder, settings, {**reader.desktop, "GNOME_ACCESSIBILITY": "1"}) as browser,
    ):
        yield Listener(reader, browser)


def ended(listener: Listener, visitor: Visitor, standin: StandIn, dialog: str) -> None:
    """Go to the question, accept, wait until the notice is folded, close what is over."""
    listener.press("alt+shift+y")
    listener.press("Tab")
    visitor.wait_until_armed()
    listener.happens()
    listener.reader.type("Return")
    visitor.wait_for("active")
    visitor.wait_until(lambda: bool(visitor.evaluate(FOLDED)), "the notice to fold")
    listener.hears("[Return]")
    listener.happens()
    standin.post(f"invitations/{dialog}/end")
    visitor.wait_for("ended")
    listener.hears("the agent ends it")
    listener.press("Escape")


def declined(listener: Listener, visitor: Visitor, _standin: StandIn, _dialog: str) -> None:
    """Go to the question, past Accept, and say No."""
    listener.press("alt+shift+y")
    listener.press("Tab")
    listener.press("Tab")
    listener.happens()
    listener.reader.type("Return")
    visitor.wait_for("declined")
    visitor.wait_until(lambda: visitor.banner is None, "the banner to go")
    listener.hears("[Return]")


def cancelled(listener: Listener, visitor: Visitor, standin: StandIn, dialog: str) -> None:
    """Hear from the page that the agent takes it back; go there and close it."""
    listener.happens()
    standin.post(f"invitations/{dialog}/cancel")
    visitor.wait_for("cancelled")
    listener.hears("the agent takes it back")
    listener.press("alt+shift+y")
    listener.press("Tab")
    listener.press("Return")


def folded(listener: Listener, visitor: Visitor, standin: StandIn, dialog: str) -> None:
    """Fold the question with Escape, unfold it, fold it with its button; then it is taken back."""
    listener.press("alt+shift+y")
    listener.press("Escape")
    assert visitor.evaluate(FOLDED)
    listener.press("Return")
    for _ in ("Accept", "Decline", "Minimise"):
        listener.press("Tab")
    listener.press("Return")
    assert visitor.evaluate(FOLDED)
    listener.happens()
    standin.post(f"invitations/{dialog}/cancel")
    visitor.wait_for("cancelled")
    listener.hears("the agent takes it back")
    listener.press("Escape")


Way = Callable[[Listener, Visitor, StandIn, str], None]
WAYS: tuple[Way, ...] = (ended, declined, cancelled, folded)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_is_heard(listener: Listener, tmp_path: Path, language: str, way: Way) -> None:
    """It is what was read and found good, and the question comes soon."""
    page = tmp_path / "page.html"
    mounts = (("/", page), ("/dist", ROOT / "dist"))
    with running(Options(mounts=mounts)) as standin, listener.browser.profile() as tab:
        first = f"<script>{MISHAPS}</script><script>{RECORDER}</script>"
        page.write_text(host_page(standin.url, {"locale": language}, {"first": first}))
        visitor = Visitor(tab, standin)
        visitor.start()
        listener.reader.turn_to("A stranger's page")
        visitor.evaluate("() => { document.querySelector('input').focus(); }")
        listener.begin()
        dialog = standin.invite()
        visitor.wait_until(lambda: visitor.banner == "invited", "the banner")
        listener.happens()
        listener.hears("the agent asks")
        way(listener, visitor, standin, dialog)
        visitor.wait_until(lambda: visitor.banner is None, "the banner to go")
        assert visitor.mishaps() == []
    TIMED.mkdir(parents=True, exist_ok=True)
    (TIMED / f"{language}-{way.__name__}.txt").write_text(listener.timed())
    assert listener.latest < SOON_SECONDS
    # It is heard where LivePerson takes its time to confirm.
    listener.leave_out(views(language)["starting"]["heading"])
    kept = SPOKEN / f"{language}-{way.__name__}.txt"
    if os.environ.get("TAGALONG_RECORD"):
        kept.write_text(listener.transcript())
    assert listener.transcript() == kept.read_text()
