"""A real account's page: the browser's routing plays LivePerson's hosts, and none is reached."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.support.axe import examine
from tests.support.people import BOOT_MS, DESKTOP, demo
from tools.stages import ROOT

SECRET = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.c2VjcmV0"
OPAQUE = "tok-4f9a1c77-of-a-brand"
HOSTS = [
    {"service": "asyncMessagingEnt", "baseURI": "va.msg.liveperson.net"},
    {"service": "idp", "baseURI": "va.idp.liveperson.net"},
]
# A tag as bare as can be: it can publish, and has no taglets.
CHRONOS = ROOT / "node_modules/chronosjs/dist/Events.js"
TAG = f"""(() => {{ const ChronosRoot = {{}};
{CHRONOS.read_text()}
lpTag.events = new ChronosRoot.Chronos.Events({{ cloneEventData: true }});
for (const run of lpTag._defB) run();
lpTag.events.publish("lpThing", "BEGAN", {{ secretName: "Ann Doe", count: 3 }});
}})();
"""


class LivePerson:
    """What the pages have asked of it; discovery and identity answer, the rest is closed."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.bodies: list[str] = []

    def answer(self, route: Route) -> None:
        """Answer as the real hosts are documented to."""
        request = route.request
        parts = urlsplit(request.url)
        allowed = {"access-control-allow-origin": "*", "access-control-allow-headers": "*"}
        if parts.hostname == "lptag.liveperson.net":
            route.fulfill(body=TAG, content_type="text/javascript")
        elif parts.path.endswith("/baseURI.json"):
            route.fulfill(json={"baseURIs": HOSTS}, headers=allowed)
        elif parts.path.endswith("/signup"):
            route.fulfill(json={"jwt": SECRET}, headers=allowed)
        else:
            route.abort()

    def note(self, request: Request) -> None:
        """Remember a request that leaves this machine."""
        if urlsplit(request.url).hostname != "localhost" and request.url.startswith("http"):
            self.asked.append(request.url)
            self.bodies.append(request.post_data or "")


@contextmanager
def account(browser: Browser, query: str) -> Iterator[tuple[Page, LivePerson, list[str]]]:
    """Open the shop with a query; nothing but what has to fail may go wrong on it."""
    mishaps: list[str] = []
    with demo() as standin:
        context = browser.new_context(viewport=DESKTOP, accept_downloads=True)
        context.set_default_timeout(BOOT_MS)
        there, sockets = LivePerson(), list[str]()
        context.route(lambda url: urlsplit(url).hostname != "localhost", there.answer)
        context.on("request", there.note)
        page = context.new_page()
        page.on("websocket", lambda socket: sockets.append(socket.url))
        page.on("pageerror", lambda error: mishaps.append(str(error)))
        page.on(
            "console",
            lambda message: mishaps.append(message.text) if message.type == "error" else None,
        )
        page.goto(f"{standin.url}/{query}")
        yield page, there, sockets
        context.close()
    # The socket's host is not there to be connected to.
    assert [one for one in mishaps if "va.msg.liveperson.net" not in one] == []


def exported(page: Page) -> str:
    """Save the answers, and return the file's text."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the answers as a file").click()
    return Path(download.value.path()).read_text()


def test_it_asks_liveperson_itself(chromium: Browser) -> None:
    """The tag, discovery and the socket are the real hosts'; the next page is the account's too."""
    with account(chromium, "?account=12345678") as (page, there, sockets):
        expect(page.get_by_role("heading", name="The real account 12345678")).to_be_visible()
        expect(page.get_by_text("✓ publish")).to_be_visible()
        expect(page.get_by_text("the account's agents.").last).to_be_visible()
        broken = page.locator("#account-chain [aria-current=step]")
        expect(broken).to_contain_text("started: broken")
        page.get_by_text("Consents and ends of this visit").click()
        expect(page.locator("#account-record")).to_contain_text("Nothing was decided")
        page.locator("#account-questions > summary").click()
        assert examine(page) == []
        page.get_by_label("Who the visitor is").select_option("signup")
        expect(page.get_by_label("Token")).to_be_hidden()
        page.get_by_role("button", name="Start").click()
        expect(page.locator("#account-seen")).to_contain_text("tagalong:ready", timeout=BOOT_MS)
        page.wait_for_function("() => tagalong.state.connection === 'waiting'", timeout=BOOT_MS)
        expect(broken).to_contain_text("connection: broken", timeout=BOOT_MS)
        assert sockets[0] == (
            "wss://va.msg.liveperson.net/ws_api/account/12345678/messaging/consumer?v=3"
        )
        assert there.asked[:3] == [
            "https://lptag.liveperson.net/tag/tag.js?site=12345678",
            "https://api.liveperson.net/api/account/12345678/service/baseURI.json?version=1.0",
            "https://va.idp.liveperson.net/api/account/12345678/signup",
        ]
        page.get_by_role("link", name="Boston fern").click()
        expect(page.get_by_role("heading", name="The real account 12345678")).to_be_visible()
        assert "account=12345678" in page.url
        expect(page.get_by_label("Who the visitor is")).to_have_value("signup")
        page.get_by_role("link", name="Back to the simulator").click()
        expect(page.locator("#account-panel")).to_have_count(0)
        page.wait_for_function("() => window.lpTag?.ovr.domain === location.host")


def test_a_token_goes_nowhere_but_to_tagalong(chromium: Browser) -> None:
    """A pasted token is in no address, no store and no file, wherever the tester repeats it."""
    with account(chromium, "?account=le-55") as (page, there, sockets):
        page.get_by_label("Token").fill(OPAQUE)
        page.get_by_label("Who the visitor is").select_option("token")
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_label("Token")).to_have_value("")
        page.wait_for_function("() => tagalong.state.connection === 'waiting'", timeout=BOOT_MS)
        page.get_by_text("Questions that only a real account answers").click()
        question = page.get_by_role("listitem").filter(has_text="(CORS)")
        question.get_by_label("Answer").select_option("otherwise")
        question.get_by_label("Note").fill(f"no: {OPAQUE} or {SECRET}, said ann@example.org")
        question.get_by_label("Note").blur()
        expect(page.get_by_text("1 of 13 questions have an answer.")).to_be_visible()

        text = exported(page)
        assert not any(secret in text for secret in (OPAQUE, SECRET, "Ann Doe", "ann@example"))
        made = json.loads(text)
        assert made["account"] == "le-55"
        told = {one["id"]: one for one in made["questions"]}
        assert told["cors"]["answer"] == "otherwise"
        assert told["cors"]["note"] == "no: [taken out] or [taken out], said [taken out]"
        assert told["delete"]["answer"] == "open"
        assert {check["check"] for check in made["checks"]} >= {"tag", "publish", "token"}
        assert "disconnected" in {event["name"] for event in made["events"]}
        began = next(one for one in made["tagEvents"] if one["name"] == "BEGAN")
        assert began["data"] == {"secretName": "string", "count": "number"}

        stores = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
        assert not any(secret in stores + page.url for secret in (OPAQUE, SECRET))
        assert not any(OPAQUE in one for one in (*there.asked, *there.bodies, *sockets))
        page.reload()
        expect(page.locator("#answer-cors")).to_have_value("otherwise")


def test_without_the_parameter_all_is_simulated(chromium: Browser) -> None:
    """The account of the demo is the simulator's, and so is a page whose parameter is none."""
    for query, panels in (("", 0), ("?account=not%20one", 1)):
        with account(chromium, query) as (page, there, _):
            expect(page.locator("#account-panel")).to_have_count(panels)
            page.wait_for_function("() => lpTag.taglets?.lp_monitoringSDK")
            assert page.evaluate("lpTag.site") == "12345678"
            assert there.asked == []
            if panels:
                expect(page.get_by_role("alert")).to_contain_text("letters, digits, - and _")
