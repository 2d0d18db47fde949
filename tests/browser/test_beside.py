"""Beside LivePerson's own window and with each form of the agent's id, end to end."""

from __future__ import annotations

import pytest

from tests.support.visitors import World

pytestmark = pytest.mark.later

TOLD = "() => lpTag.events.hasFired('lpUnifiedWindow', 'conversationInfo').length > 0"


@pytest.mark.parametrize(("beside", "asks"), [("stand-down", False), ("ask", True)])
def test_beside_livepersons_own_window(world: World, beside: str, *, asks: bool) -> None:
    """In a conversation that LivePerson's own window holds, it is that window's to ask."""
    world.standin.post("behaviour", own_window=True)
    visitor = world.chatting({"beside-window": beside})
    visitor.page.wait_for_function(TOLD)
    world.standin.invite()
    if asks:
        visitor.wait_for("offered")
    else:
        world.standin.post(f"conversations/{world.standin.conversation()}/close")
        visitor.wait_for("conversation")
        assert visitor.page.locator("tagalong-banner").count() == 0
        assert visitor.published == []


@pytest.mark.parametrize(
    ("setting", "wanted"), [("numeric", "numeric"), ("participant", "full"), ("assigned", "pid")]
)
def test_each_form_of_the_agents_id(world: World, setting: str, wanted: str) -> None:
    """The form that data-agent-id names is the one that reaches LivePerson."""
    world.standin.post("behaviour", agent_id=wanted)
    visitor = world.chatting({"agent-id": setting})
    visitor.answer_as_a_person()


def test_what_the_stub_has_queued(world: World) -> None:
    """The tag does all that was put off until it came, in the order of the stub's three queues."""
    queues = ("_defL", "_defT", "_defB")
    put = "".join(f"(lpTag.{one} ??= []).push(() => put.push('{one}'));" for one in queues)
    first = f"<script>window.put = []; addEventListener('lp', () => {{ {put} }});</script>"
    late = "<script>dispatchEvent(new Event('lp'));</script>"
    visitor = world.visitor(first=first, before=late)
    visitor.start()
    visitor.page.wait_for_function("() => put.length === 3")
    assert visitor.evaluate("() => put") == ["_defB", "_defT", "_defL"]


def test_what_the_tag_tells_of_its_monitoring(world: World) -> None:
    """Late taglets, the tag's own events, its object of attributes and its two cookies."""
    world.standin.post("behaviour", taglets_delay=500)
    visitor = world.visitor()
    visitor.start()
    visitor.page.wait_for_function("() => lpTag.taglets.lp_monitoringSDK?.getSid()")
    for app, name in (("lp_SMT", "MONITORING_STATE"), ("LPT", "DOM_READY")):
        assert visitor.evaluate(f"() => lpTag.events.hasFired('{app}', '{name}').length") == 1
    visitor.evaluate("() => lpTag.newPage()")
    fired = "lpTag.events.hasFired('lp_SMT', 'MONITORING_STATE').length"
    visitor.page.wait_for_function(f"() => {fired} === 2")
    cookies = visitor.evaluate("() => document.cookie")
    assert visitor.evaluate("() => `LPVID=${lpTag.taglets.lp_monitoringSDK.getVid()}`") in cookies
    assert "LPSID-12345678=" in cookies
    sdes = "() => { lpTag.sdes.push({type: 'cart'}); return lpTag.sdes.get(); }"
    assert visitor.evaluate(sdes) == [{"type": "cart"}]
