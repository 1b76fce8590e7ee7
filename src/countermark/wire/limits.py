"""How much one connection may make us hold: beyond it, the stream is broken, by name."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Generous beside what tools send (the largest body measured was 228 kB), small beside a machine's memory.

    ``body_kept_bytes`` are kept of a body (of all unfinished bodies of a connection together, for HTTP/2); what goes on
    is counted. ``body_bytes`` ends the connection. ``framing_bytes`` bounds what is spent on chunk sizes and trailers.
    """

    head_bytes: int = 256 * KIB
    body_kept_bytes: int = 32 * MIB
    body_bytes: int = 512 * MIB
    framing_bytes: int = 8 * MIB
    requests: int = 10_000
    concurrent_streams: int = 100
    control_frames: int = 100_000
    message_bytes: int = 32 * MIB


DEFAULT_LIMITS = Limits()
