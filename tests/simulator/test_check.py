"""`check`: what it says of a host that does one thing wrong, and of one that does none."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from typing import get_args

import pytest
from yarl import URL

from simulator.check.asking import Host
from simulator.check.judge import judge
from simulator.check.said import Code, Report
from simulator.check.words import words
from tests.support.faulty_host import (
    FOR_GOOD,
    OLDER,
    PAGE,
    PINNED,
    WASM,
    Fault,
    Given,
    faulty,
    loader,
    release,
)
from tests.support.host_faults import (
    TODAY,
    answers,
    breaks,
    goes_by_time,
    is_,
    is_late,
    is_made_of_time,
    is_open_twice,
    of,
    says,
)
from tools.stages import ROOT

ORIGIN = "https://shop.example"
LOADER = "tagalong.js"
# 1980-01-01, in seconds.
PACKED = 315_532_800
ALL = ("manifest.json", LOADER, PAGE, PINNED, WASM, "VERSION")


async def judged(
    fault: Fault | None = None, *, seconds: float = 20, files: dict[str, bytes] | None = None
) -> Report:
    """Return what is said of a host with this fault."""
    async with (
        faulty(fault, files=files) as url,
        Host(URL(url), origin=ORIGIN, timeout=seconds) as host,
    ):
        return await judge(host)


# What is wrong: the fault, of which file, by which code, and the words.
WRONG = {
    "missing": (of(PAGE, answers(404)), PAGE, "status", "is not there (404)"),
    "an error": (of(PAGE, answers(503)), PAGE, "status", "is answered with 503"),
    "another host": (
        of(PAGE, answers(301, Location="https://www.example/page.js")),
        *(PAGE, "redirect", "is redirected (301) to www.example, another host"),
    ),
    "another place": (
        of(PAGE, answers(302, Location="/new/page.js")),
        *(PAGE, "redirect", "pages are to name the place where the files are"),
    ),
    "a script's type": (
        of(PAGE, says(Content_Type="application/octet-stream")),
        *(PAGE, "type", "comes as application/octet-stream: browsers run it as text/javascript"),
    ),
    "WebAssembly's type": (
        of(WASM, says(Content_Type="")),
        *(WASM, "type", "as application/wasm browsers compile it while it arrives"),
    ),
    "a web app's page": (
        of(WASM, answers(200, Content_Type="text/html; charset=utf-8")),
        *(WASM, "fallback", "comes as text/html: the host answers with a page"),
    ),
    "cut": (
        of(WASM, is_(gzip.compress(b"\0asm"), content_encoding="gzip")),
        WASM,
        "content",
        "is cut: 4 bytes, not 4004",
    ),
    "longer": (of("VERSION", is_(b"0.2.0\n\n")), "VERSION", "content", "is longer than its 6"),
    "another release's": (
        of("VERSION", is_(b"0.1.9\n")),
        *("VERSION", "content", "has other bytes than its release"),
    ),
    "gzip, untold": (
        of(PAGE, is_(gzip.compress(release()[PAGE]))),
        *(PAGE, "content", "is compressed by gzip, and Content-Encoding does not say so"),
    ),
    "gzip, told wrongly": (
        of(LOADER, is_(loader("0.2.0"), Content_Type="text/javascript", content_encoding="gzip")),
        *(LOADER, "content", "is told to be gzip, and cannot be read as such"),
    ),
    "gzip, cut": (
        of(LOADER, is_(gzip.compress(loader("0.2.0"))[:-20], content_encoding="gzip")),
        *(LOADER, "content", "it ends too early"),
    ),
    "ends too early": (of(WASM, breaks), WASM, "status", "ends before the length"),
    "uncompressed": (
        of(PAGE, is_(release()[PAGE])),
        *(PAGE, "compression", "is sent uncompressed"),
    ),
    "no Vary": (of(PAGE, says(Vary="")), PAGE, "compression", "without Vary: Accept-Encoding"),
    "not kept": (
        of(PAGE, says(Cache_Control="no-cache")),
        *(PAGE, "caching", "never changes under its name, and Cache-Control says no-cache"),
    ),
    "nothing said of keeping": (
        of(PINNED, says(Cache_Control="")),
        *(PINNED, "caching", "never changes under its name, and Cache-Control says nothing"),
    ),
    "kept for a minute": (
        of(PAGE, says(Cache_Control="max-age=60")),
        *(PAGE, "caching", "visitors fetch it again and again"),
    ),
    "kept too long": (
        of(LOADER, says(Cache_Control=FOR_GOOD)),
        *(LOADER, "caching", "may be kept for 365 days: no upgrade and no switching off"),
    ),
    "kept as browsers guess": (
        of(LOADER, says(Cache_Control="public")),
        *(LOADER, "caching", "has no max-age: browsers guess"),
    ),
    "dated by a packer, on nginx": (
        of(LOADER, is_made_of_time(PACKED, f'"{PACKED:x}-7fa"')),
        *(LOADER, "validators", "is dated 1980-01-01, as packers date every file"),
    ),
    "dated by a packer, on Caddy": (
        of(LOADER, is_made_of_time(PACKED, '"57uyo01jm"')),
        *(LOADER, "validators", "by its time and length: the next release may never reach"),
    ),
    "dated by a packer, on Apache": (
        of(LOADER, is_made_of_time(PACKED, f'"7fa-{PACKED * 1_000_000:x}"')),
        *(LOADER, "validators", "is dated 1980-01-01"),
    ),
    "dated by a packer, on Node": (
        of(LOADER, is_made_of_time(PACKED, f'W/"7fa-{PACKED * 1000:x}"')),
        *(LOADER, "validators", "is dated 1980-01-01"),
    ),
    "dated by a packer, without an ETag": (
        of(LOADER, is_made_of_time(499_162_500, "")),
        *(LOADER, "validators", "is dated 1985-10-26, as packers date every file"),
    ),
    "by time alone": (
        of(LOADER, goes_by_time(alone=False)),
        *(LOADER, "validators", "the host goes by time alone"),
    ),
    "closed to others": (
        of(PAGE, says(Access_Control_Allow_Origin="")),
        *(PAGE, "origins", "has no Access-Control-Allow-Origin"),
    ),
    "open to another": (
        of(PAGE, says(Access_Control_Allow_Origin="https://other.example")),
        *(PAGE, "origins", "is open to https://other.example alone"),
    ),
    "open twice": (of(PAGE, is_open_twice), PAGE, "origins", "more than once"),
    "open to who asks": (
        of(PAGE, says(Access_Control_Allow_Origin=ORIGIN)),
        *(PAGE, "origins", "without Vary: Origin"),
    ),
    "a policy against others": (
        of(PAGE, says(Cross_Origin_Resource_Policy="same-site")),
        *(PAGE, "policy", "says Cross-Origin-Resource-Policy: same-site"),
    ),
}


@pytest.mark.parametrize("fault", WRONG)
def test_what_is_wrong(fault: str) -> None:
    """Each fault is said once, of the file that has it, and nothing else is called wrong."""
    change, name, code, expected = WRONG[fault]
    report = asyncio.run(judged(change))
    found = [(one, names) for one, names in report.grouped().items() if one.wrong]
    ((said, names),) = found
    assert names == [name]
    assert said.code == code
    assert expected in said.words
    assert not report.ok
    assert f"✗ {name}: {said.words}" in words(report)
    assert words(report).endswith("1 thing is wrong (✗).")


BETTER = {
    "not immutable": (
        of(PAGE, says(Cache_Control="max-age=31536000")),
        *("caching", "is not called immutable"),
    ),
    "kept in between": (
        of(LOADER, says(Cache_Control="max-age=60, s-maxage=86400")),
        *("caching", "is kept for 24 hours by a cache in between, unless it is purged"),
    ),
    "newer ones are kept": (
        of(LOADER, goes_by_time(alone=True)),
        *("validators", "after going back to an older release, touch it"),
    ),
    "br for everybody": (
        of(PAGE, is_(b"(in brotli)", content_encoding="br")),
        *("content", "its content was not compared"),
    ),
    "no policy": (
        of(PAGE, says(Cross_Origin_Resource_Policy="")),
        *("policy", "has no Cross-Origin-Resource-Policy"),
    ),
    "sniffed": (of(PAGE, says(X_Content_Type_Options="")), "sniffing", "has no X-Content-Type"),
    "switched off": (of(LOADER, is_(b"")), "version", "is empty: Tagalong is switched off"),
    "put back by hand": (
        of(LOADER, is_(loader("0.1.0"), Vary="")),
        *("version", "is that of 0.1.0, not of 0.2.0: it was put back by hand"),
    ),
}


@pytest.mark.parametrize("case", BETTER)
def test_what_could_be_better(case: str) -> None:
    """What does no harm by itself is said, and is not called wrong."""
    change, code, expected = BETTER[case]
    report = asyncio.run(judged(change))
    found = [one for one in report.grouped() if one.code == code]
    assert any(expected in one.words and not one.wrong for one in found), found


@pytest.mark.parametrize(
    ("change", "code", "expected"),
    [
        (answers(200, Content_Type="text/html"), "fallback", "is answered with 200 and text/html"),
        (answers(302, Location="/"), "fallback", "is answered with 302"),
        (says(Cache_Control=FOR_GOOD), "caching", "(404) may be kept for 365 days"),
    ],
)
def test_a_file_that_there_is_not(change: Fault, code: str, expected: str) -> None:
    """A web app's fall-back is noticed, and a 404 that is kept."""
    report = asyncio.run(judged(of("page-0000000000.js", change)))
    ((said, names),) = [(one, names) for one, names in report.grouped().items() if one.wrong]
    assert names == []
    assert said.code == code
    assert expected in said.words


def listing(**said: object) -> bytes:
    """Return a manifest of one file."""
    entry = {"bytes": 1, "integrity": "sha384-" + "A" * 64, **said}
    return json.dumps({"version": "1", "files": {str(entry.pop("name", "one")): entry}}).encode()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (answers(404), "is not there (404)"),
        (answers(301, Location="https://www.example/"), "is redirected (301) to www.example"),
        (answers(200, Content_Type="text/html"), "comes as text/html"),
        (is_(b"{"), "it is no JSON"),
        (is_(b'{"name": "an app"}'), "it names no version, or no files"),
        (is_(listing(name="../secret")), "what it says of '../secret' cannot be"),
        (is_(listing(name="//evil.example/x")), "what it says of '//evil.example/x' cannot be"),
        (is_(listing(name="https://evil.example")), "what it says of 'https://evil.example'"),
        (is_(listing(bytes=10**12)), "what it says of 'one' cannot be"),
        (is_(listing(bytes="1")), "what it says of 'one' cannot be"),
        (is_(listing(integrity="md5-")), "what it says of 'one' cannot be"),
        (is_(b"{}", content_encoding="br"), "it comes as br to whoever has not asked for it"),
        (is_(b"{}", content_encoding="gzip"), "it is told to be gzip, and cannot be read"),
        (breaks, "it ends before the length"),
    ],
)
def test_no_manifest(change: Fault, expected: str) -> None:
    """Without a manifest there is nothing to judge by, and nothing more is fetched."""
    asked: list[str] = []

    def fault(given: Given) -> None:
        asked.append(given.name)
        change(given)

    report = asyncio.run(judged(fault))
    (said,) = report.host
    assert said.words.startswith("there is no manifest.json of Tagalong's: ")
    assert expected in said.words
    assert asked == ["manifest.json"]
    assert not report.ok


@pytest.mark.parametrize("name", [WASM, "page-0000000000.js", "manifest.json"])
def test_an_answer_that_never_comes(name: str) -> None:
    """It is waited for as long as was said, and the rest is judged."""
    report = asyncio.run(judged(of(name, is_late), seconds=2))
    ((said, _),) = [one for one in report.grouped().items() if one[0].wrong]
    assert said.code == "status"
    assert "no answer came within 2 s" in said.words


def test_a_host_that_does_all_of_it() -> None:
    """Nothing is said, but what each file is."""
    report = asyncio.run(judged())
    assert report.ok
    assert report.grouped() == {}
    assert report.version == "0.2.0"
    assert {one.name for one in report.files} == set(ALL)
    told = words(report)
    assert told.endswith("✓ 6 files are served as pages need them.")
    assert f"✓ {WASM}" in told
    assert "application/wasm  br+gzip  4,004 bytes  public, max-age=31536000, immutable" in told


def test_dates_of_their_own() -> None:
    """ETags of time and length are good where each release has times of its own."""
    change = is_made_of_time(TODAY, f'"{TODAY:x}-7fa"')
    assert asyncio.run(judged(change)).grouped() == {}


def test_what_all_files_have_is_said_once() -> None:
    """A header that is missing everywhere is one line, not one for each file."""
    report = asyncio.run(judged(says(Access_Control_Allow_Origin="")))
    told = words(report)
    assert "✗ every file has no Access-Control-Allow-Origin" in told
    assert told.count("Access-Control-Allow-Origin") == 1


def test_pages_of_the_same_origin() -> None:
    """They need no header for others."""

    async def same() -> Report:
        fault = says(Access_Control_Allow_Origin="", Cross_Origin_Resource_Policy="same-origin")
        async with faulty(fault) as url:
            origin = str(URL(url).origin())
            async with Host(URL(url), origin=origin, timeout=5) as host:
                return await judge(host)

    assert asyncio.run(same()).grouped() == {}


def test_a_loader_that_is_neither() -> None:
    """A loader of no version that is there is broken, whatever it says of itself."""
    change = of(LOADER, is_(loader("0.1.0").replace(b".", b"!", 5), Vary=""))
    report = asyncio.run(judged(change))
    assert {one.code for one in report.grouped()} == {"content"}
    kept = {name: contents for name, contents in release().items() if name != OLDER}
    report = asyncio.run(judged(of(LOADER, is_(loader("0.1.0"))), files=kept))
    assert "content" in {one.code for one in report.grouped() if one.wrong}


def test_without_tls() -> None:
    """A host that is not this machine has to speak https."""

    async def elsewhere() -> Report:
        async with faulty() as url:
            base = URL(url).with_host("0.0.0.0")  # noqa: S104 - this machine, by another name
            async with Host(base, origin=ORIGIN, timeout=5) as host:
                return await judge(host)

    (said,) = asyncio.run(elsewhere()).grouped()
    assert said.code == "transport"
    assert "it is not https" in said.words


def test_what_it_says_is_told() -> None:
    """hosting.md has a row for each code, and each code is tried here."""
    table = (ROOT / "docs/hosting.md").read_text().partition("\n| code |")[2].partition("\n\n")[0]
    told = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert told == list(dict.fromkeys(told))
    assert set(told) == set(get_args(Code))
    tried = {one[2] for one in WRONG.values()} | {one[1] for one in BETTER.values()}
    assert tried | {"transport"} == set(told)
