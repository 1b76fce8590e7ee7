"""A file compressed by xz: a tar as a rule, which is then opened as what it is.

Source: The .xz File Format 1.2.1 (2024), https://tukaani.org/xz/xz-file-format.txt (read 2026-11).
"""

from __future__ import annotations

import lzma
from typing import BinaryIO

from countermark.acquire.archives.record import Archive
from countermark.acquire.lone_stream import Inflate, unpack_lone
from countermark.acquire.unpacking import Unpacking

_MAGIC = b"\xfd7zXZ\0"
_MEMORY_BYTES = 128 << 20
"""``xz -9`` needs 65 MiB to decompress; a header may ask for 4 GiB. Source: xz(1), 5.4 (read 2026-11)."""


def _begin() -> Inflate:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY_BYTES)


def unpack(source: BinaryIO, into: Unpacking) -> None:
    """The one file; several streams in a row are one, as xz(1) has it."""
    unpack_lone(source, into, begin=_begin, magic=_MAGIC, wrong=lzma.LZMAError)


def matches(head: bytes, name: str) -> bool:
    """Whether it begins as a stream of xz does."""
    del name
    return head.startswith(_MAGIC)


XZ = Archive(id="xz", title="File compressed by xz", matches=matches, unpack=unpack, used_as_is=True)
