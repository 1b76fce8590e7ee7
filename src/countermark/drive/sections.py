"""Cuts a stream of bytes into texts that can be judged one by one, at places where no mark is torn.

A section ends at a line end once it has the size of the documents by which suspicion is told. A line is kept whole up
to a limit, since it may be one JSON value; beyond that it is cut after a blank or a comma, at worst between two
characters.
"""

from __future__ import annotations

import ctypes
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import IO

from countermark.drive.quick.engine import Engine, Look
from countermark.drive.recoding import ZSTANDARD, Damaged, Recoded, Unpacked, unicode_encoding
from countermark.drive.sources_of_text import Source
from countermark.model.scan import Unread

SECTION_BYTES = 65_536
LONGEST_LINE_BYTES = 8 << 20
_READ_BYTES = 1 << 16
_BUFFER_BYTES = 1 << 20
_GZIP = b"\x1f\x8b"
_LOOKED_AT = 8192
_LINE_FEED = 10
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
    channels: frozenset[str] | None = None
    """Those that may find something, where an engine says so."""


@dataclass(frozen=True, slots=True)
class Passed:
    """So many bytes in which nothing can be found."""

    size: int


_Fill = Callable[[memoryview], int]


def sections(source: Source, gate: Engine | None = None) -> Iterator[Sectioned | Passed | Unread]:
    """The sections of a source, in order; where it is no text, or damaged, why.

    Raises:
        OSError: it cannot be opened or read.
    """
    with nullcontext(sys.stdin.buffer) if source.path is None else source.path.open("rb", 0) as stream:
        head = _head(stream)
        if head.startswith(_GZIP):
            yield from _Cut(source.name, gate).sections(_Inflated(head, stream).fill)
        elif head.startswith(ZSTANDARD):
            yield from _Cut(source.name, gate).sections(Unpacked(head, stream).fill)
        elif encoding := unicode_encoding(head):
            yield from _Cut(source.name, gate).sections(Recoded(head, stream, encoding).fill)
        elif _is_binary(head):
            yield Unread(file=source.name, why="no text", expected=True)
        else:
            yield from _Cut(source.name, gate).sections(_Plain(head, stream).fill)


def _is_binary(head: bytes) -> bool:
    """Whether one byte in ten is a control that texts do not have; a few are text with something odd in it."""
    return 10 * (len(head) - len(head.translate(None, _CONTROLS))) > len(head)


def _head(stream: IO[bytes]) -> bytes:
    """The first bytes, as many as tell what it is; a pipe gives them a few at a time."""
    head = b""
    while len(head) < _LOOKED_AT and (more := stream.read(_LOOKED_AT - len(head))):
        head += more
    return head


class _Plain:
    """Fills memory with what a stream holds, its head first."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._head, self._stream = head, stream

    def fill(self, room: memoryview) -> int:
        if self._head:
            size = min(len(room), len(self._head))
            room[:size] = self._head[:size]
            self._head = self._head[size:]
            return size
        return self._stream.readinto(room) or 0  # type: ignore[attr-defined] # every binary stream has it


class _Inflated:
    """Fills memory with the bytes of one or more gzip members."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._rest, self._stream = head, stream
        self._inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        self._is_within = False

    def fill(self, room: memoryview) -> int:
        """Raises: Damaged."""
        while True:
            self._rest = self._rest or self._stream.read(_READ_BYTES) or b""
            if not self._rest:
                if self._is_within:
                    raise Damaged("gzip data that is cut off")
                return 0
            self._is_within = True
            try:
                found = self._inflater.decompress(self._rest, len(room))
            except zlib.error as error:
                raise Damaged(f"damaged gzip data: {error}") from error
            self._rest = self._inflater.unconsumed_tail
            if self._inflater.eof:
                self._rest, self._is_within = self._inflater.unused_data, False
                self._inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            if found:
                room[: len(found)] = found
                return len(found)


class _Cut:
    """Holds a part of a stream in memory, no more than the longest line, and cuts it."""

    def __init__(self, name: str, gate: Engine | None) -> None:
        self._name, self._gate = name, gate
        self._data = bytearray(_BUFFER_BYTES)
        self._at = _Position()
        self._has_long_line = False

    def sections(self, fill: _Fill) -> Iterator[Sectioned | Passed | Unread]:
        first = end = 0
        while True:
            try:
                size = self._more(first, end, fill)
            except Damaged as error:
                yield Unread(file=self._name, why=str(error))
                size = 0
            first, end = 0, end - first + size
            if not size:
                break
            while (stop := self._end_of_section(first, end)) is not None:
                yield self._one(first, stop)
                first = stop
        if end:
            yield self._one(0, end)
        if self._has_long_line:
            long = f"a line of more than {LONGEST_LINE_BYTES:,} bytes was read in parts"
            yield Unread(file=self._name, why=f"{long}: what it encodes across them is not seen")

    def _more(self, first: int, end: int, fill: _Fill) -> int:
        """Moves what is left to the beginning, and reads on behind it."""
        kept = end - first
        self._data[:kept] = self._data[first:end]
        if kept == len(self._data):
            self._data.extend(bytes(len(self._data)))
        with memoryview(self._data) as whole, whole[kept:] as room:
            return fill(room)

    def _one(self, first: int, stop: int) -> Sectioned | Passed:
        if self._gate is None:
            return self._at.section(bytes(self._data[first:stop]))
        address = ctypes.addressof(ctypes.c_char.from_buffer(self._data))
        look = self._gate.look(address + first, stop - first)
        if look.channels is not None and not look.channels:
            return self._at.passed(self._data, first, stop, look)
        return self._at.section(bytes(self._data[first:stop]), look.channels)

    def _end_of_section(self, first: int, end: int) -> int | None:
        """Where the first section ends; ``None`` where more must be read to tell."""
        data = self._data
        if end - first < SECTION_BYTES:
            return None
        line_end = data.rfind(b"\n", first, first + SECTION_BYTES)
        if line_end < 0:
            line_end = data.find(b"\n", first + SECTION_BYTES, min(end, first + LONGEST_LINE_BYTES))
        if line_end >= 0:
            return line_end + 1
        if end - first < LONGEST_LINE_BYTES:
            return None
        self._has_long_line = True
        last = first + LONGEST_LINE_BYTES
        blank = max(data.rfind(b" ", first, last), data.rfind(b",", first, last))
        if blank - first > LONGEST_LINE_BYTES // 2:
            return blank + 1
        while data[last - 1] & 0xC0 == 0x80 and last > first + LONGEST_LINE_BYTES - 4:  # noqa: PLR2004 -- RFC 3629, 3
            last -= 1
        return last - 1 if data[last - 1] >= 0xC0 else last  # noqa: PLR2004 -- the first byte of a character


@dataclass(slots=True)
class _Position:
    """Where in the stream the next section begins."""

    byte: int = 0
    character: int = 0
    line: int = 1
    column: int = 1
    is_json: bool = False

    def section(self, data: bytes, channels: frozenset[str] | None = None) -> Sectioned:
        """The next section, which is these bytes."""
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
            channels=channels,
        )
        self.byte += len(data)
        self.character += len(text)
        lines = text.count("\n")
        self.line += lines
        self.column = len(text) - text.rfind("\n") if lines else self.column + len(text)
        return found

    def passed(self, data: bytearray, first: int, stop: int, look: Look) -> Passed:
        """The next section is passed by; an engine counted it."""
        if self.byte == 0:
            head = data[first : min(stop, first + _LOOKED_AT)].decode("utf-8", "replace")
            self.is_json = head.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}
        self.byte += stop - first
        self.character += look.characters
        self.line += look.lines
        if data[stop - 1] == _LINE_FEED:
            self.column = 1
        else:
            last = data.rfind(b"\n", first, stop) + 1 if look.lines else first
            self.column = len(data[last:stop].decode("utf-8")) + (1 if look.lines else self.column)
        return Passed(stop - first)
