"""Undoes LZ-UTF8 compression, as StegCloak uses it.

Source: github.com/rotemdan/lzutf8.js, README «Encoding», 2026-11.
"""

from __future__ import annotations

MAX_BYTES = 1_000_000
"""More than this is not put out: what was read are marks, not an archive."""

_SHORT, _LONG = 0b110, 0b111


def decompressed(data: bytes) -> bytes | None:
    """The bytes that ``data`` stands for; ``None`` where it points to what is not there, or is too long.

    A pointer is 110lllll 0ddddddd or 111lllll 0ddddddd dddddddd: so many bytes again, from so far back. UTF-8's own
    lead bytes look alike, but are followed by a byte whose first bit is set.
    """
    out = bytearray()
    at = 0
    while at < len(data):
        lead = data[at]
        kind = lead >> 5
        if kind not in {_SHORT, _LONG} or at + 1 >= len(data) or data[at + 1] & 0x80:
            out.append(lead)
            at += 1
            continue
        length = lead & 0x1F
        wide = kind == _LONG
        if wide and at + 2 >= len(data):
            return None
        back = data[at + 1] << 8 | data[at + 2] if wide else data[at + 1]
        at += 3 if wide else 2
        if not 0 < back <= len(out) or len(out) + length > MAX_BYTES:
            return None
        start = len(out) - back
        for step in range(length):
            out.append(out[start + step])
    return bytes(out)
