"""What is written for JavaScript of Python's unions is what the unions say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from app.core.invitation.table import State
from app.core.page.effects import EventName, InvitationState
from tools import border
from tools.stages import ROOT


@pytest.mark.parametrize(("path", "text"), border.written().items())
def test_the_files_are_as_the_unions(path: str, text: str) -> None:
    """The files are in git, so that an editor and `make check` have them without a build."""
    assert (ROOT / path).read_text() == text, f"run `make build`: {path} is old"


def test_every_state_is_an_event() -> None:
    """An invitation tells of the state that it has come to by the state's own name."""
    assert {state.value for state in State} <= set(get_args(EventName))
    assert [state.value for state in State] == list(get_args(InvitationState))


def test_the_public_types_name_the_same_events() -> None:
    """`Events` in tagalong.d.ts has each name, and no other."""
    public = (ROOT / "static/tagalong.d.ts").read_text()
    body = public.partition("export interface Events {\n")[2].partition("\n}")[0]
    assert re.findall(r"^\t(\w+):", body, re.MULTILINE) == list(get_args(EventName))


def test_the_public_types_name_the_same_states() -> None:
    """`InvitationState` in tagalong.d.ts has each state of the table, and no other."""
    public = (ROOT / "static/tagalong.d.ts").read_text()
    declared = public.partition("export type InvitationState =")[2].partition(";")[0]
    assert re.findall(r'"(\w+)"', declared) == list(get_args(InvitationState))


def test_nothing_is_any() -> None:
    """No type says less than the unions do."""
    words = set(border.types().replace(";", " ").split())
    assert not words & {"any", "unknown", "object"}


@pytest.mark.parametrize(
    "file", sorted((ROOT / "static/page").glob("*.js")), ids=lambda one: one.name
)
def test_the_page_half_takes_nothing_for_any(file: Path) -> None:
    """What is `any` passes every check: an event or an effect would go through it unread."""
    comments = re.findall(r"/\*\*.*?\*/", file.read_text(), re.DOTALL)
    types = re.findall(r"\{.*\bany\b.*\}", "\n".join(comments))
    assert not types
