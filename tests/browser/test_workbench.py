"""The QA workbench beside the demo's page: what it shows, redacts, sends, keeps and replays."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from simulator.app import Options
from tests.support.axe import examine
from tests.support.main_thread import tasks_ms
from tests.support.people import MOUNTS, answer
from tests.support.standin import ACCOUNT, StandIn, running
from tools.stages import ROOT

# What a person takes for frozen.
FROZEN_MS = 300
PATIENCE_MS = 20_000
# In a page's console: what only a broken client would publish.
BAD = """() => lpTag.events.publish("lpCoBrowse", "cobrowseAccepted", {
    serviceId: "nobody#nothing", agentId: 7, visitorName: "", ssid: "S", svid: "V" })"""

# What the shop says once the chat is connected, whether or not an agent has spoken.
AGENT_IS_THERE = re.compile("An agent (is|will be) with you")


@pytest.fixture(scope="module")
def standin() -> Iterator[StandIn]:
    """The simulator as `make demo` runs it."""
    with running(Options(mounts=MOUNTS, witnessed=True)) as started:
        yield started


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser profile; whatever goes wrong on its pages fails the tests."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    mishaps: list[str] = []
    context.on("weberror", lambda error: mishaps.append(str(error.error)))
    yield context
    context.close()
    assert mishaps == []


@pytest.fixture(scope="module")
def shop(context: BrowserContext, standin: StandIn) -> Page:
    """The shop, with its chat open."""
    page = context.new_page()
    page.goto(standin.url)
    page.get_by_role("button", name="Chat with us").click()
    expect(page.get_by_text(AGENT_IS_THERE)).to_be_visible(timeout=PATIENCE_MS)
    return page


@pytest.fixture(scope="module")
def heard() -> list[str]:
    """All texts that the workbench's WebSockets have received."""
    return []


@pytest.fixture(scope="module")
def workbench(context: BrowserContext, shop: Page, standin: StandIn, heard: list[str]) -> Page:
    """The workbench, opened after the shop's chat: what came before is told too."""
    assert shop.url.startswith(standin.url)
    page = context.new_page()
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda text: heard.append(str(text))),
    )
    page.goto(f"{standin.url}/workbench")
    expect(page.get_by_text("1 visitor connected")).to_be_visible()
    return page


def post_notes(standin: StandIn, notes: list[dict[str, object]]) -> None:
    """Report to the simulator what a page's tag would."""
    with urllib.request.urlopen(f"{standin.url}/tag/tag.js") as tag:
        nonce = re.findall(r'const NONCE = "(.+)";', tag.read().decode())[0]
    body = json.dumps({"nonce": nonce, "page": "filler", "notes": notes}).encode()
    url = f"{standin.url}/cobrowse/{ACCOUNT}/witness"
    with urllib.request.urlopen(urllib.request.Request(url, data=body), timeout=10):
        pass


def json_with(words: str) -> re.Pattern[str]:
    """Return a pattern for text that holds `words`."""
    return re.compile(re.escape(words))


def row(workbench: Page, words: str) -> Locator:
    """Return the first row with `words`."""
    return workbench.get_by_role("option").filter(has_text=words).first


def reload(shop: Page) -> None:
    """Load the shop anew: a page asks three times a minute at most."""
    shop.reload()
    connected = "() => window.tagalong?.state?.connection === 'connected'"
    shop.wait_for_function(connected, timeout=PATIENCE_MS)


def test_the_timeline(workbench: Page, shop: Page, standin: StandIn) -> None:
    """An invitation's frames, what was published and what the banner shows stand on one line."""
    standin.invite()
    answer(shop, "Decline")
    for words in (
        "ExConversationChangeNotification: UPSERT, INVITED",
        "lpCoBrowse cobrowseOffered",
        "lpCoBrowse cobrowseDeclined",
        "InitConnection",
    ):
        workbench.get_by_role("searchbox").fill(words)
        expect(row(workbench, words)).to_be_visible()
    workbench.get_by_role("searchbox").fill("")
    expect(row(workbench, "declined")).to_be_visible()
    workbench.get_by_role("listbox").press("End")
    expect(workbench.locator("#details-name")).not_to_be_empty()


def test_the_chain_and_the_record(workbench: Page, shop: Page) -> None:
    """The open page's chain is told link by link, the broken one by name; so are its consents."""
    assert shop.url
    workbench.get_by_role("tab", name="Explain").click()
    workbench.get_by_label("What is seen").select_option("sharing does not begin")
    workbench.get_by_role("button", name="Explain").click()
    expect(workbench.locator("#explained")).to_contain_text(
        "active is broken. The visitor declined"
    )
    links = workbench.locator("#chain > li")
    expect(links).to_have_count(15)
    expect(links.first).to_contain_text("script: holds")
    expect(workbench.locator("#chain [aria-current=step]")).to_contain_text("active: broken")
    expect(workbench.locator("#record")).to_contain_text("The visitor declined")
    assert examine(workbench) == []
    workbench.get_by_label("What is seen").select_option("nothing is sent")
    workbench.get_by_role("button", name="Explain").click()
    expect(workbench.locator("#explained")).to_contain_text("every link holds")
    expect(workbench.locator("#chain [aria-current]")).to_have_count(0)


def test_a_violation(workbench: Page, shop: Page) -> None:
    """What breaks the contract is red, and says in words what is wrong."""
    assert workbench.locator("#wrong-count").inner_text() == "0"
    shop.evaluate(BAD)
    workbench.get_by_role("button", name="Violations").click()
    bad = row(workbench, "agentId is not a string; visitorName is empty")
    expect(bad).to_contain_text("serviceId is not one that an invitation came with")
    expect(bad).to_have_css("color", "rgb(179, 38, 30)")
    workbench.get_by_role("button", name="Violations").click()


def test_a_frame_by_hand(workbench: Page, shop: Page) -> None:
    """A frame from a template arrives on the page as LivePerson's would, and asks."""
    workbench.get_by_role("tab", name="Send").click()
    workbench.get_by_label("Template").select_option("legacy-shape")
    frame = workbench.get_by_label("Frame, sent as it is")
    expect(frame).to_have_value(json_with("aam.ExConversationChangeNotification"))
    workbench.get_by_role("button", name="Send", exact=True).click()
    heading = shop.locator("tagalong-banner").get_by_role("heading")
    expect(heading).to_have_text("Let your agent see and use this page?", timeout=PATIENCE_MS)
    workbench.get_by_label("Template").select_option("cancelled")
    expect(frame).to_have_value(json_with("cancel_invitation"))
    workbench.get_by_role("button", name="Send", exact=True).click()
    expect(heading).to_have_text("Your agent cancelled the sharing request")


def test_faults_by_switch(workbench: Page, shop: Page, standin: StandIn) -> None:
    """A switch and a button change how the simulator behaves; all as usual undoes it."""
    workbench.get_by_role("tab", name="Faults").click()
    workbench.get_by_label("notifications", exact=True).select_option("duplicated")
    workbench.get_by_role("button", name="5 min ahead").click()
    expect(workbench.get_by_role("button", name="5 min ahead")).to_have_attribute(
        "aria-pressed", "true"
    )
    behaviour = standin.get("state")["behaviour"]
    assert (behaviour["notifications"], behaviour["clock_offset"]) == ("duplicated", 300_000)
    workbench.get_by_role("button", name="All as usual").click()
    expect(workbench.get_by_label("notifications", exact=True)).to_have_value("ok")
    workbench.get_by_role("button", name="Close 1001").click()
    expect(shop.get_by_text("Connection lost; trying again…")).to_be_visible()
    expect(shop.get_by_text(AGENT_IS_THERE)).to_be_visible(timeout=PATIENCE_MS)
    workbench.get_by_label("tag_delay", exact=True).fill("-1")
    workbench.get_by_label("tag_delay", exact=True).press("Tab")
    expect(workbench.get_by_role("alert")).to_have_text("tag_delay is from 0 to 3600000")


def test_keep_and_replay(
    workbench: Page, shop: Page, standin: StandIn, tmp_path: Path, heard: list[str]
) -> None:
    """An exported session holds no secret, and its replay makes the banner go the same way."""
    workbench.get_by_role("button", name="Clear").click()
    workbench.get_by_role("tab", name="Invitations").click()
    workbench.get_by_role("combobox", name="Mode").select_option("shared")
    reload(shop)
    workbench.get_by_role("button", name="Invite").click()
    expect(workbench.get_by_role("alert")).to_be_empty()
    answer(shop, "Accept")
    workbench.get_by_role("button", name="End", exact=True).click()
    heading = shop.locator("tagalong-banner").get_by_role("heading")
    expect(heading).to_have_text("Sharing has ended")
    conversation = standin.conversation()
    standin.post(f"conversations/{conversation}/messages", text="Ann Otter, 4 Weir Lane")
    workbench.get_by_role("searchbox").fill("Weir Lane")
    expect(row(workbench, "MessagingEventNotification")).to_be_visible()
    workbench.get_by_role("searchbox").fill("")

    workbench.get_by_role("tab", name="Session").click()
    with workbench.expect_download() as download:
        workbench.get_by_role("link", name="Export the session").click()
    kept = tmp_path / "session.json"
    download.value.save_as(kept)
    text = kept.read_text()
    consumer = standin.get("state")["sockets"][0]["consumerId"]
    for secret in ("eyJ", "Weir Lane", consumer):
        assert secret not in text
    assert not [one for one in heard if "eyJ" in one]
    assert "visitor-001" in text

    workbench.get_by_label("A session's file").set_input_files(kept)
    workbench.get_by_role("button", name="Replay against the open page").click()
    expect(workbench.locator("#play")).to_contain_text("Press Accept in the banner.")
    answer(shop, "Accept")
    expect(workbench.locator("#play")).to_contain_text("replay passed", timeout=PATIENCE_MS)
    expect(heading).to_have_text("Sharing has ended")


def test_a_scenario_on_the_open_page(workbench: Page, shop: Page) -> None:
    """A scenario is played on the page that is open, and what to press is said here."""
    reload(shop)
    workbench.get_by_role("tab", name="Scenarios").click()
    workbench.get_by_role("button", name="Play accepted-and-ended here").click()
    expect(workbench.locator("#play")).to_contain_text("Press Accept in the banner.")
    answer(shop, "Accept")
    expect(workbench.locator("#play")).to_contain_text("accepted-and-ended passed")


def test_from_the_command_line(shop: Page, standin: StandIn) -> None:
    """The command line plays a scenario on the page that is open, and tells how it went."""
    command = [sys.executable, "-m", "simulator", "play", "--page", standin.url]
    done = subprocess.run(
        [*command, "cancelled-before-an-answer"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"against the page that is open at {standin.url}" in done.stdout
    assert "cancelled-before-an-answer: passed after" in done.stdout
    heading = shop.locator("tagalong-banner").get_by_role("heading")
    expect(heading).to_have_text("Your agent cancelled the sharing request")


@pytest.mark.alone
def test_ten_thousand_rows(workbench: Page, standin: StandIn) -> None:
    """A timeline of ten thousand rows is searched and scrolled without freezing the page."""
    note: dict[str, object] = {"kind": "event", "name": "filler", "data": {"words": "x" * 400}}

    def look() -> None:
        for _ in range(50):
            post_notes(standin, [note] * 200)
        expect(workbench.locator("#count")).to_contain_text("of 10000", timeout=PATIENCE_MS)
        assert workbench.get_by_role("option").count() < 100
        workbench.get_by_role("searchbox").fill("filler")
        workbench.get_by_role("listbox").press("Home")
        workbench.get_by_role("listbox").press("PageDown")

    assert max(tasks_ms(workbench, look)) < FROZEN_MS


def test_closed_to_others(standin: StandIn) -> None:
    """Neither pages nor calls of the workbench answer a foreign origin or host."""
    for path in ("workbench", "scenarios", "simulator/timeline", "simulator/session"):
        for header in ({"Origin": "https://elsewhere.example"}, {"Host": "elsewhere.example"}):
            request = urllib.request.Request(f"{standin.url}/{path}", headers=header)
            with pytest.raises(HTTPError, match="403"):
                urllib.request.urlopen(request, timeout=5)
