"""Whether a file came, as what it is, and whole."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from simulator.check.asking import Answer
from simulator.check.manifest import Entry
from simulator.check.said import Said

JAVASCRIPT = {"text/javascript", "application/javascript", "application/x-javascript"}
WASM = "application/wasm"
HTML = {"text/html", "application/xhtml+xml"}
GZIP = b"\x1f\x8b"
# Below this a compressed file is hardly smaller than a packet.
SMALLEST = 1000


def judged_status(url: str, answer: Answer) -> Said | None:
    """Return what is wrong where the answer is no file at all."""
    if answer.status == 200:
        return None
    if 300 <= answer.status < 400:
        target = urljoin(url, answer.header("Location"))
        elsewhere = urlsplit(target).netloc != urlsplit(url).netloc
        words = f"is redirected ({answer.status}) to {urlsplit(target).netloc or 'nowhere'}"
        if elsewhere:
            words += ", another host, which a page's policy has to allow too"
        return Said("redirect", f"{words}: pages are to name the place where the files are")
    if answer.status == 404:
        return Said("status", "is not there (404): the upload is not whole")
    return Said("status", f"is answered with {answer.status}")


def judged_type(name: str, answer: Answer) -> Iterator[Said]:
    """Say where browsers would not take it for what it is."""
    kind = answer.type or "no type"
    if answer.type in HTML:
        words = f"comes as {kind}: the host answers with a page, as for an address of a web app"
        yield Said("fallback", words)
    elif name.endswith((".js", ".mjs")) and answer.type not in JAVASCRIPT:
        yield Said("type", f"comes as {kind}: browsers run it as text/javascript only")
    elif name.endswith(".wasm") and answer.type != WASM:
        words = f"comes as {kind}: as {WASM} browsers compile it while it arrives, and keep that"
        yield Said("type", words)


def plain(answer: Answer, most: int) -> bytes | None:
    """Return the content, `most` bytes and one, None where it is compressed in another way.

    Raises ValueError where it cannot be uncompressed.
    """
    if not answer.encoding:
        return answer.body
    if answer.encoding != "gzip":
        return None
    reader = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        found = reader.decompress(answer.body, most + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if not reader.eof and len(found) <= most:
        message = "it ends too early"
        raise ValueError(message)
    return found


def integrity(contents: bytes) -> str:
    """Return it as the manifest has it."""
    return "sha384-" + base64.b64encode(hashlib.sha384(contents).digest()).decode()


def judged_content(entry: Entry, answer: Answer) -> Iterator[Said]:
    """Say where it is not the file of the manifest."""
    try:
        contents = plain(answer, entry.bytes)
    except ValueError as error:
        yield Said("content", f"is told to be gzip, and cannot be read as such: {error}")
        return
    if contents is None:
        words = f"comes as {answer.encoding} to whoever has not asked for it: its content"
        yield Said("content", f"{words} was not compared", wrong=False)
    elif integrity(contents) == entry.integrity:
        return
    elif contents.startswith(GZIP) and not answer.encoding:
        yield Said("content", "is compressed by gzip, and Content-Encoding does not say so")
    elif len(contents) < entry.bytes:
        yield Said("content", f"is cut: {len(contents)} bytes, not {entry.bytes}")
    elif len(contents) > entry.bytes:
        yield Said("content", f"is longer than its {entry.bytes} bytes: it is another file")
    else:
        yield Said("content", "has other bytes than its release: it is of another one")


def judged_compression(entry: Entry, answers: list[Answer]) -> Iterator[Said]:
    """Say where it takes longer over the wire than it has to, or caches could mix it up."""
    encodings = {one.encoding for one in answers} - {""}
    if entry.bytes >= SMALLEST and not encodings:
        yield Said("compression", "is sent uncompressed: with gzip or br it is about a third")
    varies = all(
        {"accept-encoding", "*"} & {part.strip().lower() for part in one.header("Vary").split(",")}
        for one in answers
        if one.encoding
    )
    if len({one.encoding for one in answers}) > 1 and not varies:
        words = "is compressed in several ways without Vary: Accept-Encoding: a cache in between"
        yield Said("compression", f"{words} may give one to a browser that cannot read it")
