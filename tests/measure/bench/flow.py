"""P6 and P7: how long an invitation takes to the visitor's eye, and an answer to the tag."""

from __future__ import annotations

import time
from dataclasses import replace
from statistics import median

from playwright.sync_api import Page

from tests.measure.bench.figures import Figure
from tests.measure.bench.place import Place, wait_until

FRAME_MS = 16.7
ANSWERS = 20
# Tagalong counts no Accept before the banner was visible for 500 ms.
READING_MS = 600


class Side:
    """One page with one client, connected, in a conversation of its own."""

    def __init__(self, place: Place, page: Page, kind: str) -> None:
        self.kind = "reference" if kind == "reference" else "ours"
        self._place = place
        self._page = page
        place.embed(page, kind)
        place.converse(page, self.kind)
        self._conversation = place.standin.conversation()
        page.evaluate("() => bench.spy()")

    def _invite(self) -> str:
        path = f"conversations/{self._conversation}/invitation"
        invited = self._place.standin.post(path, mode="view", lifeSeconds=120)
        return str(invited["dialogId"])

    def invitation(self) -> float:
        """Return the milliseconds from the agent's Invite to the painted banner."""
        self._page.bring_to_front()
        self._page.evaluate("() => bench.await()")
        began = time.time()
        dialog = self._invite()
        shown: float = self._page.evaluate("() => bench.shown()")
        self._place.standin.post(f"invitations/{dialog}/cancel")
        self._clear()
        return shown - began * 1000

    def answer(self) -> float:
        """Return the milliseconds from the press on Accept to the publication."""
        self._page.bring_to_front()
        self._page.evaluate("() => bench.await()")
        dialog = self._invite()
        self._page.evaluate("() => bench.shown()")
        self._page.wait_for_timeout(READING_MS)
        self._page.get_by_role("button", name="Accept").click()
        wait_until(self._page, lambda: self._page.evaluate("() => bench.answered() !== null"))
        taken: float = self._page.evaluate("() => bench.answered()")
        self._place.standin.post(f"invitations/{dialog}/end")
        self._clear()
        return taken

    def _clear(self) -> None:
        if self.kind == "ours":
            self._page.get_by_role("button", name="Close").click()
        gone = "() => !document.querySelector('tagalong-banner[data-state], reference-banner')"
        wait_until(self._page, lambda: self._page.evaluate(gone))


def echoes(page: Page, count: int) -> list[float]:
    """Return the milliseconds from a press to an empty worker and back, which nobody can go below.

    After a press Chromium holds most other tasks of a page back until the next
    frame, what a worker answers among them.
    """
    page.evaluate("() => { window.lastEcho = bench.echo(); }")
    samples = []
    for _ in range(count):
        page.get_by_role("button", name="Echo").click()
        wait_until(page, lambda: page.evaluate("() => lastEcho() !== null"))
        samples.append(page.evaluate("() => lastEcho()"))
        page.wait_for_timeout(100)
    return samples


def measure(place: Place, invitations: int) -> list[Figure]:
    """Return P6 and P7, each client in turn."""
    with place.profile() as mine, place.profile() as theirs:
        ours = Side(place, place.page(mine), "probed")
        hand = Side(place, place.page(theirs), "reference")
        shown: tuple[list[float], list[float]] = ([], [])
        for number in range(invitations):
            if number % 20 == 0:
                print(f"invitations: {number} of {invitations}", flush=True)
            for side, samples in zip((ours, hand), shown, strict=True):
                samples.append(side.invitation())
        answered: tuple[list[float], list[float]] = ([], [])
        print(f"answers: {ANSWERS}", flush=True)
        for _ in range(ANSWERS):
            for side, samples in zip((ours, hand), answered, strict=True):
                samples.append(side.answer())
    with place.profile() as context:
        echo = median(echoes(place.page(context), ANSWERS))
    bound = f"a press to an empty worker and back takes {echo:.1f} ms in this browser"
    pressed = _compare("P7", "Accept pressed → publish called", answered, 10, "10 ms")
    return [
        _compare("P6", "agent's Invite → banner painted", shown, FRAME_MS, "1 frame"),
        replace(pressed, note=bound),
    ]


def _compare(
    number: str, what: str, samples: tuple[list[float], list[float]], more: float, words: str
) -> Figure:
    ours, hand = samples
    return Figure(
        number,
        what,
        "ms",
        tuple(ours),
        median(ours) - median(hand),
        more,
        f"≤ hand-written + {words}",
        tuple(hand),
        "hand-written",
    )
