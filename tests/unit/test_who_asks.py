"""Who asks: the agent's nickname is looked up once, and names the question where it is in time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.core.nicknames import MOST_AGENTS
from app.core.page.effects import LookUp
from app.core.page.events import LookedUp
from tools.driven import CONSUMER, HOSTS, READY_TAG, Bench, as_another, details_of, dialog_of, frame

AGENT = "agent/with-slash"
MIA = json.dumps({"id": "7", "nickname": "Mia"})
USERS = "https://accdn.lpsnmedia.net/api/account/12345678/configuration/le-users/users"


def invited_by(agent: str = AGENT) -> Any:
    """Return the golden invitation, by an agent."""
    notification = frame("invited")
    details_of(notification)["participants"] = details_of(taken_by(AGENT))["participants"]
    dialog_of(notification)["participants"] = [CONSUMER, agent]
    dialog_of(notification).pop("participantsDetails", None)
    return notification


def taken_by(agent: str, state: str = "ACTIVE") -> Any:
    """Return a conversation without an invitation, which an agent has taken."""
    notification = frame("invited")
    details_of(notification)["dialogs"].pop()
    details_of(notification)["participants"] = [
        {"id": CONSUMER, "role": "CONSUMER", "state": "ACTIVE"},
        {"id": agent, "role": "ASSIGNED_AGENT", "state": state},
    ]
    return notification


def heading(bench: Bench) -> str:
    """Return what the banner's first line says."""
    assert bench.banner
    return bench.banner.heading


def test_the_question_says_who_asks() -> None:
    """The name is looked up as soon as the conversation names its agent, and is there in time."""
    bench = Bench().live(agentName="on")
    bench.receive(taken_by(AGENT))
    (lookup,) = bench.all(LookUp)
    assert lookup.url == f"{USERS}/agent%2Fwith-slash"
    bench.feed(LookedUp(AGENT, MIA))
    bench.receive(invited_by())
    bench.feed(READY_TAG)
    assert "Mia" in heading(bench)
    assert len(bench.all(LookUp)) == 1


def test_a_name_that_comes_late() -> None:
    """It changes nothing of what was asked, and is used from the next state on."""
    bench = Bench().live(agentName="on")
    bench.receive(invited_by())
    bench.feed(READY_TAG)
    bench.heard()
    bench.feed(LookedUp(AGENT, MIA))
    assert "Mia" not in heading(bench)
    bench.accepted()
    bench.receive(frame("accepted"))
    assert "Mia" in heading(bench)
    unnamed = Bench().live()
    unnamed.receive(invited_by())
    unnamed.feed(READY_TAG)
    unnamed.press("accept")
    unnamed.decide("accepted")
    versions = [one.details("consent")[0]["textVersion"] for one in (bench, unnamed)]
    assert versions[0] == versions[1]


def test_nobody_is_looked_up_unless_wanted() -> None:
    """Without the setting nothing is asked."""
    bench = Bench().live()
    bench.receive(taken_by(AGENT))
    bench.receive(invited_by())
    assert bench.all(LookUp) == []


@pytest.mark.parametrize(
    "text", ["", "not JSON", "[]", '{"nickname": 7}', '{"nickname": " "}', '{"fullName": "Mia"}']
)
def test_an_answer_that_names_nobody(text: str) -> None:
    """The question is put without a name, and nobody is asked again."""
    bench = Bench().live(agentName="on")
    bench.receive(taken_by(AGENT))
    bench.feed(LookedUp(AGENT, text))
    bench.receive(invited_by())
    bench.feed(READY_TAG)
    assert heading(bench) == "Let your agent see and use this page?"
    assert len(bench.all(LookUp)) == 1
    assert bench.details("error") == []


def test_who_was_only_suggested_is_not_looked_up() -> None:
    """Who has not taken the conversation asks for nothing."""
    bench = Bench().live(agentName="on")
    bench.receive(taken_by(AGENT, "SUGGESTED"))
    assert bench.all(LookUp) == []


def test_an_id_of_the_older_form() -> None:
    """Where the dialog has an `account.number`, it is who has taken the conversation."""
    bench = Bench().live(agentName="on")
    notification = frame("invited")
    (taken,) = [
        one["id"]
        for one in details_of(notification)["participants"]
        if one["role"] == "ASSIGNED_AGENT"
    ]
    bench.receive(notification)
    assert [one.agent_id for one in bench.all(LookUp)] == [taken]


def test_another_agents_name() -> None:
    """The name of one is not given to the invitation of another, whoever has taken the chat."""
    bench = Bench().live(agentName="on")
    bench.receive(taken_by(AGENT))
    bench.feed(LookedUp(AGENT, MIA))
    bench.feed(LookedUp("nobody has asked", MIA))
    bench.receive(invited_by("nobody has asked"))
    bench.feed(READY_TAG)
    assert "Mia" not in heading(bench)
    assert [one.agent_id for one in bench.all(LookUp)] == [AGENT, "nobody has asked"]


def test_two_agents_who_ask_at_once() -> None:
    """Each question has the name of who asks it."""
    bench = Bench().live(agentName="on")
    bench.receive(invited_by())
    bench.receive(as_another(invited_by("other"), "d2", "c2"))
    bench.feed(LookedUp(AGENT, MIA))
    bench.feed(READY_TAG)
    assert bench.banner
    assert bench.banner.dialog_id == "d2"
    assert "Mia" not in heading(bench)
    bench.press("decline", "d2")
    bench.decide("declined", dialog="d2")
    assert "Mia" in heading(bench)


def test_no_more_agents_than_a_visit_meets() -> None:
    """However many a conversation names."""
    bench = Bench().live(agentName="on")
    for number in range(MOST_AGENTS + 5):
        bench.receive(taken_by(f"agent-{number}"))
    assert len(bench.all(LookUp)) == MOST_AGENTS


@pytest.mark.parametrize("host", [None, "evil.example"])
def test_an_account_without_a_configuration_service(host: str | None) -> None:
    """Where discovery names none, or none to be trusted, there is nobody to ask."""
    hosts = json.loads(HOSTS)
    services = [one for one in hosts["baseURIs"] if one["service"] != "acCdnDomain"]
    if host:
        services.append({"service": "acCdnDomain", "baseURI": host})
    bench = Bench()
    bench.hosts = json.dumps({"baseURIs": services})
    bench.live(agentName="on")
    bench.receive(taken_by(AGENT))
    assert bench.all(LookUp) == []


def test_with_the_pages_own_client() -> None:
    """Nothing is asked of LivePerson: its services were never discovered."""
    bench = Bench()
    bench.start(transport="host", agentName="on")
    assert bench.engine._visit  # noqa: SLF001 - as if the page's client were ours
    assert bench.engine._visit.connection.profile_url(AGENT) is None  # noqa: SLF001
