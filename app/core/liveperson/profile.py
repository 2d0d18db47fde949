"""An agent's profile, as LivePerson's account configuration gives it without authorization.

Read off LivePerson's own client, which asks for it by the id that a conversation has:
`/api/account/{account}/configuration/le-users/users/{agentId}`.
"""

from __future__ import annotations

from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from app.core.liveperson.lenient import Lenient


class _Profile(BaseModel):
    nickname: Lenient[str] = None


def path(account: str, agent_id: str) -> str:
    """Return where an agent's profile is."""
    return f"/api/account/{account}/configuration/le-users/users/{quote(agent_id, safe='')}"


def nickname(text: str) -> str | None:
    """Return what the agent is called, None where the answer does not say."""
    try:
        return _Profile.model_validate_json(text).nickname
    except ValidationError:
        return None
