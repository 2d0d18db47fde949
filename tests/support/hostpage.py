"""A customer's page as text: LivePerson's tag snippet, the embed, and what a test adds.

It knows no browser: whoever serves it decides what opens it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict, get_args
from urllib.parse import urlsplit

from app.core.page.effects import EventName
from tests.support.standin import ACCOUNT
from tools.stages import ROOT

# What a page sees of Tagalong; it must run before everything else of the page.
RECORDER = (
    f"{{ const EVENTS = {json.dumps(get_args(EventName))};\n"
    f"{(Path(__file__).parent / 'recorder.js').read_text()} }}"
)

LOAD_TAG = """
window.loadTag = (origin) => document.head.append(
    Object.assign(document.createElement("script"), { src: `${origin}/tag/tag.js?site=12345678` }));
"""

HOST_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A stranger's page</title>
<link rel="icon" href="data:,">
{first}<script>{snippet}</script>
{before}
{embed}
</head><body><h1>A stranger's page</h1><p><input aria-label="Name"></p>{body}</body></html>
"""
EMBED = '<script async src="{src}"{attributes}></script>'


class Markup(TypedDict, total=False):
    """What a host's page is like.

    `first` stands before all scripts of the page, `before` before the embed
    and `body` in the body. `embed` takes the embed's place: text in which
    {src} and {attributes} are filled in. With `late_tag` the stub loads tag.js
    only when the test calls `loadTag(origin)`; where it is not `tagged` there
    is no LivePerson on the page.
    """

    first: str
    before: str
    body: str
    embed: str
    late_tag: bool
    tagged: bool


def host_page(origin: str, settings: dict[str, str], markup: Markup) -> str:
    """Return a page whose embed carries `settings` as `data-` attributes.

    The files, LivePerson's tag and its services are at `origin`.
    """
    given = {"account": ACCOUNT, "csds": origin, "auth": "signup", "start": "load", **settings}
    snippet = (ROOT / "static/demo/tag-snippet.js").read_text()
    if markup.get("late_tag"):
        snippet = snippet.replace("window.lpTag.init();", LOAD_TAG)
    snippet = snippet.replace("location.host", f'"{urlsplit(origin).netloc}"')
    filled = {
        "src": f"{origin}/dist/tagalong.js",
        "attributes": "".join(f' data-{name}="{value}"' for name, value in given.items()),
    }
    return HOST_PAGE.format(
        first=markup.get("first", ""),
        snippet=snippet if markup.get("tagged", True) else "",
        before=markup.get("before", ""),
        embed=markup.get("embed", EMBED).format(**filled),
        body=markup.get("body", ""),
    )


def supplying(token: str) -> str:
    """Return a script by which a page supplies its token."""
    return (
        "<script>(window.tagalong ||= []).push((tagalong) => "
        f'tagalong.configure({{ getToken: () => "{token}" }}));</script>'
    )
