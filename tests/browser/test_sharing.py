"""A session that really shares: what leaves the page, and what comes back to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocket, expect

from tests.support.people import ARMING_MS, accept, banner, chat, invite, press_as_agent, stage
from tests.support.standin import StandIn

SECRETS = ("Ann Doe", "ann@example.org", "Long Lane 1", "4111 1111 1111 1111", "12/99", "q7#K")


@dataclass
class Pair:
    """A visitor who has a chat with an agent, and every frame of the relay's."""

    shop: Page
    console: Page
    standin: StandIn
    sent: list[str] = field(default_factory=list)

    def listen(self, socket: WebSocket) -> None:
        """Keep what the shared page sends."""
        if "/share?" in socket.url:
            socket.on("framesent", lambda frame: self.sent.append(str(frame)))

    def share(self, mode: str) -> None:
        """Share the page in a mode."""
        invite(self.console, mode)
        accept(self.shop)
        expect(self.console.locator(".picture.shown iframe")).to_be_visible()

    @property
    def picture(self) -> Locator:
        """The page as the agent sees it."""
        return self.console.frame_locator(".picture.shown iframe").locator("body")


@pytest.fixture(scope="module")
def chatting(chromium: Browser) -> Iterator[Pair]:
    """One visitor and one agent for all tests here."""
    with stage(chromium) as made:
        pair = Pair(made.page("/"), made.page("/agent"), made.standin)
        pair.shop.on("websocket", pair.listen)
        chat(pair.shop, "Which plant needs little light?")
        pair.shop.get_by_role("button", name="Minimise the chat").click()
        pair.console.get_by_role("button", name="Accept").click()
        yield pair


@pytest.fixture
def pair(chatting: Pair) -> Iterator[Pair]:
    """The two, with no session before and after."""
    yield chatting
    for conversation in chatting.standin.get("state")["conversations"]:
        for dialog in conversation["dialogs"][1:]:
            if dialog["state"] == "OPEN":
                chatting.standin.post(f"invitations/{dialog['dialogId']}/end")


def test_shared_with_private_fields(pair: Pair) -> None:
    """Pages are followed, the agent types with the visitor, and what is private never leaves."""
    shop, console = pair.shop, pair.console
    pair.share("Shared")
    shop.get_by_role("link", name="Snake plant").click()
    shop.get_by_role("button", name="Add to basket: Snake plant").click()
    shop.get_by_role("link", name="Basket").click()
    shop.get_by_role("link", name="Order").click()
    expect(pair.picture.get_by_role("heading", name="Your order")).to_be_visible()
    labels = ("Name", "Email", "Street and number", "Card number", "Valid until", "Security code")
    for label, secret in zip(labels, SECRETS, strict=True):
        shop.get_by_label(label).press_sequentially(secret)
    shop.get_by_label("A note").fill("South window")
    expect(pair.picture.get_by_label("A note")).to_have_value("South window")
    expect(pair.picture.get_by_label("Card number")).to_have_value("••••••••")

    press_as_agent(pair.console, shop.get_by_label("A note"))
    console.keyboard.type(", and a cat!")
    console.keyboard.press("Backspace")
    expect(shop.get_by_label("A note")).to_have_value("South window, and a cat")
    shop.get_by_label("Card number").scroll_into_view_if_needed()
    press_as_agent(pair.console, shop.get_by_label("Card number"))
    console.keyboard.type("9")
    expect(console.get_by_text("only the visitor can fill it in")).to_be_visible()
    expect(shop.get_by_label("Card number")).to_have_value(SECRETS[3])

    assert any("South window" in text for text in pair.sent)
    assert not [text for text in pair.sent if any(secret in text for secret in SECRETS)]
    shop.get_by_role("button", name="End sharing").click()
    expect(console.locator("#screen")).to_be_hidden()
    expect(console.locator("#invitations").get_by_text("Over")).to_be_visible()


def test_an_agent_cannot_press_accept(pair: Pair) -> None:
    """A second invitation's Accept, pressed through the session: refused, nothing published."""
    shop, standin = pair.shop, pair.standin
    pair.share("Shared")
    shop.evaluate(
        "() => { window.told = []; for (const name of ['refused', 'offered', 'accepted'])"
        " tagalong.on(name, (detail) => told.push([name, detail.why ?? detail.dialogId])); }"
    )
    consumer = standin.get("state")["conversations"][0]["consumerId"]
    second = standin.post("conversations", consumerId=consumer)["conversationId"]
    dialog = standin.post(f"conversations/{second}/invitation", mode="view")["dialogId"]
    shop.wait_for_function(f"told.some(([name, id]) => name === 'offered' && id === '{dialog}')")
    button = banner(shop).get_by_role("button", name="Accept")
    button.wait_for()
    shop.wait_for_timeout(ARMING_MS)  # from here on a person's press would count
    published = len(standin.get("published"))
    press_as_agent(pair.console, button)
    shop.wait_for_function("told.some(([name]) => name === 'refused')")
    assert shop.evaluate("told.find(([name]) => name === 'refused')[1]") == "untrusted"
    assert not shop.evaluate("told.some(([name]) => name === 'accepted')")
    assert len(standin.get("published")) == published
    words = ("Share this page with your agent?", "Decline")
    told = [text for text in pair.sent if any(word in text for word in words)]
    assert told == []  # nor does the agent see what the banner asks
    standin.post(f"conversations/{second}/close")
    pair.console.get_by_role("button", name="End", exact=True).click()
    expect(shop.locator("lp-simulated-frame")).to_have_count(0)


def test_view_scrolls_and_follow_does_nothing(pair: Pair) -> None:
    """An agent's hands reach as far as the visitor agreed to; the relay passes no more."""
    shop, console = pair.shop, pair.console
    shop.goto(f"{pair.standin.url}/")
    expect(shop.locator("#chat-status")).to_contain_text("with you", timeout=20_000)
    pair.share("View")
    glass = console.locator("#screen-glass")
    glass.hover()
    console.mouse.wheel(0, 300)
    shop.wait_for_function("scrollY === 300")
    path = shop.evaluate("location.pathname")
    press_as_agent(pair.console, shop.get_by_role("link", name="Snake plant"))
    glass.press("ArrowDown")
    shop.wait_for_function("scrollY === 360")  # what came after the press has come
    assert shop.evaluate("location.pathname") == path
    console.get_by_role("button", name="End", exact=True).click()
    expect(shop.locator("lp-simulated-frame")).to_have_count(0)

    pair.share("Follow")
    glass.hover()
    console.mouse.wheel(0, 300)
    glass.press("ArrowDown")
    shop.get_by_role("button", name="Add to basket: Cactus trio").click()
    expect(pair.picture.get_by_text("Cactus trio is in your basket")).to_be_visible()
    console.get_by_role("button", name="End", exact=True).click()
    expect(shop.locator("lp-simulated-frame")).to_have_count(0)


def test_a_page_that_is_left_before_its_picture(pair: Pair) -> None:
    """What was accepted is shared from the next page on, where the first was gone too soon."""
    shop, held = pair.shop, "**/tag/sharing.js"
    shop.route(held, lambda _: None)
    invite(pair.console, "View")
    accept(shop)
    frame = shop.locator("lp-simulated-frame")
    expect(frame).to_have_count(1)
    shop.unroute(held)
    shop.get_by_role("link", name="Snake plant").click()
    expect(pair.picture.get_by_role("heading", name="Snake plant")).to_be_visible()
    expect(frame).to_have_count(1)
