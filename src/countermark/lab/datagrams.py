"""Every UDP datagram that the tool sends and the name server does not take is recorded, on whatever port.

Source: packet(7): on the loopback interface each packet is seen twice, once as outgoing; RFC 768, RFC 791, RFC 8200.
"""

from __future__ import annotations

import asyncio
import ctypes
import ipaddress
import socket
import struct

from countermark.lab.dns import PORT as DNS_PORT
from countermark.lab.journal import Journal
from countermark.sandbox import cbpf

_ETH_P_ALL = 0x0003
_SO_ATTACH_FILTER = 26  # asm-generic/socket.h
_UDP = 17
_V4, _V6 = 4, 6
_V6_HEADER_BYTES = 40
_UDP_HEADER_BYTES = 8
_MAX_BYTES = 65_600
_OUTGOING = 4  # PACKET_OUTGOING, linux/if_packet.h

_PROGRAM = cbpf.assemble(
    (
        cbpf.load(cbpf.LOAD_BYTE, 0),
        cbpf.mask(0xF0),
        *cbpf.when(
            cbpf.JUMP_EQUAL,
            _V4 << 4,
            cbpf.load(cbpf.LOAD_BYTE, 9),
            *cbpf.when(cbpf.JUMP_EQUAL, _UDP, cbpf.give(_MAX_BYTES)),
            cbpf.give(0),
        ),
        *cbpf.when(
            cbpf.JUMP_EQUAL,
            _V6 << 4,
            cbpf.load(cbpf.LOAD_BYTE, 6),
            *cbpf.when(cbpf.JUMP_EQUAL, _UDP, cbpf.give(_MAX_BYTES)),
        ),
        cbpf.give(0),
    )
)


class Sniffer:
    """Sees all UDP of the run's network; what goes to a foreign address and not to port 53 is written down."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK, 0)
        _filter(self._socket, _PROGRAM)
        # Bound only now: before the filter is set it would see everything.
        self._socket.bind(("lo", _ETH_P_ALL))

    def listen(self, loop: asyncio.AbstractEventLoop) -> None:
        """Packets are taken from now on."""
        loop.add_reader(self._socket, self._readable)

    def close(self, loop: asyncio.AbstractEventLoop) -> None:
        """What came so far is written down; no more is taken."""
        loop.remove_reader(self._socket)
        while self._readable():
            pass
        self._socket.close()

    def _readable(self) -> bool:
        try:
            packet, (_, _, kind, *_) = self._socket.recvfrom(_MAX_BYTES)
        except OSError:
            return False
        found = read_udp(packet) if kind != _OUTGOING else None
        if found is not None:
            self._journal.datagram(*found)
        return True


def read_udp(packet: bytes) -> tuple[str, int, bytes] | None:
    """Destination, port and payload of an IP packet; ``None`` for DNS, loopback, and what is no UDP. Total."""
    version = packet[0] >> 4 if packet else 0
    if version == _V4 and len(packet) >= 20:  # noqa: PLR2004 -- the least IPv4 header
        start = (packet[0] & 0xF) * 4
        address: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.IPv4Address(packet[16:20])
    elif version == _V6 and len(packet) >= _V6_HEADER_BYTES:
        start = _V6_HEADER_BYTES
        address = ipaddress.IPv6Address(packet[24:40])
    else:
        return None
    if len(packet) < start + _UDP_HEADER_BYTES:
        return None
    source, port = struct.unpack_from("!HH", packet, start)
    if DNS_PORT in (source, port) or address.is_loopback:
        return None
    return str(address), port, packet[start + _UDP_HEADER_BYTES :]


def _filter(packets: socket.socket, program: bytes) -> None:
    held = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog, with the padding that a pointer's alignment brings
    described = struct.pack("@HP", len(program) // 8, ctypes.addressof(held))
    packets.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, described)
