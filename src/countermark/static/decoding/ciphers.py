"""Simple ciphers over the bytes of one text, or of several that share a key: found without knowing a word of them."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

import brotli  # type: ignore[import-untyped] # has no stubs
import zstandard

from countermark.static.decoding._generated import HALF_BITS

Streams = tuple[bytes, ...]

MAX_BYTES = 4_000_000
"""What one decompression may give: no list that is looked up in is longer."""

_SAMPLE = 512
_TOP = 0x80
_BYTES = 256
_MAX_PERIOD = 32
_MIN_COLUMN = 6
"""Bytes under one byte of a repeated key: with fewer, too many keys give letters."""

# What lists are written in: printable ASCII, and what may separate entries.
_TEXT = bytes((*range(0x20, 0x7F), 0x00, 0x09, 0x0A, 0x0D, 0x1E, 0x1F))
_HIGH = bytes(range(_TOP, _BYTES))
_XOR = tuple(bytes(value ^ key for value in range(_BYTES)) for key in range(_BYTES))
_ADD = tuple(bytes((value + key) % _BYTES for value in range(_BYTES)) for key in range(_BYTES))


def is_text(data: bytes) -> bool:
    """Whether ``data`` is printable ASCII with separators."""
    return not data[:_SAMPLE].translate(None, _TEXT) and not data.translate(None, _TEXT)


def decompressions(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Everything that ``data`` decompresses to, with the name of the format."""
    for name, bits in (("gzip", 31), ("zlib", 15), ("deflate", -15)):
        if (name == "gzip") == (data[:2] == b"\x1f\x8b") and (name != "zlib" or _is_zlib(data)):
            found = _inflated(data, bits)
            if found:
                yield name, found
    if data[:4] == b"\x28\xb5\x2f\xfd":
        yield from _attempt("zstd", lambda: zstandard.ZstdDecompressor().decompress(data, max_output_size=MAX_BYTES))
    yield from _attempt("brotli", lambda: _brotli(data))


def _is_zlib(data: bytes) -> bool:
    return len(data) > 2 and data[0] & 0xF == 8 and (data[0] << 8 | data[1]) % 31 == 0  # noqa: PLR2004 -- RFC 1950, 2.2


def _inflated(data: bytes, bits: int) -> bytes | None:
    reader = zlib.decompressobj(bits)
    try:
        found = reader.decompress(data, MAX_BYTES)
    except zlib.error:
        return None
    return found if reader.eof else None


def _brotli(data: bytes) -> bytes:
    reader = brotli.Decompressor()
    found = reader.process(data, output_buffer_limit=MAX_BYTES)
    return found if reader.is_finished() else b""


def _attempt(name: str, decompress: Callable[[], bytes]) -> Iterator[tuple[str, bytes]]:
    try:
        found = decompress()
    except (brotli.error, zstandard.ZstdError, MemoryError):
        return
    if found:
        yield name, found


def byte_ciphers(streams: Streams) -> Iterator[tuple[str, Streams]]:
    """The keys of one byte, xored or added, that give nothing but text and the likeliest letters, those first."""
    for note, mixed in (("", streams), (" and the position", _each(streams, _unmixed))):
        sample = b"".join(mixed)[:_SAMPLE]
        for key in _likely_keys(sample)[:_TRIED] if _fits(sample) else ():
            if key or note:
                yield f"xor 0x{key:02x}{note}", _translated(mixed, _XOR[key])
    sample = b"".join(streams)[:_SAMPLE]
    if sample and _is_narrow(sample):
        fitting = [key for key in range(1, _BYTES) if not sample.translate(None, _DELETED_ADD[key])]
        for key in sorted(fitting, key=lambda key: -_weight(sample.translate(_ADD[key])))[:_TRIED]:
            yield f"add {key}", _translated(streams, _ADD[key])


def compressed_under_xor(data: bytes) -> Iterator[tuple[str, bytes]]:
    """``data`` under the keys of one byte that show the start of a zlib or gzip stream. Source: RFC 1950, RFC 1952."""
    for key in {data[0] ^ first for first in (0x78, 0x1F)} if len(data) > len(b"\x1f\x8b\x08") else ():
        opened = data[:3].translate(_XOR[key])
        if key and ((opened[0] == 0x78 and _is_zlib(opened)) or opened == b"\x1f\x8b\x08"):  # noqa: PLR2004 -- RFC 1950
            yield f"xor 0x{key:02x}", data.translate(_XOR[key])


def _is_narrow(sample: bytes) -> bool:
    """Whether all values lie within what printable characters span, on a circle."""
    turned = sample.translate(_ADD[_TOP])
    return max(sample) - min(sample) < _TOP or max(turned) - min(turned) < _TOP


_DELETED_XOR = tuple(bytes(value ^ key for value in _TEXT) for key in range(_BYTES))
_DELETED_ADD = tuple(bytes((value - key) % _BYTES for value in _TEXT) for key in range(_BYTES))


def _translated(streams: Streams, table: bytes) -> Streams:
    return tuple(data.translate(table) for data in streams)


def _weight(text: bytes) -> float:
    return sum(map(_WEIGHT.__getitem__, text))


def _each(streams: Streams, change: Callable[[bytes], bytes]) -> Streams:
    return tuple(change(data) for data in streams)


def _unmixed(data: bytes) -> bytes:
    return bytes(value ^ (index % _BYTES) for index, value in enumerate(data))


def chained(data: bytes) -> bytes:
    """Each byte xored with the one before: undoes a cipher that fed its output back."""
    return bytes((*data[:1], *(before ^ value for before, value in pairwise(data))))


# ------------------------------------------------------------------------------------------ a repeated key

_LETTERS = " abcdefghijklmnopqrstuvwxyz"
_SINGLE = {ord(letter): 40 - 1.5 * index for index, letter in enumerate("etaoinsrlcdmupghybfwvkxjqz")}
_WEIGHT = [(_SINGLE.get(value, 8.0) if value in _TEXT else -200.0) for value in range(_BYTES)]
for _char in b" .,-|;\n/":
    _WEIGHT[_char] = 24.0
_PLACE = [max(0, _LETTERS.find(chr(value).lower())) for value in range(_BYTES)]
_PAIR = [[9.0 - int(cost, 16) for cost in row] for row in HALF_BITS]
_TRIED = 8
_ROUNDS = 3


def repeated_key(streams: Streams) -> Iterator[tuple[str, int, Streams]]:
    """The texts under repeated xor keys of 2 to 32 bytes, with how many: those of the likeliest three periods."""
    longest = min(_MAX_PERIOD, sum(map(len, streams)) // _MIN_COLUMN, max(map(len, streams)))
    fitting = []
    for period in range(2, longest + 1):
        columns = [b"".join(data[index::period] for data in streams) for index in range(period)]
        if all(_fits(column) for column in columns):
            fitting.append((_coincidence(columns) - period / 500, columns))
    for _, columns in sorted(fitting, key=lambda one: -one[0])[:_ROUNDS]:
        keys = [_likely_keys(column)[:_TRIED] for column in columns]
        if all(keys):
            key = _settled(streams, keys)
            yield f"xor {_written(key)}", len(key), tuple(_xored(data, key) for data in streams)


def _coincidence(columns: list[bytes]) -> float:
    """How often two bytes of a column are equal; letters of a language agree more often than mixtures of several."""
    same = sum(count * (count - 1) for column in columns for count in Counter(column[:_SAMPLE]).values())
    pairs = sum(len(column[:_SAMPLE]) * (len(column[:_SAMPLE]) - 1) for column in columns)
    return same / pairs if pairs else 0.0


def _fits(column: bytes) -> bool:
    sample = column[:_SAMPLE]
    return len(sample) >= _MIN_COLUMN and len(sample.translate(None, _HIGH)) in (0, len(sample))


def _likely_keys(column: bytes) -> list[int]:
    """The keys that give only text, those that give the likeliest letters first."""
    sample = column[:_SAMPLE]
    fitting = [key for key in range(_BYTES) if not sample.translate(None, _DELETED_XOR[key])]
    return sorted(fitting, key=lambda key: -_weight(sample.translate(_XOR[key])))


def _settled(streams: Streams, keys: list[list[int]]) -> bytes:
    """One key of each column, changed one at a time as long as neighbouring letters go together better."""
    sample = tuple(data[:_SAMPLE] for data in streams[:64])
    found = (_climbed(sample, keys, _extra(separator)) for separator in b",|; \n")
    return max(found)[1]


def _climbed(sample: Streams, keys: list[list[int]], extra: list[float]) -> tuple[float, bytes]:
    chosen = bytes(column[0] for column in keys)
    best = _score(sample, chosen, extra)
    for _ in range(_ROUNDS):
        before = chosen
        for index, column in enumerate(keys):
            for key in column:
                tried = bytes((*chosen[:index], key, *chosen[index + 1 :]))
                score = _score(sample, tried, extra)
                if score > best:
                    best, chosen = score, tried
        if chosen == before:
            break
    return best, chosen


def _extra(separator: int) -> list[float]:
    """What each byte costs beside its place among letters, in a list whose entries ``separator`` divides."""
    extra = [0.0 if chr(value).isalpha() else 9.0 for value in range(_BYTES)]
    for value in b".-0123456789":
        extra[value] = 3.0
    extra[separator] = 1.0
    return extra


def _score(sample: Streams, key: bytes, extra: list[float]) -> float:
    total = 0.0
    for data in sample:
        text = _xored(data, key)
        places = [_PLACE[value] for value in text]
        total += sum(_PAIR[before][place] for before, place in pairwise(places)) - sum(extra[value] for value in text)
    return total


def _xored(data: bytes, key: bytes) -> bytes:
    repeated = (key * (len(data) // len(key) + 1))[: len(data)]
    return (int.from_bytes(data, "big") ^ int.from_bytes(repeated, "big")).to_bytes(len(data), "big")


def _written(key: bytes) -> str:
    return f"{key.decode('ascii')!r}" if key.isascii() and key.decode("ascii").isprintable() else f"0x{key.hex()}"
