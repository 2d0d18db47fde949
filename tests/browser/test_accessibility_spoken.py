"""What the real worker has the banner say aloud, and a page that asks in its own way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from simulator.app import Options
from tests.support import fast_clock
from tests.support.standin import running
from tests.support.visitors import World
from tools.stages import ROOT

pytestmark = pytest.mark.certain

LISTEN = """() => { window.spoken = [];
  const listen = (live) => new MutationObserver(() => spoken.push(live.textContent))
    .observe(live, { childList: true });
  new MutationObserver((_, watch) => {
    const live = document.querySelector('tagalong-banner')?.shadowRoot.querySelector('.live');
    if (!live) return;
    watch.disconnect();
    spoken.push(live.textContent);
    listen(live);
  }).observe(document, { childList: true, subtree: true }); }"""


def test_each_announcement_is_made_once(world: World) -> None:
    """The question, 60, 30 and 20 seconds left, and the end; the region is there before, empty."""
    visitor = world.visitor()
    visitor.page.route("**/app.zip", lambda route: route.fulfill(body=fast_clock.app()))
    visitor.start()
    visitor.open_chat()
    visitor.page.evaluate(LISTEN)
    world.standin.invite(life=100)
    visitor.wait_for("expired")
    visitor.wait_until(lambda: len(visitor.page.evaluate("() => spoken")) >= 6, "the end")
    empty, question, *left, end = visitor.page.evaluate("() => spoken")
    assert empty == ""
    assert question.startswith("Share this page with your agent? If you accept, your agent can")
    assert left == [f"{count} seconds left to answer." for count in (60, 30, 20)]
    assert end.startswith("The sharing request has expired")


def test_the_headless_example(chromium: Browser) -> None:
    """The demo's own dialog asks, tells that a hasty press did not count, and answers."""
    mounts = (("/dist", ROOT / "dist"), ("/static/demo", ROOT / "static/demo"))
    mishaps: list[str] = []
    with running(Options(mounts=mounts)) as standin:
        context = chromium.new_context()
        page = context.new_page()
        page.on("pageerror", lambda error: mishaps.append(str(error)))
        page.on("console", lambda one: mishaps.append(one.text) if one.type == "error" else None)
        page.goto(f"{standin.url}/static/demo/headless.html")
        page.get_by_role("button", name="Chat with us").click()
        expect(page.get_by_role("status")).to_have_text("An agent is with you.", timeout=20_000)
        page.wait_for_function("() => tagalong.state.connection === 'connected'")
        for _ in range(200):
            if standin.get("state")["conversations"]:
                break
            page.wait_for_timeout(50)

        standin.invite("shared")
        question = page.get_by_role("dialog", name="May our agent see this page?")
        expect(question).to_contain_text("click and type on it just as you can.")
        expect(question).to_contain_text("seconds are left to answer.")
        question.get_by_role("button", name="Yes").click()
        expect(question.get_by_role("alert")).to_contain_text("That was quick.")
        page.wait_for_timeout(1000)  # a person reads first
        question.get_by_role("button", name="Yes").click()
        expect(page.get_by_role("status")).to_have_text("Our agent can see this page.")
        expect(question).not_to_be_visible()
        assert page.locator("tagalong-banner").count() == 0
        names = [one["name"] for one in standin.get("published")]
        assert names == ["cobrowseOffered", "cobrowseAccepted"]
        context.close()
    assert mishaps == []
