"""The stage: the whole story by its script, clicked as a sales person does."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.support.people import BOOT_MS, accept, chat, frame_of, invite, press_as_agent, say, stage

WIDE: ViewportSize = {"width": 1600, "height": 1000}


def done(page: Page, title: str) -> None:
    """Wait until the current step has marked itself done, and go on."""
    expect(page.locator("#step-title")).to_have_text(title)
    expect(page.locator("#step-done")).to_have_text("✓ done", timeout=BOOT_MS)
    page.get_by_role("button", name="Next").click()


def test_the_script_from_beginning_to_end(chromium: Browser) -> None:
    """Each step marks itself done once it has happened, and a reset begins anew."""
    with stage(chromium) as made:
        page = made.page("/stage", WIDE)
        shop, agent = frame_of(page, "visitor"), frame_of(page, "agent")
        shop.get_by_role("link", name="Boston fern").click()
        done(page, "A visitor looks around")
        chat(shop, "Does it like my bathroom?")
        done(page, "They ask for help")
        agent.get_by_role("button", name="Accept").click()
        say(agent, "It does. May I look at the page with you?")
        done(page, "An agent takes it")
        invite(agent, "Shared")
        done(page, "The agent asks to see the page")
        accept(shop)
        done(page, "The visitor decides")
        shop.get_by_role("button", name="Minimise the chat").click()
        shop.get_by_role("button", name="Add to basket: Boston fern").click()
        shop.get_by_role("link", name="Basket").click()
        shop.get_by_role("link", name="Order").click()
        done(page, "The session follows")
        shop.get_by_label("Name").fill("Ann Doe")
        shop.get_by_label("Card number").fill("4111 1111 1111 1111")
        done(page, "Private stays private")
        picture = agent.frame_locator(".picture.shown iframe")
        expect(picture.get_by_label("Card number")).to_have_value("••••••••")
        press_as_agent(agent, shop.get_by_label("A note"))
        page.keyboard.type("The bright window")
        expect(shop.get_by_label("A note")).to_have_value("The bright window")
        done(page, "They do it together")
        shop.get_by_role("button", name="End sharing").click()
        done(page, "The visitor ends it")
        expect(agent.locator("#screen")).to_be_hidden()
        expect(page.locator("#step-code")).to_contain_text("tagalong.js")
        expect(page.locator("#steps .done")).to_have_count(10)

        page.get_by_role("button", name="Reset").click()
        expect(page.locator("#steps .done")).to_have_count(0)
        expect(shop.get_by_role("heading", name="Plants for every window")).to_be_visible()
        expect(shop.locator(".count")).to_be_hidden()
        expect(agent.get_by_text("No conversation yet")).to_be_visible()


def test_the_sides_have_the_room_that_they_are_given(chromium: Browser) -> None:
    """The divider moves by drag and by keyboard, and the visitor can be as narrow as a phone."""
    with stage(chromium) as made:
        page = made.page("/stage", WIDE)
        shop, divider = frame_of(page, "visitor"), page.locator("#divider")
        box = divider.bounding_box()
        assert box
        page.mouse.move(box["x"] + 6, 300)
        page.mouse.down()
        page.mouse.move(480, 300)
        page.mouse.up()
        expect(divider).to_have_attribute("aria-valuenow", "30")
        assert shop.evaluate("innerWidth") < 500
        divider.press("End")
        divider.press("ArrowLeft")
        expect(divider).to_have_attribute("aria-valuenow", "78")
        page.get_by_role("button", name="Phone-sized visitor").click()
        assert shop.evaluate("innerWidth") == 390
        assert shop.evaluate("document.documentElement.scrollWidth") == 390
