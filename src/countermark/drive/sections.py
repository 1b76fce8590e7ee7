"""Cuts a stream of bytes into texts that can be judged one by one, at places where no mark is torn.

A section ends at a line end once it has the size of the documents by which suspicion is told. A line is kept whole up
to a limit, since it may be one JSON value; beyond that it is cut after a blank or a comma, at worst between two
characters.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import IO

from countermark.drive.sources_of_text import Source
from countermark.model.scan import Unread

SECTION_BYTES = 65_536
LONGEST_LINE_BYTES = 8 << 20
_READ_BYTES = 1 << 16
_GZIP = b"\x1f\x8b"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 8192
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0c\x1b\x08"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sectioned:
    """A part of a stream: its text (bytes that are no UTF-8 as half surrogates), and where it begins.

    Offsets are those of the stream, inflated where it was compressed; ``line`` and ``column`` count from 1. ``is_json``
    where the stream begins as JSON.
    """

    text: str
    byte_start: int
    byte_end: int
    start: int
    line: int
    column: int
    is_json: bool
    is_first: bool
    is_utf8: bool


def sections(source: Source) -> Iterator[Sectioned | Unread]:
    """The sections of a source, in order; where it is no text, or damaged, why.

    Raises:
        OSError: it cannot be opened or read.
    """
    with nullcontext(sys.stdin.buffer) if source.path is None else source.path.open("rb") as stream:
        head = stream.read(_LOOKED_AT)
        if head.startswith(_GZIP):
            yield from _cut(source.name, _inflated(head, stream))
        elif head.startswith(_UTF_16):
            yield Unread(file=source.name, why="UTF-16, which is not read yet")
        elif _is_binary(head):
            yield Unread(file=source.name, why="no text", expected=True)
        else:
            yield from _cut(source.name, _chunks(head, stream))


def _is_binary(head: bytes) -> bool:
    """Whether one byte in ten is a control that texts do not have; a few are text with something odd in it."""
    return 10 * (len(head) - len(head.translate(None, _CONTROLS))) > len(head)


def _chunks(head: bytes, stream: IO[bytes]) -> Iterator[bytes]:
    chunk = head
    while chunk:
        yield chunk
        chunk = stream.read(_READ_BYTES)


def _inflated(head: bytes, stream: IO[bytes]) -> Iterator[bytes | str]:
    """The bytes of one or more gzip members, a chunk at a time; last a text where it is damaged or cut off."""
    inflater, is_within = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16), False
    for chunk in _chunks(head, stream):
        rest = chunk
        while rest:
            is_within = True
            try:
                yield inflater.decompress(rest, _READ_BYTES)
            except zlib.error as error:
                yield f"damaged gzip data: {error}"
                return
            rest = inflater.unconsumed_tail
            if inflater.eof:
                rest, is_within = inflater.unused_data, False
                inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    if is_within:
        yield "gzip data that is cut off"


def _cut(name: str, chunks: Iterable[bytes | str]) -> Iterator[Sectioned | Unread]:
    kept = bytearray()
    at = _Position()
    for chunk in chunks:
        if isinstance(chunk, str):
            yield Unread(file=name, why=chunk)
            break
        kept += chunk
        while (end := _end_of_section(kept)) is not None:
            yield at.section(bytes(kept[:end]))
            del kept[:end]
    if kept:
        yield at.section(bytes(kept))


def _end_of_section(kept: bytearray) -> int | None:
    """Where the first section ends; ``None`` where more must be read to tell."""
    if len(kept) < SECTION_BYTES:
        return None
    line_end = kept.rfind(b"\n", 0, SECTION_BYTES)
    if line_end < 0:
        line_end = kept.find(b"\n", SECTION_BYTES)
    if line_end >= 0:
        return line_end + 1
    if len(kept) < LONGEST_LINE_BYTES:
        return None
    blank = max(kept.rfind(b" "), kept.rfind(b","))
    end = blank + 1 if blank > LONGEST_LINE_BYTES // 2 else len(kept)
    while end > 1 and end < len(kept) and kept[end] & 0xC0 == 0x80:  # noqa: PLR2004 -- within a character (RFC 3629, 3)
        end -= 1
    return end if end < len(kept) else len(kept) - 4  # what is torn at the very end goes on with what follows


@dataclass(slots=True)
class _Position:
    """Where in the stream the next section begins."""

    byte: int = 0
    character: int = 0
    line: int = 1
    column: int = 1
    is_json: bool = False

    def section(self, data: bytes) -> Sectioned:
        text = data.decode("utf-8", "surrogateescape")
        if self.byte == 0:
            self.is_json = text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}
        found = Sectioned(
            text=text,
            byte_start=self.byte,
            byte_end=self.byte + len(data),
            start=self.character,
            line=self.line,
            column=self.column,
            is_json=self.is_json,
            is_first=self.byte == 0,
            is_utf8=text.isascii() or not any("\udc80" <= char <= "\udcff" for char in text),
        )
        self.byte += len(data)
        self.character += len(text)
        lines = text.count("\n")
        self.line += lines
        self.column = len(text) - text.rfind("\n") if lines else self.column + len(text)
        return found
