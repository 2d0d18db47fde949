"""Listeners on JavaScript objects that are all taken off, and freed, together.

Caveats of the bridge: every Python callable handed to JavaScript is a proxy
that somebody must destroy, and an exception in one reaches the page's
`onerror`; so callbacks here only translate and enqueue.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import js
from pyodide.ffi import JsProxy, create_proxy, to_js


class Listeners:
    """Owns the listeners added through it, until `close`."""

    def __init__(self) -> None:
        self._js_controller = js.AbortController.new()
        self._proxies: list[Any] = []

    def add(self, js_target: JsProxy, name: str, callback: Callable[[Any], None]) -> None:
        """Call `callback` with each event `name` of `js_target`."""
        proxy = create_proxy(callback)
        self._proxies.append(proxy)
        options = to_js({"signal": self._js_controller.signal}, create_pyproxies=False)
        js_target.addEventListener(name, proxy, options)

    def close(self) -> None:
        """Take all listeners off; the proxies go only after nothing can call them."""
        self._js_controller.abort()
        for proxy in self._proxies:
            proxy.destroy()
        self._proxies.clear()
