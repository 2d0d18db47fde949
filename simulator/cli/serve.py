"""`python -m simulator serve`: runs the stand-in for LivePerson on this machine."""

from __future__ import annotations

import argparse
import contextlib
import errno
import socket
import ssl
import sys
from pathlib import Path

from aiohttp import web

from simulator.app import DEMO, Options, make_app
from simulator.bounds import NotPossible
from simulator.cli import certificate
from simulator.faults.fault import Fault
from simulator.faults.registry import parsed
from simulator.faults.standing import check_on
from simulator.switches import Switches

ACCOUNT = "12345678"
LOCAL = "localhost"
HIGHEST_PORT = 65_535
UNUSABLE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)

EXAMPLES = """\
examples:
  python -m simulator
      the agent's console at http://localhost:8000/agent
  python -m simulator --mount /=index.html --mount /tagalong=tagalong
      with a page of yours, and with the files that it loads
  python -m simulator --tls --port 8443
      https and wss, for agents' software written with LivePerson's Node SDK
  python -m simulator --account 11111111 --account 22222222 --strict
      two accounts, and no mercy for what LivePerson documents as wrong
  python -m simulator --fault duplicate,frames=notifications,probability=0.3,seed=7 \\
      --fault slow,service=identity,ms=2000
      a third of the notifications twice, the same third each time; and slow identity

other commands (each has its --help):
  python -m simulator play NAME      play a scenario
  python -m simulator check URL      judge a host of Tagalong's files
  python -m simulator scenarios      list the scenarios
  python -m simulator switches       list what can be switched, and to what
  python -m simulator faults         list the faults, and what may be chosen of each

Faults and doubts are begun and switched while it runs too: see
http://localhost:8000/simulator/ and README.md beside this program's modules.
"""
WARNING = """\
warning: everybody who reaches {host} can be any visitor, in any conversation. The agent's
console, the workbench and the control API refuse browsers elsewhere, but no program that
says it is on this machine."""


def serve(arguments: list[str]) -> int:
    """Serve until interrupted, and return the exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    mounts = []
    for mount in given.mount or []:
        path, _, target = mount.partition("=")
        if not path.startswith("/") or not target or not Path(target).exists():
            parser.error(f"--mount {mount}: give /PATH=FILE, with a file or folder that exists")
        mounts.append((path, Path(target)))
    options = Options(
        accounts=tuple(given.account or [ACCOUNT]),
        switches=Switches(strict=given.strict),
        faults=tuple(given.fault or ()),
        mounts=tuple(mounts),
        witnessed=True,
        staged=True,
    )
    tls: ssl.SSLContext | None = None
    if given.tls:
        try:
            print(f"trust, for https:    {certificate.prepare(given.tls_folder)}")
            tls = certificate.context(given.tls_folder)
        except OSError as error:
            parser.error(f"--tls-folder {given.tls_folder}: {error.strerror}")
    try:
        listening = _listen(given.host, given.port)
    except OSError as error:
        print(f"cannot listen on port {given.port} of {given.host}: {error}", file=sys.stderr)
        return 1
    if given.host != LOCAL:
        print(WARNING.format(host=given.host), file=sys.stderr)
    home = f"{'https' if tls else 'http'}://{LOCAL}:{listening[0].getsockname()[1]}"
    paths = {path for path, _ in mounts}
    web.run_app(
        make_app(options),
        sock=listening,
        ssl_context=tls,
        # It calls this once it listens: a link that is shown works.
        print=lambda *_: print(_links(home, paths), flush=True),
        shutdown_timeout=0.3,
    )
    return 0


def _listen(host: str, port: int) -> list[socket.socket]:
    """Return a socket for each address of the host and of this machine, all on one port.

    A machine may have addresses that it cannot use, as of IPv6; and one may hold for all.
    Raises OSError where the host's own are taken, or none can be used.
    """
    opened: list[socket.socket] = []
    with contextlib.ExitStack() as stack:
        for name in dict.fromkeys((host, LOCAL)):
            for family, _, _, _, address in socket.getaddrinfo(
                name, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            ):
                at = (address[0], opened[0].getsockname()[1] if opened else port)
                try:
                    one = socket.create_server(at, family=family)
                except OSError as error:
                    if name == host and error.errno not in UNUSABLE:
                        raise
                else:
                    opened.append(stack.enter_context(one))
        if not opened:
            raise OSError(errno.EADDRNOTAVAIL, "none of its addresses can be used")
        stack.pop_all()
    return opened


def _links(home: str, paths: set[str]) -> str:
    links = {
        "the visitor's page": "/" if "/" in paths else None,
        "where to begin": None if "/" in paths else "/",
        "both side by side": "/stage" if "/" in paths and DEMO.is_dir() else None,
        "the agent's console": "/agent",
        "the QA workbench": "/workbench",
        "the scenarios": "/scenarios",
        "the configurator": "/configure" if "/preview" in paths else None,
        "the control API": "/simulator/   (Ctrl+C ends)",
    }
    return "\n".join(f"{name + ':':<20} {home}{path}" for name, path in links.items() if path)


def _port(text: str) -> int:
    if text.isdecimal() and int(text) <= HIGHEST_PORT:
        return int(text)
    message = f"{text!r} is no port: 1 to {HIGHEST_PORT}, or 0 for any that is free"
    raise argparse.ArgumentTypeError(message)


def _account(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text
    message = f"{text!r} is no account: letters and digits"
    raise argparse.ArgumentTypeError(message)


def _fault(text: str) -> Fault:
    try:
        fault = parsed(text)
        check_on(fault)
    except (ValueError, NotPossible) as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return fault


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description="LivePerson on your own machine: domain discovery, identity, messaging for\n"
        "consumers and for agents' software, a tag with CoBrowse, an agent's console at\n"
        "/agent, a QA workbench at /workbench, and a control API at /simulator/. Nobody else\n"
        "can reach it, unless you say --host.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=8000,
        help="where to listen; 0 takes any that is free (default: %(default)s)",
    )
    parser.add_argument(
        "--host",
        default=LOCAL,
        help="a name or address to listen on too, by which others can reach it "
        "(default: %(default)s)",
    )
    parser.add_argument(
        "--account",
        action="append",
        type=_account,
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
        "--fault",
        action="append",
        type=_fault,
        metavar="NAME[,key=value…]",
        help="a fault that stands from the beginning, and again after a reset; may be repeated; "
        "“python -m simulator faults” lists them (default: none)",
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
