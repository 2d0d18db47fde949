"""What the workbench finds wrong in what a page publishes, and what it rightly lets pass."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simulator.lab.publication_rules import ACCEPTED, DECLINED, OFFERED, Contract, Publication
from simulator.record.timeline import Timeline

DATA = {
    "serviceId": "ann#1",
    "agentId": "12345678.7",
    "visitorName": "Visitor",
    "ssid": "S",
    "svid": "V",
    "mode": "view",
}


class Pages:
    """Pages of a visitor who was invited in one conversation."""

    def __init__(self) -> None:
        self.timeline = Timeline()
        self.contract = Contract(self.timeline)
        self.frame("one", "INVITED")

    def frame(self, dialog_id: str, state: str) -> None:
        """Let LivePerson send a frame that tells of a dialog."""
        metadata = {"sessionState": state, "serviceId": "ann#1", "mode": "view"}
        dialog = {"dialogId": dialog_id, "channelType": "COBROWSE", "metaData": metadata}
        change = {"type": "UPSERT", "result": {"conversationDetails": {"dialogs": [dialog]}}}
        text = json.dumps({"kind": "notification", "body": {"changes": [change]}})
        self.timeline.add("frame", "out", "", text)

    def publish(
        self, name: str, page: str = "first", *, heard: bool = True, plain: bool = True, **more: Any
    ) -> str:
        """Publish, and return what is wrong with it."""
        data = {key: one for key, one in {**DATA, **more}.items() if one is not None}
        publication = Publication(page, name, data, plain, heard)
        return "; ".join(self.contract.check(publication))


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"visitorName": None}, "visitorName is missing"),
        ({"visitorName": " "}, "visitorName is empty"),
        ({"agentId": 7}, "agentId is not a string"),
        ({"token": "x"}, "token is a field that LivePerson does not know"),
        ({"plain": False}, "the data is not a plain object"),
        (
            {"serviceId": "ann-1"},
            "serviceId is not one that an invitation came with, untouched",
        ),
    ],
)
def test_form(more: dict[str, Any], wrong: str) -> None:
    """A payload that LivePerson's tag could not use is told with its field."""
    assert Pages().publish(OFFERED, **more) == wrong


def test_an_unknown_name() -> None:
    """Nothing but an offer and the two answers is published."""
    assert Pages().publish("cobrowseStarted").startswith("cobrowseStarted is none of")


@pytest.mark.parametrize("answer", [ACCEPTED, DECLINED])
def test_an_offer_and_its_answer(answer: str) -> None:
    """An offer and the same again as its answer are right, on a second page too."""
    pages = Pages()
    assert pages.publish(OFFERED) == ""
    assert pages.publish(OFFERED, "second") == ""
    assert pages.publish(answer, "second") == ""


def test_offered_twice() -> None:
    """A dialog is offered once a page."""
    pages = Pages()
    pages.publish(OFFERED)
    assert pages.publish(OFFERED) == "offered a second time for this dialog on this page"
    pages.frame("two", "INVITED")
    assert pages.publish(OFFERED) == ""


def test_an_answer_of_its_own() -> None:
    """An answer carries what its offer carried, and comes after it."""
    pages = Pages()
    assert pages.publish(DECLINED) == "an answer to an invitation that this page has not offered"
    pages.publish(OFFERED)
    wrong = pages.publish(ACCEPTED, agentId="12345678.8", mode=None)
    assert wrong == "agentId is not the same as in the offer; mode is not the same as in the offer"


def test_one_decision() -> None:
    """A dialog is answered once and one way, also where an earlier one is over unanswered."""
    pages = Pages()
    pages.publish(OFFERED)
    pages.frame("one", "CLOSED")
    pages.frame("two", "INVITED")
    pages.publish(OFFERED)
    assert pages.publish(ACCEPTED) == ""
    assert pages.publish(ACCEPTED).startswith("the same answer a second time")
    assert pages.publish(DECLINED).startswith("a second decision: cobrowseAccepted was")


def test_an_unheard_answer_is_repeated() -> None:
    """What nobody heard, or what failed, may be published again."""
    pages = Pages()
    assert pages.publish(OFFERED, heard=False) == ""
    assert pages.publish(OFFERED) == ""
    assert pages.publish(OFFERED) != ""
    assert pages.publish(ACCEPTED, heard=False) == ""
    assert pages.publish(ACCEPTED) == ""
    pages.contract.failed("one")
    assert pages.publish(ACCEPTED) == ""
