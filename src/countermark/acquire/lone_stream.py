"""A lone compressed file: one stream after another, and what comes out is one file without a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol

from countermark.acquire.unpacking import Origin, Unpacking, refuse

CONTENT = "content"
"""What it is called here: only gzip says what it was called."""

_READ_BYTES = 1 << 16
_CHUNK = 1 << 18


class Inflate(Protocol):
    """A decompressor like those of the standard library."""

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing comes out before more goes in."""

    @property
    def unused_data(self) -> bytes:
        """What followed the end of the stream."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Up to ``max_length`` bytes, perhaps none."""


def unpack_lone(
    source: BinaryIO,
    into: Unpacking,
    *,
    begin: Callable[[], Inflate],
    magic: bytes,
    wrong: type[Exception],
    read_bytes: int = _READ_BYTES,
) -> None:
    """Hands the one file over. It is decompressed twice, since its size stands nowhere.

    ``begin`` makes a decompressor for each stream, ``wrong`` is what that raises; ``magic`` begins every stream.
    """
    size = sum(map(len, _contents(source, into, begin, magic, wrong, read_bytes)))
    into.packed_bytes = 0
    into.write_file(
        CONTENT, 0o644, size, _contents(source, into, begin, magic, wrong, read_bytes), Origin(label=CONTENT)
    )


def _contents(
    source: BinaryIO,
    into: Unpacking,
    begin: Callable[[], Inflate],
    magic: bytes,
    wrong: type[Exception],
    read_bytes: int,
) -> Iterator[bytes]:
    source.seek(0)
    inflate, total = begin(), 0
    data = b""
    while True:
        if inflate.needs_input and not data:
            data = source.read(read_bytes)
            into.read_packed(len(data))
            if not data:
                raise refuse("the compressed stream stops early: it is cut short")
        try:
            out, data = inflate.decompress(data, _CHUNK), b""
        except (wrong, MemoryError) as error:
            raise refuse(
                f"the compressed stream is damaged, or asks for too much memory ({type(error).__name__})"
            ) from None
        total += len(out)
        into.check_growth(total)
        yield out
        if inflate.eof:
            data = inflate.unused_data or source.read(read_bytes)
            data = data.lstrip(b"\0")
            if not data:
                return
            if not data.startswith(magic[: len(data)]):
                into.note("bytes that belong to nothing follow the compressed stream")
                return
            inflate = begin()
