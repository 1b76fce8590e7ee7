"""HTTP/1 message bodies, read as they trickle in: what is read never depends on how the stream was cut.

Source: RFC 9112 sections 6 and 7.1 (message body, chunked transfer coding), read 2026-11.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from countermark.wire.limits import KIB, Limits
from countermark.wire.messages import Header

MAX_LINE_BYTES = 8 * KIB
_SIZE = re.compile(rb"[0-9A-Fa-f]{1,16}")


class LengthBody:
    """A body of a length that was announced."""

    def __init__(self, length_bytes: int, limits: Limits) -> None:
        self.kept = bytearray()
        self.size_bytes = 0
        self.wire_bytes = 0
        self.trailers: tuple[Header, ...] = ()
        self.framing: tuple[str, ...] = ()
        self.framed = False
        self.error = "" if length_bytes <= limits.body_bytes else f"a body of more than {limits.body_bytes} bytes"
        self._length_bytes = length_bytes
        self._keep_bytes = limits.body_kept_bytes

    @property
    def done(self) -> bool:
        """Whether the body is complete."""
        return self.size_bytes >= self._length_bytes

    def read(self, buffer: bytearray) -> None:
        """Takes what belongs to the body from the front of ``buffer``; nothing after ``error``."""
        if self.error:
            return
        piece = buffer[: self._length_bytes - self.size_bytes]
        del buffer[: len(piece)]
        self.kept += piece[: self._keep_bytes - len(self.kept)]
        self.size_bytes += len(piece)
        self.wire_bytes += len(piece)


class _At(Enum):
    SIZE = auto()
    DATA = auto()
    DATA_END = auto()
    TRAILER = auto()
    DONE = auto()


class ChunkedBody:
    """A body in chunks; extensions are passed over, trailers kept."""

    def __init__(self, limits: Limits) -> None:
        self.kept = bytearray()
        self.size_bytes = 0
        self.wire_bytes = 0
        self.trailers: tuple[Header, ...] = ()
        self.framed = True
        self.error = ""
        self._limits = limits
        self._at = _At.SIZE
        self._left_bytes = 0
        self._framing_bytes = 0
        self._sizes: list[str] = []

    @property
    def done(self) -> bool:
        """Whether the last chunk and the trailers have been read."""
        return self._at is _At.DONE

    @property
    def framing(self) -> tuple[str, ...]:
        """The lines that announce the chunks' sizes, verbatim."""
        return tuple(self._sizes)

    def read(self, buffer: bytearray) -> None:
        """Takes what belongs to the body from the front of ``buffer``; stops for good at ``error``."""
        while not self.done and not self.error and self._step(buffer):
            pass

    def _step(self, buffer: bytearray) -> bool:
        """Reads one element; false where more bytes are needed."""
        if self._at is _At.DATA:
            return self._read_data(buffer)
        if self._at is _At.DATA_END:
            return self._read_data_end(buffer)
        line = self._take_line(buffer)
        if line is None:
            return False
        if self._at is _At.SIZE:
            self._read_size(line)
        else:
            self._read_trailer(line)
        return True

    def _read_data(self, buffer: bytearray) -> bool:
        piece = buffer[: self._left_bytes]
        self._drop(buffer, len(piece))
        self.kept += piece[: self._limits.body_kept_bytes - len(self.kept)]
        self.size_bytes += len(piece)
        self._left_bytes -= len(piece)
        if not self._left_bytes:
            self._at = _At.DATA_END
        return bool(piece)

    def _read_data_end(self, buffer: bytearray) -> bool:
        if buffer[:1] == b"\n":
            self._drop(buffer, 1)
        elif buffer[:2] == b"\r\n":
            self._drop(buffer, 2)
        elif bytes(buffer) in {b"", b"\r"}:
            return False
        else:
            self.error = "a chunk longer than its size"
            return False
        self._at = _At.SIZE
        return True

    def _take_line(self, buffer: bytearray) -> bytes | None:
        end = buffer.find(b"\n", 0, MAX_LINE_BYTES)
        if end < 0:
            if len(buffer) >= MAX_LINE_BYTES:
                self.error = f"a chunk size or trailer line of more than {MAX_LINE_BYTES} bytes"
            return None
        line = bytes(buffer[:end]).removesuffix(b"\r")
        self._drop(buffer, end + 1)
        self._framing_bytes += end + 1
        if self._framing_bytes > self._limits.framing_bytes:
            self.error = f"more than {self._limits.framing_bytes} bytes of chunk sizes and trailers"
        return line

    def _read_size(self, line: bytes) -> None:
        match = _SIZE.fullmatch(line.partition(b";")[0].strip(b" \t"))
        if match is None:
            self.error = "a chunk without a size"
            return
        self._sizes.append(line.decode("latin-1"))
        self._left_bytes = int(match[0], 16)
        if self.size_bytes + self._left_bytes > self._limits.body_bytes:
            self.error = f"a body of more than {self._limits.body_bytes} bytes"
        self._at = _At.DATA if self._left_bytes else _At.TRAILER

    def _read_trailer(self, line: bytes) -> None:
        if not line:
            self._at = _At.DONE
            return
        name, _, value = line.decode("latin-1").partition(":")
        self.trailers = (*self.trailers, Header(name=name, value=value.strip(" \t")))

    def _drop(self, buffer: bytearray, count: int) -> None:
        del buffer[:count]
        self.wire_bytes += count


Body = LengthBody | ChunkedBody
