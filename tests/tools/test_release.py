"""What a customer downloads, pins and hosts."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import subprocess
from pathlib import Path

from tools.build import DIST
from tools.compress import compress
from tools.stages import ROOT, files_under


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
