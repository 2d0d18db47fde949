"""The catalogue of hosts: on the pages that people really have, the question is asked and answered.

Each host is a real library, of a pinned version, with the public reports that it stands
for at its top. Both answers are given by mouse and by keyboard, and the host goes on as before.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support import hosts
from tests.support.hostpage import EMBED
from tests.support.seldom import but_seldom
from tests.support.standin import StandIn
from tests.support.visitors import Visitor, World

pytestmark = [pytest.mark.certain, pytest.mark.later]

VISITED = (
    "<!doctype html><html lang='en'><head><title>Visited</title><link rel='icon' href='data:,'>"
    "</head><body><main id='swup'>Another page</main></body></html>"
)
# Whether the focus is in the banner, through the page's own shadow roots.
DEEP = """() => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement && one.localName !== "tagalong-banner") {
    one = one.shadowRoot.activeElement;
  }
  return one?.localName === "tagalong-banner";
}"""
KEYS = {"Accept": ["Tab", "Enter"], "Decline": ["Tab", "Tab", "Enter"]}


def on(world: World, name: str, folder: Path) -> Visitor:
    """Return a visitor of this host's page, in a conversation."""
    shutil.copy(hosts.scripts() / f"{name}.js", folder / "host.js")
    (folder / "visited.html").write_text(VISITED)
    before = '</head><body><script src="/files/host.js"></script>'
    return world.chatting(embed=before + EMBED)


def answer(visitor: Visitor, name: str, by: str) -> None:
    """Give an answer as a person does."""
    button = visitor.page.locator("tagalong-banner").get_by_role("button", name=name)
    button.wait_for()
    visitor.wait_until_armed()
    if by == "mouse":
        button.click()
        return
    visitor.page.keyboard.press("Alt+Shift+Y")
    if not visitor.page.evaluate(DEEP):  # it was inside already, and has left
        visitor.page.keyboard.press("Alt+Shift+Y")
    assert visitor.page.evaluate(DEEP)
    for key in KEYS[name]:
        visitor.page.keyboard.press(key)


# Their like is there each time: an older or newer zone.js and React, another of its library.
LIKE_OTHERS = {
    "focus-trap-outside",
    "bootstrap-offcanvas",
    "micromodal",
    "react-19",
    "swup",
    "dialog-polyfill",
    "sweetalert2",
    "popover-polyfill",
    "jquery",
} | {f"zone-0-{minor}" for minor in (12, 13, 14)}


@pytest.mark.parametrize("by", but_seldom(["mouse", "keyboard"], ["keyboard"]))
@pytest.mark.parametrize(
    "name",
    but_seldom(hosts.NAMES, LIKE_OTHERS),
)
def test_a_host(world: World, standin: StandIn, tmp_path: Path, name: str, by: str) -> None:
    """Accept and Decline count once each, and the host's own things go on as they were."""
    visitor = on(world, name, tmp_path)
    dialog = standin.invite()
    visitor.wait_for("offered")
    answer(visitor, "Accept", by)
    visitor.wait_for("active")
    standin.post(f"invitations/{dialog}/end")
    visitor.wait_for("ended")
    standin.invite()
    visitor.wait_for("offered", 2)
    visitor.page.screenshot(path=hosts.picture(name, by))
    answer(visitor, "Decline", by)
    visitor.wait_for("declined")
    assert [one for one, _ in visitor.published] == [
        *("cobrowseOffered", "cobrowseAccepted"),
        *("cobrowseOffered", "cobrowseDeclined"),
    ]
    visitor.wait_until(lambda: visitor.page.evaluate("() => host.alive()"), "the host's own thing")
    assert visitor.page.locator("#field").input_value() == "half-filled"
    visitor.page.locator("#own").click()
    assert visitor.page.evaluate("() => window.clicks") == 1
    assert visitor.details("error") == []


def test_the_catalogue_names_its_reports() -> None:
    """There are forty public reports and more, each in the file of the host that it is about."""
    reports = hosts.reports()
    assert len(reports) >= 40
    assert all(names for names in reports.values())
