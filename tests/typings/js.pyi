# What Tagalong uses of the browser, and no more.

from typing import Any

class _Class:
    def new(self, *args: Any) -> Any: ...

class _Console:
    def debug(self, *args: Any) -> None: ...

WebSocket: _Class
XMLHttpRequest: _Class
AbortController: _Class
console: _Console

def setTimeout(callback: Any, milliseconds: int) -> int: ...
def clearTimeout(timer: int) -> None: ...
