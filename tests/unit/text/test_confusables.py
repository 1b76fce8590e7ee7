"""Skeletons are those of UTS #39, and punctuation that people confuse is one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.text import _generated as tables
from countermark.text.confusables import LOOKS_LIKE_ASCII, UNICODE_VERSION, look_alike, skeleton
from countermark.text.punctuation import APOSTROPHES, BLANKS, BULLETS, DASHES, DOUBLE_QUOTES, HYPHENS, SINGLE_QUOTES
from countermark.text.stable import ascii_digits, case_folded, name, normalised


def test_the_version_is_recorded() -> None:
    assert UNICODE_VERSION == "15.0.0"


@pytest.mark.parametrize(
    ("one", "other"),
    # UTS #39's own examples, and some of confusables.txt.
    [
        ("paypal", "p\u0430ypal"),
        ("scope", "ѕсоре"),
        ("rn", "m"),
        ("l", "1"),
        ("l", "I"),
        ("O", "0"),
        ("fi", "ﬁ"),
        ("é", "e\u0301"),
    ],
)
def test_skeletons_meet(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_skeletons_of_other_words_differ() -> None:
    assert skeleton("paypal") != skeleton("paypol")


@pytest.mark.parametrize("char", APOSTROPHES)
def test_apostrophes_are_one(char: str) -> None:
    assert look_alike(f"Today{char}s") == look_alike("Today's")


@pytest.mark.parametrize("char", HYPHENS)
def test_hyphens_are_one(char: str) -> None:
    assert look_alike(char) == "-"


def test_families_hold_no_character_twice() -> None:
    for family in (APOSTROPHES, DOUBLE_QUOTES, SINGLE_QUOTES, DASHES, BULLETS, BLANKS):
        assert len(family) == len(set(family))
    assert not set(APOSTROPHES) & set(DOUBLE_QUOTES)


def test_what_other_channels_tell_apart_stays_apart() -> None:
    assert look_alike("\u00e9") != look_alike("e\u0301")
    assert look_alike("a b") != look_alike("a\u00a0b")
    assert look_alike("ab") != look_alike("a\u200bb")


def test_every_prototype_is_its_own() -> None:
    for point in tables.LOOK_ALIKES:
        once = look_alike(chr(point))
        assert look_alike(once) == once
    assert all(look_alike(char).isascii() for char in LOOKS_LIKE_ASCII)


@given(st.text())
def test_skeletons_are_total(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text) or not text.isascii()


@given(st.text())
def test_what_the_oldest_python_knows_is_normalised_as_unicodedata_does(text: str) -> None:
    known = "".join(char for char in text if any(first <= ord(char) < stop for first, stop in tables.KNOWN))
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert normalised(form, known) == unicodedata.normalize(form, known)
        assert normalised(form, normalised(form, text)) == normalised(form, text)
    assert case_folded(known) == known.casefold()


def test_what_it_does_not_know_is_left_alone_and_named_from_the_table() -> None:
    new = "\U00010efd"  # of Unicode 15.0
    assert normalised("NFKD", new) == case_folded(new) == new
    assert name(new) == "ARABIC SMALL LOW WORD SAKTA"
    assert name("\u0378") == ""
    assert name("\x1b") == "ESCAPE"


def test_digits_of_every_script() -> None:
    assert ascii_digits("٢٠٢٦ २०२६ ２０２６ 𝟐") == "2026 2026 2026 2"
