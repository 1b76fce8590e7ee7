"""A name server that knows every name, on whatever address it is asked.

Names have IPv4 addresses only. With both, a client races two connections against a timer («happy eyeballs»,
RFC 8305), and which of them carries a request, and how many are left empty, becomes noise of our making. A
destination given as an IPv6 address is reached all the same.

Source: RFC 1035; RFC 2308 (an empty answer is NOERROR with an SOA); ip(7) IP_PKTINFO and ipv6(7) IPV6_PKTINFO.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from countermark.lab.addresses import Addresses
from countermark.lab.journal import Journal
from countermark.lab.network import families

PORT = 53
_TTL_S = 300
_MAX_BYTES = 65_535
_HEADER_BYTES = 12
_MOST_ADDITIONAL = 2  # EDNS (RFC 6891) and a signature (RFC 8945)
_IP_PKTINFO = 8  # linux/in.h; the socket module lacks it before 3.14
_IPV6_FREEBIND = 78  # linux/in6.h, since 4.15


class NameServer:
    """Answers and records questions; what is not a question is recorded as a datagram."""

    def __init__(self, journal: Journal, addresses: Addresses) -> None:
        self._journal, self._addresses = journal, addresses
        self._sockets: list[socket.socket] = []

    def listen(self, loop: asyncio.AbstractEventLoop) -> None:
        """UDP port 53 of every address of both families is served; TCP comes in through the front."""
        for family, level, option, address in (
            (socket.AF_INET, socket.SOL_IP, _IP_PKTINFO, "0.0.0.0"),  # noqa: S104 -- in the run's own network
            (socket.AF_INET6, socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, "::"),
        ):
            if family not in families():
                continue
            made = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
            made.setsockopt(level, option, 1)
            if family == socket.AF_INET6:
                made.setsockopt(level, socket.IPV6_V6ONLY, 1)
                # AnyIP is not enough for IPv6 to answer from the address that was asked.
                made.setsockopt(level, _IPV6_FREEBIND, 1)
            made.bind((address, PORT))
            loop.add_reader(made, self._readable, made)
            self._sockets.append(made)

    def close(self, loop: asyncio.AbstractEventLoop) -> None:
        """What was asked so far is written down; no more is taken."""
        for made in self._sockets:
            loop.remove_reader(made)
            while self._readable(made):
                pass
            made.close()

    def _readable(self, asked: socket.socket) -> bool:
        try:
            data, ancillary, _, sender = asked.recvmsg(_MAX_BYTES, 256)
        except OSError:
            return False
        server, reply_from = _asked_address(asked.family, ancillary)
        answer = self.answer(data, server)
        if answer is None:
            self._journal.datagram(server, PORT, data)
            return True
        with contextlib.suppress(OSError):  # it may be gone
            asked.sendmsg([answer], reply_from, 0, sender)
        return True

    def answer(self, data: bytes, server: str) -> bytes | None:
        """The reply to one message; ``None`` where it is not a question. Total."""
        try:
            if not _is_one_question(data):
                return None
            query = dns.message.from_wire(data)
            if query.flags & dns.flags.QR or not query.question:
                return None
            return self._reply(query, server).to_wire(max_size=_MAX_BYTES)
        except (dns.exception.DNSException, ValueError, KeyError, IndexError, NotImplementedError, struct.error):
            return None

    def _reply(self, query: dns.message.Message, server: str) -> dns.message.Message:
        reply = dns.message.make_response(query, recursion_available=True)
        for question in query.question:
            name = question.name.to_text(omit_final_dot=True)
            kind = dns.rdatatype.to_text(question.rdtype)
            found = self._resolve(name, kind) if question.rdclass == dns.rdataclass.IN else ""
            if found:
                reply.answer.append(dns.rrset.from_text(question.name, _TTL_S, "IN", kind, found))
            else:
                soa = "ns1.dns-host.net. hostmaster.dns-host.net. 2026010101 7200 3600 1209600 300"
                reply.authority.append(dns.rrset.from_text(question.name, _TTL_S, "IN", "SOA", soa))
            self._journal.question(server, name, kind, (found,) if found else ())
        return reply

    def _resolve(self, name: str, kind: str) -> str:
        local = name.lower() == "localhost" or name.lower().endswith(".localhost")  # RFC 6761 section 6.3
        if kind == "A":
            return "127.0.0.1" if local else self._addresses.v4(name.lower())
        return "::1" if local and kind == "AAAA" else ""


def _is_one_question(data: bytes) -> bool:
    """Whether the header promises one question and next to nothing else, which is all that is worth reading.

    One message could hold ten thousand names that point at each other, and take us half a minute.
    Source: RFC 1035 section 4.1.1 (the counts); RFC 9619 (more than one question is malformed).
    """
    if len(data) < _HEADER_BYTES:
        return False
    questions, answers, authorities, additional = struct.unpack_from("!4H", data, 4)
    return (questions, answers, authorities) == (1, 0, 0) and additional <= _MOST_ADDITIONAL


def _asked_address(family: int, ancillary: list[tuple[int, int, bytes]]) -> tuple[str, list[tuple[int, int, bytes]]]:
    """The address that was asked, and the control message that makes the reply come from there."""
    for level, kind, data in ancillary:
        if family == socket.AF_INET and (level, kind) == (socket.SOL_IP, _IP_PKTINFO):
            packed = data[8:12]  # struct in_pktinfo: interface, local address, header's destination
            control = struct.pack("=i4s4s", 0, packed, b"\0\0\0\0")
            return socket.inet_ntop(socket.AF_INET, packed), [(level, kind, control)]
        if family == socket.AF_INET6 and (level, kind) == (socket.IPPROTO_IPV6, socket.IPV6_PKTINFO):
            packed = data[:16]  # struct in6_pktinfo: address, interface
            return socket.inet_ntop(socket.AF_INET6, packed), [(level, kind, packed + struct.pack("=i", 0))]
    return "", []
