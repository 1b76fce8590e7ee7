"""Hands over text in UTF-16, UTF-32 or Zstandard as the UTF-8 that is read everywhere else.

Sources, 2026-11: byte order marks: Unicode ch. 3.10; Zstandard's magic number: RFC 8878, 3.1.1.
"""

from __future__ import annotations

import codecs
import importlib
from typing import IO, Protocol, cast

ZSTANDARD = b"\x28\xb5\x2f\xfd"
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FEWEST_BYTES = 16
_MOSTLY = 0.4
"""Characters of a text that are in Latin-1, so that their upper bytes are zero: spaces and line ends among them."""

_READ_BYTES = 1 << 16
_PACKED_BYTES = 1 << 10
"""So few at once, since one byte may hold thousands."""

_LIBRARIES = ("compression.zstd", "backports.zstd", "zstandard")
"""Where Zstandard may be: Python 3.14's own, its copy for older ones, and the older library."""


class Damaged(Exception):
    """What is encoded cannot be read on."""


def unicode_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32, by the mark at the beginning or by where the zeros stand; ``None`` where it is neither."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    for width, encoding in ((4, "utf-32"), (2, "utf-16")):
        units = len(head) // width
        if len(head) < _FEWEST_BYTES:
            return None
        shares = [head[place : units * width : width].count(0) / units for place in range(width)]
        little, big = shares[1:], shares[-2::-1]
        if min(little) >= _MOSTLY and not shares[0]:
            return f"{encoding}-le"
        if min(big) >= _MOSTLY and not shares[-1]:
            return f"{encoding}-be"
    return None


class Recoded:
    """Fills memory with UTF-8; halves of pairs become bytes that are none."""

    def __init__(self, head: bytes, stream: IO[bytes], encoding: str) -> None:
        self._head, self._stream, self._name = head, stream, encoding[: len("utf-16")].upper()
        self._decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
        self._ready = b""

    def fill(self, room: memoryview) -> int:
        """Raises: Damaged."""
        while not self._ready:
            data, self._head = self._head or self._stream.read(_READ_BYTES) or b"", b""
            try:
                text = self._decoder.decode(data, final=not data)
            except UnicodeDecodeError as error:
                self._decoder.reset()
                raise Damaged(f"damaged {self._name}: {error.reason}") from error
            if not data and not text:
                return 0
            self._ready = text.encode("utf-8", "surrogatepass")
        self._ready, size = _given(self._ready, room)
        return size


class _Frame(Protocol):
    """One frame of Zstandard, which all libraries read alike."""

    eof: bool
    unused_data: bytes

    def decompress(self, data: bytes) -> bytes: ...


class Unpacked:
    """Fills memory with the bytes of one or more frames of Zstandard."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._rest, self._stream = head, stream
        self._frame: _Frame | None = None
        self._ready = b""

    def fill(self, room: memoryview) -> int:
        """Raises: Damaged, also where no library for it is installed."""
        while not self._ready:
            self._rest = self._rest or self._stream.read(_READ_BYTES) or b""
            if not self._rest:
                if self._frame is not None:
                    self._frame = None
                    raise Damaged("Zstandard data that is cut off")
                return 0
            part, self._rest = self._rest[:_PACKED_BYTES], self._rest[_PACKED_BYTES:]
            frame = self._frame = self._frame or _new_frame()
            try:
                self._ready = frame.decompress(part)
            except Exception as error:  # each library has an error of its own, and no other kind is raised
                self._rest, self._frame = b"", None
                raise Damaged(f"damaged Zstandard data: {error}") from error
            if frame.eof:
                self._rest, self._frame = frame.unused_data + self._rest, None
        self._ready, size = _given(self._ready, room)
        return size


def _new_frame() -> _Frame:
    for name in _LIBRARIES:
        try:
            library = importlib.import_module(name)
        except ImportError:
            continue
        made = library.ZstdDecompressor()
        return cast("_Frame", made.decompressobj() if hasattr(made, "decompressobj") else made)
    raise Damaged("Zstandard, for which no library is installed: Python 3.14 has one, else install zstandard")


def _given(ready: bytes, room: memoryview) -> tuple[bytes, int]:
    """Puts into memory what it has room for; what is left, and how much that was."""
    size = min(len(room), len(ready))
    room[:size] = ready[:size]
    return ready[size:], size
