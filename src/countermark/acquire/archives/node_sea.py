"""Node single executables: Node itself, with a program and its assets as a note, a section or a resource.

Source: https://github.com/nodejs/node, src/node_sea.cc and src/node_sea.h of 20.0 to 26 (read 2026-11); where the blob
stands: https://github.com/nodejs/postject, postject-api.h (read 2026-11).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from countermark.acquire.archives.record import Archive
from countermark.acquire.executables import Region, is_executable, read_regions
from countermark.acquire.labels import path_of
from countermark.acquire.unpacking import Origin, Unpacking, refuse
from countermark.acquire.window import Window
from countermark.errors import UnsafeArchive

_MAGIC = 0x143DA20
_SNAPSHOT, _CODE_CACHE, _ASSETS, _ARGUMENTS = 2, 4, 8, 16
_HEADER_BYTES = 8
_SECTION = "NODE_SEA,__NODE_SEA_BLOB"
_RESOURCE = "NODE_SEA_BLOB"
# Node compares as many bytes of a note's name as a pointer has, so this is all that a note must be called.
_NOTE = "NODE_SEA"
_MAIN = "main.js"  # what the code is called here where it has no name
_FIRST_FLAGS = frozenset({0, 1})
_LABEL_BYTES = 4096
_MOST_PADDING = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A piece of the blob: its name there, what it is, and where in the file it stands."""

    label: str
    role: str
    offset: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """What differs between versions: bytes after the flags, whether a name stands before the code, and a size's width.

    22.20 and 24.6 brought the byte for ``execArgvExtension``, 25.7 one more for ``mainFormat``; 20.6 the code's name.
    """

    extra: int
    named: bool
    word: int


_LAYOUTS = tuple(
    _Layout(extra=extra, named=named, word=word)
    for word in (8, 4)
    for extra, named in ((1, True), (2, True), (0, True), (0, False))
)


def unpack(source: BinaryIO, into: Unpacking) -> None:
    """The main script and every asset; a snapshot or a code cache as the bytecode that it is."""
    window = Window(source)
    into.read_packed(window.size_bytes)
    for region in _blobs(read_regions(window)):
        for part in _read(region, window, into.limits.modules):
            origin = Origin(offset_bytes=part.offset, label=part.label, role=part.role)
            into.write_file(path_of(part.label), 0o644, part.size, window.chunks(part.offset, part.size), origin)


def _blobs(regions: tuple[Region, ...]) -> tuple[Region, ...]:
    """What Node would take for its blob. A universal Mach-O has one for each processor, an ELF only its first note."""
    notes = tuple(each for each in regions if each.kind == "note" and each.name.startswith(_NOTE) and each.size_bytes)
    others = (each for each in regions if (each.kind, each.name) in {("section", _SECTION), ("resource", _RESOURCE)})
    return (*notes[:1], *others)


def _read(region: Region, window: Window, most: int) -> tuple[_Part, ...]:
    if region.size_bytes < _HEADER_BYTES or window.number(region.offset_bytes, 4) != _MAGIC:
        raise refuse("the place of its single-executable blob holds something else")
    for layout in _LAYOUTS:
        cursor = _Cursor(window=window, at=region.offset_bytes, end=region.offset_bytes + region.size_bytes)
        try:
            return cursor.parts(layout, most)
        except UnsafeArchive:
            continue
    return (_bare(region, window),)


def _bare(region: Region, window: Window) -> _Part:
    """The first layouts, of 18.16 to 20.2: the code follows the flags, or the very magic, up to the end."""
    start = _HEADER_BYTES if window.number(region.offset_bytes + 4, 4) in _FIRST_FLAGS else 4
    size = region.size_bytes - start
    if size == 0 or b"\0" in window.read(region.offset_bytes + start, min(size, _LABEL_BYTES)):
        raise refuse("its single-executable blob has no known layout, or is cut short")
    return _Part(label=_MAIN, role="program", offset=region.offset_bytes + start, size=size)


@dataclass(slots=True, kw_only=True)
class _Cursor:
    """A way through the blob; every step raises ``UnsafeArchive`` rather than leave it."""

    window: Window
    at: int
    end: int

    def parts(self, layout: _Layout, most: int) -> tuple[_Part, ...]:
        flags = self.window.number(self.at + 4, 4)
        self.at += _HEADER_BYTES + layout.extra
        label = self._label(layout.word) if layout.named else _MAIN
        found = [self._part(label, "bytecode" if flags & _SNAPSHOT else "program", layout.word)]
        if flags & _CODE_CACHE:
            found.append(self._part(f"{label}.code-cache", "bytecode", layout.word))
        if flags & _ASSETS:
            found += [self._asset(layout.word) for _ in range(self._count(layout.word, most))]
        if flags & _ARGUMENTS:
            for _ in range(self._count(layout.word, most)):
                self._label(layout.word)
        self._finish()
        return tuple(found)

    def _size(self, word: int) -> int:
        if self.at + word > self.end:
            raise refuse("its single-executable blob is cut short")
        size = self.window.number(self.at, word)
        self.at += word
        return size

    def _count(self, word: int, most: int) -> int:
        count = self._size(word)
        if count > most:
            raise refuse(f"its single-executable blob claims {count:,} assets; the limit is {most:,}")
        return count

    def _label(self, word: int) -> str:
        size = self._size(word)
        if size > min(_LABEL_BYTES, self.end - self.at):
            raise refuse("a name in its single-executable blob is too long")
        raw = self.window.read(self.at, size)
        self.at += size
        if b"\0" in raw:
            raise refuse("a name in its single-executable blob holds a NUL")
        return raw.decode("utf-8", "backslashreplace")

    def _part(self, label: str, role: str, word: int) -> _Part:
        size = self._size(word)
        if size > self.end - self.at:
            raise refuse("its single-executable blob is cut short")
        part = _Part(label=label, role=role, offset=self.at, size=size)
        self.at += size
        return part

    def _asset(self, word: int) -> _Part:
        return self._part(f"assets/{self._label(word)}", "", word)

    def _finish(self) -> None:
        """Only padding may follow: otherwise this is not the layout that the blob was written in."""
        left = self.end - self.at
        if left > _MOST_PADDING or self.window.read(self.at, left).strip(b"\0"):
            raise refuse("something follows its single-executable blob")


def matches(head: bytes, name: str) -> bool:
    """Whether it is an executable at all; whether Node's is in it shows only further on."""
    del name
    return is_executable(head)


NODE_SEA = Archive(
    id="node-sea", title="Node single executable", matches=matches, unpack=unpack, used_as_is=True, compresses=False
)
