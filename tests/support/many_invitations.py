"""R4: hundreds of invitations on one page, each answered, and nothing that piles up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.support import fast_clock
from tests.support.visitors import Visitor, World

MEGABYTE = 2**20
# After so many everything has been used that will be.
WARM = 4
WEIGH = "() => [weighed.HEAPU8.length, weighed.pyproxy_alloc_map.size]"


@dataclass(frozen=True)
class Weight:
    """Python's heap in bytes, and the proxies that bind it to JavaScript."""

    heap: int
    proxies: int


def answered(world: World, count: int, tell: Callable[[str], None]) -> tuple[Weight, Weight]:
    """Have `count` invitations answered in turn; return the weight when warm, and at the end."""
    visitor = world.visitor()
    body = fast_clock.app()
    visitor.page.route("**/app.zip", lambda route: route.fulfill(body=body))
    visitor.start()
    visitor.open_chat()
    began = time.monotonic()
    warm = _weigh(visitor)
    for number in range(1, count + 1):
        _answer_one(world, visitor, number)
        if number == min(WARM, count):
            warm = _weigh(visitor)
        if number % 10 == 0:
            rate = number / (time.monotonic() - began)
            tell(f"{number} of {count} invitations answered, {(count - number) / rate:.0f} s left")
    published = [name for name, _ in visitor.published]
    assert published.count("cobrowseOffered") == count, "each is offered once"
    assert published.count("cobrowseAccepted") == (count + 1) // 2, "every other is accepted"
    assert published.count("cobrowseDeclined") == count // 2, "every other is declined"
    assert visitor.details("error") == []
    return warm, _weigh(visitor)


def _answer_one(world: World, visitor: Visitor, number: int) -> None:
    before = len(visitor.published)
    dialog = world.standin.invite(life=3600)
    visitor.wait_until(lambda: len(visitor.published) > before, f"the offer of number {number}")
    button, state = ("Accept", "active") if number % 2 else ("Decline", "declined")
    visitor.press(button)
    visitor.wait_until(lambda: visitor.banner == state, f"{state}, number {number}")
    if button == "Accept":
        world.standin.post(f"invitations/{dialog}/end")
        visitor.wait_until(lambda: visitor.banner == "ended", f"the end of number {number}")
        visitor.page.locator("tagalong-banner").get_by_role("button", name="Close").click()
    visitor.wait_until(lambda: visitor.banner is None, f"quiet after number {number}")


def _weigh(visitor: Visitor) -> Weight:
    heap, proxies = visitor.page.workers[-1].evaluate(WEIGH)
    return Weight(heap, proxies)
