"""Code that imports something on first use, used once before any worker is forked."""

from __future__ import annotations

import asyncio
import contextlib
import os
import ssl
from datetime import UTC, datetime

import dns.message
import dns.rdatatype
import dns.rrset

from countermark.lab.addresses import Addresses
from countermark.lab.certificates import CertificateAuthority, Leaves
from countermark.lab.dns import NameServer
from countermark.lab.journal import Journal
from countermark.lab.tls import ServerTls
from countermark.sandbox import seccomp
from countermark.sandbox.limits import Limits


def all_paths() -> None:
    """One certificate, one handshake, one question, one event loop."""
    authority = CertificateAuthority.create()
    leaves = Leaves(authority, datetime.now(UTC))
    leaves.context("warm.example")
    _shake_hands(ServerTls(leaves, "warm.example"))
    _ = authority.subject_hash
    names = NameServer(Journal(Limits(), lambda _reason: None), Addresses())
    for kind in ("A", "AAAA", "TXT"):
        names.answer(dns.message.make_query("warm.example", kind).to_wire(), "192.0.2.1")
    names.answer(b"not dns", "192.0.2.1")
    asyncio.run(asyncio.sleep(0))
    seccomp.program(os.uname().machine)


def _shake_hands(server: ServerTls) -> None:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    client = context.wrap_bio(incoming, outgoing, server_hostname="warm.example")
    for _ in range(3):
        with contextlib.suppress(ssl.SSLWantReadError):
            client.do_handshake()
        server.receive(outgoing.read())
        incoming.write(server.take())
