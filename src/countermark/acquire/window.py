"""A file read in places: never beyond its end, and never whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from countermark.acquire.unpacking import refuse

_CHUNK = 1 << 18
_SEARCHED = 1 << 22


class Window:
    """Random access to a file that may hold anything.

    A file is read rather than mapped: one that shrinks while it is mapped would end the process.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.size_bytes = source.seek(0, os.SEEK_END)

    def read(self, offset: int, count: int) -> bytes:
        """Exactly ``count`` bytes, for what is small enough to be held; raises ``UnsafeArchive``."""
        if not self.holds(offset, count):
            raise refuse(f"it names {count:,} bytes at {offset:,}, and ends at {self.size_bytes:,}")
        self._source.seek(offset)
        data = self._source.read(count)
        if len(data) != count:
            raise refuse("it became shorter while it was read")
        return data

    def holds(self, offset: int, count: int) -> bool:
        """Whether so many bytes stand there."""
        return 0 <= offset <= self.size_bytes and 0 <= count <= self.size_bytes - offset

    def number(self, offset: int, count: int) -> int:
        """The little-endian number that stands there."""
        return int.from_bytes(self.read(offset, count), "little")

    def chunks(self, offset: int, count: int) -> Iterator[bytes]:
        """The bytes there, piece by piece."""
        end = offset + count
        while offset < end:
            chunk = self.read(offset, min(_CHUNK, end - offset))
            offset += len(chunk)
            yield chunk

    def find_last(self, needle: bytes, before: int) -> int:
        """Where ``needle`` stands for the last time, ending at or before ``before``; -1 where it does not."""
        end = min(before, self.size_bytes)
        while end >= len(needle):
            start = max(0, end - _SEARCHED)
            at = self.read(start, end - start).rfind(needle)
            if at >= 0:
                return start + at
            if start == 0:
                break
            end = start + len(needle) - 1
        return -1
