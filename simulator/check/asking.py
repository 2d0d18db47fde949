"""Asks a host as a page's browser does, within bounds of size and time."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp import (
    ClientConnectionError,
    ClientConnectorCertificateError,
    ClientError,
    ClientPayloadError,
    ClientSession,
    ClientTimeout,
    TCPConnector,
)
from multidict import CIMultiDictProxy
from yarl import URL

AT_ONCE = 4
CHUNK = 65_536


class UnansweredError(Exception):
    """No answer came, or not the whole of it; the text says why."""


@dataclass(frozen=True)
class Answer:
    """What the host has said. `body` is as it came: compressed, where it was."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes
    # Whether there was more than was wanted.
    cut: bool

    def header(self, name: str) -> str:
        """Return all values of a header as one, empty where there is none."""
        return ", ".join(self.headers.getall(name, []))

    @property
    def type(self) -> str:
        """Its media type, without parameters."""
        return self.header("Content-Type").partition(";")[0].strip().lower()

    @property
    def encoding(self) -> str:
        """How it is compressed, empty where it is not."""
        given = self.header("Content-Encoding").strip().lower()
        return "" if given == "identity" else given


class Host:
    """A folder of Tagalong's on a host; a context, which closes the connections to it."""

    def __init__(
        self, base: URL, *, origin: str, timeout: float, trusted: ssl.SSLContext | None = None
    ) -> None:
        """`base` ends in a slash. `origin` is that of the page, `timeout` is in seconds."""
        self.base = base
        self.origin = origin
        self._timeout = timeout
        self._trusted = trusted or ssl.create_default_context()

    async def __aenter__(self) -> Self:
        self._session = ClientSession(
            auto_decompress=False,
            connector=TCPConnector(ssl=self._trusted, limit=AT_ONCE),
            timeout=ClientTimeout(total=self._timeout),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def ask(self, name: str, most: int, **headers: str) -> Answer:
        """Get a file of the folder, `most` bytes of it; a header's `_` stands for `-`.

        Redirections are not followed. Raises UnansweredError.
        """
        sent = {"Origin": self.origin, "Accept": "*/*", "User-Agent": "tagalong-check"}
        sent |= {key.replace("_", "-"): value for key, value in headers.items()}
        try:
            async with self._session.get(
                self.base / name, headers=sent, allow_redirects=False
            ) as answer:
                body = bytearray()
                if most:
                    async for chunk in answer.content.iter_chunked(CHUNK):
                        body += chunk
                        if len(body) > most:
                            break
                return Answer(answer.status, answer.headers, bytes(body[:most]), len(body) > most)
        except (ClientError, TimeoutError, OSError) as error:
            raise UnansweredError(self._why(error)) from None

    def _why(self, error: Exception) -> str:
        if isinstance(error, TimeoutError):
            return f"no answer came within {self._timeout:g} s"
        if isinstance(error, ClientConnectorCertificateError):
            why = error.certificate_error
            words = getattr(why, "verify_message", "") or str(why)
            return f"its certificate is none that browsers trust: {words}"
        if isinstance(error, ClientPayloadError):
            return "it ends before the length that the host has told"
        if isinstance(error, ClientConnectionError):
            return f"there is no connection: {error}"
        return f"the answer cannot be read: {error}"
