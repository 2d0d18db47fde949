"""Every snippet of docs/embedding.md, as it stands there, on a real page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import uuid
from pathlib import Path

import pytest

from tests.support.hostpage import supplying
from tests.support.standin import StandIn
from tests.support.visitors import HostPage, Visitor, World
from tools import wheel
from tools.stages import BUILD, ROOT

pytestmark = pytest.mark.later

DOCUMENT = (ROOT / "docs/embedding.md").read_text()
SNIPPETS = {
    name: (language, text)
    for language, name, text in re.findall(r"```(\w+) ([\w-]+)\n(.*?)```", DOCUMENT, re.DOTALL)
}
HOST = "https://YOUR-HOST"
# What the snippets take for granted of a customer's page.
SHOP = """<script>
window.shop = {
    socket: new EventTarget(), livePersonToken: async () => "%s", hasConversation: () => true,
};
window.analytics = { tracked: [], track: (...words) => analytics.tracked.push(words) };
window.chat = { shown: [], show: (...words) => chat.shown.push(words) };
</script>"""
MANIFEST = json.loads((ROOT / "dist/manifest.json").read_text())


def test_no_snippet_without_a_test() -> None:
    """Each code block has a name, and a test below that runs it."""
    assert len(SNIPPETS) == DOCUMENT.count("```") / 2
    source = Path(__file__).read_text()
    assert [name for name in SNIPPETS if f'"{name}"' not in source] == []


def html(name: str, standin: StandIn) -> str:
    """Return an html snippet as an embed, with this machine's addresses, for format()."""
    text: str = SNIPPETS[name][1].replace(f"{HOST}/tagalong/", f"{standin.url}/dist/")
    version: str = MANIFEST["version"]
    integrity: str = MANIFEST["files"][f"tagalong-{version}.js"]["integrity"]
    text = text.replace("X.Y.Z", version).replace("sha384-…", integrity)
    # LivePerson is the stand-in.
    text = text.replace('data-account="', f'data-csds="{standin.url}" data-account="')
    return text.replace("{", "{{").replace("}", "}}")


def scripted(name: str, standin: StandIn) -> HostPage:
    """Return a host's page with a js snippet, where its shop is signed in as ann."""
    token = standin.post("tokens", consumerId="ann")["token"]
    script = f"<script>{SNIPPETS[name][1]}</script>"
    return {"before": SHOP % token, "body": script}


def connected(world: World, name: str, attributes: dict[str, str] | None = None) -> Visitor:
    """Return a visitor of such a page, connected as ann, in a conversation."""
    visitor = world.visitor(
        {"start": "auto", **(attributes or {})}, **scripted(name, world.standin)
    )
    visitor.start(connected=False)
    visitor.wait_for_loader()
    visitor.page.evaluate(
        "() => { tagalong.configure({ getToken: shop.livePersonToken }); tagalong.start(); }"
    )
    visitor.wait_for("connected")
    world.standin.post("conversations", consumerId="ann")
    return visitor


def consumers(standin: StandIn) -> list[str]:
    """Return who is connected."""
    return [one["consumerId"] for one in standin.get("state")["sockets"]]


def test_the_line(world: World, standin: StandIn) -> None:
    """The one line gives a Tagalong that sleeps."""
    visitor = world.visitor(embed=html("line", standin))
    visitor.start(connected=False)
    visitor.wait_for_loader()
    assert visitor.page.evaluate("() => tagalong.state.connection") == "asleep"


def test_from_npm(world: World, standin: StandIn, tmp_path: Path) -> None:
    """The module puts the tag in, and the page's token connects once the chat is opened."""
    package = json.loads((ROOT / "static/npm/package.json").read_text())
    install, copy = SNIPPETS["npm-install"][1].strip().splitlines()
    assert install == f"npm install {package['name']}"
    assert copy.split()[1] in package["bin"]
    shutil.copy(ROOT / "static/npm/index.js", tmp_path)
    text = SNIPPETS["npm"][1].replace(package["name"], "/files/index.js")
    text = text.replace('"/tagalong/",', f'"/dist/", csds: "{standin.url}",')
    token = standin.post("tokens", consumerId="ann")["token"]
    script = f'<script type="module">{text}</script>'
    visitor = world.visitor(embed="", before=SHOP % token, body=script)
    visitor.start(connected=False)
    visitor.wait_until(lambda: visitor.page.evaluate("() => 'onOpen' in chat"))
    visitor.page.evaluate("() => { chat.onOpen(); }")
    visitor.wait_for("connected")
    assert consumers(standin) == ["ann"]


def test_a_record_that_is_sent(world: World, standin: StandIn) -> None:
    """The whole record goes to the page's own server at each decision, and as the page is left."""
    visitor = connected(world, "record", {"auth": "token"})
    visitor.page.evaluate(
        "() => { window.sent = []; navigator.sendBeacon = (...one) => sent.push(one); }"
    )
    standin.invite()
    visitor.wait_for("offered")
    visitor.press("Decline")
    visitor.wait_for("declined")
    visitor.page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide'))")
    sent = visitor.page.evaluate("() => sent")
    assert [address for address, _ in sent] == ["/consents"] * 2
    for _, text in sent:
        assert [one["outcome"] for one in json.loads(text)["entries"]] == ["declined"]


def test_a_token_of_the_pages(world: World, standin: StandIn) -> None:
    """The page's token connects, as the visitor that it names."""
    visitor = world.visitor({"auth": "token", "start": "auto"}, **scripted("token", standin))
    visitor.start()
    assert consumers(standin) == ["ann"]


def test_a_brands_own_token(world: World, standin: StandIn) -> None:
    """The page's own id token is exchanged, and connects the brand's customer."""
    script = f"<script>shop.idToken = async () => '{standin.brand_token()}';</script>"
    host = scripted("brand", standin)
    host["before"] += script
    world.visitor({"auth": "token", "start": "auto"}, **host).start()
    # LivePerson names a brand's consumer by a hash of issuer and subject.
    (consumer,) = consumers(standin)
    assert re.fullmatch("[0-9a-f]{64}", consumer)


def test_anonymous_visitors(world: World, standin: StandIn) -> None:
    """The tag alone connects a visitor once there is a conversation to have."""
    visitor = world.visitor(embed=html("anonymous", standin))
    visitor.start(connected=False)
    visitor.wait_for_loader()
    visitor.open_chat()


def test_the_demo_flow(world: World, standin: StandIn) -> None:
    """The tag alone signs up and connects."""
    world.visitor(embed=html("signup", standin)).start()
    (consumer,) = consumers(standin)
    assert str(uuid.UUID(consumer)) == consumer


def test_settings(world: World, standin: StandIn) -> None:
    """Name, place, words and context arrive where they belong."""
    visitor = connected(world, "configure", {"auth": "token"})
    standin.invite()
    visitor.wait_for("offered")
    ((_, data),) = visitor.published
    assert (data["visitorName"], data["scid"]) == ("Ann", "campaign-7")
    heading = visitor.page.locator("tagalong-banner").get_by_role("heading")
    assert heading.inner_text() == "May our agent look at this page?"


def test_events(world: World, standin: StandIn) -> None:
    """Acceptance, consent and errors reach the page's own functions."""
    visitor = connected(world, "events", {"auth": "token", "position": "nowhere"})
    dialog = standin.invite()
    visitor.wait_for("offered")
    visitor.press("Accept")
    visitor.wait_for("active")
    tracked = visitor.page.evaluate("() => analytics.tracked")
    assert ["sharing accepted", dialog] in tracked
    assert [words[0] for words in tracked].count("consent") == 1
    assert tracked[0][0] == "bad-setting"


def test_a_conversation(world: World, standin: StandIn) -> None:
    """Open, say, hear and end, through the page's own chat."""
    visitor = world.visitor({"start": "auto"}, **scripted("conversation", standin))
    visitor.start(connected=False)
    visitor.wait_until(lambda: visitor.page.evaluate("() => 'onOpen' in chat"))
    visitor.page.evaluate("() => { chat.onOpen(); }")
    visitor.wait_until(lambda: bool(standin.get("state")["conversations"]), "a conversation")
    visitor.page.evaluate("() => chat.onSend('Hello')")
    visitor.wait_until(
        lambda: ["visitor", "Hello"] in visitor.page.evaluate("() => chat.shown"), "the message"
    )
    visitor.page.evaluate("() => chat.onEnd()")
    visitor.wait_until(
        lambda: standin.get("state")["conversations"][-1]["stage"] == "CLOSE", "the end"
    )


@pytest.mark.parametrize(("press", "event"), [("Yes", "accepted"), ("No", "declined")])
def test_a_banner_of_ones_own(world: World, standin: StandIn, press: str, event: str) -> None:
    """The page's own question is shown, answers, and goes."""
    visitor = connected(world, "headless", {"auth": "token"})
    standin.invite()
    visitor.wait_for("offered")
    button = visitor.page.get_by_role("button", name=press)
    button.wait_for()
    visitor.page.wait_for_timeout(600)  # a person reads first
    button.click()
    visitor.wait_for(event)
    button.wait_for(state="hidden")
    assert visitor.banner is None


def test_a_socket_of_ones_own(world: World, standin: StandIn) -> None:
    """The page's frames are enough: no socket and no token of ours."""
    visitor = world.visitor({"start": "auto"}, **scripted("host", standin))
    visitor.start(connected=False)
    visitor.wait_for_loader()
    frame = (ROOT / "simulator/frames/invited.json").read_text()
    visitor.page.evaluate(
        "(data) => { shop.socket.dispatchEvent(new MessageEvent('message', { data })); }", frame
    )
    visitor.wait_for("offered")
    visitor.press("Decline")
    visitor.wait_for("declined")
    assert standin.get("state")["sockets"] == []


def test_signing_out(world: World, standin: StandIn) -> None:
    """Signing out stops it, in the visitor's other tabs too."""
    visitor = connected(world, "sign-out", {"auth": "token"})
    other = visitor.another_tab()
    other.page.goto(visitor.url)
    other.wait_for_loader()
    other.page.evaluate(
        "() => { tagalong.configure({ getToken: shop.livePersonToken }); tagalong.start(); }"
    )
    other.wait_for("connected")
    visitor.page.evaluate("() => shop.onSignOut()")
    visitor.wait_for("stopped")
    other.wait_for("stopped")
    visitor.wait_until(lambda: not standin.get("state")["sockets"], "the socket to close")


@pytest.mark.parametrize("name", ["tag-manager", "pinned"])
def test_other_ways_to_embed(world: World, standin: StandIn, name: str) -> None:
    """A tag manager's snippet and a pinned copy give a Tagalong that can start."""
    visitor = world.visitor(embed=html(name, standin), other_origin=True)
    visitor.start(connected=False)
    visitor.wait_for_loader()
    visitor.page.evaluate(
        "(csds) => { tagalong.configure({ csds, auth: 'signup' }); tagalong.start(); }", standin.url
    )
    visitor.wait_for("connected")


@pytest.mark.parametrize(
    "name",
    [
        *("policy-self", "policy-elsewhere", "policy-nonce", "policy-trusted-types"),
        "policy-with-the-tag",
    ],
)
def test_policies(world: World, standin: StandIn, name: str) -> None:
    """Each policy, with this machine's addresses in it, lets an invitation be answered."""
    socket = standin.url.replace("http", "ws")
    policy = SNIPPETS[name][1].strip().removeprefix("Content-Security-Policy: ")
    policy = policy.replace(HOST, standin.url).replace("https://*.liveperson.net", standin.url)
    policy = policy.replace("wss://*.liveperson.net", socket)
    if "img-src" not in policy:
        policy += "; img-src data:"
    token = standin.post("tokens", consumerId="ann")["token"]
    embed = '<script nonce="r4nd0m" async src="{src}"{attributes}></script>'
    visitor = world.visitor(
        {"auth": "token"},
        before=f'{supplying(token)}<meta http-equiv="Content-Security-Policy" content="{policy}">',
        embed=embed,
        other_origin=name in ("policy-elsewhere", "policy-with-the-tag"),
    )
    visitor.start()
    standin.post("conversations", consumerId="ann")
    standin.invite()
    visitor.wait_for("offered")
    visitor.press("Decline")
    visitor.wait_for("declined")


def test_a_trial() -> None:
    """The files that are to be installed are those that a trial release makes."""
    trial, npm, pip = SNIPPETS["trial"][1].strip().splitlines()
    assert trial == "make release TRIAL=1"
    made = {ROOT / line.split("install ./")[1] for line in (npm, pip)}
    version = MANIFEST["version"]
    names = f"tagalong-cobrowse-{version}.tgz", f"{wheel.NAME}-{version}-py3-none-any.whl"
    assert made == {BUILD / "trial" / name for name in names}


def test_rolling_back(tmp_path: Path) -> None:
    """The commands empty the loader, and put a version's copy in its place."""
    version = MANIFEST["version"]
    off, back = SNIPPETS["rollback"][1].replace("X.Y.Z", version).strip().splitlines()
    (tmp_path / "tagalong.js").write_text("now")
    (tmp_path / f"tagalong-{version}.js").write_text("then")
    subprocess.run(["sh", "-c", off], cwd=tmp_path, check=True)
    assert (tmp_path / "tagalong.js").read_text() == ""
    subprocess.run(["sh", "-c", back], cwd=tmp_path, check=True)
    assert (tmp_path / "tagalong.js").read_text() == "then"


def test_the_switch(world: World) -> None:
    """The key in local storage switches it off from the next page on."""
    visitor = world.visitor({"start": "load"})
    visitor.start()
    visitor.page.evaluate(SNIPPETS["off"][1])
    visitor.page.reload()
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.evaluate("() => 'tagalong' in window") is False


def test_troubleshooting(world: World, standin: StandIn) -> None:
    """What diagnose() answers is what the reference lists."""
    visitor = connected(world, "sign-out", {"auth": "token"})
    with visitor.page.expect_console_message(lambda message: message.type == "table"):
        visitor.page.evaluate("async () => {" + SNIPPETS["diagnose"][1] + "}")
    with visitor.page.expect_console_message(lambda message: message.type == "table"):
        visitor.page.evaluate("async () => {" + SNIPPETS["explain"][1] + "}")
    told = visitor.page.evaluate("() => tagalong.diagnose()")
    checks = (ROOT / "docs/reference.md").read_text().partition("## Checks of `diagnose()`")[2]
    listed = set(re.findall(r"^\| `(\w+)`", checks.partition("\n## ")[0], re.MULTILINE))
    # `files` is told only where they could not be loaded.
    assert {one["check"] for one in told} == listed - {"files"}
    assert len(standin.get("state")["sockets"]) == 1
