"""Searches for the chain of decoders under which a literal, or several side by side, turn out to be a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from countermark.static.decoding import codecs
from countermark.static.decoding.ciphers import (
    Streams,
    byte_ciphers,
    chained,
    compressed_under_xor,
    decompressions,
    is_text,
    repeated_key,
)
from countermark.static.decoding.codecs import BASE64, HEX, Codec
from countermark.static.decoding.letters import reversed_all, rot13, turned
from countermark.static.decoding.lists import ReadList, as_list, of_entries
from countermark.static.decoding.natural import evidence_bits, half_bits

MAX_CODECS = 2
"""Encodings on top of one another; between them compression, and one cipher."""

_MIN_CHARS = 16
_MIN_DISTINCT = 6
_MIN_CIPHERED = 16
"""Bytes of a ciphertext: with fewer, some key gives letters by accident."""

_MIN_NESTED = 8
_READS_WELL = 9.0
_GAIN = 0.8
"""Half bits a letter by which a text must read better backwards than as it stands."""

_MIN_CIPHERED_LETTERS = 20
_CIPHERED_COST = 9.2
_LETTERS_EACH = 3
_MIN_DIFFERENT = 10
"""Different letters of words: tables of small numbers become the same few again and again."""
_FEW, _MOST_HOSTS, _SOME_HOSTS = 4, 0.5, 0.2
_SMALL = 64
"""A table of smaller numbers is text under every key that is a letter, so that its being text says nothing."""
_TABLES_BITS, _BITS_A_KEY_BYTE = 16, 8
"""So much must words that come out of such a table be likelier than letters by lot: 2^16 tables, and every key."""
_PROSE = re.compile(r"[^\\%&]{0,60}?[A-Za-z]{3,} [^\\%&]*\Z")
"""No encoding has blanks between runs of letters; numbers may have, and escapes may stand in any text."""

_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A list, and how it came out: the steps in the order in which they are undone."""

    decoder: tuple[str, ...]
    found: ReadList


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """How far a search has come: the steps so far, and what it may still try."""

    steps: tuple[str, ...] = ()
    codecs_left: int = MAX_CODECS
    ciphers_left: int = 1
    more: tuple[Codec, ...] = ()

    def then(self, *steps: str, codecs: int = 0, ciphers: int = 0) -> _State:
        return _State(
            steps=(*self.steps, *steps),
            codecs_left=self.codecs_left - codecs,
            ciphers_left=self.ciphers_left - ciphers,
            more=self.more,
        )


def decode(texts: tuple[str, ...], more: tuple[Codec, ...] = ()) -> Decoded | None:
    """The best-reading list that ``texts`` (one literal, or several of one kind) decode to; ``more``: codecs to try."""
    if sum(map(len, texts)) < _MIN_CHARS or not _is_varied(texts):
        return None
    state = _State(more=more)
    every = [*_encoded(state, texts), *_raw(state, texts)]
    every += [Decoded(decoder=(name,), found=found) for name, found in turned(texts)]
    return min(every, key=_rank, default=None)


def decode_numbers(texts: tuple[str, ...]) -> Decoded | None:
    """The best-reading list that rows of numbers below 256 decode to, each text's characters being the numbers."""
    if sum(map(len, texts)) < _MIN_NESTED or not _is_varied(texts):
        return None
    state = _State(codecs_left=1).then("character codes")
    return min(_read(state, tuple(text.encode("latin-1") for text in texts)), key=_rank, default=None)


def _is_varied(texts: tuple[str, ...]) -> bool:
    """Whether there is something in ``texts``: not one piece, or one character, again and again."""
    if len(texts) > 1 and len(set(texts)) * 2 <= len(texts):
        return False
    return len(set(texts[0][:400] if len(texts) == 1 else "".join(texts[:40]))) >= _MIN_DISTINCT


def _rank(one: Decoded) -> tuple[float, int]:
    # A list of hosts or zones is so unlikely to come out by accident that it beats words that read as well.
    sure = 0.0 if one.found.kind == "words" else 2 * one.found.common_tops if one.found.kind == "hosts" else 2.0
    return one.found.cost - sure + 0.3 * len(one.decoder), len(one.decoder)


# ------------------------------------------------------------------------------------------- from characters


def _encoded(state: _State, texts: tuple[str, ...]) -> Iterator[Decoded]:
    """What ``texts`` decode to by an encoding, then whatever else."""
    if len(texts) == 1 and _PROSE.match(texts[0]):
        return
    for codec in (*codecs.ALL, *state.more):
        streams = _all(codec, texts)
        if streams is not None:
            yield from _read(state.then(codec.name, codecs=1), streams)
    if not state.ciphers_left:
        return
    for name, other in (("reversed", reversed_all(texts)), ("rot13", rot13(texts))):
        for codec in (HEX, BASE64):
            streams = _all(codec, other)
            if streams is not None:
                yield from _read(state.then(name, codec.name, codecs=1, ciphers=1), streams)
                break


def _all(codec: Codec, texts: tuple[str, ...]) -> Streams | None:
    streams = []
    for text in texts:
        data = codec.decode(text)
        if not data:
            return None
        streams.append(data)
    return tuple(streams)


def _raw(state: _State, texts: tuple[str, ...]) -> Iterator[Decoded]:
    """A literal whose characters stand for bytes, unprintable ones among them."""
    if all(text.replace("\n", "").replace("\t", "").replace("\r", "").isprintable() for text in texts):
        return
    try:
        streams = tuple(text.encode("latin-1") for text in texts)
    except UnicodeEncodeError:
        return
    yield from _deciphered(state.then("characters as bytes", codecs=1), streams)


# ----------------------------------------------------------------------------------------------- from bytes


def _read(state: _State, streams: Streams) -> Iterator[Decoded]:
    """The lists that ``streams`` are: as text, decompressed, deciphered."""
    plain = as_texts(streams)
    if plain is not None:
        found = list(_as_lists(state.steps, plain))
        yield from found
        if state.ciphers_left:
            yield from (Decoded(decoder=(*state.steps, name), found=one) for name, one in turned(plain))
        nested = len(plain) == 1 and _ENCODED.fullmatch(plain[0])
        if found or not (nested or all(map(str.isascii, plain))) or (not nested and _reads_well(plain)):
            return
        if state.codecs_left and sum(map(len, plain)) >= _MIN_NESTED:
            yield from _encoded(state, plain)
    yield from _deciphered(state, streams)


def _deciphered(state: _State, streams: Streams) -> Iterator[Decoded]:
    """The lists that ``streams`` are once decompressed, or under a key."""
    yield from _decompressed(state, streams)
    if sum(map(len, streams)) < _MIN_CIPHERED or not state.ciphers_left:
        return
    # What words must come to where the bytes themselves say nothing.
    least = _TABLES_BITS if max(map(max, filter(None, streams))) < _SMALL else 0
    simple = [
        one
        for name, opened in byte_ciphers(streams)
        for one in _opened(state.then(name, ciphers=1), opened, least and least + _BITS_A_KEY_BYTE)
    ]
    yield from simple
    if len(streams) == 1:
        for name, data in compressed_under_xor(streams[0]):
            yield from _decompressed(state.then(name, ciphers=1), (data,))
    if simple:
        return
    for name, period, opened in repeated_key(streams):
        yield from _opened(state.then(name, ciphers=1), opened, least and least + _BITS_A_KEY_BYTE * period)
    if len(streams) == 1:
        for name, opened in byte_ciphers((chained(streams[0]),)):
            yield from _opened(state.then("xor with the byte before", name, ciphers=1), opened)


def _opened(state: _State, streams: Streams, least_bits: int = 0) -> Iterator[Decoded]:
    """The lists that deciphered ``streams`` are, forwards or backwards, or under one more encoding."""
    plain = as_texts(streams)
    if plain is None:
        return
    for one in _as_lists(state.steps, plain):
        if _is_sure(one.found, least_bits):
            yield one
    for one in _as_lists((*state.steps, "reversed"), reversed_all(plain)):
        if _is_sure(one.found, least_bits) and (one.found.kind != "words" or one.found.cost + _GAIN < half_bits(plain)):
            yield one
    if state.codecs_left and len(plain) == 1 and _ENCODED.fullmatch(plain[0]):
        yield from _encoded(state, plain)


def _is_sure(found: ReadList, least_bits: int) -> bool:
    """Whether a list that some key gave is one that no other key could give by accident.

    ``least_bits``: what words must come to, where letters come out of every key; 0 where they do not.
    """
    if found.kind in ("zones", "addresses"):
        return True
    if found.kind == "hosts":
        return found.common_tops >= (_SOME_HOSTS if len(found.entries) > _FEW else _MOST_HOSTS)
    few = len(found.entries) < _FEW
    if least_bits and found.kind == "words" and (few or evidence_bits(found.entries) < least_bits):
        return False
    letters = sum(char.isalpha() for entry in found.entries for char in entry)
    if len({char for entry in found.entries for char in entry.lower() if char.isalpha()}) < _MIN_DIFFERENT:
        return False
    if len({entry[:2].lower() for entry in found.entries}) < len(found.entries) * _MOST_HOSTS:
        return False
    enough = letters >= max(_MIN_CIPHERED_LETTERS, _LETTERS_EACH * len(found.entries))
    return enough and found.cost <= _CIPHERED_COST and found.is_clean


def _decompressed(state: _State, streams: Streams) -> Iterator[Decoded]:
    for other, note in ((streams, ()), (tuple(data[::-1] for data in streams), ("reversed",))):
        for name, first in decompressions(other[0]):
            opened = (first, *(_same(name, data) for data in other[1:]))
            if all(opened):
                yield from _read(state.then(*note, name), tuple(data for data in opened if data))


def _same(name: str, data: bytes) -> bytes | None:
    return dict(decompressions(data)).get(name)


def as_texts(streams: Streams) -> tuple[str, ...] | None:
    """``streams`` as text: printable ASCII, or other letters in UTF-8 or UTF-16; ``None`` where they are no text."""
    if all(map(is_text, streams)):
        return tuple(_narrowed(data.decode("ascii")) for data in streams)
    try:
        texts = tuple(data.decode("utf-8") for data in streams)
    except UnicodeDecodeError:
        return None
    odd = any(not (char.isprintable() or char in "\n\r\t\0") for text in texts for char in text[:200])
    return None if odd else texts


def _narrowed(text: str) -> str:
    """ASCII that was written as UTF-16 has a zero beside each character."""
    for first in (0, 1):
        if len(text) > 3 and not text[first::2].strip("\0"):  # noqa: PLR2004 -- two characters at least
            return text[1 - first :: 2]
    return text


def _as_lists(steps: tuple[str, ...], texts: tuple[str, ...]) -> Iterator[Decoded]:
    found = as_list(texts[0]) if len(texts) == 1 else of_entries(texts)
    if found is None and len(texts) > 1:
        found = as_list("".join(texts))
    if found is not None:
        yield Decoded(decoder=steps, found=found)


def _reads_well(texts: tuple[str, ...]) -> bool:
    return half_bits(texts) <= _READS_WELL
