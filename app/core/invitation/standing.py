"""The dialogs that were taken up and are not over, by their ids and by conversation."""

from __future__ import annotations


class Standing:
    """How far each has come; so many at most, the latest."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._conversations: dict[str, str] = {}
        self._dialogs: dict[str, dict[str, int]] = {}

    def progress(self, dialog_id: str) -> int | None:
        """Return how far a dialog has come, None where it does not stand."""
        conversation_id = self._conversations.get(dialog_id)
        return None if conversation_id is None else self._dialogs[conversation_id][dialog_id]

    def move(self, dialog_id: str, progress: int) -> bool:
        """Take note of how far a dialog has come; false where it does not stand."""
        conversation_id = self._conversations.get(dialog_id)
        if conversation_id is None:
            return False
        self._dialogs[conversation_id][dialog_id] = progress
        return True

    def put(self, dialog_id: str, conversation_id: str, progress: int) -> None:
        """Have a dialog stand that did not."""
        self._conversations[dialog_id] = conversation_id
        self._dialogs.setdefault(conversation_id, {})[dialog_id] = progress
        if len(self._conversations) > self._most:
            self.drop(next(iter(self._conversations)))

    def drop(self, dialog_id: str) -> None:
        """Have it stand no more."""
        conversation_id = self._conversations.pop(dialog_id, None)
        if conversation_id is None:
            return
        del self._dialogs[conversation_id][dialog_id]
        if not self._dialogs[conversation_id]:
            del self._dialogs[conversation_id]

    def of(self, conversation_id: str) -> list[str]:
        """Return the dialogs that stand in a conversation."""
        return list(self._dialogs.get(conversation_id, ()))
