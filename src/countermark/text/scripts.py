"""Which script a character belongs to, and how it joins its neighbours.

Source: Scripts.txt, DerivedJoiningType.txt, DerivedBidiClass.txt, DerivedCombiningClass.txt and emoji-data.txt of the
Unicode version that ``_generated`` names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from countermark.text._generated import EMOJI, JOINING, PICTOGRAPHIC, RIGHT_TO_LEFT, SCRIPTS, TRANSPARENT, VIRAMA
from countermark.text.punctuation import members
from countermark.text.stable import character_class

_STARTS = tuple(first for first, _, _ in SCRIPTS)

JOINING_LETTERS = frozenset(members(JOINING)) - {"\u200d"}
"""Letters whose form depends on their neighbours (Unicode ch. 9.2): Arabic, Syriac, N'Ko; not the joiner itself."""

TRANSPARENT_MARKS = frozenset(members(TRANSPARENT))
VIRAMAS = frozenset(members(VIRAMA))
PICTOGRAPHS = frozenset(members(PICTOGRAPHIC))
EMOJI_CHARACTERS = frozenset(members(EMOJI))

UNSPACED = frozenset(
    (
        *("Thai", "Lao", "Khmer", "Myanmar", "Tibetan", "Han", "Hiragana", "Katakana", "Bopomofo", "Yi"),
        *("Javanese", "Balinese", "Sundanese", "Tai_Le", "New_Tai_Lue", "Tai_Tham", "Tai_Viet", "Cham", "Buginese"),
    )
)
"""Scripts that write no spaces between words, so that invisible ones allow a line break (UAX #14, class SA; ZW)."""

_RIGHT_TO_LEFT = re.compile(f"(?![\u200f\u061c])[{character_class(RIGHT_TO_LEFT)}]")
_ASCII_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


@lru_cache(maxsize=16_384)
def script_of(char: str) -> str:
    """The script of one character, as ``Scripts.txt`` names it; empty where it is common to several."""
    if char in _ASCII_LETTERS:
        return "Latin"
    point = ord(char)
    row = bisect_right(_STARTS, point) - 1
    if row < 0:
        return ""
    _, stop, script = SCRIPTS[row]
    return script if point < stop else ""


def has_right_to_left(text: str) -> bool:
    """Whether a letter of ``text`` is written from right to left."""
    return bool(_RIGHT_TO_LEFT.search(text))


def letter_before(text: str, place: int, *, skipping: frozenset[str] = TRANSPARENT_MARKS) -> str:
    """The character before ``place``, past those that joining does not see; empty at the start."""
    place -= 1
    while place >= 0 and text[place] in skipping:
        place -= 1
    return text[place] if place >= 0 else ""


def letter_after(text: str, place: int, *, skipping: frozenset[str] = TRANSPARENT_MARKS) -> str:
    """The character after ``place``, past those that joining does not see; empty at the end."""
    place += 1
    while place < len(text) and text[place] in skipping:
        place += 1
    return text[place] if place < len(text) else ""
