"""Gives `dataclasses` the code that it would compile at each start.

Python imports this module by itself, before anything else of ours. Every
dataclass writes its methods as text and compiles them, a millisecond or two
each in WebAssembly; `trace.mjs` has collected these texts with their code, the
runtime's in `generated.marshal` beside this module and the app's within the
app, which is there later. A text that is nowhere is compiled as ever.
"""

import dataclasses
import marshal

_FILE = __file__.replace("sitecustomize.pyc", "generated.marshal")
_APP = "app/generated.marshal"
_codes = marshal.loads(__loader__.get_data(_FILE))  # type: ignore[name-defined]  # noqa: S302
_apps: dict[str, object] = {}


def _code(source: str) -> object:
    if source not in _codes and not _apps:
        try:
            with open(_APP, "rb") as file:  # noqa: PTH123 - pathlib is not loaded yet
                _apps.update(marshal.load(file))  # noqa: S302
        except OSError:
            return source  # the app is still to come
    return _codes.get(source) or _apps.get(source, source)


def _exec(source: str, names: dict[str, object], result: dict[str, object]) -> None:
    exec(_code(source), names, result)  # type: ignore[arg-type]  # noqa: S102 - as dataclasses itself would


dataclasses.exec = _exec  # type: ignore[attr-defined]
