"""`check` as a program: its exit codes, its JSON, what it trusts, and mistakes of a call."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest

from simulator.cli import certificate
from tests.support.faulty_host import PAGE, faulty
from tests.support.host_faults import answers, of
from tools.stages import ROOT


async def called(*arguments: str) -> tuple[int, str, str]:
    """Call the program; return its exit code and all that it writes."""
    command = [sys.executable, "-m", "simulator", "check", *arguments]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=pipe, stderr=pipe)
    output, errors = await process.communicate()
    assert process.returncode is not None
    return process.returncode, output.decode(), errors.decode()


def test_the_program() -> None:
    """Exit codes 0 and 1, words and JSON, with the loader's own address too."""

    async def calls() -> None:
        async with faulty() as url:
            code, output, errors = await called(f"{url}tagalong.js?x=1#y")
            assert (code, errors) == (0, "")
            assert output.startswith(f"{url}: Tagalong 0.2.0\n")
            code, output, _ = await called(url.rstrip("/"), "--json")
            assert code == 0
            assert json.loads(output)["ok"] is True
        async with faulty(of(PAGE, answers(404))) as url:
            code, output, _ = await called(url, "--json")
            assert code == 1
            told = json.loads(output)
            (page,) = (one for one in told["files"] if one["name"] == PAGE)
            assert page["said"][0] | {"words": ""} == {"code": "status", "words": "", "wrong": True}
            code, output, _ = await called(url, "--origin", url)
            assert code == 1
            assert "1 thing is wrong" in output
        code, output, _ = await called(url)
        assert code == 1
        assert "there is no connection" in output

    asyncio.run(calls())


def test_over_tls(tmp_path: Path) -> None:
    """A certificate that browsers would not trust is told; an authority can be named."""
    authority = certificate.prepare(tmp_path)

    async def calls() -> None:
        async with faulty(tls=certificate.context(tmp_path)) as url:
            code, output, _ = await called(url)
            assert code == 1
            assert "its certificate is none that browsers trust: " in output
            code, output, _ = await called(url, "--authority", str(authority))
            assert code == 0, output

    asyncio.run(calls())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "the following arguments are required: URL"),
        (["ftp://cdn.example/"], "is no address of a folder"),
        (["tagalong"], "is no address of a folder"),
        (["https://cdn.example/", "--origin", "shop"], "'shop' is no origin"),
        (["https://cdn.example/", "--timeout", "0"], "'0' is no time in seconds"),
        (["https://cdn.example/", "--timeout", "soon"], "'soon' is no time in seconds"),
        (["https://cdn.example/", "--authority", "nowhere"], "--authority nowhere: No such file"),
        (["https://cdn.example/", "--authority", "Makefile"], "--authority Makefile: "),
    ],
)
def test_mistakes_of_a_call(arguments: list[str], expected: str) -> None:
    """A mistake on the command line ends with 2, and says what is allowed."""
    code, _, errors = asyncio.run(called(*arguments))
    assert code == 2
    assert expected in errors
    assert "Traceback" not in errors


def test_help() -> None:
    """It has every option with its default, and examples."""
    code, output, _ = asyncio.run(called("--help"))
    assert code == 0
    for option in ("--origin", "--timeout", "--authority", "--json"):
        assert f"\n  {option}" in output
    assert output.count("(default") == 4
    assert "examples:" in output
