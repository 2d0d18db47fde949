"""A certificate for this machine, so that clients which insist on TLS can be tried.

The authority that signs it is made for it alone, and its key is thrown away:
whoever trusts the authority trusts this one certificate, and nothing that
could be made later.
"""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

import trustme
from cryptography import x509

NAMES = ("localhost", "127.0.0.1", "::1")
LIFE_DAYS = 365
# One that lapses sooner is made anew.
LEAST_DAYS = 7


def prepare(folder: Path) -> Path:
    """Fill `folder` with `authority.pem`, `server.pem` and `server.key`; return the first.

    What is there and still good is kept, so that an authority is trusted once.
    """
    authority, server, key = (
        folder / name for name in ("authority.pem", "server.pem", "server.key")
    )
    if not (authority.exists() and _is_good(server) and _belong_together(folder)):
        ends = datetime.now(UTC) + timedelta(days=LIFE_DAYS)
        made = trustme.CA(organization_name="Tagalong simulator")
        issued = made.issue_cert(*NAMES, not_after=ends)
        folder.mkdir(parents=True, exist_ok=True)
        _write(key, issued.private_key_pem.bytes())
        _write(server, b"".join(part.bytes() for part in issued.cert_chain_pems))
        _write(authority, made.cert_pem.bytes())
    return authority


def context(folder: Path) -> ssl.SSLContext:
    """Return what a server needs to speak TLS with the certificate in `folder`."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(folder / "server.pem", folder / "server.key")
    return made


def _write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, for its owner's eyes alone."""
    with NamedTemporaryFile(dir=file.parent, delete=False) as made:  # for its owner, as it is made
        made.write(content)
    Path(made.name).replace(file)


def _belong_together(folder: Path) -> bool:
    """Whether the key is the certificate's: writing them may have been interrupted."""
    try:
        context(folder)
    except (OSError, ssl.SSLError):
        return False
    return True


def _is_good(server: Path) -> bool:
    if not server.exists():
        return False
    try:
        certificate = x509.load_pem_x509_certificate(server.read_bytes())
    except ValueError:
        return False
    return certificate.not_valid_after_utc > datetime.now(UTC) + timedelta(days=LEAST_DAYS)
