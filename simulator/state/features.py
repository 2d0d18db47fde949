"""Which features a consumer's clients have declared, such as CO_BROWSE."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_CONSUMERS = 5_000
Consumer = tuple[str, str]


@dataclass
class _Declared:
    clients: dict[int, tuple[str, ...]] = field(default_factory=dict)
    latest: tuple[str, ...] = ()


class Features:
    """Of each consumer (account and id): what the clients that are connected have declared.

    Of who has no client now, what the latest one declared.
    """

    def __init__(self) -> None:
        self._declared: dict[Consumer, _Declared] = {}

    def declare(self, consumer: Consumer, client: int, features: tuple[str, ...]) -> None:
        """Take down what a client has declared."""
        declared = self._declared.setdefault(consumer, _Declared())
        declared.clients[client] = declared.latest = features
        if len(self._declared) > MOST_CONSUMERS:
            del self._declared[next(iter(self._declared))]

    def leave(self, consumer: Consumer, client: int) -> None:
        """Let a client's connection be over."""
        if declared := self._declared.get(consumer):
            declared.clients.pop(client, None)

    def of(self, consumer: Consumer, *, latest: bool = False) -> set[str] | None:
        """Return what is declared, by any client or the latest; None of who never had one."""
        declared = self._declared.get(consumer)
        if declared is None:
            return None
        clients = [] if latest else list(declared.clients.values())
        return set().union(*(clients or [declared.latest]))

    def forget_all(self) -> None:
        """Forget all that was declared."""
        self._declared.clear()
