"""A tar stream as headers and contents, read without trust: ustar, GNU long names and pax, nothing else.

Python's tarfile is built to read whatever was ever written; this reader is built to refuse. Where two
readers in use would disagree about an archive, it is refused, since what we examine must be what runs.

Source: POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format" (read 2026-11).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from countermark.acquire.limits import Limits
from countermark.acquire.unpacking import refuse, shown
from countermark.errors import UnsafeArchive

BLOCK = 512
_ZERO = bytes(BLOCK)
_CHUNK = 1 << 18
_DIGITS_PER_RECORD = 10

Read = Callable[[int], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """One entry: ``type`` is the flag as it stands (``0`` file, ``5`` folder, ``1`` hard, ``2`` symbolic link)."""

    name: str
    mode: int
    size_bytes: int
    type: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What extended headers say of the next entry; empty or negative where they say nothing."""

    name: str = ""
    link: str = ""
    size_bytes: int = -1


class TarStream:
    """Reads entries one after the other; ``read(n)`` gives up to ``n`` bytes, and nothing only at the end."""

    def __init__(self, read: Read, limits: Limits) -> None:
        self._read = read
        self._limits = limits
        self._left = 0
        self._padding = 0
        self._current = ""

    def __iter__(self) -> Iterator[Header]:
        over, everywhere, zeros = Overrides(), Overrides(), 0
        while zeros < 2:  # noqa: PLR2004 -- two blocks of zeros end an archive
            self._drop_rest()
            block = self._exactly(BLOCK, may_end=True)
            if not block:
                return
            if block == _ZERO:
                zeros += 1
                continue
            zeros = 0
            flag = chr(block[156])
            if flag in "LKxg":
                extended = self._extended(block, flag, everywhere if flag == "g" else over)
                over, everywhere = (over, extended) if flag == "g" else (extended, everywhere)
                continue
            header = _entry(block, everywhere, over)
            over = Overrides()
            self._left = header.size_bytes
            self._padding = -header.size_bytes % BLOCK
            self._current = header.name
            yield header

    def contents(self) -> Iterator[bytes]:
        """The current entry's bytes; stops early only where the stream does."""
        while self._left:
            chunk = self._read(min(self._left, _CHUNK))
            if not chunk:
                return
            self._left -= len(chunk)
            yield chunk

    def _drop_rest(self) -> None:
        if self._left:
            raise refuse(f"it ends in the middle of {shown(self._current)}: the archive is cut short")
        # Padding may be missing at the very end: old writers stop at the last byte.
        padding, self._padding = self._padding, 0
        while padding:
            dropped = self._read(padding)
            if not dropped:
                return
            padding -= len(dropped)

    def _exactly(self, count: int, *, may_end: bool = False) -> bytes:
        parts: list[bytes] = []
        missing = count
        while missing:
            chunk = self._read(missing)
            if not chunk and may_end and not parts:
                return b""
            if not chunk:
                raise refuse("it ends in the middle of a header: the archive is cut short")
            parts.append(chunk)
            missing -= len(chunk)
        return b"".join(parts)

    def _extended(self, block: bytes, flag: str, known: Overrides) -> Overrides:
        _check_sum(block)
        size = _number(block[124:136], "size")
        if size > self._limits.header_bytes:
            raise refuse(f"an extended header claims {size:,} bytes; the limit is {self._limits.header_bytes:,}")
        payload = self._exactly(size)
        self._padding = -size % BLOCK
        if flag in "LK":
            text = _text(payload.split(b"\0", 1)[0])
            name, link = (text, known.link) if flag == "L" else (known.name, text)
            return Overrides(name=name, link=link, size_bytes=known.size_bytes)
        return _pax(payload, known)


def _entry(block: bytes, everywhere: Overrides, over: Overrides) -> Header:
    _check_sum(block)
    flag = chr(block[156]) if block[156] else "0"
    name = over.name or everywhere.name or _plain_name(block)
    size = _number(block[124:136], "size")
    for said in (everywhere.size_bytes, over.size_bytes):
        size = said if said >= 0 else size
    if flag == "0" and name.endswith("/"):  # how archives before 1988 wrote a folder
        flag = "5"
    if flag in "125" and size:
        raise refuse(f"{shown(name)} is a folder or a link, and yet claims contents")
    return Header(
        name=name,
        mode=_number(block[100:108], "mode"),
        size_bytes=size,
        type=flag,
        link=over.link or everywhere.link or _text(block[157:257].split(b"\0", 1)[0]),
    )


def _plain_name(block: bytes) -> str:
    name = _text(block[:100].split(b"\0", 1)[0])
    # GNU tar keeps times where ustar keeps the prefix, and says so with another magic.
    prefix = _text(block[345:500].split(b"\0", 1)[0]) if block[257:263] == b"ustar\0" else ""
    return f"{prefix}/{name}" if prefix else name


def _check_sum(block: bytes) -> None:
    said = _number(block[148:156], "check sum")
    bare = block[:148] + b" " * 8 + block[156:]
    if said != sum(bare) and said != _signed_sum(bare):
        raise refuse("a header's check sum is wrong: the archive is damaged")


def is_header(block: bytes) -> bool:
    """Whether a block has the check sum that every header has, and is no block of zeros."""
    try:
        _check_sum(block)
    except UnsafeArchive:
        return False
    return any(block)


def _signed_sum(block: bytes) -> int:
    """What some old writers put there."""
    return sum(byte - 256 if byte > 127 else byte for byte in block)  # noqa: PLR2004 -- half of a byte's values


def _number(raw: bytes, what: str) -> int:
    """An octal number, or a binary one where the first bit is set (GNU)."""
    if raw[0] & 0x80:
        value = int.from_bytes(bytes([raw[0] & 0x7F]) + raw[1:], "big")
        if raw[0] & 0x40:
            raise refuse(f"a header's {what} is negative")
        return value
    digits = raw.split(b"\0", 1)[0].strip(b" ")
    if digits.strip(b"01234567"):
        raise refuse(f"a header's {what} is no number")
    return int(digits, 8) if digits else 0


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise refuse(f"the name {shown(raw.decode('latin-1'))} is not UTF-8") from None


def _pax(payload: bytes, known: Overrides) -> Overrides:
    r"""The records ``<length> <key>=<value>\n`` of a pax header, over what is known."""
    name, link, size = known.name, known.link, known.size_bytes
    while payload:
        digits, space, rest = payload.partition(b" ")
        if not space or not digits.isdigit() or len(digits) > _DIGITS_PER_RECORD:
            raise refuse("a pax header is malformed")
        end = int(digits) - len(digits) - 1
        key, equals, value = rest[: max(end - 1, 0)].partition(b"=")
        if end < 1 or not equals or rest[end - 1 : end] != b"\n":
            raise refuse("a pax header is malformed")
        payload = rest[end:]
        if key == b"path":
            name = _text(value)
        elif key == b"linkpath":
            link = _text(value)
        elif key == b"size":
            size = _pax_size(value)
        elif key.startswith(b"GNU.sparse"):
            raise refuse("it holds a sparse file, which readers disagree about")
    return Overrides(name=name, link=link, size_bytes=size)


def _pax_size(value: bytes) -> int:
    if not value.isdigit() or len(value) > 2 * _DIGITS_PER_RECORD:
        raise refuse("a pax header's size is no number")
    return int(value)
