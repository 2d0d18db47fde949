"""Answers that LivePerson's tag has not heard when the visitor follows a link."""

from __future__ import annotations

import pytest

from tests.support.visitors import World

pytestmark = pytest.mark.later

# The tag's bus is a bare stub from now on, as where the tag is loaded anew.
STUB = "() => { lpTag.events = { bind() {}, trigger() {} }; }"


@pytest.mark.parametrize(
    ("button", "told", "publication"),
    [("Accept", "accepted", "cobrowseAccepted"), ("Decline", "declined", "cobrowseDeclined")],
)
def test_an_answer_goes_with_the_visitor(
    world: World, button: str, told: str, publication: str
) -> None:
    """The next page hands the answer over, and asks no second time."""
    visitor = world.chatting()
    world.standin.invite()
    visitor.wait_for("offered")
    visitor.evaluate(STUB)
    visitor.press(button)
    assert visitor.wait_for(told)["heard"] is False
    visitor.page.reload()
    visitor.wait_until(
        lambda: publication in [name for name, _ in visitor.published], f"{publication} published"
    )
    if button == "Accept":
        visitor.wait_for("active")
    assert [name for name, _ in visitor.published].count(publication) == 1
    assert len(visitor.details("consent")) == 1
    visitor.wait_until(
        lambda: visitor.evaluate("() => sessionStorage.getItem('tagalong:owed')") is None,
        "nothing owed",
    )
