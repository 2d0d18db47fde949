"""What the banner shows for a prompt, in the visitor's words."""

from __future__ import annotations

from app.core.banner.key import key_name
from app.core.invitation.prompt import Prompt
from app.core.invitation.record import NAMED, question_body
from app.core.invitation.table import State
from app.core.invitation.words import Words
from app.core.page.effects import BannerView, ButtonView
from app.core.page.events import Action
from app.core.page.settings import Settings

# The names by which a page knows the states that the banner has.
NAMES = {
    State.OFFERED: "invited",
    State.ACCEPTED: "starting",
    State.ACTIVE: "active",
    State.DECLINED: "declined",
    State.EXPIRED: "expired",
    State.CANCELLED: "cancelled",
    State.ENDED: "ended",
    State.FAILED: "failed",
}


def view(
    prompt: Prompt, settings: Settings, *, can_ask: bool, deaf: bool, leaving: bool
) -> BannerView:
    """Return the banner for `prompt`, in the words that it has had from its beginning.

    `can_ask` says that a chat message can be sent for it, and `deaf` that nothing more is
    heard of LivePerson: what was shared, or about to be, may be shared still, or not;
    `leaving` that the visitor is at a link that leads out of what is shared. By whom it was
    asked is said where the prompt has the agent's name.
    """
    state, texts = NAMES[prompt.state], prompt.texts
    lost = (deaf and prompt.taken) or prompt.unknown
    name = "lost" if lost else state
    mode = prompt.invitation.mode
    standing = prompt.state is State.OFFERED
    return BannerView(
        dialog_id=prompt.invitation.dialog_id,
        state=state,
        locale=texts.locale,
        direction=texts.direction,
        position=settings.position,
        scheme=settings.scheme,
        key=settings.key,
        label=texts["invited.pill"],
        heading=_said(f"{name}.heading", mode, texts, prompt.agent_name),
        body=tuple(
            _said(key, mode, texts, prompt.agent_name) for key in _body(name, mode, prompt.reason)
        ),
        buttons=tuple(
            ButtonView(action, texts[key])
            for action, key in _buttons(name, prompt, can_ask=can_ask)
        ),
        pill=texts[_PILLS[name].format(mode=mode)] if name in _PILLS else "",
        minimise=texts["minimise"] if name in _PILLS else "",
        ends_in=texts["countdown"] if standing else "",
        ends_at_ms=round(prompt.invitation.deadline * 1000) if standing else None,
        since_ms=round(prompt.active_at * 1000) if prompt.active_at else None,
        folded=prompt.folded and name != "lost",
        notice=_notice(prompt, leaving=leaving),
    )


def _notice(prompt: Prompt, *, leaving: bool) -> str:
    if prompt.refused:
        return prompt.texts[f"refused.{prompt.refused}"]
    return prompt.texts["active.leaving"] if leaving and prompt.state is State.ACTIVE else ""


def sentence(view: BannerView, texts: Words, user_agent: str) -> str:
    """Return what is spoken of a banner when it changes to `view`.

    By `user_agent` keys have their names.
    """
    parts = [_ended(part.translate(_UNISOLATED), texts) for part in (view.heading, *view.body)]
    if view.state == "invited" and view.key != "off":
        key = key_name(view.key, texts, user_agent)
        parts.append(texts["invited.key"].replace("{key}", key))
    return " ".join(parts)


def _said(key: str, mode: str, texts: Words, agent_name: str) -> str:
    """Return the words of `key`, by mode and with the agent's name where there are such."""
    words = texts[texts.told(key, mode, *(NAMED,) * bool(agent_name))]
    # A name of the other direction turns nothing around it.
    return words.replace("{name}", f"{_ISOLATE}{agent_name}{_END_ISOLATE}") if agent_name else words


def _ended(words: str, texts: Words) -> str:
    """Return `words` as a whole sentence, which a heading need not be."""
    return words if words.endswith(_ENDS) else f"{words}{texts['full-stop']}"


_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
# What is spoken has no direction to be kept.
_UNISOLATED = {ord(_ISOLATE): None, ord(_END_ISOLATE): None}
# The fifth is the Greek question mark; the last four are East Asian full-width and Arabic marks.
_ENDS = (".", "?", "!", "…", ";", "\u3002", "\uff1f", "\uff01", "\u061f")
_PILLS = {
    "invited": "invited.pill",
    "starting": "starting.pill",
    "active": "active.pill.{mode}",
}


def _body(name: str, mode: str, reason: str) -> tuple[str, ...]:
    match name:
        case "invited":
            return question_body(mode)
        case "active":
            return (f"active.{mode}",)
        case "failed":
            return (f"failed.{reason}",)
        case _:
            return (f"{name}.body",)


def _buttons(name: str, prompt: Prompt, *, can_ask: bool) -> tuple[tuple[Action, str], ...]:
    match name:
        case "invited":
            return (("accept", "invited.accept"), ("decline", "invited.decline"))
        case "starting":
            return (("hide", "starting.hide"),)
        case "expired" if can_ask:
            return (("ask", "expired.ask"), ("close", "close"))
        case "failed" if prompt.can_try_again:
            return (("again", "failed.again"), ("close", "close"))
        case "active" | "declined":
            return ()
        case _:
            return (("close", "close"),)
