"""Gives `dataclasses` the code that it would compile at each start.

Python imports this module by itself, before anything else of ours. Every
dataclass writes its methods as text and compiles them, a millisecond or two
each in WebAssembly; `trace.mjs` has collected these texts with their code in
`generated.marshal`. A text that is not there is compiled as ever.
"""

import dataclasses
import marshal

_FILE = __file__.replace("sitecustomize.pyc", "generated.marshal")
_codes = marshal.loads(__loader__.get_data(_FILE))  # type: ignore[name-defined]  # noqa: S302


def _exec(source: str, names: dict[str, object], result: dict[str, object]) -> None:
    exec(_codes.get(source, source), names, result)  # noqa: S102 - as dataclasses itself would


dataclasses.exec = _exec  # type: ignore[attr-defined]
