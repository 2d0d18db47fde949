"""`explain()` on real pages that are broken at one link, and `record()` over a visit's pages.

The walk itself, link by link, is in tests/tools/test_explain.py.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.standin import ACCOUNT, StandIn
from tests.support.visitors import Visitor, World

pytestmark = pytest.mark.later

COVER = """() => {
    const cover = document.createElement("div");
    cover.popover = "manual";
    cover.style.cssText = "inset: 0; width: 100vw; height: 100vh; border: 0; opacity: 0.5";
    document.body.append(cover);
    setInterval(() => { cover.hidePopover(); cover.showPopover(); }, 10);
}"""
EMPTY = {"version": 1, "entries": []}


def broken(visitor: Visitor, symptom: str) -> tuple[str, str]:
    """Return the first broken link of a symptom, with its words; ("", "") where all hold."""
    links: list[dict[str, Any]] = visitor.page.evaluate(
        "(symptom) => tagalong.explain(symptom)", symptom
    )
    found = [(one["link"], one["words"]) for one in links if one["broken"]]
    assert len(found) <= 1
    return found[0] if found else ("", "")


def record(visitor: Visitor) -> Any:
    """Return what the visit's record says now."""
    return json.loads(visitor.page.evaluate("() => tagalong.record()"))


def test_a_page_without_the_tag(world: World) -> None:
    """The first link after the script is LivePerson's tag; nothing is started to find it out."""
    visitor = world.visitor({"account": "", "start": "auto"}, tagged=False)
    visitor.start(connected=False)
    visitor.wait_for_loader()
    link, words = broken(visitor, "nothing shows")
    assert link == "tag"
    assert "put its snippet into the head" in words
    assert visitor.page.evaluate("() => tagalong.state.connection") == "asleep"


def test_a_page_that_sleeps(world: World) -> None:
    """Where nobody has asked for Tagalong that is what is said; the list is told where it must."""
    visitor = world.visitor({"start": "auto"})
    visitor.start(connected=False)
    visitor.wait_for_loader()
    assert broken(visitor, "it does not connect")[0] == "started"
    link, words = broken(visitor, "it is blue")
    assert link == "symptom"
    assert '"nothing shows"' in words


def test_files_that_are_not_there(world: World) -> None:
    """A loader that finds no other file says so in place of the chain."""
    visitor = world.visitor({"base": "/nowhere", "start": "auto"})
    visitor.allow("404", "nowhere", "Failed to")
    visitor.start(connected=False)
    visitor.wait_for_loader()
    link, words = broken(visitor, "nothing shows")
    assert link == "files"
    assert "/nowhere/page-" in words


def test_from_the_chat_to_what_is_shared(world: World, standin: StandIn) -> None:
    """Each link breaks in turn, until the sharing is there; the record tells of it on each page."""
    visitor = world.visitor()
    visitor.start()
    assert broken(visitor, "the agent cannot invite")[0] == "conversation"
    visitor.open_chat()
    assert broken(visitor, "the agent cannot invite") == ("", "")
    assert broken(visitor, "nothing shows")[0] == "invitation"
    dialog = standin.invite()
    visitor.wait_for("offered")
    visitor.wait_until_armed()
    assert broken(visitor, "nothing shows") == ("", "")
    assert broken(visitor, "nothing is sent")[0] == "answered"
    assert record(visitor) == EMPTY
    visitor.press("Accept")
    visitor.wait_for("active")
    assert broken(visitor, "sharing does not begin") == ("", "")
    standin.post(f"invitations/{dialog}/end")
    visitor.wait_for("ended")

    told = record(visitor)
    consent, active, ended = told["entries"]
    (detail,) = visitor.details("consent")
    assert consent == {"event": "consent", **detail}
    assert active == {"event": "active", "time": active["time"], "dialogId": dialog}
    assert ended["by"] == visitor.details("ended")[0]["by"]
    assert consent["time"] < active["time"] < ended["time"]

    # A page where only the loader is tells the same, and stop() forgets it.
    visitor.page.evaluate("() => sessionStorage.removeItem('tagalong:opened')")
    world.visitor({"start": "auto"})  # the page is another one from now on
    visitor.page.goto(visitor.url)
    visitor.wait_for_loader()
    assert visitor.page.evaluate("() => tagalong.state.connection") == "asleep"
    assert record(visitor) == told
    visitor.page.evaluate("() => tagalong.stop()")
    assert record(visitor) == EMPTY


def test_a_question_that_is_covered(world: World, standin: StandIn) -> None:
    """What lies over the question is told as what keeps it from being seen."""
    visitor = world.chatting()
    visitor.page.evaluate(COVER)
    standin.invite()
    visitor.wait_for("offered")
    visitor.wait_until(lambda: broken(visitor, "nothing shows")[0] == "banner", "the cover")
    assert "lies over it" in broken(visitor, "nothing shows")[1]


def test_a_tag_that_hears_nothing(world: World, standin: StandIn) -> None:
    """An answer that nobody listened to is told, with whom to ask."""
    standin.post("behaviour", taglet="deaf")
    visitor = world.chatting()
    standin.invite()
    visitor.wait_for("offered")
    visitor.press("Accept")
    visitor.wait_for("accepted")
    link, words = broken(visitor, "nothing is sent")
    assert link == "heard"
    assert "CoBrowse enabled" in words


def test_a_record_that_somebody_else_has_written(world: World, standin: StandIn) -> None:
    """What is no record of ours is none, and is let go with the next entry."""
    visitor = world.chatting()
    for kept in ("nonsense", "null", '{"version": 7, "entries": [1]}', '{"version": 1}'):
        visitor.page.evaluate("(kept) => sessionStorage.setItem('tagalong:record', kept)", kept)
        assert record(visitor) == EMPTY
    standin.invite()
    visitor.wait_for("offered")
    visitor.press("Decline")
    visitor.wait_for("declined")
    assert [one["outcome"] for one in record(visitor)["entries"]] == ["declined"]
    assert visitor.details("error") == []


def test_a_record_where_storage_is_blocked(world: World, standin: StandIn) -> None:
    """It lasts as long as the page, and a listener to the event finds it in the record."""
    visitor = world.visitor()
    visitor.page.add_init_script("""
        Object.defineProperty(window, 'sessionStorage', { get() { throw Error('blocked'); } });
        addEventListener('DOMContentLoaded', () => document.addEventListener(
            'tagalong:consent', () => { window.heard = tagalong.record(); }));
    """)
    visitor.start()
    visitor.open_chat()
    standin.invite()
    visitor.wait_for("offered")
    visitor.press("Decline")
    visitor.wait_for("declined")
    heard = json.loads(visitor.page.evaluate("() => window.heard"))
    assert heard == record(visitor)
    assert ACCOUNT not in json.dumps(heard)
    visitor.page.evaluate("() => tagalong.stop()")
    assert record(visitor) == EMPTY
