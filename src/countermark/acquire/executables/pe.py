"""PE, the executables of Windows: sections, and named resources of free form.

Source: Microsoft, "PE Format", https://learn.microsoft.com/windows/win32/debug/pe-format (read 2026-11).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from countermark.acquire.executables.region import MOST, Region
from countermark.acquire.window import Window

_DOS = b"MZ"
_PE = b"PE\0\0"
_HEADER_AT = 0x3C
_FILE_HEADER_BYTES = 24
_WIDE = 0x20B
_DIRECTORIES_AT = {0x10B: 96, _WIDE: 112}
_RESOURCES = 2
_RAW_DATA = 10  # RT_RCDATA
_SECTION = "<8sIIII16x"
_ELSEWHERE = 0x8000_0000  # of an entry's name: it is a text; of its offset: it leads to a directory


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    name: str
    address: int
    memory_bytes: int
    offset: int
    size: int


def matches(head: bytes) -> bool:
    """Whether it begins as a program of DOS, and so of Windows, does; a text may begin with the same two letters."""
    return head.startswith(_DOS) and b"\0" in head[:_HEADER_AT]


def read(window: Window) -> Iterator[Region]:
    """The sections, then every named resource that is raw data."""
    at = window.number(_HEADER_AT, 4)
    if window.read(at, 4) != _PE:
        return
    count, optional_bytes = window.number(at + 6, 2), window.number(at + 20, 2)
    optional = at + _FILE_HEADER_BYTES
    sections = _sections(window, optional + optional_bytes, count)
    for each in sections:
        yield Region(kind="section", name=each.name, offset_bytes=each.offset, size_bytes=each.size)
    table = _DIRECTORIES_AT.get(window.number(optional, 2))
    if table is None:
        return
    address = window.number(optional + table + 8 * _RESOURCES, 4)
    start = _place(address, sections)
    if start >= 0:
        yield from _resources(window, start, sections)


def _sections(window: Window, at: int, count: int) -> tuple[_Section, ...]:
    found: list[_Section] = []
    for index in range(min(count, MOST)):
        raw = window.read(at + index * struct.calcsize(_SECTION), struct.calcsize(_SECTION))
        name, memory_bytes, address, size, offset = struct.unpack(_SECTION, raw)
        text = name.split(b"\0", 1)[0].decode("latin-1")
        found.append(_Section(name=text, address=address, memory_bytes=memory_bytes, offset=offset, size=size))
    return tuple(found)


def _place(address: int, sections: tuple[_Section, ...]) -> int:
    """Where in the file an address of memory stands; -1 where in none."""
    for each in sections:
        if each.address <= address < each.address + max(each.size, each.memory_bytes):
            return each.offset + address - each.address
    return -1


def _resources(window: Window, start: int, sections: tuple[_Section, ...]) -> Iterator[Region]:
    """Raw data by name: the tree has three levels, type, name and language."""
    walk = _Walk(window=window, start=start)
    for kind, _, offset in walk.entries(0):
        if kind != _RAW_DATA or not offset & _ELSEWHERE:
            continue
        for _, name, below in walk.entries(offset & ~_ELSEWHERE):
            if not below & _ELSEWHERE:
                continue
            for _, _, leaf in walk.entries(below & ~_ELSEWHERE):
                address, size = struct.unpack("<II", window.read(start + (leaf & ~_ELSEWHERE), 8))
                where = _place(address, sections)
                if where >= 0:
                    yield Region(kind="resource", name=name, offset_bytes=where, size_bytes=size)


@dataclass(slots=True, kw_only=True)
class _Walk:
    """A way through the tree of resources that ends, also where the tree leads back to itself."""

    window: Window
    start: int
    left: int = MOST

    def entries(self, at: int) -> Iterator[tuple[int, str, int]]:
        """The number, the name (empty where it has only a number) and the offset of every entry of a directory."""
        at += self.start
        named, numbered = struct.unpack("<HH", self.window.read(at + 12, 4))
        for index in range(named + numbered):
            if not self.left:
                return
            self.left -= 1
            key, offset = struct.unpack("<II", self.window.read(at + 16 + 8 * index, 8))
            yield key, self._name(key) if key & _ELSEWHERE else "", offset

    def _name(self, key: int) -> str:
        at = self.start + (key & ~_ELSEWHERE)
        return self.window.read(at + 2, 2 * self.window.number(at, 2)).decode("utf-16-le", "replace")
