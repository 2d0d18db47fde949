"""The demo, played by hand: the shop on one side, the agent's console on the other."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.support.axe import examine
from tests.support.people import BOOT_MS, PHONE, accept, banner, chat, invite, say, stage
from tools.stages import ROOT

PAGES = ("index.html", *(f"static/demo/{name}.html" for name in ("product", "basket", "order")))


def test_the_whole_story(chromium: Browser) -> None:
    """Queue, chat, invite, decline, accept, transfer, end; the chat goes on from page to page."""
    with stage(chromium) as made:
        shop, console = made.page("/"), made.page("/agent")
        chat(shop, "Which plant needs little light?")
        expect(shop.get_by_text("An agent will be with you in a moment.")).to_be_visible()
        expect(console.get_by_role("heading", name="Waiting (1)")).to_be_visible()
        expect(console.get_by_role("button", name="CoBrowse")).to_be_hidden()
        console.get_by_role("button", name="Accept").click()
        say(console, "The snake plant. May I see your page?")
        expect(shop.get_by_text("May I see your page?")).to_be_visible()
        expect(shop.get_by_text("An agent is with you.")).to_be_visible()
        card = console.get_by_role("complementary", name="Visitor")
        expect(card.get_by_text("plants for every window")).to_be_visible()
        expect(card.get_by_text("Chrome · Linux, computer")).to_be_visible()
        expect(card.get_by_text("American English")).to_be_visible()

        invite(console, "View")
        expect(banner(shop).get_by_role("button", name="Decline")).to_be_visible()
        expect(shop.get_by_text("The agent has sent a sharing request.")).to_be_visible()
        expect(console.get_by_text(re.compile(r"view · 1\d\d s left"))).to_be_visible()
        console.get_by_role("button", name="Cancel").click()
        expect(shop.get_by_text("Your agent took the sharing request back.")).to_be_visible()
        banner(shop).get_by_role("button", name="Close").click()
        invite(console, "Follow")
        banner(shop).get_by_role("button", name="Decline").click()
        expect(shop.get_by_text("You declined the sharing request.")).to_be_visible()
        expect(console.locator("#invitations").get_by_text("Over").first).to_be_visible()

        shop.get_by_role("button", name="Minimise the chat").click()
        shop.get_by_role("link", name="Snake plant").click()
        expect(shop.get_by_role("heading", name="Snake plant", level=1)).to_be_visible()
        console.get_by_role("button", name="Transfer to Robin").click()
        expect(console.get_by_role("heading", name="Other agents' (1)")).to_be_visible()
        console.get_by_label("Signed in as").select_option("Robin")
        say(console, "Robin here. Still looking?")
        shop.get_by_role("button", name="Chat with us, 1 unread").click(timeout=BOOT_MS)
        said = shop.locator("#chat-messages > div")
        expect(said).to_have_count(7)
        expect(said.first).to_contain_text("Which plant needs little light?")
        expect(said.last).to_contain_text("Robin here. Still looking?")
        console.get_by_role("button", name="End the conversation").click()
        expect(shop.get_by_text("The agent has ended the conversation.")).to_be_visible()
        chat(shop, "One more thing")
        expect(console.get_by_role("heading", name="Waiting (1)")).to_be_visible()


def test_a_visit_with_a_basket(chromium: Browser) -> None:
    """The shop is a shop, by keyboard and from page to page, while Tagalong sleeps."""
    with stage(chromium) as made:
        shop = made.page("/")
        add = shop.get_by_role("button", name="Add to basket: Monstera")
        add.focus()
        shop.keyboard.press("Enter")
        expect(shop.get_by_text("Monstera is in your basket: 1 in all.")).to_be_visible()
        shop.get_by_role("link", name="Cactus trio").press("Enter")
        shop.get_by_label("How many").fill("2")
        shop.get_by_role("button", name="Add to basket: Cactus trio").click()
        expect(shop.locator(".count")).to_have_text("3")
        shop.get_by_role("link", name="Basket").click()
        expect(shop.get_by_text("€ 70.00").first).to_be_visible()
        shop.get_by_role("button", name="Remove Monstera").click()
        expect(shop.get_by_text("€ 41.90").or_(shop.get_by_text("€ 36.00")).first).to_be_visible()
        shop.get_by_role("link", name="Order").click()
        for label in ("Name", "Street and number", "Postcode", "Town", "Card number"):
            shop.get_by_label(label).fill("Ann")
        shop.get_by_label("Email").fill("ann@example.org")
        shop.get_by_label("Valid until").fill("12/99")
        shop.get_by_label("Security code").fill("123")
        shop.get_by_role("button", name="Place the order").click()
        expect(shop.get_by_role("heading", name="Thank you")).to_be_focused()
        expect(shop.locator(".count")).to_be_hidden()
        assert shop.evaluate("() => tagalong.state.connection") == "asleep"
        names = shop.evaluate(
            "() => performance.getEntriesByType('resource').map((one) => one.name)"
        )
        assert [name for name in names if "/dist/" in name] == [
            f"{made.standin.url}/dist/tagalong.js"
        ]


def test_on_a_phone(chromium: Browser) -> None:
    """No page of the shop scrolls sideways, and a phone's visitor can share and end it."""
    with stage(chromium) as made:
        shop, console = made.page("/", PHONE), made.page("/agent", PHONE)
        for path in ("/", *(f"/{name}" for name in PAGES[1:])):
            shop.goto(f"{made.standin.url}{path}")
            assert shop.evaluate("document.documentElement.scrollWidth") == PHONE["width"], path
        chat(shop, "Hello")
        console.get_by_role("button", name="Accept").click()
        invite(console, "View")
        accept(shop)
        expect(console.locator(".picture.shown iframe")).to_be_visible()
        assert console.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        shop.get_by_role("button", name="End sharing").click()
        expect(console.locator("#screen")).to_be_hidden()


def test_every_page_has_the_same_head() -> None:
    """What a customer copies is on each page alike: the tag's snippet, and the one line."""
    heads = {
        re.sub(r"<title>.*</title>", "", (ROOT / page).read_text().partition("</head>")[0])
        for page in PAGES
    }
    assert len(heads) == 1
    assert heads.pop().count("tagalong.js") == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium: Browser, scheme: Literal["light", "dark"]) -> None:
    """The shop's pages, the stage and the workspace, with a chat and an invitation on them."""
    with stage(chromium) as made:
        found = {}
        shop = made.page("/")
        shop.emulate_media(color_scheme=scheme)
        for path in ("/", *(f"/{name}" for name in PAGES[1:])):
            shop.goto(f"{made.standin.url}{path}")
            found[path] = examine(shop)
        shop.get_by_role("button", name="Chat with us").click()
        made.standin.post("conversations", consumerId="ann")
        made.standin.post(f"conversations/{made.standin.conversation()}/messages", text="Hello")
        made.standin.invite()
        made.standin.post("conversations", consumerId="bob")
        for path in ("/agent", "/stage"):
            page = made.page(path)
            page.emulate_media(color_scheme=scheme)
            if path == "/agent":
                page.get_by_role("button", name="Visitor ann").click()
                expect(page.get_by_text("s left")).to_be_visible()
            found[path] = examine(page)
        found["chat"] = examine(shop)
        assert found == {path: [] for path in found}
