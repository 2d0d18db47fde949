"""A certificate for this machine, so that clients which insist on TLS can be tried.

The authority that signs it is made for it alone, and its key is thrown away:
whoever trusts the authority trusts this one certificate, and nothing that
could be made later.
"""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

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
    if not (authority.exists() and key.exists() and _is_good(server)):
        ends = datetime.now(UTC) + timedelta(days=LIFE_DAYS)
        made = trustme.CA(organization_name="Tagalong simulator")
        issued = made.issue_cert(*NAMES, not_after=ends)
        folder.mkdir(parents=True, exist_ok=True)
        key.touch(mode=0o600)
        key.write_bytes(issued.private_key_pem.bytes())
        server.write_bytes(b"".join(part.bytes() for part in issued.cert_chain_pems))
        authority.write_bytes(made.cert_pem.bytes())
    return authority


def context(folder: Path) -> ssl.SSLContext:
    """Return what a server needs to speak TLS with the certificate in `folder`."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(folder / "server.pem", folder / "server.key")
    return made


def _is_good(server: Path) -> bool:
    if not server.exists():
        return False
    try:
        certificate = x509.load_pem_x509_certificate(server.read_bytes())
    except ValueError:
        return False
    return certificate.not_valid_after_utc > datetime.now(UTC) + timedelta(days=LEAST_DAYS)
