"""The layers of a connection, fed in memory: however the bytes are cut, the record and the answers are the same."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countermark.lab.addresses import Addresses
from countermark.lab.certificates import CertificateAuthority, Leaves
from countermark.lab.connections import Channel, House
from countermark.lab.dns import NameServer
from countermark.lab.journal import Journal
from countermark.lab.providers import Providers
from countermark.model.profile import Reply, Scenario
from countermark.model.run import Connection
from countermark.sandbox.limits import Limits

SCENARIO = Scenario(id="s", title="", sha256="", prompts=("hi",), replies=(Reply(text="ok"),))
POST = b"POST /v1/x HTTP/1.1\r\nHost: a.example\r\nContent-Length: 4\r\n\r\nbody"
CONNECT = b"CONNECT in.example:8443 HTTP/1.1\r\nHost: in.example:8443\r\n\r\n"
CUTS = st.lists(st.integers(0, 3000), max_size=6)


@dataclass
class Wire:
    """Stands for the TCP connection: what would be sent, and whether it was closed."""

    sent: bytearray = field(default_factory=bytearray)
    closed: bool = False

    def send(self, data: bytes) -> None:
        self.sent += data

    def close(self) -> None:
        self.closed = True


@pytest.fixture(scope="module")
def authority() -> CertificateAuthority:
    return CertificateAuthority.create()


@pytest.fixture(scope="module")
def leaves(authority: CertificateAuthority) -> Leaves:
    return Leaves(authority, datetime.now(UTC))


def house(leaves: Leaves) -> House:
    journal = Journal(Limits(), lambda _reason: None)
    addresses = Addresses()
    return House(
        journal=journal,
        addresses=addresses,
        leaves=leaves,
        names=NameServer(journal, addresses),
        providers=Providers("anthropic-messages", SCENARIO, "https://gateway.example"),
    )


def talk(leaves: Leaves, data: bytes, cuts: list[int], port: int = 80) -> tuple[list[Connection], Wire]:
    """Feeds ``data`` cut at ``cuts``, then ends."""
    at, wire = house(leaves), Wire()
    channel = Channel(at, at.journal.open("203.0.113.1", port, "a.example"), wire)
    places = [0, *sorted(cut for cut in cuts if cut < len(data)), len(data)]
    for start, end in pairwise(places):
        if data[start:end]:
            channel.feed(data[start:end])
    channel.ended()
    return [record.frozen() for record in at.journal.connections], wire


def essence(records: list[Connection]) -> list[tuple[object, ...]]:
    return [(c.host, c.port, c.proxy, c.tls, c.transport, c.client.sha256, c.client.size_bytes) for c in records]


@given(cuts=CUTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("data", [POST, POST * 3, CONNECT + POST, b"\x00\x01binary", b"GET", b"PRI * HTTP/2", b""])
def test_cutting_a_stream_elsewhere_changes_nothing(leaves: Leaves, data: bytes, cuts: list[int]) -> None:
    whole, once = talk(leaves, data, [])
    pieces, again = talk(leaves, data, cuts)
    assert bytes(once.sent) == bytes(again.sent)
    # What a client sends right behind a CONNECT may reach us with it or after it: the outer record may hold both.
    assert essence(pieces)[1:] == essence(whole)[1:]
    if CONNECT not in data:
        assert essence(pieces) == essence(whole)


@given(data=st.binary(max_size=400), port=st.sampled_from([53, 80, 443, 853]), cuts=CUTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_break_us(leaves: Leaves, data: bytes, port: int, cuts: list[int]) -> None:
    records, _ = talk(leaves, data, cuts, port)
    assert sum(record.client.size_bytes for record in records) <= len(data) * 2


@given(data=st.binary(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_after_a_tls_hello_break_us(leaves: Leaves, data: bytes) -> None:
    (record,), wire = talk(leaves, b"\x16\x03\x01" + data, [])
    assert record.transport in {"tls-failed", "tls-cut"}
    assert record.client.size_bytes == 0
    assert wire.closed or len(data) < 60


SOCKET = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YQ==\r\n\r\n"
HANDSHAKE = b"GET %s HTTP/1.1\r\nHost: api.openai.com\r\n" + SOCKET


def masked(text: bytes) -> bytes:
    """A short text message of a client, under a mask of zeros (RFC 6455 section 5.2)."""
    return bytes((0x81, 0x80 | len(text))) + bytes(4) + text


@given(cuts=CUTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_model_is_asked_over_the_web_socket_that_its_protocol_knows(leaves: Leaves, cuts: list[int]) -> None:
    asked = masked(b'{"type":"response.create","input":"hi"}')
    _, wire = talk(leaves, HANDSHAKE % b"/v1/responses" + asked + masked(b'{"type":"other"}'), cuts)
    assert wire.sent.startswith(b"HTTP/1.1 101 ")
    assert wire.sent.count(b'"type":"response.created"') == wire.sent.count(b'"type":"response.completed"') == 1
    _, refused = talk(leaves, HANDSHAKE % b"/v1/realtime" + asked, cuts)
    assert refused.sent.startswith(b"HTTP/1.1 404 ")


def test_a_tunnel_has_its_own_record_and_knows_its_proxy(leaves: Leaves) -> None:
    outer, inner = talk(leaves, CONNECT + POST, [len(CONNECT)])[0]
    assert (outer.host, outer.port, outer.proxy, outer.client.size_bytes) == ("a.example", 80, "", len(CONNECT))
    assert (inner.host, inner.port, inner.proxy) == ("in.example", 8443, "a.example:80")
    assert inner.client.size_bytes == len(POST)


def shake_hands(leaves: Leaves, authority: CertificateAuthority, name: str, alpn: list[str]) -> tuple[Connection, str]:
    """A real TLS client in memory: sends one request, returns the record and the answer's first line."""
    at, wire = house(leaves), Wire()
    channel = Channel(at, at.journal.open("203.0.113.1", 443, "203.0.113.1"), wire)
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    context = ssl.create_default_context(cadata=authority.certificate_pem.decode())
    context.set_alpn_protocols(alpn)
    client = context.wrap_bio(incoming, outgoing, server_hostname=name)
    for _ in range(4):
        try:
            client.do_handshake()
            break
        except ssl.SSLWantReadError:
            channel.feed(outgoing.read())
            incoming.write(bytes(wire.sent))
            wire.sent.clear()
    client.write(POST)
    channel.feed(outgoing.read())
    incoming.write(bytes(wire.sent))
    answer = client.read(10_000).decode().split("\r\n")[0]
    return at.journal.connections[0].frozen(), answer


@pytest.mark.parametrize("name", ["api.anthropic.com", "x.example", "203.0.113.1", "xn--nxasmq6b.example"])
def test_a_client_that_trusts_the_lab_is_served_under_any_name(
    leaves: Leaves, authority: CertificateAuthority, name: str
) -> None:
    record, answer = shake_hands(leaves, authority, name, ["http/1.1"])
    assert answer.startswith("HTTP/1.1 200")
    assert (record.host, record.tls, record.alpn, record.transport) == (name, True, "http/1.1", "http/1.1")
    assert record.client.size_bytes == len(POST)


def test_leaves_are_made_once_for_a_name(leaves: Leaves) -> None:
    assert leaves.context("one.example") is leaves.context("one.example")
    assert leaves.name_of(leaves.context("one.example")) == "one.example"
    assert leaves.name_of(leaves.unnamed_context("one.example")) == ""


def test_a_false_clock_far_ahead_still_finds_a_valid_leaf(authority: CertificateAuthority) -> None:
    from cryptography import x509  # noqa: PLC0415 -- only here

    pem = Leaves(authority, datetime(2045, 1, 1, tzinfo=UTC)).leaf_pem("late.example")
    leaf = x509.load_pem_x509_certificate(pem)
    assert leaf.not_valid_before_utc < datetime.now(UTC) < datetime(2045, 1, 1, tzinfo=UTC) < leaf.not_valid_after_utc
