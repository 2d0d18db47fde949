"""`python -m simulator`: runs the stand-in for LivePerson on this machine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from aiohttp import web

from simulator.app import Options, make_app
from simulator.cli import certificate
from simulator.cli.play import play
from simulator.switches import Switches

ACCOUNT = "12345678"

EXAMPLES = """\
examples:
  python -m simulator
      the agent's console at http://localhost:8000/agent
  python -m simulator --mount /=index.html --mount /dist=dist --mount /static=static
      with the demo shop, as "make demo" does
  python -m simulator --tls --port 8443
      https and wss, for agents' software written with LivePerson's Node SDK
  python -m simulator play --list
      the scenarios; "play NAME" plays one, "play --help" tells how
  python -m simulator --account 11111111 --account 22222222 --strict
      two accounts, and no mercy for what LivePerson documents as wrong

Faults and doubts are switched while it runs: see http://localhost:8000/simulator/
and simulator/README.md.
"""


def main() -> int:
    """Serve until interrupted, or play scenarios."""
    if sys.argv[1:2] == ["play"]:
        return play(sys.argv[2:])
    parser = _parser()
    given = parser.parse_args()
    mounts = []
    for mount in given.mount or []:
        path, _, target = mount.partition("=")
        if not path.startswith("/") or not target or not Path(target).exists():
            parser.error(f"--mount {mount}: give /PATH=FILE, with a file or folder that exists")
        mounts.append((path, Path(target)))
    options = Options(
        accounts=tuple(given.account or [ACCOUNT]),
        switches=Switches(strict=given.strict),
        mounts=tuple(mounts),
        witnessed=True,
        staged=True,
    )
    home = f"{'https' if given.tls else 'http'}://localhost:{given.port}"
    tls = None
    if given.tls:
        authority = certificate.prepare(given.tls_folder)
        tls = certificate.context(given.tls_folder)
        print(f"trust, for https:    {authority}")
    if any(path == "/" for path, _ in mounts):
        print(f"the visitor's page:  {home}/")
        print(f"both side by side:   {home}/stage")
    print(f"the agent's console: {home}/agent")
    print(f"the QA workbench:    {home}/workbench")
    print(f"the scenarios:       {home}/scenarios")
    if any(path == "/preview" for path, _ in mounts):
        print(f"the configurator:    {home}/configure")
    print(f"the control API:     {home}/simulator/   (Ctrl+C ends)", flush=True)
    try:
        web.run_app(
            make_app(options),
            host="localhost",
            port=given.port,
            ssl_context=tls,
            print=None,
            shutdown_timeout=0.3,
        )
    except OSError as error:
        print(f"cannot listen on port {given.port}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description="LivePerson on your own machine: domain discovery, identity, messaging for\n"
        "consumers and for agents' software, a tag with CoBrowse, an agent's console at\n"
        "/agent, a QA workbench at /workbench, and a control API at /simulator/. Nobody else\n"
        "can reach it.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--port", type=int, default=8000, help="where to listen on localhost (default: %(default)s)"
    )
    parser.add_argument(
        "--account",
        action="append",
        metavar="ID",
        help=f"an account that exists; may be repeated (default: {ACCOUNT})",
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="refuse what LivePerson documents as wrong: reused request ids, unknown devices "
        "(default: be lenient)",
    )
    parser.add_argument(
        "--mount",
        action="append",
        metavar="PATH=FILE",
        help="serve a file or folder too, such as /=index.html; may be repeated (default: none)",
    )
    parser.add_argument(
        "--tls",
        action="store_true",
        help="speak https and wss, with a certificate made for this machine (default: http and ws)",
    )
    parser.add_argument(
        "--tls-folder",
        type=Path,
        default=Path("build/tls"),
        metavar="FOLDER",
        help="where the certificate is kept, and authority.pem, which a client is to trust "
        "(default: %(default)s)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
