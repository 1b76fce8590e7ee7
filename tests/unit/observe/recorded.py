"""Builds captures in memory: streams of connections, with their bytes under their digests."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace

from countermark.model.observation import Observation
from countermark.model.run import Blob, Capture, Chunk, Connection, Datagram, Direction, DnsQuery, Session
from countermark.observe import observe

API = "api.anthropic.com"


def post(path: str, body: object, *headers: str, host: str = API) -> bytes:
    """A JSON request as it stands on the wire."""
    data = body if isinstance(body, bytes) else json.dumps(body, separators=(",", ":")).encode()
    lines = (f"POST {path} HTTP/1.1", f"Host: {host}", *headers, f"Content-Length: {len(data)}", "", "")
    return "\r\n".join(lines).encode() + data


@dataclass
class Recorded:
    """What a run left; ``say`` adds a connection."""

    connections: list[Connection] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)
    sessions: tuple[Session, ...] = ()

    def blob(self, data: bytes) -> Blob:
        digest = hashlib.sha256(data).hexdigest()
        self.blobs[digest] = data
        return Blob(sha256=digest, size_bytes=len(data), kept_bytes=len(data))

    def say(self, data: bytes, host: str = API, *, at_s: float = 0.0, **more: object) -> Recorded:
        made = Connection(
            id=len(self.connections),
            opened_s=at_s,
            address="203.0.113.5",
            port=443,
            host=host,
            tls=True,
            server_name=host,
            alpn="http/1.1",
            proxy="",
            transport="http/1.1",
            client=self.blob(data),
            server=self.blob(b""),
            chunks=(Chunk(at_s=at_s, direction=Direction.CLIENT, length_bytes=len(data)),),
        )
        self.connections.append(replace(made, **more))
        return self

    def started(self, wall_s: float, cpu_s: float) -> Recorded:
        """One more session of so many seconds."""
        empty = self.blob(b"")
        self.sessions += (
            Session(
                argv=("t",),
                exit_code=0,
                timed_out=False,
                stopped_by="",
                wall_s=wall_s,
                cpu_s=cpu_s,
                stdout=empty,
                stderr=empty,
            ),
        )
        return self

    def seen(self, *dns: str, datagrams: tuple[Datagram, ...] = (), base_url: str = "") -> Observation:
        capture = Capture(
            run="0001",
            started="2026-11-18T10:30:00Z",
            clock="2026-11-18T10:30:00Z",
            sessions=self.sessions,
            connections=tuple(self.connections),
            dns=tuple(DnsQuery(at_s=0.0, server="192.0.2.53", name=name, type="A", answers=()) for name in dns),
            datagrams=datagrams,
            files=(),
            lab_s=0.1,
        )
        return observe(capture, lambda blob: self.blobs[blob.sha256], "anthropic-messages", base_url)


def texts(found: Observation, part: str) -> dict[str, str]:
    """Features of one part by pointer or name."""
    return {one.address.pointer or one.address.name: one.text for one in found.features if one.address.part == part}
