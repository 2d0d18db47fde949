"""Who asks, by name: the nickname made fit to be shown, and where it stands in what is said."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.banner.texts import LANGUAGES, Texts
from app.core.banner.view import sentence, view
from app.core.invitation.invitation import SCREEN_MODES, Invitation
from app.core.invitation.nickname import LONGEST_NAME, shown_name
from app.core.invitation.prompt import Prompt
from app.core.invitation.publication import Publications
from app.core.page.effects import BannerView, Mode, Report
from app.core.page.events import Decided, Pressed
from app.core.page.settings import Settings
from tools.driven import READY_TAG, WELL_SEEN

# The name in its place, as the texts have it: in brackets of the script, after a space or none.
BRACKETED = re.compile(" ?[(\uff08]\u2068Mia S\\.\u2069[)\uff09]")
SETTINGS = Settings(account="12345678")


def asked(
    nickname: str | None,
    *,
    mode: Mode = "view",
    locale: str = "en",
    late: bool = False,
    texts: dict[str, str] | None = None,
) -> Prompt:
    """Return a prompt whose question stands, put by an agent who is called `nickname`."""
    words = Texts([locale], texts or {})
    publications = Publications("d1", None)
    invitation = Invitation("d1", "c1", "s1", mode, "7", 120.0)
    prompt = Prompt(invitation, 0.0, texts=words, publications=publications)
    if not late:
        prompt.introduce(nickname)
    prompt.tag_seen(READY_TAG)
    prompt.offer(READY_TAG, {"serviceId": "s1"}, 0.0)
    prompt.introduce(nickname if late else "Somebody Else")
    return prompt


def shown(prompt: Prompt) -> BannerView:
    """Return what the banner shows of a prompt."""
    return view(prompt, SETTINGS, can_ask=False, deaf=False, leaving=False)


def version(prompt: Prompt) -> object:
    """Decline, and return what the record names the words of the question by."""
    prompt.pressed(
        Pressed(dialog_id="d1", action="decline", trusted=True, visible_ms=5000.0, seen=WELL_SEEN),
        5.0,
    )
    effects = prompt.decided(Decided(dialog_id="d1", outcome="declined", won=True), 5.0)
    (consent,) = [one for one in effects if isinstance(one, Report) and one.name == "consent"]
    return consent.detail["textVersion"]


def test_the_question_names_the_agent() -> None:
    """With a name, the heading has it; what the consent rests on stays as it is."""
    named, unnamed = shown(asked("Mia")), shown(asked(None))
    assert named.heading == "Share this page with your agent (\u2068Mia\u2069)?"
    assert unnamed.heading == "Share this page with your agent?"
    assert named.body == unnamed.body


def test_control_is_asked_for_by_name_too() -> None:
    """The heading by mode has a name as well."""
    heading = shown(asked("Mia", mode="shared")).heading
    assert heading == "Let your agent (\u2068Mia\u2069) see and use this page?"


def test_a_name_that_comes_late_changes_nothing() -> None:
    """What was asked without a name stays so, and what was asked with one keeps it."""
    assert shown(asked("Mia", late=True)).heading == "Share this page with your agent?"
    assert "Somebody" not in shown(asked("Mia")).heading


def test_sharing_and_its_end_name_the_agent() -> None:
    """The notice and the end have the name of the one who asked."""
    prompt = asked("Mia")
    prompt.pressed(
        Pressed(dialog_id="d1", action="accept", trusted=True, visible_ms=5000.0, seen=WELL_SEEN),
        5.0,
    )
    prompt.decided(Decided(dialog_id="d1", outcome="accepted", won=True), 5.0)
    assert "Mia" not in shown(prompt).heading
    prompt.told("ACCEPTED", None, 6.0)
    assert shown(prompt).heading == "Your agent (\u2068Mia\u2069) can see this page"
    prompt.told("CLOSED", "ended", 9.0)
    assert shown(prompt).body == ("Your agent (\u2068Mia\u2069) can no longer see this page.",)


def test_what_is_spoken_has_the_name_alone() -> None:
    """No character that steers direction is handed to a screen reader."""
    prompt = asked("Mia")
    spoken = sentence(shown(prompt), prompt.texts, "")
    assert spoken.startswith("Share this page with your agent (Mia)? If you accept")


def test_the_record_names_words_not_people() -> None:
    """By the words' name nobody is told apart, but the question with a name is another."""
    assert version(asked("Mia")) == version(asked("Ömer"))
    assert version(asked("Mia")) != version(asked(None))
    assert version(asked("Mia", late=True)) == version(asked(None))


def test_the_pages_own_words_come_first() -> None:
    """A customer's question without a name is put as it is; one with `{name}` is filled."""
    own = {"invited.heading": "May we look?"}
    prompt = asked("Mia", mode="shared", texts=own)
    assert shown(prompt).heading == "May we look?"
    assert version(prompt) == version(asked(None, mode="shared", texts=own))
    filled = {"invited.heading.named": "May {name} look?"}
    assert shown(asked("Mia", texts=filled)).heading == "May \u2068Mia\u2069 look?"


@pytest.mark.parametrize(
    ("nickname", "name"),
    [
        (None, ""),
        ("", ""),
        ("   ", ""),
        ("…!?", ""),
        ("\u3164\u2800", ""),
        ("Mia", "Mia"),
        ("  Mia \n\t Sørensen\u2028", "Mia Sørensen"),
        ("Support 3", "Support 3"),
        ("מיה", "מיה"),
        ("李雷", "李雷"),
        ("Mia (Team Nord)", "Mia Team Nord"),
        ("{name} {time}", "name time"),
        ("Mia\u202egnp\u2066\u200f", "Miagnp"),
        ("Mia\x00\x1b[31m", "Mia[31m"),
        ("M\u0301\u0301\u0301\u0301\u0301ia", "M\u0301\u0301\u0301ia"),
        ("วิภา น้อย", "วิภา น้อย"),
        ("\ud800Mia", "Mia"),
        ("x" * 40, "x" * 40),
        ("x" * 41, "x" * 39 + "…"),
        ("x" * 38 + " yz" * 10_000, "x" * 38 + "…"),
    ],
)
def test_nicknames_are_made_fit_to_be_shown(nickname: str | None, name: str) -> None:
    """One short line of what can be read, and nothing where nothing can."""
    assert shown_name(nickname) == name


@given(st.text(max_size=120))
def test_no_nickname_breaks_the_line(nickname: str) -> None:
    """Whatever it is, a name is short, clean, and without what would end its brackets."""
    name = shown_name(nickname)
    assert len(name) <= LONGEST_NAME
    assert name == name.strip()
    assert not set(name) & set("(){}\uff08\uff09")
    kinds = {unicodedata.category(one) for one in name}
    assert kinds.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
    assert not name or any(map(str.isalnum, name))


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("mode", SCREEN_MODES)
def test_a_name_has_its_place_in_every_language(locale: str, mode: Mode) -> None:
    """The question is the same sentence with a name as without one."""
    plain = shown(asked(None, mode=mode, locale=locale)).heading
    named = shown(asked("Mia S.", mode=mode, locale=locale)).heading
    # Thai, which has no spaces between words, has them around brackets.
    assert BRACKETED.sub("", named).replace(" ", "") == plain.replace(" ", "")
    assert named != plain
