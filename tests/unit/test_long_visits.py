"""What only a long or unlucky visit meets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import SecretStr

from app.core.page.effects import AskToken, Decide, OpenSocket, Publish, Remember, SendFrame
from app.core.page.events import (
    CameBack,
    ConversationClosed,
    ConversationOpened,
    FrameFed,
    HttpAnswered,
    HttpFailed,
    MessageSaid,
    SocketClosed,
    SocketOpened,
    TokenSupplied,
    WentAway,
)
from tests.support.identities import (
    anonymous,
    asked,
    given,
    kept,
    opened_with,
    refused,
    supplied,
    token,
)
from tools.driven import CONVERSATION, HOSTS, READY_TAG, Bench, details_of, frame, invitation


def test_the_first_delay_after_a_stable_connection() -> None:
    """However deep the back-off was, a connection that was stable begins it anew."""
    bench = Bench().live()
    bench.feed(SocketClosed(1006))
    for _ in range(14):
        while bench.state.connection == "waiting":
            bench.sleep(1)
        bench.feed(HttpFailed())
    bench.sleep(4)
    bench.feed(CameBack())
    bench.feed(HttpAnswered(200, HOSTS))
    bench.subscribed(frame("empty-snapshot"), bench.now)
    bench.sleep(600)
    bench.feed(SocketClosed(1006))
    assert bench.details("disconnected")[-1]["retryInMs"] == 5000


def test_a_new_external_token_survives_a_failed_exchange() -> None:
    """It has replaced the old one at LivePerson: the next try renews with it."""
    bench = anonymous()
    opened_with(bench)
    bench.feed(SocketClosed(4407))
    for answer in (HttpAnswered(200, HOSTS), given(token="ext-2"), HttpFailed()):
        bench.feed(answer)
    assert kept(bench)[-1]["external"] == "ext-2"
    bench.sleep(6)
    bench.feed(HttpAnswered(200, HOSTS))
    assert asked(bench)[-1][2] == {"id_token": "ext-2"}


@pytest.mark.parametrize("ended", [True, False])
def test_a_page_that_comes_back_after_another(ended: bool) -> None:  # noqa: FBT001
    """From the cache it goes on as whom the visit is by now: renewed elsewhere, or signed out."""
    bench = anonymous()
    opened_with(bench)
    bench.feed(WentAway())
    stored = {"account": "12345678", "auth": "anonymous", "connector": "2", "external": "ext-9"}
    bench.feed(CameBack(token=None if ended else SecretStr(json.dumps(stored))))
    bench.feed(HttpAnswered(200, HOSTS))
    if ended:
        assert asked(bench)[-1][0] == "GET"
        assert len(bench.all(OpenSocket)) == 1
    else:
        assert asked(bench)[-1][2] == {"id_token": "ext-9"}


def test_a_token_that_the_page_gives_stale() -> None:
    """One that had lapsed before it was used was refused, however long that took."""
    bench = Bench()
    bench.start()
    stale = supplied(token("a", bench.now - 60))
    for _ in range(4):
        bench.feed(HttpAnswered(200, HOSTS))
        bench.feed(stale)
        if bench.state.connection == "stopped":
            break
        bench.subscribed(frame("empty-snapshot"), bench.now)
        bench.sleep(6)
        bench.feed(SocketClosed(4401))
    assert [one["code"] for one in bench.details("error")] == ["token-refused"]


def test_early_renewals_that_fail_come_to_an_end() -> None:
    """A few tries, further and further apart; then the token is left to lapse."""
    bench = Bench()
    bench.start(auth="signup")
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(given(jwt=token("a", bench.now + 100)))
    bench.subscribed(frame("empty-snapshot"), bench.now)
    before = len(bench.requests())
    for _ in range(7200):
        tried = len(bench.requests())
        bench.sleep(1)
        if len(bench.requests()) > tried:
            bench.feed(HttpFailed())
    assert len(bench.requests()) - before == 4
    assert bench.state.connection == "connected"


def test_an_early_renewal_that_is_refused_is_told() -> None:
    """While the socket lives it goes on; the refusal is one event, and nothing of it is kept."""
    bench = anonymous(life=600)
    opened_with(bench)
    bench.sleep(540)
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(refused(2005))
    assert [one["code"] for one in bench.details("error")] == ["token-refused"]
    assert bench.state.connection == "connected"
    assert kept(bench)[-1] is None


def test_an_early_renewal_of_a_brands_token_that_is_refused() -> None:
    """What is in memory alone is told of, and there is nothing to forget."""
    bench = Bench()
    bench.start(auth="brand", connector="7")
    for event in (HttpAnswered(200, HOSTS), supplied("id"), given(jwt=token("a", bench.now + 600))):
        bench.feed(event)
    bench.subscribed(frame("empty-snapshot"), bench.now)
    bench.sleep(540)
    for event in (HttpAnswered(200, HOSTS), supplied("id"), refused(2005)):
        bench.feed(event)
    assert [one["code"] for one in bench.details("error")] == ["token-refused"]
    assert bench.state.connection == "connected"
    assert bench.all(Remember) == []


@pytest.mark.parametrize("answer", [HttpFailed(), HttpAnswered(500, "")])
def test_a_brands_connector_that_may_be_found_later(answer: Any) -> None:
    """Where the list did not come and the first version is refused, all is tried again."""
    for last, state in ((HttpAnswered(400, ""), "waiting"), (given(jwt="t"), "connecting")):
        bench = Bench()
        bench.start(auth="brand")
        for event in (HttpAnswered(200, HOSTS), answer, supplied("id"), last):
            bench.feed(event)
        assert bench.state.connection == state


def test_a_first_token_that_fails() -> None:
    """A page whose function threw, or took too long, is asked again."""
    for fails in (True, False):
        bench = Bench()
        bench.start()
        bench.feed(HttpAnswered(200, HOSTS))
        if fails:
            bench.feed(TokenSupplied(failed=True))
        else:
            bench.sleep(30)
        assert bench.state.connection == "waiting"
        bench.sleep(5)
        bench.feed(HttpAnswered(200, HOSTS))
        assert len(bench.all(AskToken)) == 2


@pytest.mark.parametrize("request_name", ["GetClock", "cqm.SubscribeExConversations"])
def test_unauthorized_at_any_time(request_name: str) -> None:
    """401 means the token, whatever was asked."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(supplied("a"))
    bench.heartbeats = False
    if request_name == "GetClock":
        bench.subscribed(frame("empty-snapshot"), bench.now)
        bench.sleep(30)
    else:
        bench.feed(SocketOpened())
        bench.answer()
    bench.answer(code=401, request=request_name)
    bench.feed(HttpAnswered(200, HOSTS))
    assert len(bench.all(AskToken)) == 2


def test_a_first_clock_that_is_not_answered() -> None:
    """Only an unanswered heartbeat ends a connection."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(supplied("t"))
    bench.subscribed(frame("empty-snapshot"), None)
    bench.sleep(120)
    assert bench.state.connection == "connected"


def test_an_old_end_that_is_told_again() -> None:
    """It does not end what came after it."""
    closed = frame("invited")
    details_of(closed)["stage"] = "CLOSE"
    details_of(closed)["metaDataLastUpdateTs"] -= 100_000
    bench = Bench().live()
    bench.receive(closed)
    bench.receive(invitation("after"))
    bench.feed(READY_TAG)
    bench.receive(closed)
    assert bench.banner
    assert bench.banner.state == "invited"


def test_an_end_without_a_date() -> None:
    """What arrives after it may be from before it: nothing is asked until the next snapshot."""
    bench = Bench().live()
    over = {"type": "DELETE", "result": {"convId": CONVERSATION}}
    name = "cqm.ExConversationChangeNotification"
    bench.receive({"kind": "notification", "type": name, "body": {"changes": [over]}})
    bench.receive(frame("invited"))
    bench.feed(READY_TAG)
    assert bench.published() == []


def test_prompts_do_not_pile_up() -> None:
    """Without a tag, or closed by the visitor, a failed one goes with its time."""
    bench = Bench().live()
    for number in range(300):
        bench.receive(invitation(f"d{number}"))
        bench.sleep(2.5)
    visit = bench.engine._visit  # noqa: SLF001 - memory is no effect
    assert visit
    assert len(visit.invitations._prompts) < 50  # noqa: SLF001
    closed = Bench().offered().accepted()
    closed.sleep(25)
    closed.press("close")
    closed.sleep(600)
    visit = closed.engine._visit  # noqa: SLF001
    assert visit
    assert visit.invitations._prompts == {}  # noqa: SLF001


def test_a_press_after_a_decision_that_never_came() -> None:
    """It counts again; what comes of both is one answer."""
    bench = Bench().offered()
    bench.press("accept")
    bench.sleep(6)
    bench.press("accept")
    assert len(bench.all(Decide)) == 2
    bench.decide("accepted")
    bench.decide("accepted", won=False)
    assert bench.published() == ["cobrowseOffered", "cobrowseAccepted"]


def test_a_press_after_the_deadline() -> None:
    """A machine that slept over the deadline answers nothing when it wakes."""
    bench = Bench().offered()
    bench.now += 400
    effects = bench.press("accept")
    bench.press("close")
    assert not [one for one in effects if isinstance(one, Decide)]
    assert bench.details("refused") == [
        {"dialogId": bench.details("invited")[0]["dialogId"], "why": "stale"}
    ]


def test_a_conversation_with_the_pages_own_client() -> None:
    """With transport=host there is one clear error, and nothing is sent or taken for ours."""
    bench = Bench()
    bench.start(transport="host")
    for event in (ConversationOpened(), MessageSaid(text="Hello"), ConversationClosed()):
        bench.feed(event)
    bench.feed(FrameFed(text='{"kind":"resp","reqId":"1","code":200}'))
    assert bench.all(SendFrame) == []
    assert [one["code"] for one in bench.details("error")] == ["bad-setting"] * 3


def test_other_settings_for_a_second_start() -> None:
    """What is configured after a refusal is used."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(404, ""))
    bench.start(transport="host", visitorName="Zoe")
    bench.feed(FrameFed(text=json.dumps(frame("invited"))))
    bench.feed(READY_TAG)
    assert bench.all(Publish)[0].data["visitorName"] == "Zoe"
