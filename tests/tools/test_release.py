"""What a customer downloads, pins and hosts."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.support.enclosed import READ
from tools import archive, build, release
from tools.build import DIST, package_version
from tools.compress import SMALLEST, compress
from tools.stages import ROOT, files_under

# How to serve a release, on each kind of host.
EXAMPLES = (
    *("_headers", "nginx.conf", "Caddyfile", "apache.conf", "web.config"),
    *("s3.sh", "cloudfront-headers.json"),
)


def test_the_manifest_names_every_file_with_its_integrity() -> None:
    """Sizes and hashes are those of the files; the loader comes twice, the same bytes."""
    manifest = json.loads((DIST / "manifest.json").read_text())
    there = {file.relative_to(DIST).as_posix() for file in files_under([DIST])}
    assert set(manifest["files"]) == there - {"manifest.json"}
    for name, said in manifest["files"].items():
        contents = (DIST / name).read_bytes()
        digest = base64.b64encode(hashlib.sha384(contents).digest()).decode()
        assert said == {"bytes": len(contents), "integrity": f"sha384-{digest}"}, name
    version = manifest["version"]
    assert (DIST / "VERSION").read_text() == f"{version}\n"
    pinned = (DIST / f"tagalong-{version}.js").read_bytes()
    assert pinned == (DIST / "tagalong.js").read_bytes()


def test_the_loader_is_small() -> None:
    """All that a page without a conversation loads is at most 3 KB, compressed."""
    assert len(gzip.compress((DIST / "tagalong.js").read_bytes(), 9)) <= 3000


def test_files_are_compressed_beside_themselves(tmp_path: Path) -> None:
    """The .gz and .br of a file give back the file; tiny files have none."""
    contents = b"the same again and again. " * 100
    (tmp_path / "large.js").write_bytes(contents)
    (tmp_path / "small.txt").write_text("small")
    compress(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {
        *("large.js", "large.js.gz", "large.js.br", "small.txt"),
    }
    assert gzip.decompress((tmp_path / "large.js.gz").read_bytes()) == contents
    script = (
        "const { readFileSync } = require('fs'); process.stdout.write("
        "require('zlib').brotliDecompressSync(readFileSync(process.argv[1])));"
    )
    command = ["node", "-e", script, str(tmp_path / "large.js.br")]
    assert subprocess.run(command, capture_output=True, check=True).stdout == contents


def test_the_types_say_what_the_page_can_do() -> None:
    """A page's own TypeScript compiles against tagalong.d.ts, and its mistakes do not."""
    compiler = [str(ROOT / "node_modules/.bin/tsc"), "--noEmit", "--strict", "--ignoreConfig"]
    compiler += ["--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"]
    usage = str(ROOT / "tests/types/usage.ts")
    done = subprocess.run([*compiler, usage], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of what is in dist/, each file cut to what is quick to compress, and unpacked."""
    folder = tmp_path_factory.mktemp("release")
    dist = folder / "cut"
    for file in files_under([DIST]):
        (dist / file.relative_to(DIST)).parent.mkdir(parents=True, exist_ok=True)
        (dist / file.relative_to(DIST)).write_bytes(file.read_bytes()[:20_000])
    with pytest.MonkeyPatch.context() as patched:
        # Its own stages: another process may be at the same tests.
        patched.setattr("tools.stages.BUILD", folder)
        packed = release.release(dist, folder)
    assert packed.name == f"tagalong-{package_version()}.zip"
    archive.unpack(packed, folder / "host")
    return folder / "host"


def test_a_release_is_whole(unpacked: Path) -> None:
    """One folder, whichever the version: every file of dist/, compressed, and how to serve it."""
    (top,) = unpacked.iterdir()
    assert top.name == "tagalong"
    there = {file.relative_to(top).as_posix() for file in files_under([top])}
    wanted = {file.relative_to(DIST).as_posix() for file in files_under([DIST])}
    large = {
        name
        for name in wanted
        if (DIST / name).stat().st_size >= SMALLEST and name != "tagalong.js"
    }
    compressed = {f"{name}.{kind}" for name in large for kind in ("br", "gz")}
    hosting = {f"hosting/{name}" for name in EXAMPLES}
    assert there == wanted | compressed | hosting | READ | {"README.md", "LICENSE"}
    assert {"VERSION", "manifest.json", "tagalong.d.ts", "tagalong.js"} <= there


def test_a_release_can_be_read(unpacked: Path) -> None:
    """Whoever has the zip alone finds the documents, the themes, and where each link leads."""
    top = unpacked / "tagalong"
    for document in (top / "README.md", *(top / "docs").glob("*.md")):
        for place in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", document.read_text()):
            assert (document.parent / place).is_file(), (document.name, place)


def test_the_loader_of_a_release_can_be_emptied(unpacked: Path) -> None:
    """Nothing compressed lies beside the loader, which a host would go on serving."""
    beside = [file.name for file in (unpacked / "tagalong").glob("tagalong.js*")]
    assert beside == ["tagalong.js"]


def changing(names: Iterable[str]) -> set[str]:
    """Return which names carry no hash and no version: their content may change."""
    return {name for name in names if not re.search(r"-[0-9a-f]{10,16}\b|-\d+\.\d+\.\d+", name)}


def test_what_is_cached_for_good(unpacked: Path) -> None:
    """Each example says `immutable` of every name with a hash or a version, and of no other."""
    names = [file.relative_to(unpacked).as_posix() for file in files_under([unpacked])]
    names = [f"/{name}" for name in names]
    hosting = unpacked / "tagalong/hosting"
    good = set(names) - changing(names)

    (pattern,) = re.findall(r"location ~ (\S+) \{", (hosting / "nginx.conf").read_text())
    assert {name for name in names if re.match(pattern, name)} == good

    caddy = (hosting / "Caddyfile").read_text()
    paths = re.findall(r"@unchanging \{\s+path (.+)", caddy)[0].split()
    assert paths == re.findall(r"@changing not path (.+)", caddy)[0].split()
    below = {name for name in names if any(fnmatch(name[len("/tagalong") :], p) for p in paths)}
    assert below == good

    apache = (hosting / "apache.conf").read_text()
    kept_for_good, sent_anew = re.findall(r'<LocationMatch "(\S+)">', apache)
    assert {name for name in names if re.match(kept_for_good, name)} == good
    assert {name for name in names if re.match(sent_anew, name)} == set(names) - good

    rules = [rule.split("\n") for rule in (hosting / "_headers").read_text().split("\n\n")[1:]]
    kept = [rule for rule in rules if any("immutable" in line for line in rule)]
    patterns = [rule[0] for rule in kept]
    plain = {name for name in good if not name.endswith((".br", ".gz"))}
    assert {name for name in plain if any(fnmatch(name, p) for p in patterns)} == plain
    assert not any(fnmatch(name, p) for name in changing(names) for p in patterns)
    # Hosts join the values of a header that two lines give to one address.
    for name in plain | {"/tagalong/tagalong.js", "/tagalong/VERSION"}:
        given = [
            line.split(":")[0] for rule in rules if fnmatch(name, rule[0]) for line in rule[1:]
        ]
        assert len(given) == len(set(given)), name
        assert "  Cache-Control" in given, name


def test_what_iis_is_told(unpacked: Path) -> None:
    """It is XML, types are those of the other examples, and what never changes is kept for good."""
    file = unpacked / "tagalong/hosting/web.config"
    root = ET.parse(file).getroot()  # noqa: S314 - our own
    kept = [place.get("path") for place in root.findall("location") if "immutable" in _cache(place)]
    dist = unpacked / "tagalong"
    there = {file.relative_to(dist).parts[0] for file in files_under([dist])} - {
        "hosting",
        "docs",
        "README.md",
    }
    plain = {name for name in there if not name.endswith((".br", ".gz"))}
    assert set(kept) == plain - changing(plain)
    assert "max-age" not in _cache(root)
    assert "00:01:00" in _cache(root)
    types = {one.get("fileExtension"): one.get("mimeType") for one in root.iterfind(".//mimeMap")}
    assert types[".mjs"] == "text/javascript"
    assert types[".wasm"] == "application/wasm"
    # A type that a machine has already would be an error without its removal.
    assert {one.get("fileExtension") for one in root.iterfind(".//remove")} == set(types)
    needed = {
        Path(name).suffix or "."
        for name in json.loads((DIST / "manifest.json").read_text())["files"]
    }
    assert needed - {".txt"} <= set(types)


def _cache(element: ET.Element) -> str:
    found = element.find("system.webServer/staticContent/clientCache")
    assert found is not None
    return " ".join(found.attrib.values())


# Keeps what it is told to upload, as the bucket would have it.
AWS = """#!/bin/sh
printf '%s\n' "$*" >> "$AWS_CALLS"
if [ "$1" = s3 ]; then
	mkdir -p "$AWS_BUCKET/$(dirname "${4#s3://}")"
	if [ "$3" = - ]; then cat; else cat "$3"; fi > "$AWS_BUCKET/${4#s3://}"
fi
"""


@dataclass
class Aws:
    """A stand-in for Amazon's command: what it was called with, and its buckets as folders."""

    folder: Path

    @property
    def calls(self) -> list[str]:
        """Each call's arguments."""
        return (self.folder / "calls.txt").read_text().splitlines()

    def run(self, script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a script that calls it."""
        (self.folder / "aws").write_text(AWS)
        (self.folder / "aws").chmod(0o755)
        environment = {
            **os.environ,
            "PATH": f"{self.folder}:{os.environ['PATH']}",
            "AWS_CALLS": str(self.folder / "calls.txt"),
            "AWS_BUCKET": str(self.folder),
        }
        return subprocess.run(
            ["sh", str(script), *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )


def test_what_goes_to_s3(unpacked: Path, tmp_path: Path) -> None:
    """Each file once, the loader last, with its type, its time to be kept and its encoding."""
    aws, here = Aws(tmp_path), unpacked / "tagalong"
    done = aws.run(here / "hosting/s3.sh", "shop/js/tagalong", "E1234")
    assert done.returncode == 0, done.stderr
    *uploads, purge = aws.calls
    assert purge.endswith(
        "--distribution-id E1234 --paths /js/tagalong/tagalong.js /js/tagalong/VERSION "
        "/js/tagalong/manifest.json /js/tagalong/tagalong.d.ts"
    )
    put = {line.split()[3].removeprefix("s3://shop/js/tagalong/"): line for line in uploads}
    assert len(put) == len(uploads)
    files = {file.relative_to(here).as_posix() for file in files_under([here])}
    plain = {one for one in files if not one.endswith((".br", ".gz"))}
    assert set(put) == {one for one in plain if not one.startswith(("hosting/", "docs/", "README"))}
    assert list(put)[-1] == "tagalong.js"
    for name, line in put.items():
        unchanging = name not in changing(put)
        assert ("immutable" in line) == unchanging, name
        # What may change is there for everybody: a check from outside reads the manifest.
        brotli = unchanging and f"{name}.br" in files
        assert ("--content-encoding br" in line) == brotli, name
        sent = here / (f"{name}.br" if brotli else name)
        assert (tmp_path / "shop/js/tagalong" / name).read_bytes() == sent.read_bytes()
        if name.endswith((".js", ".mjs")):
            assert "--content-type text/javascript" in line
        if name.endswith(".wasm"):
            assert "--content-type application/wasm" in line


def test_switched_off_on_s3(unpacked: Path, tmp_path: Path) -> None:
    """The loader alone is empty, is kept for a minute and no longer, and is purged."""
    aws = Aws(tmp_path)
    script = unpacked / "tagalong/hosting/s3.sh"
    done = aws.run(script, "--off", "shop/tagalong", "E1234")
    assert done.returncode == 0, done.stderr
    upload, purge = aws.calls
    assert (tmp_path / "shop/tagalong/tagalong.js").read_bytes() == b""
    assert "--cache-control public, max-age=60" in upload
    assert "--content-type text/javascript" in upload
    assert purge.endswith("--distribution-id E1234 --paths /tagalong/tagalong.js")


@pytest.mark.parametrize("arguments", [(), ("shop", "E1234"), ("--off",), ("shop/",)])
def test_what_s3_is_not_told(unpacked: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Without a folder in a bucket nothing is uploaded, and a line says what to name."""
    done = Aws(tmp_path).run(unpacked / "tagalong/hosting/s3.sh", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("name the bucket and a folder in it: ")
    assert not (tmp_path / "calls.txt").exists()


def test_what_cloudfront_adds(unpacked: Path) -> None:
    """The policy has the same three headers as the other examples."""
    policy = json.loads((unpacked / "tagalong/hosting/cloudfront-headers.json").read_text())
    assert policy["CorsConfig"]["AccessControlAllowOrigins"]["Items"] == ["*"]
    assert policy["SecurityHeadersConfig"]["ContentTypeOptions"] == {"Override": True}
    (added,) = policy["CustomHeadersConfig"]["Items"]
    assert (added["Header"], added["Value"]) == ("Cross-Origin-Resource-Policy", "cross-origin")


def test_the_integrity_that_the_build_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is the pinned loader's, as the manifest has it: a customer copies it."""
    monkeypatch.setattr("sys.argv", ["build"])
    assert build.main() == 0
    ((name, printed),) = re.findall(r'src=".../(\S+)" integrity="(\S+)"', capsys.readouterr().out)
    digest = hashlib.sha384((DIST / name).read_bytes()).digest()
    assert printed == f"sha384-{base64.b64encode(digest).decode()}"
    assert printed == json.loads((DIST / "manifest.json").read_text())["files"][name]["integrity"]
