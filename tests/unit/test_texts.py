"""The visitor's words: every language whole, and each visitor given the right one."""

from __future__ import annotations

import ast
import json
import pkgutil
import re
import unicodedata
from itertools import product

import pytest

from app.core.banner.texts import DEFAULT, LANGUAGES, RIGHT_TO_LEFT, Texts, choose
from app.core.banner.view import NAMES
from app.core.invitation.invitation import SCREEN_MODES
from tools.stages import ROOT

LOCALES = ROOT / "app" / "core" / "banner" / "locales"
WORDS: dict[str, dict[str, str]] = {
    file.stem: json.loads(file.read_text("utf-8")) for file in sorted(LOCALES.glob("*.json"))
}
ENGLISH = WORDS[DEFAULT]
TRANSLATED = sorted(WORDS.keys() - {DEFAULT})
# The same in English and elsewhere, and rightly so.
SAME_AS_ENGLISH = {"full-stop": "most scripts end a sentence with the same dot"}
# Most keyboards have the English words on them, whatever letters they write.
KEYS = {key for key in ENGLISH if key.startswith("key.")}
# Thai ends a sentence with no mark at all.
EMPTY = {("th", "full-stop")}
# How Unicode names the letters of a language that is not written in Latin ones.
SCRIPTS = {
    "ar": ("ARABIC",),
    "el": ("GREEK",),
    "he": ("HEBREW",),
    "ja": ("HIRAGANA", "KATAKANA", "CJK"),
    "ko": ("HANGUL",),
    "th": ("THAI",),
    "uk": ("CYRILLIC",),
    "zh-CN": ("CJK",),
}
# What a name may stand for in the keys that the app composes.
COMPOSED = {
    "name": (*NAMES.values(), "lost"),
    "mode": SCREEN_MODES,
    "reason": ("unheard", "no-answer", "not-joined"),
    "why": ("too-early", "covered", "stale"),
    "refused": ("too-early", "covered", "stale"),
}


SAID = re.compile(r"^[a-z]+\.(heading|body)(\.(view|follow|shared))?$")
# Which button says which: a swap, as a translator's slip, would be a false consent.
ANSWERS = {
    "en": ("Accept", "Decline"),
    "de": ("Akzeptieren", "Ablehnen"),
    "fr": ("Accepter", "Refuser"),
    "es": ("Permitir", "Rechazar"),
    "it": ("Accetta", "Rifiuta"),
    "pt-BR": ("Aceitar", "Recusar"),
    "nl": ("Accepteren", "Weigeren"),
    "pl": ("Akceptuję", "Odrzucam"),
    "sv": ("Godkänn", "Avböj"),
    "tr": ("Kabul et", "Reddet"),
    "ja": ("共有する", "共有しない"),
    "ko": ("수락", "거절"),
    "zh-CN": ("接受", "拒绝"),
    "ar": ("قبول", "رفض"),
    "he": ("לשתף", "לא לשתף"),
    "cs": ("Přijmout", "Odmítnout"),
    "da": ("Accepter", "Afvis"),
    "el": ("Αποδοχή", "Απόρριψη"),
    "fi": ("Hyväksy", "Hylkää"),
    "hu": ("Elfogadás", "Elutasítás"),
    "nb": ("Godta", "Avvis"),
    "ro": ("Acceptați", "Refuzați"),
    "th": ("ยอมรับ", "ปฏิเสธ"),
    "uk": ("Прийняти", "Відхилити"),
    "vi": ("Chấp nhận", "Từ chối"),
}
BRACKETED = re.compile(r"[(\uff08]\{name\}[)\uff09]")


def placeholders(text: str) -> list[str]:
    """Return what a text leaves open, such as `{time}`."""
    return sorted(re.findall(r"\{[^}]*\}", text))


def composed_keys(node: ast.JoinedStr) -> set[str]:
    """Return every key that an f-string can make of the names in `COMPOSED`."""
    choices: list[tuple[str, ...]] = []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            name = ast.unparse(part.value).rpartition(".")[2]
            choices.append(COMPOSED.get(name, ()))
        else:
            choices.append((str(ast.literal_eval(part)),))
    return {"".join(parts) for parts in product(*choices)}


def used_keys() -> set[str]:
    """Return every key that the app's code names, whole or composed."""
    used: set[str] = set()
    for file in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                used |= composed_keys(node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                used |= {node.value.replace("{mode}", mode) for mode in SCREEN_MODES}
    # What a heading or a body says may be said by mode, and with the agent's name.
    for more in (SCREEN_MODES, ("named",)):
        used |= {f"{key}.{one}" for key in used if SAID.match(key) for one in more}
    return used


def test_every_language_has_its_file() -> None:
    """What is listed is there, and what is there is listed."""
    assert sorted(LANGUAGES) == sorted(WORDS)


@pytest.mark.parametrize("locale", TRANSLATED)
def test_keys_are_those_of_english(locale: str) -> None:
    """No language lacks a text or holds one that nothing asks for."""
    missing = sorted(ENGLISH.keys() - WORDS[locale].keys())
    extra = sorted(WORDS[locale].keys() - ENGLISH.keys())
    assert not missing, f"{locale}.json lacks {missing}"
    assert not extra, f"{locale}.json has no use for {extra}"
    assert Texts([locale], {}).untranslated == ()


@pytest.mark.parametrize("locale", TRANSLATED)
def test_placeholders_are_those_of_english(locale: str) -> None:
    """A time or a key has its place in every language's sentence."""
    differing = [
        key
        for key, text in WORDS[locale].items()
        if placeholders(text) != placeholders(ENGLISH[key])
    ]
    assert differing == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_nothing_was_left_in_english(locale: str) -> None:
    """A text that equals the English one was forgotten."""
    forgotten = [
        key
        for key, text in WORDS[locale].items()
        if text == ENGLISH[key] and key not in SAME_AS_ENGLISH.keys() | KEYS
    ]
    assert forgotten == []


@pytest.mark.parametrize("locale", WORDS)
def test_texts_are_clean(locale: str) -> None:
    """No text is empty, has stray spaces, or holds a character that steers direction."""
    unclean = [
        key
        for key, text in WORDS[locale].items()
        if (not text and (locale, key) not in EMPTY)
        or text != text.strip()
        or re.search(r"  | [?!:;,.…؟،]", text)
        or any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in text)
    ]
    assert unclean == []


@pytest.mark.parametrize("locale", SCRIPTS)
def test_languages_are_written_in_their_script(locale: str) -> None:
    """Each text that holds letters at all holds some of the language's own."""
    foreign = [
        key
        for key, text in WORDS[locale].items()
        if key not in KEYS
        and any(character.isalpha() for character in text)
        and not any(unicodedata.name(letter, "").startswith(SCRIPTS[locale]) for letter in text)
    ]
    assert foreign == []


@pytest.mark.parametrize("locale", WORDS)
def test_the_answers_differ_and_are_alike_in_length(locale: str) -> None:
    """Declining is written as large as accepting: neither word dwarfs the other."""
    accept, decline = (WORDS[locale][f"invited.{answer}"] for answer in ("accept", "decline"))
    assert accept != decline
    assert abs(len(accept) - len(decline)) <= 3


def test_yes_and_no_are_what_they_were() -> None:
    """Each language's two answers stand in a second place too: neither can take the other's."""
    keys = ("invited.accept", "invited.decline")
    assert {one: tuple(map(words.get, keys)) for one, words in WORDS.items()} == ANSWERS


@pytest.mark.parametrize("locale", WORDS)
def test_each_mode_says_something_else(locale: str) -> None:
    """What the agent may do is told apart, before and while; control is in the question itself."""
    words = WORDS[locale]
    for key in ("invited.{}", "active.{}", "active.pill.{}"):
        assert len({words[key.format(mode)] for mode in SCREEN_MODES}) == len(SCREEN_MODES)
    assert words["invited.heading"] != words["invited.heading.shared"]


@pytest.mark.parametrize("locale", WORDS)
def test_a_name_stands_in_brackets(locale: str) -> None:
    """The role carries the grammar; with a name the same is said as without, but for the name."""
    words = WORDS[locale]
    named = [key for key in words if key.endswith(".named")]
    assert len(named) == 4
    for key in named:
        assert BRACKETED.search(words[key]), key
        assert words[key].count("{name}") == 1
        assert words[key][-1:] == words[key.removesuffix(".named")][-1:] or words[key].endswith(")")
    assert not any("{name}" in words[key] for key in words if key not in named)


@pytest.mark.parametrize("locale", WORDS)
def test_sentences_end(locale: str) -> None:
    """Bodies and what is only spoken are whole sentences; labels of buttons are not."""
    stop = WORDS[locale]["full-stop"]
    spoken = re.compile(r"^(left|refused\..*|.*\.(body|key|scope|unheard|no-answer|not-joined))$")
    modes = {f"{state}.{mode}" for state in ("invited", "active") for mode in SCREEN_MODES}
    sentences = [key for key in ENGLISH if spoken.match(key) or key in modes]
    assert len(sentences) > 15
    assert [key for key in sentences if not WORDS[locale][key].endswith(stop)] == []
    buttons = ("invited.accept", "invited.decline", "expired.ask", "failed.again", "close")
    assert [key for key in buttons if stop and WORDS[locale][key].endswith(stop)] == []


def test_every_key_is_used() -> None:
    """Translators are asked for nothing that no visitor reads."""
    assert sorted(ENGLISH.keys() - used_keys()) == []


def test_a_key_that_nothing_names_is_noticed() -> None:
    """The search for uses is no search that finds everything."""
    used = used_keys()
    assert {"visitor", "invited.heading", "active.pill.follow", "failed.unheard"} <= used
    assert "invited.heading.shared.named" in used
    unused = {"invited.headings", "active.pill", "failed.late", "sharing.heading"}
    assert used.isdisjoint({*unused, "invited.heading.named.shared", "close.named"})


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ([], "en"),
        (["xx"], "en"),
        (["en"], "en"),
        (["EN-us"], "en"),
        (["xx", "en-GB"], "en"),
        (["de-AT", "fr"], "de"),
        (["xx", "fr-CA", "de"], "fr"),
        (["en-GB", "de"], "en"),
        (["de_CH.UTF-8"], "de"),
        (["de-Latn-DE-1996"], "de"),
        ([" sv-SE "], "sv"),
        (["pt-br"], "pt-BR"),
        (["PT_BR"], "pt-BR"),
        (["pt"], "pt-BR"),
        (["pt-PT", "es"], "pt-BR"),
        (["zh"], "zh-CN"),
        (["zh-Hans-SG"], "zh-CN"),
        (["zh-TW", "zh", "en"], "zh-CN"),
        (["zh-Hant-TW", "ja"], "zh-CN"),
        (["he-IL"], "he"),
        (["iw"], "he"),
        (["iw_IL"], "he"),
        (["nb", "no"], "nb"),
        (["no-NO", "sv"], "nb"),
        (["nn-NO", "nn", "sv"], "nb"),
        (["mo", "fr"], "ro"),
        (["uk-UA"], "uk"),
        (["el-CY"], "el"),
        (["sk", "pl"], "pl"),
        (["ru"], "en"),
        (["deu"], "en"),
        (["d", "it"], "it"),
    ],
)
def test_languages_fall_back(wanted: list[str], chosen: str) -> None:
    """A tag matches itself, what is left of it, a relative, then the next wanted, then English."""
    assert choose(wanted) == chosen


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "-",
        "--",
        "_",
        "*",
        " ",
        "\0",
        "ﬁ",
        "İW",
        "日本語",
        "\ud800",
        "-de",
        "x-" * 10_000,
        "é" * 99,
    ],
)
def test_junk_is_passed_over(junk: str) -> None:
    """Whatever a page writes into `lang`, the next language wanted is looked at."""
    assert choose([junk, "pl"]) == "pl"
    assert choose([junk]) == "en"


@pytest.mark.parametrize("locale", LANGUAGES)
def test_each_language_is_chosen_by_its_name(locale: str) -> None:
    """The direction follows the language."""
    texts = Texts([locale], {})
    assert texts.locale == locale
    assert texts.direction == ("rtl" if locale in {"ar", "he"} else "ltr")
    assert set(RIGHT_TO_LEFT) <= set(LANGUAGES)


def test_texts_can_be_overridden() -> None:
    """The customer's own words come first, key by key; the others stay the language's."""
    texts = Texts(["de"], {"close": "Fertig"})
    assert (texts["close"], texts["minimise"]) == ("Fertig", "Minimieren")


def test_the_most_particular_words_are_told() -> None:
    """By mode and with a name, where there are such; the customer's own come before them."""
    ours = Texts(["de"], {})
    assert ours.told("invited.heading") == "invited.heading"
    assert ours.told("invited.heading", "view", "named") == "invited.heading.named"
    assert ours.told("invited.heading", "shared") == "invited.heading.shared"
    assert ours.told("invited.heading", "shared", "named") == "invited.heading.shared.named"
    assert ours.told("close", "shared", "named") == "close"
    theirs = Texts(["de"], {"invited.heading": "Darf ich?", "active.heading": "Ich sehe alles"})
    assert theirs.told("invited.heading", "shared", "named") == "invited.heading"
    both = {"invited.heading": "Darf ich?", "invited.heading.named": "Darf {name}?"}
    assert Texts(["de"], both).told("invited.heading", "shared", "named") == "invited.heading.named"


def test_what_is_still_english_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is missing or null is shown in English and listed; an override is neither."""
    files: dict[str, dict[str, str | None]] = {
        "locales/en.json": {"close": "Close", "left": "Left", "minimise": "Less", "visitor": "V"},
        "locales/de.json": {"close": "Zu", "left": None},
    }
    monkeypatch.setattr(
        pkgutil, "get_data", lambda _package, name: json.dumps(files[name]).encode()
    )
    texts = Texts(["de"], {"minimise": "Klein"})
    assert texts.untranslated == ("left", "visitor")
    assert [texts[key] for key in files["locales/en.json"]] == ["Zu", "Left", "Klein", "V"]
    assert Texts(["en"], {}).untranslated == ()
