"""Names get addresses that look public; messages that are none get nothing, and nothing raises."""

from __future__ import annotations

import ipaddress
import struct

import dns.message
import dns.rcode
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.lab.addresses import Addresses
from countermark.lab.datagrams import read_udp
from countermark.lab.dns import NameServer
from countermark.lab.journal import Journal
from countermark.sandbox.limits import Limits


def server() -> tuple[NameServer, Journal]:
    journal = Journal(Limits(), lambda _reason: None)
    return NameServer(journal, Addresses()), journal


def ask(name: str, kind: str) -> dns.message.Message:
    answer = server()[0].answer(dns.message.make_query(name, kind).to_wire(), "8.8.8.8")
    assert answer is not None
    return dns.message.from_wire(answer)


def test_an_address_is_the_same_for_a_name_in_any_case_and_public() -> None:
    (first,) = ask("API.Example.com", "A").answer
    (second,) = ask("api.example.com", "A").answer
    assert str(next(iter(first))) == str(next(iter(second)))
    assert ipaddress.ip_address(str(next(iter(first)))).is_global


@pytest.mark.parametrize("kind", ["AAAA", "MX", "TXT", "HTTPS", "SRV", "PTR", "ANY"])
def test_other_types_exist_but_are_empty(kind: str) -> None:
    answer = ask("example.com", kind)
    assert (answer.rcode(), answer.answer, len(answer.authority)) == (dns.rcode.NOERROR, [], 1)


def test_localhost_stays_at_home() -> None:
    assert [str(next(iter(ask("localhost", kind).answer[0]))) for kind in ("A", "AAAA")] == ["127.0.0.1", "::1"]
    assert str(next(iter(ask("x.localhost", "A").answer[0]))) == "127.0.0.1"
    assert str(next(iter(ask("notlocalhost", "A").answer[0]))) != "127.0.0.1"


@given(names=st.sets(st.text(min_size=1, max_size=20), min_size=2, max_size=200))
def test_two_names_never_share_an_address(names: set[str]) -> None:
    known = Addresses()
    lower = {name.lower() for name in names}
    found = {known.v4(name) for name in lower}
    assert len(found) == len(lower)
    assert {known.name(address) for address in found} == lower
    assert all(ipaddress.ip_address(address).is_global for address in found)


def test_a_question_is_written_down_with_its_answer_and_server() -> None:
    names, journal = server()
    names.answer(dns.message.make_query("a.example", "A").to_wire(), "1.1.1.1")
    (query,) = journal.dns
    assert (query.server, query.name, query.type, len(query.answers)) == ("1.1.1.1", "a.example", "A", 1)


@given(data=st.binary(max_size=200))
def test_no_message_breaks_the_name_server(data: bytes) -> None:
    server()[0].answer(data, "8.8.8.8")


@given(at=st.integers(0, 40), value=st.integers(0, 255))
def test_no_bent_question_breaks_the_name_server(at: int, value: int) -> None:
    data = bytearray(dns.message.make_query("some.name.example", "A", use_edns=0).to_wire())
    data[at % len(data)] = value
    server()[0].answer(bytes(data), "8.8.8.8")


def test_an_answer_is_not_answered() -> None:
    names, _ = server()
    question = dns.message.make_query("a.example", "A")
    assert names.answer(dns.message.make_response(question).to_wire(), "8.8.8.8") is None


@given(data=st.binary(max_size=100))
def test_no_packet_breaks_the_reader(data: bytes) -> None:
    read_udp(data)


def test_packets_are_read() -> None:
    payload = bytes.fromhex("04d20fa1000d0000") + b"hello"
    v4 = bytes.fromhex("4500002100000000401100000a000001cb007109") + payload
    v6 = bytes.fromhex("60000000000d1140") + bytes(16) + ipaddress.ip_address("2001:db8::9").packed + payload
    assert read_udp(v4) == ("203.0.113.9", 4001, b"hello")
    assert read_udp(v6) == ("2001:db8::9", 4001, b"hello")
    assert read_udp(v4.replace(bytes.fromhex("0fa1"), bytes.fromhex("0035"))) is None
    assert read_udp(v4.replace(bytes.fromhex("cb007109"), bytes.fromhex("7f000001"))) is None


def test_no_extension_header_or_fragment_hides_a_datagram() -> None:
    udp = bytes.fromhex("04d20fa1000d0000") + b"hello"
    to = ipaddress.ip_address("2001:db8::9").packed

    def packet(first: int, rest: bytes) -> bytes:
        return bytes.fromhex("60000000") + len(rest).to_bytes(2) + bytes([first, 64]) + bytes(16) + to + rest

    assert read_udp(packet(60, bytes([17, 0, 1, 4, 0, 0, 0, 0]) + udp)) == ("2001:db8::9", 4001, b"hello")
    assert read_udp(packet(43, bytes([44, 0]) + bytes(6) + bytes([17, 0, 0, 1]) + bytes(4) + udp)) == (
        "2001:db8::9",
        4001,
        b"hello",
    )
    assert read_udp(packet(44, bytes([17, 0, 0, 9, 0, 0, 0, 7]) + b"later")) == ("2001:db8::9", 0, b"later")
    assert read_udp(packet(136, b"lite")) == ("2001:db8::9", 0, b"lite")
    assert read_udp(packet(0, bytes([58, 0]) + bytes(6) + b"neighbours")) is None
    assert read_udp(packet(6, b"tcp")) is None
    assert read_udp(bytes.fromhex("45000021000020014011") + bytes(6) + bytes([203, 0, 113, 9]) + b"x") == (
        "203.0.113.9",
        0,
        b"x",
    )


@pytest.mark.parametrize(
    "counts", [(0, 0, 0, 0), (2, 0, 0, 0), (10_000, 0, 0, 0), (1, 1, 0, 0), (1, 0, 1, 0), (1, 0, 0, 3)]
)
def test_a_message_of_more_than_one_question_is_not_even_read(counts: tuple[int, int, int, int]) -> None:
    query = dns.message.make_query("example.com", "A").to_wire()
    names, journal = server()
    assert names.answer(query[:4] + struct.pack("!4H", *counts) + query[12:], "8.8.8.8") is None
    assert journal.dns == []
