"""Text that Bun keeps as Latin-1 or UTF-16, handed over as the UTF-8 that every reader expects."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from countermark.acquire.bun_graph import Piece
from countermark.acquire.window import Window

_LATIN_1, _UTF_16 = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A piece's bytes; as UTF-8 where ``encoding`` names what they are kept in."""

    piece: Piece
    window: Window
    encoding: str
    size_bytes: int

    def chunks(self) -> Iterator[bytes]:
        """The bytes, piece by piece; half a surrogate pair stays half a pair."""
        yield from _converted(self.piece, self.window, self.encoding)


def decoded(piece: Piece, window: Window) -> Decoded:
    """How a piece is to be read.

    Of Latin-1, versions of Bun disagree whether it is Latin-1 or UTF-8. They write ASCII, for which both are
    one. Where somebody else wrote more, what is valid as UTF-8 is left as it is.
    """
    encoding = ""
    if piece.encoding == _UTF_16:
        encoding = "utf-16-le"
    elif piece.encoding == _LATIN_1 and not _is_utf8(piece, window):
        encoding = "latin-1"
    size = sum(map(len, _converted(piece, window, encoding))) if encoding else piece.size
    return Decoded(piece=piece, window=window, encoding=encoding, size_bytes=size)


def _converted(piece: Piece, window: Window, encoding: str) -> Iterator[bytes]:
    chunks = window.chunks(piece.offset, piece.size)
    if not encoding:
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass" if encoding == "utf-16-le" else "strict")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
    # An odd byte at the end belongs to no character.


def _is_utf8(piece: Piece, window: Window) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in window.chunks(piece.offset, piece.size):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
