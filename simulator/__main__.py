"""`python -m simulator`: runs the stand-in for LivePerson on this machine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from aiohttp import web

from simulator.behaviour import Behaviour
from simulator.server import Options, make_app


def main() -> int:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description="LivePerson on your own machine: domain discovery, identity, messaging, "
        "a tag with CoBrowse, and an agent's console at /agent.",
    )
    parser.add_argument("--port", type=int, default=8000, help="where to listen (default 8000)")
    parser.add_argument(
        "--account",
        action="append",
        metavar="ID",
        help="an account that exists; may be repeated (default 12345678)",
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="refuse what LivePerson documents as wrong: reused request ids, unknown devices",
    )
    parser.add_argument(
        "--mount",
        action="append",
        default=[],
        metavar="PATH=FILE",
        help="serve a file or folder too, such as /=index.html; may be repeated",
    )
    given = parser.parse_args()
    mounts = []
    for mount in given.mount:
        path, _, target = mount.partition("=")
        if not path.startswith("/") or not Path(target).exists():
            parser.error(f"--mount {mount}: give /PATH=FILE, with a file or folder that exists")
        mounts.append((path, Path(target)))
    options = Options(
        accounts=tuple(given.account or ["12345678"]),
        behaviour=Behaviour(strict=given.strict),
        mounts=tuple(mounts),
        staged=True,
    )
    home = f"http://localhost:{given.port}"
    if any(path == "/" for path, _ in mounts):
        print(f"the visitor's page:  {home}/")
        print(f"both side by side:   {home}/stage")
    print(f"the agent's console: {home}/agent")
    print(f"the control API:     {home}/simulator/   (Ctrl+C ends)", flush=True)
    try:
        web.run_app(
            make_app(options), host="localhost", port=given.port, print=None, shutdown_timeout=1
        )
    except OSError as error:
        print(f"cannot listen on port {given.port}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
