"""A host of a small release that does everything right, but for what a test makes wrong."""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from multidict import CIMultiDict

PAGE = "page-0123456789.js"
WASM = "pyodide-0123456789abcdef/pyodide.asm.wasm"
PINNED = "tagalong-0.2.0.js"
OLDER = "tagalong-0.1.0.js"
TYPES = {
    "js": "text/javascript",
    "wasm": "application/wasm",
    "json": "application/json",
}
FOR_GOOD = "public, max-age=31536000, immutable"
MINUTE = "public, max-age=60"


def loader(version: str) -> bytes:
    """Return a loader of a version; all have one length."""
    return f'tagalong = {{ version: "{version}" }}; // {"." * 2000}'.encode()


def release() -> dict[str, bytes]:
    """Return the files of a release by name, and a pinned loader of the one before."""
    files = {
        PAGE: b"export const half = 1;\n" * 100,
        WASM: b"\0asm" + b"code" * 1000,
        PINNED: loader("0.2.0"),
        "tagalong.js": loader("0.2.0"),
        "VERSION": b"0.2.0\n",
    }
    listed = {
        name: {
            "bytes": len(contents),
            "integrity": "sha384-" + base64.b64encode(hashlib.sha384(contents).digest()).decode(),
        }
        for name, contents in files.items()
    }
    files["manifest.json"] = json.dumps({"version": "0.2.0", "files": listed}).encode()
    files[OLDER] = loader("0.1.0")
    return files


@dataclass
class Given:
    """An answer before it is sent: `late` never comes, `broken` ends before its length."""

    name: str
    asked: CIMultiDict[str]
    status: int = 200
    headers: CIMultiDict[str] = field(default_factory=CIMultiDict)
    body: bytes = b""
    broken: bool = False
    late: bool = False


# Makes an answer wrong, in place.
Fault = Callable[[Given], None]


def _right(name: str, contents: bytes | None, asked: CIMultiDict[str]) -> Given:
    given = Given(name, asked)
    given.headers["Access-Control-Allow-Origin"] = "*"
    given.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    given.headers["X-Content-Type-Options"] = "nosniff"
    if contents is None:
        given.status = 404
        return given
    given.headers["Content-Type"] = TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    given.headers["Cache-Control"] = FOR_GOOD if "-0" in name else MINUTE
    given.headers["ETag"] = f'"{hashlib.sha256(contents).hexdigest()}"'
    given.body = contents
    if len(contents) >= 1000:
        given.headers["Vary"] = "Accept-Encoding"
        accepted = asked.get("Accept-Encoding", "")
        if "br" in accepted:
            given.headers["Content-Encoding"] = "br"
            given.body = b"(in brotli)"
        elif "gzip" in accepted:
            given.headers["Content-Encoding"] = "gzip"
            given.body = gzip.compress(contents)
    if asked.get("If-None-Match") == given.headers["ETag"]:
        given.status, given.body = 304, b""
    return given


@asynccontextmanager
async def faulty(
    fault: Fault | None = None,
    *,
    files: dict[str, bytes] | None = None,
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[str]:
    """Serve a release at /tagalong/, and give its address."""
    served = release() if files is None else files

    async def answer(request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        given = _right(name, served.get(name), CIMultiDict(request.headers))
        if fault:
            fault(given)
        if given.late:
            await asyncio.Event().wait()
        if given.broken:
            begun = web.StreamResponse(status=given.status, headers=given.headers)
            begun.content_length = len(given.body) + 1
            await begun.prepare(request)
            await begun.write(given.body)
            assert request.transport
            request.transport.close()
            return begun
        return web.Response(status=given.status, headers=given.headers, body=given.body)

    app = web.Application()
    app.router.add_get("/tagalong/{name:.*}", answer)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    (address,) = runner.addresses
    try:
        yield f"{'https' if tls else 'http'}://localhost:{address[1]}/tagalong/"
    finally:
        await runner.cleanup()
