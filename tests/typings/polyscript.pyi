from typing import Any

class _XWorker:
    sync: Any

xworker: _XWorker
