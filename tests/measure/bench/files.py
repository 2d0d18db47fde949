"""What the bench serves: the release, the release with probes in it, and stock PyScript."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from tools import archive, build, runtime
from tools.compress import copy_compressed
from tools.interpreter import INTERPRETER, PYODIDE
from tools.stages import BUILD, ROOT, Stage

HERE = Path(__file__).parent
OURS = "/dist/"
PROBED = "/probed/"
# Named as if it were hashed, so that it is cached for good: stock is not to lose by that.
STOCK = "/stock-0000000000/"
SERVED = BUILD / "bench"
PYSCRIPT = ROOT / "node_modules" / "@pyscript" / "core" / "dist"


def stock_stage(wheels: Path) -> Stage:
    """Put the npm and PyPI files, as they come, on one host."""

    def make(folder: Path) -> None:
        pyodide = folder / "pyodide"
        pyodide.mkdir()
        for name in (*INTERPRETER, "python_stdlib.zip"):
            shutil.copy(PYODIDE / name, pyodide)
        built = sorted(wheels.glob("*.whl"))
        for wheel in built:
            shutil.copy(wheel, pyodide)
        (pyodide / "pyodide-lock.json").write_text(json.dumps(runtime.trimmed_lock(built)))
        shutil.copytree(PYSCRIPT, folder / "core", ignore=shutil.ignore_patterns("*.map"))
        app = folder / "work"
        shutil.copytree(ROOT / "app", app / "app", ignore=shutil.ignore_patterns("__pycache__"))
        archive.pack(app, folder / "app.zip")
        shutil.rmtree(app)
        shutil.copy(HERE / "stock_main.py", folder / "main.py")
        configuration = {
            "interpreter": f"{STOCK}pyodide/pyodide.mjs",
            "packages": ["pydantic", "pyodide-http"],
            "packages_cache": "passthrough",
            "files": {f"{STOCK}app.zip": "./*"},
        }
        (folder / "pyscript.json").write_text(json.dumps(configuration))

    inputs = (ROOT / "app", PYSCRIPT, HERE / "stock_main.py", Path(__file__))
    return Stage("stock", inputs, (runtime.pyodide_version(), wheels.name), make)


def with_probes(release: Path) -> Path:
    """Return a copy of the release whose Python also says what goes on in the worker."""
    folder = SERVED / "probed"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(release, folder)
    parts = (HERE / "probe_before.py", runtime.APP / "main.py", HERE / "probe_after.py")
    main = "\n".join(part.read_text() for part in parts)
    folders, start = build.parts()
    configuration = build.worker_configuration(folders, start, main)
    for packed in folder.glob("tagalong.js.*"):
        packed.unlink()
    shutil.copytree(
        build.scripts_stage(configuration).run() / build.SCRIPTS, folder, dirs_exist_ok=True
    )
    return folder


def snapshot_file() -> str:
    """Return where in a release the snapshot is."""
    (folder,) = build.DIST.glob("memory-*")
    return f"{folder.name}/memory.bin"


def mounts() -> tuple[tuple[str, Path], ...]:
    """Build everything, and return what is served where."""
    build.build()
    release, stock = SERVED / "release", SERVED / "stock"
    copy_compressed("dist", build.DIST, release)
    copy_compressed("stock", stock_stage(runtime.wheels_stage().run()).run(), stock)
    return (
        ("/", HERE / "page.html"),
        ("/bench", HERE),
        ("/static", ROOT / "static"),
        (OURS.rstrip("/"), release),
        (PROBED.rstrip("/"), with_probes(release)),
        (STOCK.rstrip("/"), stock),
    )


@dataclass
class Traffic:
    """Counts what is sent of the files under some paths."""

    sent: list[tuple[str, int]] = field(default_factory=list)

    def watch(self, app: web.Application) -> None:
        """Count every response of `app` from now on."""
        app.on_response_prepare.append(self._note)

    async def _note(self, request: web.Request, response: web.StreamResponse) -> None:
        if response.status == web.HTTPOk.status_code:
            self.sent.append((request.path, response.content_length or 0))

    def under(self, *paths: str) -> list[tuple[str, int]]:
        """Return path and bytes of each body sent of files under `paths`."""
        return [(path, size) for path, size in self.sent if path.startswith(paths)]


def total(sent: Iterable[tuple[str, int]]) -> int:
    """Return the bytes in all."""
    return sum(size for _, size in sent)
