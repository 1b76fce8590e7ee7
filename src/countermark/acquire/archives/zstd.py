"""A file compressed by Zstandard: a tar as a rule, which is then opened as what it is.

Source: RFC 8878 (2021), sections 3.1.1 and 3.1.2, https://www.rfc-editor.org/rfc/rfc8878 (read 2026-11).
"""

from __future__ import annotations

from typing import BinaryIO

import zstandard

from countermark.acquire.archives.record import Archive
from countermark.acquire.lone_stream import Inflate, unpack_lone
from countermark.acquire.unpacking import Unpacking

_MAGIC = b"\x28\xb5\x2f\xfd"
_WINDOW_BYTES = 128 << 20
"""What ``zstd -d`` grants without being told to; a header may ask for more. Source: zstd(1), 1.5 (read 2026-11)."""


class _Frame:
    """One frame, in the manner of the standard library's decompressors."""

    def __init__(self) -> None:
        self._decompress = zstandard.ZstdDecompressor(max_window_size=_WINDOW_BYTES).decompressobj()
        self._ready = b""

    @property
    def eof(self) -> bool:
        return self._decompress.eof and not self._ready

    @property
    def needs_input(self) -> bool:
        return not self._ready

    @property
    def unused_data(self) -> bytes:
        return self._decompress.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Up to ``max_length`` bytes; what a piece of input gives beyond that waits here."""
        if data:
            self._ready += self._decompress.decompress(data)
        out, self._ready = self._ready[:max_length], self._ready[max_length:]
        return out


def unpack(source: BinaryIO, into: Unpacking) -> None:
    """The one file; several frames in a row are one, as zstd(1) has it."""
    # A block of 128 KiB may be three bytes long, so that a small piece of input is as much as is safe to take.
    unpack_lone(source, into, begin=_begin, magic=_MAGIC, wrong=zstandard.ZstdError, read_bytes=512)


def _begin() -> Inflate:
    return _Frame()


def matches(head: bytes, name: str) -> bool:
    """Whether it begins with a frame."""
    del name
    return head.startswith(_MAGIC)


ZSTD = Archive(id="zstd", title="File compressed by Zstandard", matches=matches, unpack=unpack, used_as_is=True)
