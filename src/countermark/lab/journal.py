"""What happens during a run, written down as it comes: streams, questions, datagrams."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from countermark.model.run import Blob, Chunk, Connection, Datagram, Direction, DnsQuery
from countermark.sandbox.limits import Limits

_RECORD_BYTES = 512  # about what one record costs us in memory, however few bytes it is of


class StreamLog:
    """Bytes in order: all of them hashed, the first of them kept."""

    def __init__(self, allowed: Callable[[int], int]) -> None:
        """``allowed`` says how many of so many more bytes may be kept, over all streams of the run."""
        self._hash = hashlib.sha256()
        self._kept = bytearray()
        self._allowed = allowed
        self._full = False
        self.size_bytes = 0

    def add(self, data: bytes) -> None:
        """``data`` comes next."""
        self._hash.update(data)
        self.size_bytes += len(data)
        if not self._full:
            room = self._allowed(len(data))
            self._kept += data[:room]
            # A gap in the middle would make offsets lie, so nothing is kept after the first cut.
            self._full = room < len(data)

    def blob(self) -> Blob:
        """What came so far."""
        return Blob(sha256=self._hash.hexdigest(), size_bytes=self.size_bytes, kept_bytes=len(self._kept))

    @property
    def kept(self) -> bytes:
        """The bytes to store."""
        return bytes(self._kept)


@dataclass(slots=True, kw_only=True)
class OpenConnection:
    """A ``Connection`` being written."""

    id: int
    opened_s: float
    address: str
    port: int
    host: str
    proxy: str
    client: StreamLog
    server: StreamLog
    tls: bool = False
    server_name: str = ""
    alpn: str = ""
    transport: str = "unknown"
    chunks: list[Chunk] = field(default_factory=list)

    def frozen(self) -> Connection:
        """The record as it travels."""
        return Connection(
            id=self.id,
            opened_s=self.opened_s,
            address=self.address,
            port=self.port,
            host=self.host,
            tls=self.tls,
            server_name=self.server_name,
            alpn=self.alpn,
            proxy=self.proxy,
            transport=self.transport,
            client=self.client.blob(),
            server=self.server.blob(),
            chunks=tuple(self.chunks),
        )


class Journal:
    """The run's record. ``stop`` is called once, with a reason, when a limit on the network is passed."""

    def __init__(self, limits: Limits, stop: Callable[[str], None]) -> None:
        self._limits, self._stop = limits, stop
        self._began = time.monotonic()
        self._kept_left = limits.kept_total_bytes
        self._traffic = 0
        self._answering_s = 0.0
        self.over = False
        """A limit on the network was passed: what comes now is not read any more."""
        self.connections: list[OpenConnection] = []
        self.dns: list[DnsQuery] = []
        self.datagrams: list[tuple[float, str, int, StreamLog]] = []

    def now_s(self) -> float:
        """Seconds since the run began, to the microsecond."""
        return round(time.monotonic() - self._began, 6)

    def stream(self) -> StreamLog:
        """A new stream, whose kept bytes count against its own cap and the run's."""
        left = self._limits.kept_bytes

        def allowed(wanted: int) -> int:
            nonlocal left
            room = max(0, min(wanted, left, self._kept_left))
            left -= room
            self._kept_left -= room
            return room

        return StreamLog(allowed)

    def open(self, address: str, port: int, host: str, proxy: str = "") -> OpenConnection:
        """A new connection's record."""
        record = OpenConnection(
            id=len(self.connections),
            opened_s=self.now_s(),
            address=address,
            port=port,
            host=host,
            proxy=proxy,
            client=self.stream(),
            server=self.stream(),
        )
        self.connections.append(record)
        if len(self.connections) > self._limits.connections:
            self._break_off(f"more than {self._limits.connections} connections")
        return record

    def piece(self, record: OpenConnection, direction: Direction, data: bytes) -> None:
        """``data`` was read from, or written to, the tool."""
        (record.client if direction is Direction.CLIENT else record.server).add(data)
        record.chunks.append(Chunk(at_s=self.now_s(), direction=direction, length_bytes=len(data)))
        self._count(len(data))

    def answering(self, seconds: float) -> None:
        """So much CPU time went into what came over a connection."""
        self._answering_s += seconds
        if self._answering_s > self._limits.answering_s:
            self._break_off(f"more than {self._limits.answering_s:g} s of the lab's CPU time to answer it")

    def question(self, server: str, name: str, kind: str, answers: tuple[str, ...]) -> None:
        """A DNS question was answered."""
        self.dns.append(DnsQuery(at_s=self.now_s(), server=server, name=name, type=kind, answers=answers))
        self._count(len(name))

    def datagram(self, address: str, port: int, payload: bytes) -> None:
        """A datagram that nobody answers."""
        log = self.stream()
        log.add(payload)
        self.datagrams.append((self.now_s(), address, port, log))
        self._count(len(payload))

    def frozen_datagrams(self) -> tuple[Datagram, ...]:
        """The datagrams as they travel."""
        return tuple(
            Datagram(at_s=at_s, address=address, port=port, payload=log.blob())
            for at_s, address, port, log in self.datagrams
        )

    def _count(self, size: int) -> None:
        # Every record costs memory of ours, also one of no bytes.
        self._traffic += size + _RECORD_BYTES
        if self._traffic > self._limits.traffic_bytes:
            self._break_off(f"more than {self._limits.traffic_bytes} bytes over the network")

    def _break_off(self, reason: str) -> None:
        self.over = True
        self._stop(reason)
