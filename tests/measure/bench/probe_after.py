import json as _json

import pyodide_js as _pyodide_js
from pyodide.ffi import create_proxy as _create_proxy

from app.core.invitation import dialogs as _dialogs
from app.core.invitation import invitations as _invitations

_marks["imported"] = _js.performance.now()
# More than a visitor is ever asked.
_invitations.PROMPTS_PER_MINUTE = _dialogs.INVITATIONS_PER_MINUTE = 1_000_000
_module = _pyodide_js._module
_module.enable_pyproxy_allocation_tracing()
_channel = _js.BroadcastChannel.new("tagalong-bench")


def _resources():
    entries = _js.performance.getEntriesByType("resource")
    return [[entry.name, entry.startTime, entry.responseEnd] for entry in entries]


def _probe(_event):
    _channel.postMessage(
        _json.dumps(
            {
                "origin": _js.performance.timeOrigin,
                "heap": _module.HEAP8.length,
                "proxies": _module.pyproxy_alloc_map.size,
                "resources": _resources(),
                **_marks,
            }
        )
    )


_channel.addEventListener("message", _create_proxy(_probe))
