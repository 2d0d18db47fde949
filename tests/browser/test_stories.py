"""The stage that plays itself: both stories at full speed, paused, and touched by hand."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Frame, Page, ViewportSize, expect

from tests.support.people import PHONE, accept, banner, frame_of, say, stage

WIDE: ViewportSize = {"width": 1600, "height": 1000}
PATIENCE_MS = 60_000
# Keeps every caption that is shown, however short.
CAPTIONS = """() => {
    const caption = document.querySelector("#step-do");
    window.captions = [];
    new MutationObserver(() => window.captions.push(caption.textContent)).observe(
        caption, { childList: true });
}"""
YOURS = "“Accept” is yours: press it on the visitor's page."


def play(page: Page) -> None:
    """Press Play, and keep the captions."""
    page.evaluate(CAPTIONS)
    page.get_by_role("button", name="Play", exact=True).click()


def answer_when_asked(page: Page, shop: Frame) -> None:
    """Do what only a person can, once the story asks for it."""
    expect(page.locator("#play-words")).to_contain_text("only a person", timeout=PATIENCE_MS)
    accept(shop)


def expect_the_end(page: Page) -> None:
    """Wait until the story says that it is over."""
    expect(page.locator("#play-words")).to_contain_text("The end.", timeout=2 * PATIENCE_MS)


def captions(page: Page) -> list[str]:
    """Return the captions that were shown while it played, each once."""
    shown: list[str] = page.evaluate("window.captions")
    return list(dict.fromkeys(shown))


def test_the_visitors_story_plays_itself(chromium: Browser) -> None:
    """Both sides move, and only the answer waits for a person."""
    with stage(chromium) as made:
        page = made.page("/stage?pace=1000", WIDE)
        shop, agent = frame_of(page, "visitor"), frame_of(page, "agent")
        play(page)
        expect(page.locator("#play-words")).to_contain_text("only a person", timeout=PATIENCE_MS)
        assert "product.html" in shop.url
        expect(shop.locator("#chat-messages")).to_contain_text("Does it like a dark bathroom?")
        expect(agent.locator("#messages")).to_contain_text("May I look at the page")
        expect(banner(shop).get_by_role("heading")).to_contain_text("use this page?")
        # However long it waits, it does not answer.
        expect(page.locator("#step-title")).to_have_text("The visitor decides")
        accept(shop)
        # What stays: at this pace the agent's picture is gone before it can be looked at.
        card = shop.get_by_label("Card number")
        expect(card).to_have_value("4111 1111 1111 1111", timeout=PATIENCE_MS)
        expect(shop.get_by_label("A note")).to_have_value("The bright window", timeout=PATIENCE_MS)
        expect_the_end(page)
        expect(agent.locator("#screen")).to_be_hidden()
        expect(page.locator("#step-code")).to_contain_text("tagalong.js")
        expect(page.locator("#steps .done")).to_have_count(10)
        assert captions(page)[:10] == [
            "The visitor opens a plant.",
            "The visitor opens the chat and writes.",
            "The agent takes the conversation and answers.",
            "The agent presses “CoBrowse” and chooses “Shared”.",
            YOURS,
            "The visitor puts the plant into the basket, and goes to order.",
            "The visitor types a name and a card number.",
            "The agent writes a note on the visitor's page.",
            "The visitor presses “End sharing”.",
            "This is the line.",
        ]


def test_the_testers_story_plays_itself(chromium: Browser) -> None:
    """The connection is lost while the question stands, and the workbench shows it."""
    with stage(chromium) as made:
        page = made.page("/stage?story=tester&pace=1000", WIDE)
        shop, bench = frame_of(page, "visitor"), frame_of(page, "agent")
        expect(page.locator("#agent-name")).to_have_text("The tester")
        play(page)
        answer_when_asked(page, shop)
        expect_the_end(page)
        expect(page.locator("#steps .done")).to_have_count(8)
        expect(bench.locator("#wrong-count")).to_have_text("0")
        rows = bench.get_by_role("option")
        for words in ("cobrowseOffered", "cobrowseAccepted"):
            expect(rows.filter(has_text=words)).to_have_count(1)
        bench.get_by_role("searchbox").fill("InitConnection")
        connected = rows.filter(has_text="InitConnection")
        expect(connected.nth(1)).to_be_visible()  # it connected again
        expect(shop.locator("#chat-messages")).to_contain_text("Sharing has ended.")
        expect(page.locator("#step-code")).to_contain_text("play connection-drops")
        assert captions(page)[:8] == [
            "The visitor opens the chat and writes.",
            "The tester invites, without an agent.",
            "The tester drops the connection while the question stands.",
            "Nobody does anything: Tagalong connects again.",
            YOURS,
            "The tester searches for what was published.",
            "The tester ends the session, as the agent would.",
            "What happened can be kept as a file, and replayed. This fault is a scenario too:",
        ]


@pytest.mark.thorough
def test_paused_touched_and_gone_on_by_hand(chromium: Browser) -> None:
    """A pause holds; a touch stands the story back; what a person does counts as done."""
    with stage(chromium) as made:
        page = made.page("/stage", WIDE)
        shop, agent = frame_of(page, "visitor"), frame_of(page, "agent")
        play(page)
        expect(page.locator("#step-do")).to_have_text("The visitor opens a plant.")
        page.keyboard.press("Enter")  # the focus is still on the button
        expect(page.get_by_role("button", name="Play", exact=True)).to_be_focused()
        expect(page.locator("#step-do")).to_have_text("In the shop, open a plant.")
        shop.get_by_role("link", name="Boston fern").click()
        expect(page.locator("#step-done")).to_have_text("✓ done")
        shop.get_by_role("button", name="Chat with us").click()
        say(shop, "By hand?")
        expect(page.locator("#steps .done")).to_have_count(2, timeout=PATIENCE_MS)
        page.get_by_role("button", name="Play", exact=True).click()
        # Neither is done again: the agent's side moves next.
        expect(page.locator("#step-title")).to_have_text("An agent takes it")
        expect(agent.locator("#text")).to_have_value(re.compile("^It does"), timeout=PATIENCE_MS)
        shop.get_by_role("button", name="Minimise the chat").click()
        expect(page.locator("#play-words")).to_contain_text("your turn")
        assert "plant=fern" in shop.url
        page.get_by_role("button", name="Play", exact=True).click()
        expect(agent.locator("#messages")).to_contain_text(
            "May I look at the page with you?", timeout=PATIENCE_MS
        )
        page.get_by_role("button", name="Pause").click()
        page.get_by_role("button", name="Reset").click()
        expect(page.locator("#steps .done")).to_have_count(0)


@pytest.mark.thorough
def test_the_other_story_on_a_phone(chromium: Browser) -> None:
    """A story is chosen, nothing is wider than the phone, and the question comes into sight."""
    with stage(chromium) as made:
        page = made.page("/stage?pace=1000", PHONE)
        page.get_by_role("combobox", name="Story").select_option("A lost connection")
        expect(page.locator("#agent-name")).to_have_text("The tester")
        shop = frame_of(page, "visitor")
        heading = shop.get_by_role("heading", name="Plants for every window")
        expect(heading).to_be_visible(timeout=PATIENCE_MS)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        play(page)
        expect(page.locator("#play-words")).to_contain_text("only a person", timeout=PATIENCE_MS)
        button = banner(shop).get_by_role("button", name="Accept")
        script = page.locator("#script").bounding_box()
        place = button.bounding_box()
        assert script is not None
        assert place is not None
        assert 0 < place["y"] < place["y"] + place["height"] < script["y"]
        accept(shop)
        expect(page.locator("#step-title")).not_to_have_text("The answer still counts")


@pytest.mark.thorough
@pytest.mark.parametrize("story", ["visitor", "tester"])
def test_a_no_is_a_no(chromium: Browser, story: str) -> None:
    """A decline pauses the story, which says what it would do next."""
    with stage(chromium) as made:
        page = made.page(f"/stage?story={story}&pace=1000", WIDE)
        shop = frame_of(page, "visitor")
        play(page)
        # Before it is the visitor's turn a press only stops the story.
        expect(page.locator("#play-words")).to_contain_text("press “Accept”", timeout=PATIENCE_MS)
        decline = banner(shop).get_by_role("button", name="Decline")
        decline.click(timeout=PATIENCE_MS)
        expect(page.locator("#play-words")).to_contain_text("the answer was no")
        page.get_by_role("button", name="Play", exact=True).click()
        answer_when_asked(page, shop)
        expect_the_end(page)
