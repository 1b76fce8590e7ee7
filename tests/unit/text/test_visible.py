"""What has no ink is written out, nothing reaches a terminal, and no two texts are shown alike."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.text.punctuation import BLANKS
from countermark.text.visible import as_read, code_point, escape_terminal, has_ink, marked, visible

UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e0fff]"
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Today\u02bcs", "Today\u02bcs"),
        ("Привет, мир", "Привет, мир"),
        ("a\u200b\u200bb", "a⟨U+200B⟩⟨U+200B⟩b"),
        ("a\u00a0b  ", "a⟨U+00A0⟩b  "),
        ("a\tb\r\n", "a⟨TAB⟩b⟨CR⟩⟨LF⟩"),
        ("\x1b[31m", "⟨U+001B⟩[31m"),
        ("\ue000", "⟨U+E000⟩"),
        ("⟨LF⟩⟦", "⟨U+27E8⟩LF⟨U+27E9⟩⟨U+27E6⟩"),
        ("naïve café 日本", "naïve café 日本"),
        ("", ""),
    ],
)
def test_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_what_is_kept_is_not_written_out() -> None:
    assert visible("a\n b", keep=" \n") == "a\n b"
    assert visible("a b", keep="") == "a⟨U+0020⟩b"


def test_escaped_for_a_terminal() -> None:
    assert escape_terminal("a\x1b[8m\n\u202eb\ud800\U000e0041 é") == r"a\x1b[8m\x0a\u202eb\ud800\U000e0041 é"
    assert escape_terminal("a\n\tb", keep="\n") == "a\n\\x09b"


@pytest.mark.parametrize("piece", [" ", "\u200b", "\u200b\u200c", "а", "\n ", "\t"])
def test_hostile_texts_take_no_longer_than_others(piece: str) -> None:
    text = piece * (100_000 // len(piece)) + "a"
    began = time.process_time()
    visible(text)
    assert time.process_time() - began < 2


def test_every_blank_but_the_space_is_named() -> None:
    for char in BLANKS:
        if char != " ":
            assert visible(f"a{char}b") != f"a{char}b", ascii(char)


def test_code_points_are_named_as_unicode_names_them() -> None:
    assert code_point("\u02b9").name == "MODIFIER LETTER PRIME"
    assert (code_point("\u200b").box, code_point("’").box) == ("ZWSP", "")
    assert code_point("\udcff").name == "BYTE FF, NOT UTF-8"
    assert code_point("\ud800").name == "LONE SURROGATE"
    assert code_point("\x07").name in ("ALERT", "BELL")
    assert code_point("\ufe0f").box == "U+FE0F"


@given(st.text(st.characters()))
def test_what_has_no_ink_is_written_out(text: str) -> None:
    assert all(char == " " or has_ink(char) for char in visible(text))
    assert all(has_ink(char) for char in visible(text, keep=""))
    assert all(char == " " or has_ink(char) for char in as_read(text))


def test_a_difference_of_blanks_is_written_out() -> None:
    assert (marked(" "), marked("a b"), marked("\u00a0")) == ("⟨U+0020⟩", "a b", "⟨U+00A0⟩")


@given(st.text() | st.text(alphabet=st.characters(max_codepoint=0x2FFF), max_size=10))
def test_nothing_unsafe_is_left(text: str) -> None:
    assert not UNSAFE.search(visible(text))
    assert not UNSAFE.search(escape_terminal(text))
    visible(text).encode()


MIXED = st.text(alphabet="a \n\t’ʼа\u200b⟨⟩LFU+", max_size=8)


@given(MIXED, MIXED)
def test_texts_that_differ_are_shown_differently(one: str, other: str) -> None:
    assert (visible(one) == visible(other)) == (one == other)
