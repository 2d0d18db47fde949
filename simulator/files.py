"""Serving files as a browser needs them."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path, PurePath

from aiohttp import hdrs, web

# A name with a hash of its content in it, which never means other content.
HASHED = re.compile(r"-[0-9a-f]{10,}[./]")
TYPES = {".wasm": "application/wasm", ".mjs": "text/javascript", ".js": "text/javascript"}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def serve_file(target: Path, headers: dict[str, str] | None = None) -> Handler:
    """Return what answers with a file, read anew each time."""

    async def serve(_request: web.Request) -> web.StreamResponse:
        answer = _answer(target)
        answer.headers.update(headers or {})
        return answer

    return serve


def serve_folder(target: Path) -> Handler:
    """Return what answers with the `file` of a folder that the path names, and with no other."""
    root = target.resolve()

    async def serve(request: web.Request) -> web.StreamResponse:
        answer = _answer_within(root, request.match_info["file"])
        if HASHED.search(request.path):
            answer.headers[hdrs.CACHE_CONTROL] = "public, max-age=31536000, immutable"
        return answer

    return serve


def _answer_within(root: Path, name: str) -> web.FileResponse:
    hidden = "\0" in name or any(part.startswith(".") for part in PurePath(name).parts)
    file = root if hidden else (root / name).resolve()
    if not file.is_relative_to(root) or not file.is_file():
        raise web.HTTPNotFound
    return _answer(file)


def _answer(file: Path) -> web.FileResponse:
    headers = {hdrs.CACHE_CONTROL: "no-cache"}
    if file.suffix in TYPES:
        headers[hdrs.CONTENT_TYPE] = TYPES[file.suffix]
    return web.FileResponse(file, headers=headers)
