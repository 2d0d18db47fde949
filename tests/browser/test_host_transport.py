"""The page's own client has the socket, and hands every frame over."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.standin import ACCOUNT, StandIn
from tests.support.visitors import Visitor, World

pytestmark = pytest.mark.later

# The page's own messaging client, as small as one can be: it declares CO_BROWSE.
CLIENT = """<script>
window.client = {{
  connect() {{
    const url = "ws://{host}/ws_api/account/{account}/messaging/consumer?v=3";
    const socket = client.socket = new WebSocket(url);
    const ask = (id, type, more) =>
      socket.send(JSON.stringify({{ kind: "req", id, type, ...more }}));
    socket.onopen = () => ask("0", "InitConnection", {{ headers: [
      {{ type: ".ams.headers.ClientProperties", features: ["CO_BROWSE"] }},
      {{ type: ".ams.headers.ConsumerAuthentication", jwt: "{token}" }}] }});
    socket.onmessage = ({{ data }}) => {{
      tagalong.feed(data);
      const {{ reqId, code }} = JSON.parse(data);
      if (reqId === "0" && code === 200) {{
        ask("1", "cqm.SubscribeExConversations", {{ body: {{ convState: ["OPEN"] }} }});
      }}
    }};
  }},
}};
(window.tagalong ||= []).push(() => client.connect());
</script>"""


def with_a_client(world: World, standin: StandIn) -> Visitor:
    """Return a visitor on a page with a client of its own, in a conversation."""
    token = standin.post("tokens", consumerId="ann")["token"]
    host = standin.url.removeprefix("http://")
    before = CLIENT.format(host=host, account=ACCOUNT, token=token)
    visitor = world.visitor({"transport": "host", "start": "auto"}, before=before)
    standin.post("conversations", consumerId="ann")
    visitor.start(connected=False)
    visitor.wait_for("ready")
    return visitor


@pytest.mark.parametrize("switches", [{}, {"notifications": "reordered"}], ids=str)
def test_the_main_job(world: World, standin: StandIn, switches: dict[str, Any]) -> None:
    """Invited, accepted, shared and ended through frames that the page hands over."""
    standin.post("behaviour", **switches)
    visitor = with_a_client(world, standin)
    visitor.answer_as_a_person("shared")
    names = ["ready", "invited", "offered", "consent", "accepted", "active", "ended"]
    assert visitor.names() == names
    assert len(standin.get("state")["sockets"]) == 1, "no socket but the page's own"
    assert "tagalong:token" not in visitor.page.evaluate("() => Object.keys(sessionStorage)")


def test_a_client_that_connects_again(world: World, standin: StandIn) -> None:
    """After the client's own reconnection the snapshot says nothing new; what ended is told."""
    visitor = with_a_client(world, standin)
    dialog = standin.invite()
    visitor.wait_for("offered")
    standin.post("sockets/drop")
    visitor.page.evaluate("() => client.connect()")
    visitor.wait_until(lambda: bool(standin.get("state")["sockets"]), "the client's new socket")
    standin.post(f"invitations/{dialog}/cancel")
    visitor.wait_for("cancelled")
    assert [name for name, _ in visitor.published] == ["cobrowseOffered"]
    standin.invite()
    visitor.wait_for("offered", 2)
    visitor.press("Decline")
    visitor.wait_for("declined")
