"""HTTP through `urllib`, which pyodide-http carries over XMLHttpRequest.

Caveats, as measured with pyodide-http 0.2.2: its `urllib` ignores `timeout`,
raises no `HTTPError` for 4xx and 5xx, and a refused or blocked request raises
`JsException`. The time limit is therefore put into the one request class that
it makes; while a request runs the worker answers nobody, so the limit is short.
"""

from __future__ import annotations

import functools
import urllib.error
import urllib.request
from collections.abc import Callable

import pyodide_http

from app.browser import lookups
from app.core.page.effects import LookUp, Request
from app.core.page.events import Event, HttpAnswered, HttpFailed

TIMEOUT_SECONDS = 5
LONGEST_BODY = 1_000_000


class BrowserHttp:
    """A `ports.Http`."""

    def __init__(self, feed: Callable[[Event], None]) -> None:
        self._feed = feed
        pyodide_http.patch_urllib()
        # Private names, pinned by the lock file and held by a browser test.
        limited = functools.partial(pyodide_http._core.Request, timeout=TIMEOUT_SECONDS)  # noqa: SLF001
        pyodide_http._urllib.Request = limited  # noqa: SLF001

    def request(self, request: Request) -> HttpAnswered | HttpFailed:
        try:
            body = None if request.body is None else request.body.encode()
            kind = {"Content-Type": request.content_type} if request.content_type else {}
            asked = urllib.request.Request(request.url, body, kind, method=request.method)  # noqa: S310 - settings allow http(s) only
            with urllib.request.urlopen(asked) as answer:  # noqa: S310
                text = answer.read(LONGEST_BODY).decode("utf-8", "replace")
                return HttpAnswered(answer.status, text)
        except urllib.error.HTTPError as error:
            return HttpAnswered(error.code, "")
        except Exception:  # noqa: BLE001 - whatever the bridge raises, it is no answer
            return HttpFailed()

    def look_up(self, wanted: LookUp) -> None:
        lookups.look_up(wanted, self._feed)
