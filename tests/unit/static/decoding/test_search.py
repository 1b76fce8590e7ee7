"""Decoding is total, finds its way back through every chain, and makes no list out of noise."""

from __future__ import annotations

import base64
import codecs
import gzip
import zlib
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.static.decoding import fragments
from countermark.static.decoding.codecs import ALL
from countermark.static.decoding.letters import turned
from countermark.static.decoding.lists import as_list
from countermark.static.decoding.natural import evidence_bits
from countermark.static.decoding.search import decode, decode_numbers

HOSTS = ("relay.alpha.example", "api.borealis.test", "llm.cedar.example", "mirror.delta.invalid", "hub.granite.test")
TEXT = ",".join(HOSTS)
DATA = TEXT.encode()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def xor(data: bytes, key: bytes) -> bytes:
    return bytes(value ^ key[place % len(key)] for place, value in enumerate(data))


@pytest.mark.parametrize(
    ("text", "decoder"),
    [
        (b64(DATA), ("base64",)),
        (base64.urlsafe_b64encode(DATA).decode().rstrip("="), ("base64",)),
        (DATA.hex(), ("hex",)),
        (base64.b32encode(DATA).decode(), ("base32",)),
        (base64.a85encode(DATA).decode(), ("ascii85",)),
        (base64.b85encode(DATA).decode(), ("base85",)),
        (",".join(map(str, DATA)), ("decimal codes",)),
        (b64(xor(DATA, b"\x5b")), ("base64", "xor 0x5b")),
        (b64(xor(DATA, b"k3y!")), ("base64", "xor 'k3y!'")),
        (b64(bytes((value + 9) % 256 for value in DATA)), ("base64", "add 247")),
        (b64(gzip.compress(DATA, mtime=0)), ("base64", "gzip")),
        (b64(zlib.compress(DATA)), ("base64", "zlib")),
        (b64(xor(zlib.compress(DATA), b"\x21")), ("base64", "xor 0x21", "zlib")),
        (b64(b64(DATA).encode()), ("base64", "base64")),
        (b64(DATA)[::-1], ("reversed", "base64")),
        (b64(DATA[::-1]), ("base64", "reversed")),
        (codecs.encode(TEXT, "rot13"), ("rot13",)),
        (TEXT[::-1], ("reversed",)),
    ],
)
def test_each_chain_is_undone_and_named(text: str, decoder: tuple[str, ...]) -> None:
    found = decode((text,))
    assert found is not None
    assert found.decoder == decoder
    assert found.found.entries == HOSTS


def test_a_list_in_clear_is_not_hidden() -> None:
    assert decode((TEXT,)) is None
    assert decode(HOSTS) is None


def test_numbers_are_characters() -> None:
    found = decode_numbers(tuple(HOSTS))
    assert found is not None
    assert found.found.entries == HOSTS


@given(st.text(max_size=300))
def test_every_codec_is_total(text: str) -> None:
    for codec in ALL:
        codec.decode(text)


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_the_search_is_total(texts: list[str]) -> None:
    decode(tuple(texts))


@settings(deadline=None, max_examples=300)
@given(st.binary(min_size=12, max_size=120))
def test_noise_is_no_list(data: bytes) -> None:
    found = decode((b64(data),))
    assert found is None or not data.isascii() or as_list(data.decode("ascii")) is not None or len(found.decoder) > 1


@given(st.binary(max_size=400))
def test_fragments_lie_in_the_file(data: bytes) -> None:
    for one in (*fragments.of_numbers(data), *fragments.of_rest(data, ()), *fragments.of_plain_text(data)):
        assert 0 <= one.start < one.end <= len(data)


def test_long_repetitions_take_no_time() -> None:
    for text in ("0" * 100_000, "ab" * 50_000, "a/" * 5_000, "a," * 50_000, "1," * 50_000, "\\" * 50_000, "-" * 9_000):
        decode((text,))


def test_what_repeats_is_no_new_evidence() -> None:
    assert evidence_bits(["harbor"]) == evidence_bits(["harbor", "harbor", "harbor4", "2harbor"])
    assert evidence_bits(["harbor", "lantern"]) > evidence_bits(["harbor"]) > 0


@settings(deadline=None)
@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=9), min_size=6, max_size=12))
def test_random_letters_are_no_words_under_any_turn(words: list[str]) -> None:
    assert not [found for _, found in turned(tuple(words)) if found.kind == "words"]


def test_words_are_found_under_the_turn_that_was_made() -> None:
    words = ("harbor", "lantern", "thistle", "amber", "quill", "brisk", "cedar", "delta", "ember")
    for text in (codecs.encode(",".join(words), "rot13"), ",".join(words)[::-1]):
        assert [found.entries for _, found in turned((text,))] == [words]


WORDS = ("harbour", "meadow", "lantern", "orchard", "pebble", "thistle", "weather", "copper", "saddle", "timber")


@pytest.mark.parametrize("key", [b"\x61", b"lam", b"kettle"])
def test_words_are_found_in_rows_of_small_numbers_under_a_key(key: bytes) -> None:
    found = decode_numbers(tuple(xor(word.encode(), key).decode("latin-1") for word in WORDS))
    assert found is not None
    assert found.found.entries == WORDS


def table(random: Random) -> tuple[str, ...]:
    """Rows of small numbers as tests of graphs and matrices hold them."""
    width, most = random.randint(2, 8), random.choice((5, 9, 12, 20, 30))
    rows = [[random.randint(0, most) for _ in range(width)] for _ in range(random.randint(4, 14))]
    if random.random() < 0.5:  # edges are written in the order of their first ends
        rows.sort()
    return tuple(bytes(row).decode("latin-1") for row in rows)


def test_tables_of_small_numbers_are_no_words_under_any_key() -> None:
    random = Random(4)  # noqa: S311 -- repeatable
    tables = [table(random) for _ in range(400)]
    assert [found.found.entries for rows in tables if (found := decode_numbers(rows))] == []
    steps = [tuple(bytes((row, row + 1, row * 3 % 23)).decode("latin-1") for row in range(9)), tuple("\1\2\3" * 8)]
    assert [found.found.entries for rows in steps if (found := decode_numbers(rows))] == []
