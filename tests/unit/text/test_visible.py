"""What is invisible or ambiguous is named, what is plain is left, and nothing reaches a terminal."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.text.punctuation import BLANKS
from countermark.text.visible import escape_terminal, name_code_points, visible

UNSAFE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e0fff]"
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Today\u02bcs", "Today⟨U+02BC MODIFIER LETTER APOSTROPHE⟩s"),
        ("Today's", "Today's"),
        ("p\u0430ypal", "p⟨U+0430 CYRILLIC SMALL LETTER A⟩ypal"),
        ("Привет, мир", "Привет, мир"),
        ("\u0430", "⟨U+0430 CYRILLIC SMALL LETTER A⟩"),
        ("a\u200b\u200bb", "a⟨2 × U+200B ZERO WIDTH SPACE⟩b"),
        ("a\u00a0b", "a⟨U+00A0 NO-BREAK SPACE⟩b"),
        ("end  ", "end⟨2 × U+0020 SPACE⟩"),
        ("one.  Two", "one.⟨2 × U+0020 SPACE⟩Two"),
        ("if a:\n    b", "if a:\n    b"),
        ("a\tb\r\n", "a⟨U+0009 CHARACTER TABULATION⟩b⟨U+000D CARRIAGE RETURN⟩\n"),
        ("\x1b[31m", "⟨U+001B ESCAPE⟩[31m"),
        ("\ue000", "⟨U+E000⟩"),
        ("⟨U+0041⟩", "⟨U+27E8 MATHEMATICAL LEFT ANGLE BRACKET⟩U+0041⟨U+27E9 MATHEMATICAL RIGHT ANGLE BRACKET⟩"),
        ("2026–11", "2026⟨U+2013 EN DASH⟩11"),
        ("naïve café 日本", "naïve café 日本"),
        ("", ""),
    ],
)
def test_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


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
        if char not in " \n":
            assert visible(f"a{char}b").startswith("a⟨U+"), ascii(char)


def test_code_points_by_name() -> None:
    assert name_code_points("'’") == ("U+0027 APOSTROPHE", "U+2019 RIGHT SINGLE QUOTATION MARK")


@given(st.text() | st.text(alphabet=st.characters(max_codepoint=0x2FFF), max_size=10))
def test_nothing_unsafe_is_left_and_nothing_collides(text: str) -> None:
    assert not UNSAFE.search(visible(text))
    assert not UNSAFE.search(escape_terminal(text))
    assert "\n" not in escape_terminal(text)
    visible(text).encode()


@given(st.text(alphabet="a \n\t’ʼа\u200b⟨⟩", max_size=8), st.text(alphabet="a \n\t’ʼа\u200b⟨⟩", max_size=8))
def test_texts_that_differ_are_shown_differently(one: str, other: str) -> None:
    assert (visible(one) == visible(other)) == (one == other)
