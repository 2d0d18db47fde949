"""Markup is not power: what a comment field lets through says nothing of where code comes from.

Elements' names and ids shadow properties of the document, fields' names those of their
form, and either stands for a variable that nobody has set.
"""

from __future__ import annotations

import pytest

from tests.support.seldom import but_seldom
from tests.support.standin import StandIn
from tests.support.visitors import Visitor, World

pytestmark = pytest.mark.later

ELSEWHERE = "http://localhost:9/tagalong.js"
MODULE = '<script type="module" src="{src}"{attributes}></script>'
# Each stands in the page before the embed; "{far}" is an address of somebody else's.
MARKUP = {
    "a form that is called scripts": '<form name="scripts"><input src="{far}"></form>',
    "pictures that are called scripts": (
        '<img name="scripts" alt=""><img name="scripts" alt="" data-src="{far}">'
    ),
    "a running script that is none": '<form name="currentScript"><input name="src"></form>',
    "a listening that is none": '<form name="addEventListener"></form>',
    "a report that goes nowhere": '<form name="dispatchEvent"></form>',
    "no elements": '<form name="createElement"></form><form name="querySelectorAll"></form>',
    "no page to hang in": '<form name="body"></form><form name="documentElement"></form>',
    "a page that is never seen": '<input form="f" name="visibilityState"><form name="readyState">'
    '</form><form name="visibilityState"></form><form name="hidden"></form>',
    "a pointer that finds nothing": '<form name="elementFromPoint"></form>'
    '<form name="elementsFromPoint"></form><form name="activeElement"></form>',
    "a text that cannot be measured": '<form name="createRange"></form>',
    "no fonts": '<form name="fonts"><input name="addEventListener"></form>',
    "a base": '<form name="baseURI"></form><form name="location"></form>',
    "a Tagalong": '<form id="tagalong"><input name="version" value="1"></form>',
    "a runtime": '<form id="RUNTIME"></form><form id="VERSION"></form><form id="PAGE"></form>',
}
FIELDS = "".join(
    f'<input name="{name}">'
    for name in ("matches", "closest", "parentNode", "shadowRoot", "assignedSlot", "children")
) + "".join(
    f'<input name="{name}">'
    for name in ("getBoundingClientRect", "getClientRects", "parentElement", "ownerDocument")
)


def check(visitor: Visitor, standin: StandIn) -> None:
    """Everything works, from the page's own address, and the answer is the person's."""
    visitor.start()
    visitor.open_chat()
    standin.invite()
    visitor.wait_for("offered")
    visitor.press("Decline")
    visitor.wait_for("declined")
    assert [name for name, _ in visitor.published] == ["cobrowseOffered", "cobrowseDeclined"]


@pytest.mark.parametrize("embed", but_seldom(["async", "module"], ["module"]))
@pytest.mark.parametrize("what", MARKUP)
def test_named_elements(world: World, standin: StandIn, what: str, embed: str) -> None:
    """Whatever a named element shadows is asked of its own kind, not of the document."""
    # The page's own snippet of LivePerson's tag is no matter of ours: it comes before.
    markup = MARKUP[what].replace("{far}", ELSEWHERE)
    tag = MODULE if embed == "module" else '<script async src="{src}"{attributes}></script>'
    visitor = world.visitor(embed=f"<div>{markup}</div>{tag}")
    check(visitor, standin)


def test_settings_in_markup(world: World, standin: StandIn) -> None:
    """Elements that call themselves the script give no settings: tokens stay at home."""
    markup = (
        '<form name="scripts"><input src="{src}" data-csds="http://localhost:9" '
        'data-account="666"></form>'
    )
    visitor = world.visitor(embed=markup + MODULE)
    check(visitor, standin)
    assert visitor.page.evaluate("() => tagalong.state.connection") == "connected"


@pytest.mark.parametrize("kind", ["async", 'type="module"'])
def test_a_base_that_comes_later(world: World, standin: StandIn, kind: str) -> None:
    """A <base> in the page's markup moves no address of a script that has been loaded before."""
    tag = f'<script {kind} src="/dist/tagalong.js"{{attributes}}></script>'
    visitor = world.visitor(embed=tag, body='<base href="http://localhost:9/x/">')
    check(visitor, standin)


def test_a_form_in_the_way(world: World, standin: StandIn) -> None:
    """A form whose fields shadow all that is asked of it is a modal dialog's, and has the focus."""
    body = f'<dialog id="own"><form tabindex="0" id="form">{FIELDS}</form></dialog>'
    visitor = world.chatting(body=body)
    visitor.page.evaluate("() => { own.showModal(); form.focus(); }")
    standin.invite()
    visitor.wait_for("offered")
    visitor.press("Accept")
    visitor.wait_for("active")


def test_a_banner_of_the_pages_own(world: World, standin: StandIn) -> None:
    """What the page's markup calls a banner is taken out: it is not the one that asks."""
    fake = (
        '<tagalong-banner id="fake"><template shadowrootmode="open"><button>Accept</button>'
        "</template></tagalong-banner>"
    )
    visitor = world.chatting(body=fake)
    standin.invite()
    visitor.wait_for("offered")
    visitor.wait_until(lambda: not visitor.page.evaluate("() => Boolean(window.fake)"), "one")
    visitor.press("Accept")
    visitor.wait_for("active")
