"""The real nginx, Caddy and Apache, each with a release's own example of how to serve it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.programs import found

# By the name of the example in the folder hosting/.
EXAMPLES = {"nginx": "nginx.conf", "caddy": "Caddyfile", "apache": "apache.conf"}
STARTED_WITHIN = 15

NGINX = r"""
load_module {brotli};
daemon off;
{user}
pid {work}/nginx.pid;
error_log stderr;
worker_processes 1;
events {{}}
http {{
	access_log off;
	client_body_temp_path {work}/body;
	proxy_temp_path {work}/proxy;
	fastcgi_temp_path {work}/fastcgi;
	uwsgi_temp_path {work}/uwsgi;
	scgi_temp_path {work}/scgi;
	server {{
		listen 127.0.0.1:{port};
		root {pages};
		default_type text/html;
		# As many sites have it for their own scripts.
		location ~* \.(?:css|js|mjs|json|wasm|zip)$ {{
			expires 30d;
		}}
		{example}
	}}
}}
"""
CADDY = """
{{
	admin off
	auto_https off
}}
{example}
"""
CADDY_PAGES = """	handle {{
		root * {pages}
		header Content-Type text/html
		file_server
	}}
}}
"""
APACHE = r"""
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {work}/apache.pid
DefaultRuntimeDir {work}
ErrorLog {work}/apache.log
{modules}
TypesConfig /dev/null
# As Debian has it.
AddType application/x-gzip .gz .tgz
DocumentRoot {pages}
<Directory {pages}>
	ForceType text/html
	Require all granted
</Directory>
# As many sites have it for their own scripts.
ExpiresActive On
ExpiresDefault "access plus 30 days"
<FilesMatch "\.(css|js|mjs|json|wasm|zip)$">
	Header set Cache-Control "public, max-age=2592000"
</FilesMatch>
{example}
"""
APACHE_MODULES = (
    *("mpm_event", "authn_core", "authz_core", "alias", "dir", "mime", "headers"),
    *("rewrite", "deflate", "filter", "expires"),
)


def _nginx(example: str, values: dict[str, str]) -> tuple[list[str], str]:
    example = example.replace("/srv/tagalong", f"{values['host']}/tagalong")
    program, brotli, *_ = found("servers")
    user = "user root;" if os.geteuid() == 0 else ""
    text = NGINX.format(example=example, brotli=brotli, user=user, **values)
    return [program, "-p", values["work"], "-e", "stderr", "-c", values["file"]], text


def _caddy(example: str, values: dict[str, str]) -> tuple[list[str], str]:
    example = example.replace("/srv/tagalong", f"{values['host']}/tagalong")
    assert "\nexample.com {" in example
    example = example.replace("\nexample.com {", f"\nhttp://localhost:{values['port']} {{")
    example = example.rstrip().removesuffix("}") + CADDY_PAGES.format(**values)
    command = [found("servers")[2], "run", "--config", values["file"], "--adapter", "caddyfile"]
    return command, CADDY.format(example=example)


def _apache(example: str, values: dict[str, str]) -> tuple[list[str], str]:
    example = example.replace("/srv/tagalong", f"{values['host']}/tagalong")
    _, _, _, program, modules, _ = found("servers")
    loaded = [f"LoadModule {one}_module {modules}/mod_{one}.so" for one in APACHE_MODULES]
    text = APACHE.format(example=example, modules="\n".join(loaded), **values)
    return [program, "-D", "FOREGROUND", "-f", values["file"]], text


STARTS = {"nginx": _nginx, "caddy": _caddy, "apache": _apache}


@contextmanager
def serving(
    name: str, host: Path, pages: Path, edit: dict[str, str] | None = None
) -> Iterator[str]:
    """Serve `host`, where a release is unpacked, at /tagalong/, and `pages` at /; give the address.

    The example is the unpacked release's own; `edit` says by patterns what of it is otherwise.
    """
    work = host.parent / f"work-{name}"
    work.mkdir(exist_ok=True)
    example = (host / "tagalong/hosting" / EXAMPLES[name]).read_text()
    for pattern, put in (edit or {}).items():
        example, times = re.subn(pattern, put, example, flags=re.MULTILINE)
        assert times, f"nothing in {EXAMPLES[name]} is like {pattern}"
    port = _free_port()
    file = work / "configuration"
    values = {"work": work, "host": host, "pages": pages, "file": file, "port": port}
    command, text = STARTS[name](example, {key: str(value) for key, value in values.items()})
    file.write_text(text)
    said = work / "said.txt"
    home = {"HOME": str(work), "XDG_CONFIG_HOME": str(work), "XDG_DATA_HOME": str(work)}
    with (
        said.open("w") as output,
        subprocess.Popen(
            command, env={**os.environ, **home}, stdout=output, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            _wait(process, port, said)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, said: Path) -> None:
    """Wait until it listens."""
    deadline = time.monotonic() + STARTED_WITHIN
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            ended = process.poll() is not None
            assert not ended, f"the server has ended:\n{said.read_text()}"
            assert time.monotonic() < deadline, f"it does not listen:\n{said.read_text()}"
            time.sleep(0.02)
        else:
            return
