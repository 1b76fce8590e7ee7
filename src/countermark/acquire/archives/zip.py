"""Zip, read as Python's own zipfile reads it, which is how pip reads a wheel."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from countermark.acquire.archives.record import Archive
from countermark.acquire.unpacking import Unpacking, refuse, shown

_CHUNK = 1 << 18
_ENCRYPTED = 0x1
_UNIX = 3
# Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.7 and 4.3.14 to 4.3.16 (read 2026-11).
_END = b"PK\x05\x06"
_END_BYTES = 22
_LOCAL_BYTES = 30
_COMMENT_BYTES = 65_535
_ZIP64_LOCATOR = b"PK\x06\x07"
_LOCATOR_BYTES = 20
_ZIP64_END = b"PK\x06\x06"
_ZIP64_END_BYTES = 56
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# What zipfile is known to raise on bytes that are no zip; an OSError here is a seek to where nothing is.
_MALFORMED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeError,
    ValueError,
)


def unpack(source: BinaryIO, into: Unpacking) -> None:
    """Every member of a zip; a claim of its directory that its members do not keep is a refusal."""
    unpack_members(source, into, str, links=True)


def unpack_members(source: BinaryIO, into: Unpacking, place: Callable[[str], str], *, links: bool) -> None:
    """Every member, under the name that ``place`` gives it; without ``links`` a link is a file like any other."""
    _check_directory(source, into)
    try:
        # orig_filename, below, is the name as it stands; zipfile's own `filename` is already cut at a NUL.
        archive = zipfile.ZipFile(source)
    except _MALFORMED:
        raise refuse("its directory cannot be read: the archive is damaged or cut short") from None
    with archive:
        _check_apart(archive, into)
        for member in archive.infolist():
            mode = member.external_attr >> 16 if member.create_system == _UNIX else 0
            if stat.S_ISLNK(mode) and not links:
                mode = stat.S_IFREG
            _enter(archive, member, into, place(member.orig_filename), mode)


def _check_directory(source: BinaryIO, into: Unpacking) -> None:
    """Refuses a directory too large to be held in memory, before zipfile reads it whole."""
    size = source.seek(0, os.SEEK_END)
    into.read_packed(size)  # members may overlap and may lie about their sizes: only the whole is a fact
    source.seek(max(0, size - _END_BYTES - _COMMENT_BYTES))
    tail = source.read()
    # As zipfile looks for it: an end without a comment first, else the last that there is.
    at = len(tail) - _END_BYTES
    if at < 0 or tail[at : at + 4] != _END or tail[-2:] != b"\0\0":
        at = tail.rfind(_END)
    end = tail[at : at + _END_BYTES] if at >= 0 else b""
    if len(end) < _END_BYTES:
        raise refuse("its directory is missing: the archive is damaged or cut short")
    directory_bytes = int.from_bytes(end[12:16], "little")
    if tail[max(0, at - _LOCATOR_BYTES) :].startswith(_ZIP64_LOCATOR):
        directory_bytes = _wide_directory_bytes(source, tail[at - _LOCATOR_BYTES : at], size - len(tail) + at)
    if directory_bytes > into.limits.directory_bytes:
        raise refuse(f"its directory is larger than {into.limits.directory_bytes:,} bytes")
    source.seek(0)


def _wide_directory_bytes(source: BinaryIO, locator: bytes, end_at: int) -> int:
    """How large the directory of a zip64 is.

    Readers disagree about where to look for the record that says so: straight before its locator, or where that points
    to. So both must be one.
    """
    at = end_at - _LOCATOR_BYTES - _ZIP64_END_BYTES
    if at < 0 or int.from_bytes(locator[8:16], "little") != at:
        raise refuse("the two records that end it contradict each other")
    source.seek(at)
    record = source.read(_ZIP64_END_BYTES)
    if not record.startswith(_ZIP64_END):
        raise refuse("the two records that end it contradict each other")
    return int.from_bytes(record[40:48], "little")


def _enter(archive: zipfile.ZipFile, member: zipfile.ZipInfo, into: Unpacking, name: str, mode: int) -> None:
    if member.flag_bits & _ENCRYPTED:
        into.leave_out(name, "is encrypted", member.file_size, _stored(archive, member))
    elif member.compress_type not in _METHODS:
        into.leave_out(
            name, "is compressed in a way that packages do not use", member.file_size, _stored(archive, member)
        )
    elif stat.S_ISLNK(mode):
        target = b"".join(_link_target(archive, member, into.limits.path_bytes))
        into.make_symbolic_link(name, target.decode("utf-8", "surrogateescape"))
    elif stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise refuse(f"{shown(name)} is neither a file nor a folder nor a link")
    elif name.endswith("/") or stat.S_ISDIR(mode):
        into.make_folder(name)
    else:
        into.write_file(name, mode, member.file_size, _contents(archive, member))


def _check_apart(archive: zipfile.ZipFile, into: Unpacking) -> None:
    """Says so where members share bytes: bombs do, and readers disagree about what such members hold."""
    before, end = "", 0
    for member in sorted(archive.infolist(), key=lambda member: member.header_offset):
        if member.header_offset < end:
            into.complain(f"{shown(before)} and {shown(member.orig_filename)} share bytes of it")
            return
        before, end = member.orig_filename, member.header_offset + _LOCAL_BYTES + member.compress_size


def _link_target(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit_bytes: int) -> Iterator[bytes]:
    if member.file_size > limit_bytes:
        raise refuse(f"{shown(member.orig_filename)} is a link with an impossible target")
    seen = 0
    for chunk in _contents(archive, member):
        seen += len(chunk)
        if seen > limit_bytes:
            raise refuse(f"{shown(member.orig_filename)} is a link with an impossible target")
        yield chunk


def _contents(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except _MALFORMED:
        raise refuse(f"{shown(member.orig_filename)} is damaged or cut short") from None


def _stored(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a member as they lie in the archive: encrypted, or compressed."""
    file = archive.fp
    if file is None:
        return
    try:
        file.seek(member.header_offset)
        local = file.read(_LOCAL_BYTES)
        file.seek(int.from_bytes(local[26:28], "little") + int.from_bytes(local[28:30], "little"), os.SEEK_CUR)
        left = member.compress_size
        while left and (chunk := file.read(min(left, _CHUNK))):
            left -= len(chunk)
            yield chunk
    except _MALFORMED:
        return


def ends_as_zip(file: Path) -> bool:
    """Whether a file ends with a zip's directory, whatever it begins with; with no comment, as self-unpackers write."""
    with file.open("rb") as source:
        size = source.seek(0, os.SEEK_END)
        source.seek(max(0, size - _END_BYTES))
        tail = source.read(_END_BYTES)
    return len(tail) == _END_BYTES and tail.startswith(_END) and tail.endswith(b"\0\0") and tail[10:12] != b"\0\0"


def matches(head: bytes, name: str) -> bool:
    """Whether it begins with a member (or is an empty zip), or is called a zip."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06")) or name.endswith(".zip")


ZIP = Archive(id="zip", title="Zip", matches=matches, unpack=unpack)
