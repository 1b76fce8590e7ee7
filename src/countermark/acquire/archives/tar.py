"""Plain tar: what lies inside of a compressed stream, and seldom alone."""

from __future__ import annotations

from typing import BinaryIO

from countermark.acquire.archives.record import Archive
from countermark.acquire.archives.tgz import unpack_entries
from countermark.acquire.tar_stream import BLOCK, is_header
from countermark.acquire.unpacking import Unpacking

_MAGIC_AT, _MAGIC = 257, b"ustar"


def unpack(source: BinaryIO, into: Unpacking) -> None:
    """Every entry; what follows the end of the tar is read and noted."""

    def read(count: int) -> bytes:
        chunk = source.read(count)
        into.read_packed(len(chunk))
        return chunk

    unpack_entries(read, into)


def matches(head: bytes, name: str) -> bool:
    """Whether it begins with a header; older ones have no mark, and are told by their name and their check sum."""
    if head[_MAGIC_AT:].startswith(_MAGIC):
        return True
    return name.endswith(".tar") and len(head) >= BLOCK and is_header(head[:BLOCK])


TAR = Archive(id="tar", title="Plain tar", matches=matches, unpack=unpack, compresses=False)
