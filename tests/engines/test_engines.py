"""The main job in the engines that are not Chromium: each answer, and each end without one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.engines.conftest import Visitor
from tests.support.checks import ACCEPTED, check_events, check_published, dialogs, payload
from tests.support.standin import StandIn
from tools.stages import ROOT

pytestmark = [pytest.mark.alone, pytest.mark.certain]


def check_heard(visitor: Visitor, *names: str) -> None:
    """Check what reached LivePerson's side: these publications, each with the page's payload."""
    data = payload(visitor, visitor.standin)
    check_published(visitor, data, *names)
    heard = visitor.standin.get("published")
    assert heard == [{"name": name, **data} for name in names]


def test_invited(visitor: Visitor, standin: StandIn) -> None:
    """An invitation is offered once, and the banner asks, its answers free to be pressed."""
    dialog = standin.invite()
    visitor.wait_for("offered")
    visitor.wait_until(lambda: visitor.banner == "invited", "the banner")
    visitor.wait_until(lambda: {"Accept", "Decline"} <= set(visitor.buttons), "the buttons")
    check_heard(visitor, "cobrowseOffered")
    check_events(visitor, dialog, "view", *ACCEPTED[:4])


def test_accepted_and_ended(visitor: Visitor, standin: StandIn) -> None:
    """Accept is published once, becomes active when LivePerson confirms, and ends with it."""
    dialog = standin.invite()
    visitor.press("Accept")
    visitor.wait_for("active")
    visitor.wait_until(lambda: visitor.banner == "active", "the banner")
    standin.post(f"invitations/{dialog}/end")
    visitor.wait_for("ended")
    visitor.wait_until(lambda: visitor.banner == "ended", "the banner")
    check_heard(visitor, "cobrowseOffered", "cobrowseAccepted")
    check_events(visitor, dialog, "view", *ACCEPTED, "ended")


def test_declined(visitor: Visitor, standin: StandIn) -> None:
    """Decline is published once, closes the invitation, and then the banner goes."""
    dialog = standin.invite()
    visitor.press("Decline")
    visitor.wait_for("declined")
    visitor.wait_until(lambda: visitor.banner == "declined", "the banner")
    visitor.wait_until(lambda: dialogs(standin)[0]["state"] == "CLOSE", "the dialog to close")
    visitor.wait_until(lambda: visitor.banner is None, "the banner to go")
    check_heard(visitor, "cobrowseOffered", "cobrowseDeclined")
    check_events(visitor, dialog, "view", *ACCEPTED[:5], "declined")


def test_cancelled(visitor: Visitor, standin: StandIn) -> None:
    """An invitation that the agent takes back says so, and nothing but the offer is published."""
    dialog = standin.invite()
    visitor.wait_for("offered")
    standin.post(f"invitations/{dialog}/cancel")
    visitor.wait_for("cancelled")
    visitor.wait_until(lambda: visitor.banner == "cancelled", "the banner")
    visitor.press("Close")
    visitor.wait_until(lambda: visitor.banner is None, "the banner to go")
    check_heard(visitor, "cobrowseOffered")
    check_events(visitor, dialog, "view", *ACCEPTED[:4], "cancelled", "consent")


def test_expired(visitor: Visitor, standin: StandIn) -> None:
    """An invitation that runs out says so, and nothing but the offer is published."""
    dialog = standin.invite(life=6)
    visitor.wait_for("offered")
    visitor.wait_until(lambda: visitor.banner == "invited", "the banner")
    visitor.wait_for("expired")
    visitor.wait_until(lambda: visitor.banner == "expired", "the banner")
    assert "Accept" not in visitor.buttons
    check_heard(visitor, "cobrowseOffered")
    check_events(visitor, dialog, "view", *ACCEPTED[:4], "expired", "consent")


def test_accepted_on_a_later_page(
    visitor: Visitor, standin: StandIn, request: pytest.FixtureRequest
) -> None:
    """The next page starts from the snapshot where the engine can, and answers either way."""
    can = request.node.callspec.params["engine"] == "firefox"
    if can:
        visitor.wait_for_snapshot()
    visitor.load()
    visitor.wait_for("connected", 2)
    ways = [detail["by"] for detail in visitor.details("ready")]
    assert ways == ["modules", "snapshot" if can else "modules"]
    dialog = standin.invite()
    visitor.press("Accept")
    visitor.wait_for("active")
    visitor.wait_until(lambda: visitor.banner == "active", "the banner")
    standin.post(f"invitations/{dialog}/end")
    visitor.wait_for("ended")
    check_heard(visitor, "cobrowseOffered", "cobrowseAccepted")


def test_pinned(visitor: Visitor, tmp_path: Path) -> None:
    """A page that pins the loader, and with it the page's half, starts as any other."""
    page = tmp_path / "page.html"
    manifest = json.loads((ROOT / "dist/manifest.json").read_text())
    integrity = manifest["files"]["tagalong.js"]["integrity"]
    text = page.read_text()
    assert text.count("<script async src=") == 1
    pinned = f'<script integrity="{integrity}" crossorigin async src='
    page.write_text(text.replace("<script async src=", pinned))
    visitor.load()
    visitor.wait_for("connected", 2)
