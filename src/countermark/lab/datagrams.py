"""Every packet of the tool that is not TCP, and that the name server does not take, is recorded, on whatever port.

Source: packet(7): on the loopback interface each packet is seen twice, once as outgoing; RFC 768, RFC 791, RFC 8200.
"""

from __future__ import annotations

import asyncio
import ctypes
import ipaddress
import socket
import struct
from dataclasses import dataclass

from countermark.lab.dns import PORT as DNS_PORT
from countermark.lab.journal import Journal
from countermark.lab.network import INTERFACE
from countermark.sandbox import cbpf
from countermark.sandbox.cbpf import Instruction

_ETH_P_ALL = 0x0003
_SO_ATTACH_FILTER = 26  # asm-generic/socket.h
_ICMP, _TCP, _UDP, _ICMP_V6 = 1, 6, 17, 58
_FRAGMENT = 44
_EXTENSIONS = (0, 43, _FRAGMENT, 60)  # hop-by-hop, routing, fragment, destination (RFC 8200 section 4)
_V4, _V6 = 4, 6
_V4_HEADER_BYTES = 20
_V6_HEADER_BYTES = 40
_UDP_HEADER_BYTES = 8
_MAX_BYTES = 65_600
_LOOPBACK = "lo"
_OUTGOING = 4  # PACKET_OUTGOING, linux/if_packet.h


def _unless(offset: int, *protocols: int) -> tuple[Instruction, ...]:
    """The packet is taken unless the byte at ``offset`` is one of ``protocols``."""
    return (
        cbpf.load(cbpf.LOAD_BYTE, offset),
        *(step for number in protocols for step in cbpf.when(cbpf.JUMP_EQUAL, number, cbpf.give(0))),
        cbpf.give(_MAX_BYTES),
    )


_PROGRAM = cbpf.assemble(
    (
        cbpf.load(cbpf.LOAD_BYTE, 0),
        cbpf.mask(0xF0),
        *cbpf.when(cbpf.JUMP_EQUAL, _V4 << 4, *_unless(9, _TCP, _ICMP)),
        *cbpf.when(cbpf.JUMP_EQUAL, _V6 << 4, *_unless(6, _TCP, _ICMP_V6)),
        cbpf.give(0),
    )
)


class Sniffer:
    """Sees all packets of the run's network but TCP; what goes to a foreign address, and is no DNS, is written down."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        there = {name for _, name in socket.if_nameindex()}
        self._sockets = {name: _packets(name) for name in (_LOOPBACK, INTERFACE) if name in there}

    def listen(self, loop: asyncio.AbstractEventLoop) -> None:
        """Packets are taken from now on."""
        for name, made in self._sockets.items():
            loop.add_reader(made, self._readable, name)

    def close(self, loop: asyncio.AbstractEventLoop) -> None:
        """What came so far is written down; no more is taken."""
        for name, made in self._sockets.items():
            loop.remove_reader(made)
            while self._readable(name):
                pass
            made.close()

    def _readable(self, interface: str) -> bool:
        try:
            packet, (_, _, kind, *_) = self._sockets[interface].recvfrom(_MAX_BYTES)
        except OSError:
            return False
        # A socket may be tied to the other interface, which has no other end: what it sends is seen on its way out.
        found = read_udp(packet) if (kind == _OUTGOING) == (interface != _LOOPBACK) else None
        if found is not None:
            self._journal.datagram(*found)
        return True


def _packets(interface: str) -> socket.socket:
    made = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK, 0)
    _filter(made, _PROGRAM)
    # Bound only now: before the filter is set it would see everything.
    made.bind((interface, _ETH_P_ALL))
    return made


def read_udp(packet: bytes) -> tuple[str, int, bytes] | None:
    """Destination, port and payload of an IP packet; ``None`` for TCP, DNS, loopback, and what is no packet. Total.

    What has no port, as a later fragment or a strange protocol, has port 0: it is recorded all the same.
    """
    found = _content(packet)
    if found is None or found.protocol in (_TCP, _ICMP, _ICMP_V6) or found.address.is_loopback:
        return None
    payload = packet[found.start :]
    if found.protocol != _UDP or len(payload) < _UDP_HEADER_BYTES:
        return str(found.address), 0, payload
    source, port = struct.unpack_from("!HH", payload)
    return None if DNS_PORT in (source, port) else (str(found.address), port, payload[_UDP_HEADER_BYTES:])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    address: ipaddress.IPv4Address | ipaddress.IPv6Address
    protocol: int
    start: int


def _content(packet: bytes) -> _Content | None:
    """Where an IP packet is going, and what it carries from where on; protocol 0 for what has lost its beginning."""
    version = packet[0] >> 4 if packet else 0
    if version == _V4 and len(packet) >= _V4_HEADER_BYTES:
        later = int.from_bytes(packet[6:8]) & 0x1FFF
        address = ipaddress.IPv4Address(packet[16:20])
        return _Content(address=address, protocol=0 if later else packet[9], start=(packet[0] & 0xF) * 4)
    if version == _V6 and len(packet) >= _V6_HEADER_BYTES:
        protocol, start = _behind_extensions(packet)
        return _Content(address=ipaddress.IPv6Address(packet[24:40]), protocol=protocol, start=start)
    return None


def _behind_extensions(packet: bytes) -> tuple[int, int]:
    """The protocol that an IPv6 packet carries behind its extension headers, and where that begins."""
    kind, start = packet[6], _V6_HEADER_BYTES
    while kind in _EXTENSIONS and start + 8 <= len(packet):
        if kind == _FRAGMENT and int.from_bytes(packet[start + 2 : start + 4]) >> 3:
            return 0, start + 8
        length = 8 if kind == _FRAGMENT else (packet[start + 1] + 1) * 8
        kind, start = packet[start], start + length
    return kind, start


def _filter(packets: socket.socket, program: bytes) -> None:
    held = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog, with the padding that a pointer's alignment brings
    described = struct.pack("@HP", len(program) // 8, ctypes.addressof(held))
    packets.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, described)
