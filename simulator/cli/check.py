"""`python -m simulator check URL`: judges a host of Tagalong's files from outside."""

from __future__ import annotations

import argparse
import asyncio
import json
import ssl
import sys
from pathlib import Path

from yarl import URL

from simulator.check.asking import Host
from simulator.check.judge import judge
from simulator.check.said import Report
from simulator.check.words import words

GOOD, WRONG, MISUSED = 0, 1, 2
ORIGIN = "https://shop.example"
EXAMPLES = """\
It fetches manifest.json and each file that it names, and asks as browsers do: is each there,
of the right type, whole, compressed, cached for as long as it may be, open to other origins,
and would a browser that has another release notice this one. Some 11 MB are fetched.

examples:
  python -m simulator check https://cdn.example/tagalong/
  python -m simulator check https://www.example/tagalong/ --origin https://www.example
      for pages of the files' own origin alone
  python -m simulator check https://cdn.example/tagalong/ --json | jq .ok

It ends with 0 where nothing is wrong, with 1 where something is, and with 2 where it was
called wrongly.
"""


def check(arguments: list[str], prog: str = "python -m simulator check") -> int:
    """Judge the host that the arguments name, and return the exit code."""
    parser = _parser(prog)
    given = parser.parse_args(arguments)
    trusted = None
    if given.authority:
        try:
            trusted = ssl.create_default_context(cafile=given.authority)
        except OSError as error:
            parser.error(f"--authority {given.authority}: {error.strerror or error}")
    report = asyncio.run(_judged(given.url, given.origin, given.timeout, trusted))
    if given.json:
        print(json.dumps(report.as_json(), indent=1, ensure_ascii=False))
    else:
        print(words(report))
    return GOOD if report.ok else WRONG


def main() -> int:
    """`tagalong-check URL`."""
    return check(sys.argv[1:], "tagalong-check")


async def _judged(base: URL, origin: str, seconds: float, trusted: ssl.SSLContext | None) -> Report:
    shown = sys.stderr.isatty()

    def progress(done: int, of: int) -> None:
        if shown:
            print(f"\rjudged {done} of {of}", end="\n" if done == of else "", file=sys.stderr)

    async with Host(base, origin=origin, timeout=seconds, trusted=trusted) as host:
        return await judge(host, progress)


def _url(text: str) -> URL:
    try:
        url = URL(text)
    except ValueError:
        url = URL()
    if url.scheme not in ("https", "http") or not url.host:
        message = f"{text!r} is no address of a folder, such as https://cdn.example/tagalong/"
        raise argparse.ArgumentTypeError(message)
    path = url.path.rpartition("/")[0] if url.path.endswith((".js", ".json")) else url.path
    return url.with_path(path.rstrip("/") + "/").with_query(None).with_fragment(None)


def _origin(text: str) -> str:
    try:
        return str(URL(text).origin())
    except ValueError:
        message = f"{text!r} is no origin, such as https://www.example"
        raise argparse.ArgumentTypeError(message) from None


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 3600:
        message = f"{text!r} is no time in seconds, up to an hour"
        raise argparse.ArgumentTypeError(message)
    return seconds


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=prog,
        description="Judge from outside whether a host serves Tagalong's files as pages need them.",
        epilog=EXAMPLES.replace("python -m simulator check", prog),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("url", type=_url, metavar="URL", help="the folder where tagalong.js is")
    parser.add_argument(
        "--origin",
        type=_origin,
        default=ORIGIN,
        help="of the pages that embed it (default: %(default)s, which stands for any other)",
    )
    parser.add_argument(
        "--timeout",
        type=_seconds,
        default=30.0,
        metavar="SECONDS",
        help="how long a file may take (default: %(default)g)",
    )
    parser.add_argument(
        "--authority",
        type=Path,
        metavar="FILE",
        help="a certificate authority to trust besides the system's, in PEM (default: none)",
    )
    parser.add_argument(
        "--json", action="store_true", help="write the report as JSON (default: in words)"
    )
    return parser
