"""Content codings undone within limits on size and ratio: a bomb is a stated failure, and so is a stream cut short.

Source: RFC 9110 section 8.4.1; "deflate" is met both with and without the zlib wrapper that section 8.4.1.2 asks for.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

import brotli  # type: ignore[import-untyped]  # it ships no types
import zstandard

from countermark.wire.limits import KIB, MIB

MAX_DECODED_BYTES = 64 * MIB
MAX_RATIO = 250  # text with much repetition reaches about 100; gzip's own bound is 1,032
RATIO_FREE_BYTES = MIB  # below this nobody is hurt, and short repetitive text may exceed any ratio
_PIECE_BYTES = 64 * KIB
_ZSTD_PIECE_BYTES = 512
_MAX_WINDOW_BYTES = 8 * MIB  # what RFC 8878 section 3.1.1.1.2 recommends decoders to support
_GZIP, _ZLIB, _RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS


class CodingError(Exception):
    """Why a coding could not be undone."""


def undo(name: str, data: bytes) -> bytes:
    """``data`` without the coding ``name`` (one of ``CODINGS``).

    Raises: CodingError where the data are not of that coding, end too early, or exceed a limit.
    """
    limit = min(MAX_DECODED_BYTES, max(RATIO_FREE_BYTES, MAX_RATIO * len(data)))
    out = bytearray()
    for piece in CODINGS[name](data):
        out += piece
        if len(out) > limit:
            raise CodingError(f"expands beyond {limit} bytes")
    return bytes(out)


def _undo_zlib(data: bytes, window_bits: int) -> Iterator[bytes]:
    """One member, or several in a row (RFC 1952 section 2.2)."""
    while data:
        decoder = zlib.decompressobj(window_bits)
        try:
            yield decoder.decompress(data, _PIECE_BYTES)
            while decoder.unconsumed_tail:
                yield decoder.decompress(decoder.unconsumed_tail, _PIECE_BYTES)
            yield decoder.flush()
        except zlib.error as error:
            raise CodingError(str(error)) from None
        if not decoder.eof:
            raise CodingError("the compressed data end too early")
        data = decoder.unused_data


def _undo_gzip(data: bytes) -> Iterator[bytes]:
    return _undo_zlib(data, _GZIP)


def _undo_deflate(data: bytes) -> Iterator[bytes]:
    try:
        zlib.decompressobj(_ZLIB).decompress(data, 1)
    except zlib.error:
        return _undo_zlib(data, _RAW)
    return _undo_zlib(data, _ZLIB)


def _undo_brotli(data: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    given = data
    try:
        while True:
            piece = decoder.process(given, output_buffer_limit=_PIECE_BYTES)
            given = b""
            yield piece
            if decoder.is_finished() or (not piece and decoder.can_accept_more_data()):
                break
    except brotli.error as error:
        raise CodingError(str(error)) from None
    if not decoder.is_finished():
        raise CodingError("the compressed data end too early")


def _undo_zstd(data: bytes) -> Iterator[bytes]:
    """One frame, or several in a row; fed in small pieces, since a block of 4 bytes can stand for 128 KiB."""
    try:
        while data:
            decoder = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW_BYTES).decompressobj()
            for start in range(0, len(data), _ZSTD_PIECE_BYTES):
                yield decoder.decompress(data[start : start + _ZSTD_PIECE_BYTES])
                if decoder.eof:
                    data = decoder.unused_data + data[start + _ZSTD_PIECE_BYTES :]
                    break
            else:
                raise CodingError("the compressed data end too early")
    except zstandard.ZstdError as error:
        raise CodingError(str(error)) from None


CODINGS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _undo_gzip,
    "x-gzip": _undo_gzip,
    "deflate": _undo_deflate,
    "br": _undo_brotli,
    "zstd": _undo_zstd,
}
