from typing import Any

_core: Any
_urllib: Any

def patch_urllib() -> None: ...
