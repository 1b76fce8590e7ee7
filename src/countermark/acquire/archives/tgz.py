"""Gzipped tar: what npm packages and source distributions are."""

from __future__ import annotations

import zlib
from typing import BinaryIO

from countermark.acquire.archives.record import Archive
from countermark.acquire.tar_stream import Header, Read, TarStream
from countermark.acquire.unpacking import Unpacking, refuse, shown

_GZIP = b"\x1f\x8b"
_READ = 1 << 16
_DRAIN = 1 << 18
_WINDOW_BITS = 31  # zlib's word for: expect a gzip header, and check the sum and length that end it
_FORBIDDEN = {"3": "a character device", "4": "a block device", "6": "a named pipe"}


class Gunzip:
    """A gzip stream, decompressed piece by piece; several members in a row are one stream, as gzip(1) has it."""

    def __init__(self, source: BinaryIO, into: Unpacking) -> None:
        self._source = source
        self._into = into
        self._inflate = zlib.decompressobj(_WINDOW_BITS)
        self._input = b""
        self._started = False
        self._ended = False
        self._out_bytes = 0

    def read(self, count: int) -> bytes:
        """Up to ``count`` bytes; nothing only at the end."""
        while not self._ended:
            if not self._input:
                self._input = self._source.read(_READ)
                self._into.read_packed(len(self._input))
            if not self._input:
                raise refuse("the compressed stream stops early: the archive is cut short")
            self._started = True
            try:
                out = self._inflate.decompress(self._input, count)
            except zlib.error:
                raise refuse("the compressed stream is damaged") from None
            self._input = self._inflate.unconsumed_tail
            if self._inflate.eof:
                self._next_member()
            if out:
                return self._counted(out)
        return b""

    def _counted(self, out: bytes) -> bytes:
        self._out_bytes += len(out)
        self._into.check_growth(self._out_bytes)
        return out

    def _next_member(self) -> None:
        rest = self._inflate.unused_data
        if len(rest) < len(_GZIP):
            more = self._source.read(_READ)
            self._into.read_packed(len(more))
            rest += more
        if rest.startswith(_GZIP):
            self._inflate = zlib.decompressobj(_WINDOW_BITS)
            self._input = rest
            return
        if rest.strip(b"\0"):
            self._into.note("bytes that belong to nothing follow the compressed stream")
        self._ended = True


def unpack(source: BinaryIO, into: Unpacking) -> None:
    """Every entry of a gzipped tar; what follows the end of the tar is read for its check sum and noted."""
    unpack_entries(Gunzip(source, into).read, into)


def unpack_entries(read: Read, into: Unpacking) -> None:
    """The entries of a tar, however it was compressed."""
    tar = TarStream(read, into.limits)
    for header in tar:
        _enter(header, tar, into)
    leftover = False
    while chunk := read(_DRAIN):
        leftover = leftover or bool(chunk.strip(b"\0"))
    if leftover:
        into.note("the tar goes on after its own end; readers leave that out")


def _enter(header: Header, tar: TarStream, into: Unpacking) -> None:
    if header.type in "07":
        into.write_file(header.name, header.mode, header.size_bytes, tar.contents())
    elif header.type == "5":
        into.make_folder(header.name)
    elif header.type == "1":
        into.make_hard_link(header.name, header.link)
    elif header.type == "2":
        into.make_symbolic_link(header.name, header.link)
    else:
        kind = _FORBIDDEN.get(header.type, f"of a kind ({header.type!a}) that packages have no use for")
        raise refuse(f"{shown(header.name)} is {kind}")


def matches(head: bytes, name: str) -> bool:
    """Whether it is gzip and what is inside begins as a tar does (a lone gzipped file is a program's own matter)."""
    if not head.startswith(_GZIP):
        return False
    try:
        start = zlib.decompressobj(_WINDOW_BITS).decompress(head, 512)
    except zlib.error:
        return False
    return start[257:262] == b"ustar" or name.endswith((".tgz", ".tar.gz"))


TGZ = Archive(id="tgz", title="Gzipped tar", matches=matches, unpack=unpack)
