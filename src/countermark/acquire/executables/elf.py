"""ELF: sections, loaded segments and notes.

Source: System V ABI, "Object Files", https://gabi.xinuos.com/elf/ (read 2026-11). Notes are walked as Node's loader
walks them: https://github.com/nodejs/postject, postject-api.h (read 2026-11).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from countermark.acquire.executables.region import MOST, Region
from countermark.acquire.window import Window

_MAGIC = b"\x7fELF"
_HEAD_BYTES = 64
_WIDE = 2
_BIG_ENDIAN = 2
_LOAD, _NOTE = 1, 4
_NO_BITS = 8
_NAME_BYTES = 64
_NOTE_HEAD_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How a file of one width is laid out, as struct formats without the byte order."""

    head: str  # where segment and section headers stand; their sizes and counts; which section holds the names
    segment: str
    section: str


_FORMS = {
    True: _Form(head="32xQQ6xHHHHH", segment="I4xQQ8xQ16x", section="II16xQQ24x"),
    False: _Form(head="28xII6xHHHHH12x", segment="IIIxxxxIxxxxxxxxxxxx", section="II8xII16x"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """Headers of one sort: where, how large each, how many."""

    offset: int
    each_bytes: int
    count: int

    def rows(self, window: Window, layout: str) -> Iterator[tuple[int, ...]]:
        if self.each_bytes < struct.calcsize(layout):
            return
        for index in range(min(self.count, MOST)):
            raw = window.read(self.offset + index * self.each_bytes, struct.calcsize(layout))
            yield struct.unpack(layout, raw)


def matches(head: bytes) -> bool:
    """Whether it begins as ELF does."""
    return head.startswith(_MAGIC)


def read(window: Window) -> Iterator[Region]:
    """Segments and the notes in them first, since the system itself goes by them; then named sections."""
    head = window.read(0, _HEAD_BYTES)
    form = _FORMS[head[4] == _WIDE]
    order = ">" if head[5] == _BIG_ENDIAN else "<"
    fields = struct.unpack(order + form.head, head)
    segments_at, sections_at, segment_bytes, segments, section_bytes, sections, names = fields
    table = _Table(offset=segments_at, each_bytes=segment_bytes, count=segments)
    for kind, offset, address, size in table.rows(window, order + form.segment):
        if kind == _LOAD:
            yield Region(kind="segment", name="", offset_bytes=offset, size_bytes=size, address=address)
        elif kind == _NOTE:
            yield from _notes(window, offset, offset + size, order)
    yield from _sections(
        window, _Table(offset=sections_at, each_bytes=section_bytes, count=sections), order + form.section, names
    )


def _notes(window: Window, offset: int, end: int, order: str) -> Iterator[Region]:
    for _ in range(MOST):
        if offset + _NOTE_HEAD_BYTES > end:
            return
        name_bytes, size, _kind = struct.unpack(order + "III", window.read(offset, _NOTE_HEAD_BYTES))
        name = window.read(offset + _NOTE_HEAD_BYTES, min(name_bytes, _NAME_BYTES))
        start = offset + _NOTE_HEAD_BYTES + _padded(name_bytes)
        yield Region(kind="note", name=_text(name), offset_bytes=start, size_bytes=size)
        offset = start + _padded(size)


def _sections(window: Window, table: _Table, layout: str, names: int) -> Iterator[Region]:
    rows = list(table.rows(window, layout))
    if names >= len(rows):
        return
    _, _, names_at, names_bytes = rows[names]
    for name_at, kind, offset, size in rows:
        if kind == _NO_BITS or name_at >= names_bytes:
            continue
        name = window.read(names_at + name_at, min(_NAME_BYTES, names_bytes - name_at))
        yield Region(kind="section", name=_text(name), offset_bytes=offset, size_bytes=size)


def _padded(size: int) -> int:
    return size + -size % 4


def _text(raw: bytes) -> str:
    return raw.split(b"\0", 1)[0].decode("latin-1")
