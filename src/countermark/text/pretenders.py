"""Finds what pretends within one script: letters of Latin that look like those of ASCII, punctuation out of its place.

Sources, 2026-11: letters for phonetics and for African languages: Unicode ch. 7.1; dotless i of Turkish: ch. 7.1.2;
U+201A as a quotation mark, U+2044 in fractions, U+2236 as a ratio: ch. 6.2.
"""

from __future__ import annotations

import re

from countermark.model.marks import Mark, Pattern
from countermark.text.confusables import LOOKS_LIKE_ASCII, in_ascii
from countermark.text.counted import counted
from countermark.text.scripts import script_of
from countermark.text.stable import characters

PRETENDERS = frozenset(
    char
    for char in LOOKS_LIKE_ASCII
    # Wide ones are a style, and the long s is how German was printed.
    if char.isalpha() and char < "\uff00" and char != "\u017f" and script_of(char) == "Latin"
    if len(plain := in_ascii(char)) == 1 and plain.isalpha()
)
_CLASS = re.escape("".join(sorted(PRETENDERS)))
_WORD = re.compile(rf"(?<![^\W\d_])[A-Za-z{_CLASS}]{{3,}}(?![^\W\d_]|[\u02b0-\u02ff\u0300-\u036f])")
# Letters of the languages and alphabets that have a pretender too: Turkish and its kin beside a dotless i, else the
# phonetic and African ones.
_HONEST = re.compile(rf"(?![{_CLASS}])[\u0180-\u02af]")
_TURKIC = re.compile("[\u011e\u011f\u0130\u015e\u015f\u018f\u0259]")
_DOTLESS, _AS_FREQUENT = "\u0131", 10
_FEWEST_ASCII = 2


def latin_letters(channel: str, text: str) -> tuple[Pattern, ...]:
    """Letters beyond ASCII that look like it, in words of ASCII, where no writing asks for them.

    Languages and phonetics that have such letters have others too: where these stand, both are read as what they are.
    The dotless i of a name stands alone, and is a kind of its own.
    """
    if PRETENDERS.isdisjoint(characters(text)):
        return ()
    marks = [
        Mark(start=at, end=at + 1, found=char, plain=in_ascii(char))
        for match in _WORD.finditer(text)
        if sum(char.isascii() for char in match.group()) >= _FEWEST_ASCII
        for at, char in enumerate(match.group(), match.start())
        if char in PRETENDERS
    ]
    dotless = [mark for mark in marks if mark.found == _DOTLESS]
    others = [mark for mark in marks if mark.found != _DOTLESS]
    if _AS_FREQUENT * len(_TURKIC.findall(text)) >= len(dotless):
        dotless = []
    if _AS_FREQUENT * len(_HONEST.findall(text)) >= len(others):
        others = []
    return (*counted(channel, "letter-of-latin", others), *counted(channel, "dotless-i", dotless))


_MISPLACED = re.compile(
    r"(?<=[^\W\d_])(?P<comma>\u201a)(?=\s)|(?<=[\w\"])(?P<colon>\u2236)(?=\s)|(?<=[^\W\d_])(?P<slash>\u2044)(?=[^\W\d_])"
)
_PLAIN = {"comma": ",", "colon": ":", "slash": "/"}


def misplaced_punctuation(channel: str, text: str) -> tuple[Pattern, ...]:
    """A quotation mark for a comma, a ratio for a colon, a fraction's line between words."""
    if characters(text).isdisjoint("\u201a\u2236\u2044"):
        return ()
    marks = [
        Mark(start=match.start(), end=match.end(), found=match.group(), plain=_PLAIN[str(match.lastgroup)])
        for match in _MISPLACED.finditer(text)
    ]
    return counted(channel, "misplaced-punctuation", marks)
