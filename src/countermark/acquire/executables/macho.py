"""Mach-O, thin or universal: the sections of its segments.

Source: Apple, <mach-o/loader.h> and <mach-o/fat.h> of the xnu sources, https://github.com/apple-oss-distributions/xnu
(read 2026-11). 64-bit little-endian only: macOS runs nothing else.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from countermark.acquire.executables.region import MOST, Region
from countermark.acquire.window import Window

_THIN = b"\xcf\xfa\xed\xfe"
_OTHERS = (b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf")  # 32-bit, and big-endian
_FAT = {b"\xca\xfe\xba\xbe": (20, ">8xII4x"), b"\xca\xfe\xba\xbf": (32, ">8xQQ8x")}
# Class files of Java begin as universal binaries do; there a version of at least 45 stands where the count is here.
_MOST_SLICES = 44
_HEAD_BYTES = 32
_SEGMENT_64 = 0x19
_SEGMENT = "<II16s8x8xQQ8xII"
_SECTION = "<16s16s8xQI28x"


def matches(head: bytes) -> bool:
    """Whether it begins as Mach-O does, and not as a class file of Java."""
    if head[:4] in _FAT:
        return 0 < int.from_bytes(head[4:8], "big") <= _MOST_SLICES
    return head.startswith((_THIN, *_OTHERS))


def read(window: Window) -> Iterator[Region]:
    """The sections of every processor's part, each named ``segment,section``."""
    magic = window.read(0, 4)
    if magic == _THIN:
        yield from _thin(window, 0)
    elif magic in _FAT:
        each_bytes, layout = _FAT[magic]
        for index in range(min(int.from_bytes(window.read(4, 4), "big"), _MOST_SLICES)):
            start, _size = struct.unpack(layout, window.read(8 + index * each_bytes, each_bytes))
            if window.holds(start, 4) and window.read(start, 4) == _THIN:
                yield from _thin(window, start)


def _thin(window: Window, start: int) -> Iterator[Region]:
    commands = window.number(start + 16, 4)
    at = start + _HEAD_BYTES
    for _ in range(min(commands, MOST)):
        kind, size = struct.unpack("<II", window.read(at, 8))
        if kind == _SEGMENT_64:
            yield from _segment(window, start, at)
        if size < 8:  # noqa: PLR2004 -- a command holds its own kind and size at least
            return
        at += size


def _segment(window: Window, start: int, at: int) -> Iterator[Region]:
    *_, sections, _flags = struct.unpack(_SEGMENT, window.read(at, struct.calcsize(_SEGMENT)))
    at += struct.calcsize(_SEGMENT)
    for index in range(min(sections, MOST)):
        raw = window.read(at + index * struct.calcsize(_SECTION), struct.calcsize(_SECTION))
        section, segment, size, offset = struct.unpack(_SECTION, raw)
        name = f"{_text(segment)},{_text(section)}"
        yield Region(kind="section", name=name, offset_bytes=start + offset, size_bytes=size)


def _text(raw: bytes) -> str:
    return raw.split(b"\0", 1)[0].decode("latin-1")
