"""A lone gzipped file: what a program unpacks by itself when it wants it.

Source: RFC 1952 (1996), https://www.rfc-editor.org/rfc/rfc1952 (read 2026-11).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from countermark.acquire.archives import tgz
from countermark.acquire.archives.record import Archive
from countermark.acquire.archives.tgz import Gunzip
from countermark.acquire.labels import path_of
from countermark.acquire.unpacking import Origin, Unpacking

_GZIP = b"\x1f\x8b\x08"
_HEADER_BYTES = 10
_EXTRA, _NAME = 4, 8
_NAME_BYTES = 256
_CHUNK = 1 << 18


def unpack(source: BinaryIO, into: Unpacking) -> None:
    """The one file, under the name that the header has for it. It is unpacked twice, since its size stands nowhere."""
    name = _name(source.read(_HEADER_BYTES + _NAME_BYTES))
    size = sum(map(len, _contents(source, into)))
    origin = Origin(label=name)
    into.packed_bytes = 0
    into.write_file(path_of(name), 0o644, size, _contents(source, into), origin)


def _contents(source: BinaryIO, into: Unpacking) -> Iterator[bytes]:
    source.seek(0)
    stream = Gunzip(source, into)
    while chunk := stream.read(_CHUNK):
        yield chunk


def _name(header: bytes) -> str:
    """The original name; a plain word where the header has none, or more than a name."""
    flags = header[3] if len(header) > _HEADER_BYTES else 0
    if flags & _NAME and not flags & _EXTRA:
        return header[_HEADER_BYTES:].split(b"\0", 1)[0].decode("latin-1") or "content"
    return "content"


def matches(head: bytes, name: str) -> bool:
    """Whether it is gzip, and no tar is in it."""
    return head.startswith(_GZIP) and not tgz.matches(head, name)


GZIP = Archive(id="gzip", title="Lone gzipped file", matches=matches, unpack=unpack, used_as_is=True)
