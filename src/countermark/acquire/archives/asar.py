"""Asar, what Electron runs its programs from: a directory in JSON, then the files, one after the other.

Source: Electron, asar, https://github.com/electron/asar, README.md ("Format"), src/disk.ts and src/pickle.ts (read
2026-11).
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from countermark.acquire.archives.record import Archive
from countermark.acquire.unpacking import Origin, Unpacking, refuse, shown
from countermark.acquire.window import Window

# Two pickles: one holds the size of the next, which holds the JSON's length and then the JSON.
_PICKLED_NUMBER = 4
_HEAD = struct.Struct("<IIII")
_OFFSET = re.compile(r"[0-9]{1,18}")
# What begins or parts values: empty ones take a hundred times their JSON in memory. A file with a check sum has eight.
_VALUES = (b",", b"{", b"[")
_VALUES_PER_ENTRY = 10
_PLAIN_MODE, _EXECUTABLE_MODE = 0o644, 0o755


@dataclass(frozen=True, slots=True, kw_only=True)
class _Directory:
    """The parsed directory, and where the first file begins."""

    files: Mapping[str, object]
    start: int


def unpack(source: BinaryIO, into: Unpacking) -> None:
    """Every packed file; those that Electron is to find unpacked, beside the archive, are no part of it."""
    window = Window(source)
    into.read_packed(window.size_bytes)
    directory = _read_directory(window, into)
    apart = 0
    for name, entry in _walk(directory.files, into.limits.depth):
        if entry.get("unpacked") is True:
            apart += 1
        elif "link" in entry:
            into.make_symbolic_link(name, _climb(name) + str(entry["link"]))
        elif "files" in entry:
            into.make_folder(name)
        else:
            _enter(name, entry, directory.start, window, into)
    if apart:
        into.note(f"{apart:,} of its files lie unpacked beside it")


def _read_directory(window: Window, into: Unpacking) -> _Directory:
    number, header_bytes, _, length = _HEAD.unpack(window.read(0, _HEAD.size))
    if number != _PICKLED_NUMBER or length > header_bytes - 8 or header_bytes < _HEAD.size:
        raise refuse("its directory is malformed")
    if length > into.limits.directory_bytes:
        raise refuse(f"its directory is larger than {into.limits.directory_bytes:,} bytes")
    raw = window.read(_HEAD.size, length)
    if sum(map(raw.count, _VALUES)) > _VALUES_PER_ENTRY * into.limits.entries:
        raise refuse(f"its directory names more than {into.limits.entries:,} entries")
    try:
        parsed = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise refuse("its directory is not JSON, or is nested beyond reason") from None
    files = parsed.get("files") if isinstance(parsed, dict) else None
    if not isinstance(files, dict):
        raise refuse("its directory names no files")
    return _Directory(files=files, start=8 + header_bytes)


def _walk(files: Mapping[str, object], depth: int) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every entry with its path, each folder before what is in it."""
    pending = [("", files, 0)]
    while pending:
        above, inside, level = pending.pop()
        if level > depth:
            raise refuse(f"{shown(above)} lies {level} folders deep; the limit is {depth}")
        for part, entry in inside.items():
            if "/" in part or "\\" in part or part in {"", ".", ".."}:
                raise refuse(f"{shown(part)} is no name of a file")
            if not isinstance(entry, dict):
                raise refuse(f"what its directory says of {shown(part)} is malformed")
            yield above + part, entry
            below = entry.get("files")
            if isinstance(below, dict) and "link" not in entry:
                pending.append((f"{above}{part}/", below, level + 1))


def _climb(name: str) -> str:
    """The way from a link's folder to the top, from where its target is given."""
    return "../" * name.count("/")


def _enter(name: str, entry: Mapping[str, object], start: int, window: Window, into: Unpacking) -> None:
    offset, size = entry.get("offset"), entry.get("size")
    if not (isinstance(offset, str) and _OFFSET.fullmatch(offset) and type(size) is int and size >= 0):
        raise refuse(f"what its directory says of {shown(name)} is malformed")
    at = start + int(offset)
    if not window.holds(at, size):
        raise refuse(f"{shown(name)} is said to end beyond the archive's end")
    mode = _EXECUTABLE_MODE if entry.get("executable") is True else _PLAIN_MODE
    into.write_file(name, mode, size, window.chunks(at, size), Origin(offset_bytes=at))


def matches(head: bytes, name: str) -> bool:
    """Whether it begins with the two pickles and a JSON object."""
    del name
    if len(head) <= _HEAD.size:
        return False
    number, header_bytes, payload_bytes, length = _HEAD.unpack(head[: _HEAD.size])
    sane = number == _PICKLED_NUMBER and header_bytes == payload_bytes + 4 and length <= payload_bytes
    return sane and head[_HEAD.size :].lstrip().startswith(b"{")


ASAR = Archive(id="asar", title="Electron archive", matches=matches, unpack=unpack, used_as_is=True, compresses=False)
