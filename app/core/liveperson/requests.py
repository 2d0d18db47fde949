"""What we send on the socket, in LivePerson's names."""

from __future__ import annotations

import json

from pydantic import JsonValue, SecretStr


def init_connection(
    request_id: str, token: SecretStr, client: dict[str, JsonValue], features: tuple[str, ...]
) -> str:
    """Return the first frame of a connection: a browser cannot set headers instead."""
    return _frame(
        request_id,
        "InitConnection",
        headers=[
            {"type": ".ams.headers.ClientProperties", **client, "features": list(features)},
            {"type": ".ams.headers.ConsumerAuthentication", "jwt": token.get_secret_value()},
        ],
    )


def client_properties(
    family: str, system: str, browser: str, time_zone: str
) -> dict[str, JsonValue]:
    """Return the client's properties; `family` and `system` are words of LivePerson's enums."""
    named = {"browser": browser[:64], "timeZone": time_zone[:64]}
    return {
        "deviceFamily": family,
        "os": system,
        "integration": "WEB_SDK",
        **{name: value for name, value in named.items() if value},
    }


def get_clock(request_id: str) -> str:
    """Return a request for LivePerson's time; it also keeps the connection alive."""
    return _frame(request_id, "GetClock", body={})


def subscribe_conversations(request_id: str) -> str:
    """Return a subscription to the visitor's open conversations."""
    return _frame(
        request_id,
        "cqm.SubscribeExConversations",
        body={"convState": ["OPEN"], "stage": ["OPEN"]},
    )


def request_conversation(
    request_id: str, brand: str, skill_id: str | None, context: dict[str, JsonValue] | None
) -> str:
    """Return a request for a new conversation, with what `visit_context` makes, if anything."""
    body: dict[str, JsonValue] = {
        "channelType": "MESSAGING",
        "ttrDefName": None,
        "skillId": skill_id or "-1",
        "brandId": brand,
        **({"conversationContext": context} if context else {}),
    }
    return _frame(request_id, "cm.ConsumerRequestConversation", body=body)


def visit_context(ssid: str, svid: str, scid: str, locale: str) -> dict[str, JsonValue] | None:
    """Return how LivePerson joins a conversation and the visit that its tag monitors.

    None where the tag does not know the visit.
    """
    if not (ssid and svid):
        return None
    return {
        "type": "SharkContext",
        "visitorId": svid,
        "sessionId": ssid,
        **({"interactionContextId": scid} if scid else {}),
        "lang": locale,
    }


def subscribe_messages(
    request_id: str, conversation_id: str, dialog_id: str, from_sequence: int
) -> str:
    """Return a subscription to what is said, from a sequence number on."""
    body: dict[str, JsonValue] = {
        "fromSeq": from_sequence,
        "dialogId": dialog_id,
        "conversationId": conversation_id,
    }
    return _frame(request_id, "ms.SubscribeMessagingEvents", body=body)


def publish_text(request_id: str, conversation_id: str, dialog_id: str, text: str) -> str:
    """Return a chat message of the visitor's."""
    body: dict[str, JsonValue] = {
        "dialogId": dialog_id,
        "conversationId": conversation_id,
        "event": {"type": "ContentEvent", "contentType": "text/plain", "message": text},
    }
    return _frame(request_id, "ms.PublishEvent", body=body)


def close_conversation(request_id: str, conversation_id: str) -> str:
    """Return a request to end the conversation."""
    body: dict[str, JsonValue] = {
        "conversationId": conversation_id,
        "conversationField": [{"field": "ConversationStateField", "conversationState": "CLOSE"}],
    }
    return _frame(request_id, "cm.UpdateConversationField", body=body)


def _frame(request_id: str, name: str, **more: JsonValue) -> str:
    return json.dumps({"kind": "req", "id": request_id, "type": name, **more})
