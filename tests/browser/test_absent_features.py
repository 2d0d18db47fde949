"""What privacy settings, policies and older browsers take away: absent, throwing, or silent.

Each row is a script that runs before the page's own. The question is asked and the
answer published all the same, once. Firefox and WebKit with their real settings
are in tests/engines.
"""

from __future__ import annotations

import pytest

from tests.support.seldom import but_seldom
from tests.support.standin import StandIn
from tests.support.visitors import World

pytestmark = [pytest.mark.certain, pytest.mark.later]

DENIED = "new DOMException('The operation is insecure.', 'SecurityError')"
FULL = "new DOMException('full', 'QuotaExceededError')"
LACKING = {
    "no locks": "delete Navigator.prototype.locks;",
    "locks that throw": f"LockManager.prototype.request = () => {{ throw {DENIED}; }};",
    "locks that are refused": f"LockManager.prototype.request = () => Promise.reject({DENIED});",
    "locks that never come": "LockManager.prototype.request = () => new Promise(() => {});",
    "no channel": "delete window.BroadcastChannel;",
    "a channel that throws": (
        f"window.BroadcastChannel = class {{ constructor() {{ throw {DENIED}; }} }};"
    ),
    "storage that throws": (
        "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name,"
        f"{{ get() {{ throw {DENIED}; }} }});"
    ),
    "storage that is null": (
        "for (const name of ['localStorage', 'sessionStorage'])"
        "Object.defineProperty(window, name, { get: () => null });"
    ),
    "storage that is full": f"Storage.prototype.setItem = () => {{ throw {FULL}; }};",
    "no idle moments": "delete window.requestIdleCallback;",
    "no visual viewport": "Object.defineProperty(window, 'visualViewport', { value: undefined });",
    "no languages": "Object.defineProperty(navigator, 'languages', { value: undefined });",
    "no time zone": "Intl.DateTimeFormat.prototype.resolvedOptions = () => { throw Error('no'); };",
    "no top layer": (
        "delete HTMLElement.prototype.showPopover; delete HTMLElement.prototype.hidePopover;"
        "delete HTMLElement.prototype.popover;"
    ),
    "an observer that knows no covers": ("delete IntersectionObserverEntry.prototype.isVisible;"),
    "a coarse clock": (
        "const now = performance.now.bind(performance);"
        "performance.now = () => Math.floor(now() / 100) * 100;"
    ),
    "no time-outs of signals": "delete AbortSignal.timeout;",
    "a top layer that the page refuses": (
        "addEventListener('beforetoggle', (event) => event.preventDefault(), true);"
    ),
}


# Others of a kind that is there each time.
LIKE_OTHERS = {
    *("locks that throw", "locks that are refused", "a channel that throws"),
    *("storage that is null", "storage that is full", "no languages", "no time zone"),
    *("no visual viewport", "no time-outs of signals"),
}


@pytest.mark.parametrize(
    "what",
    but_seldom(LACKING, LIKE_OTHERS),
)
def test_a_browser_without(world: World, what: str) -> None:
    """Whatever is missing, the visitor is asked, and the answer counts once."""
    visitor = world.visitor()
    visitor.page.add_init_script(f"{{ {LACKING[what]} }}")
    visitor.start()
    visitor.open_chat()
    visitor.answer_as_a_person()
    assert visitor.details("error") == []


HELD = "() => { navigator.locks.request('tagalong:decisions', () => new Promise(() => {})); }"


def test_a_lock_that_another_tab_holds_for_ever(world: World, standin: StandIn) -> None:
    """A frozen tab may hold it: after a second and a half the storage alone decides."""
    visitor = world.chatting()
    other = visitor.another_tab()
    other.page.goto(f"{standin.url}/files/page.html")
    other.page.evaluate(HELD)
    visitor.page.bring_to_front()
    standin.invite()
    visitor.wait_for("offered")
    visitor.press("Accept")
    visitor.wait_for("active")
    assert [name for name, _ in visitor.published] == ["cobrowseOffered", "cobrowseAccepted"]


@pytest.mark.parametrize(
    "script",
    [
        "requestIdleCallback = (call, { timeout }) => setTimeout(call, timeout);",
        (
            "Object.defineProperty(Document.prototype, 'readyState', { get: () => 'loading' });"
            "addEventListener('load', (event) => event.stopImmediatePropagation(), true);"
        ),
    ],
)
def test_a_page_that_never_rests(world: World, script: str) -> None:
    """What never ends loading, and is never idle, is not waited for any longer than it takes."""
    visitor = world.visitor({"start": "load"})
    visitor.page.add_init_script(script)
    visitor.start(connected=False)
    visitor.wait_for("connected")
