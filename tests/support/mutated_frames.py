"""Frames of which parts are replaced by anything, and what must hold whatever they say."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from app.core.liveperson import frames
from app.core.page.effects import Publish
from tools.driven import READY_TAG, Bench, frame

RESPONSE = {"kind": "resp", "reqId": "3", "code": 200, "body": {"currentTime": 1_502_893_041_990}}
SAID = {
    "kind": "notification",
    "type": "ms.MessagingEventNotification",
    "body": {
        "changes": [
            {
                "sequence": 1,
                "dialogId": "d",
                "originatorMetadata": {"role": "CONSUMER"},
                "event": {"type": "ContentEvent", "message": "Hello"},
            }
        ]
    },
}
GOLDEN = [
    *(frame(name) for name in ("invited", "accepted", "cancelled", "legacy-shape")),
    RESPONSE,
    SAID,
]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**400), 10**400)
    | st.floats()
    | st.text(st.characters(), max_size=8)
    | st.sampled_from(["INVITED", "ACCEPTED", "CLOSED", "CLOSE", "COBROWSE", "__proto__"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)


def paths(value: Any, so_far: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every part of `value`."""
    found = [so_far] if so_far else []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in items:
        deeper = isinstance(one, dict | list)
        found += paths(one, (*so_far, key)) if deeper else [(*so_far, key)]
    return found


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A golden frame with some of its parts replaced by anything, or gone."""
    notification = json.loads(json.dumps(draw(st.sampled_from(GOLDEN))))
    for path in draw(st.lists(st.sampled_from(paths(notification)), max_size=4)):
        parent = notification
        try:
            for key in path[:-1]:
                parent = parent[key]
            parent[path[-1]] = draw(ANYTHING)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this part away
    return json.dumps(notification)


def check(texts: list[str]) -> None:
    """Let a page that nobody looks at receive `texts`, while a script presses its buttons."""
    bench = Bench().live()
    for text in texts:
        frames.parse(text)
        bench.receive(text)
        bench.feed(READY_TAG)
        if bench.banner:
            bench.press("accept", dialog=bench.banner.dialog_id, trusted=False)
            bench.press("decline", dialog=bench.banner.dialog_id, trusted=False)
        bench.sleep(7)
    assert not {"cobrowseAccepted", "cobrowseDeclined"} & set(bench.published())
    assert all(all(publish.data.values()) for publish in bench.all(Publish))
    offers = [publish.dialog_id for publish in bench.all(Publish)]
    heard_once = {dialog: offers.count(dialog) for dialog in offers}
    assert all(count <= 1 for count in heard_once.values()), heard_once
