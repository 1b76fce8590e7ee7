"""Finds characters that stand where others belong: letters of another script within a word, unusual punctuation.

Sources, 2026-11: mixed scripts: UTS #39, 5.1 and 5.2; letters of other scripts in mathematics and units: Unicode ch.
22.2 and 22.5 (only letters that look like Latin ones count); modifier letters as letters of Hawaiian, Uzbek, Navajo,
transliterations and phonetics: Unicode ch. 7.8 (only places where English or French have an apostrophe count).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from countermark.model.marks import Mark, Pattern
from countermark.text.alternation import Slot, alternation
from countermark.text.confusables import LOOKS_LIKE_ASCII, in_ascii
from countermark.text.counted import counted
from countermark.text.punctuation import APOSTROPHES
from countermark.text.scripts import UNSPACED, script_of
from countermark.text.stable import characters, normalised

_PHONETIC = re.compile("[\u0250-\u02af]")
"""The International Phonetic Alphabet, which borrows letters from Greek and looks like others (Unicode ch. 7.1.3)."""

_WORD = re.compile(r"[^\W\d_]+")
_STYLED = "styled"
"""Latin letters in another style, with code points of their own: fullwidth, mathematical."""

_FEWEST_BESIDE_GREEK = 3
"""Latin letters that a word has which is no formula and no range of letters."""

ALPHABETS = frozenset(
    {"Latin", "Cyrillic", "Greek", "Armenian", "Cherokee", "Coptic", "Lisu", "Georgian", "Hebrew", _STYLED}
)
_LATIN = "Latin"


@lru_cache(maxsize=16_384)
def _alphabet(char: str) -> str:
    point = ord(char)
    if 0xFF21 <= point <= 0xFF5A or 0x1D400 <= point <= 0x1D7FF:  # noqa: PLR2004 -- the two blocks
        return _STYLED
    return script_of(char)


@lru_cache(maxsize=16_384)
def _plain_letter(char: str) -> str:
    """The ASCII letter that a character looks like; itself where it looks like none."""
    plain = normalised("NFKC", char) if _alphabet(char) == _STYLED else in_ascii(char)
    return plain if len(plain) == 1 and plain.isascii() and plain.isalpha() else char


@lru_cache(maxsize=64)
def _letters_like(script: str) -> dict[str, str]:
    """ASCII letters, and the first letter of a script that looks like each."""
    found: dict[str, str] = {}
    for char in sorted(LOOKS_LIKE_ASCII):
        plain = _plain_letter(char)
        if plain != char and _alphabet(char) == script and char.isupper() == plain.isupper():
            found.setdefault(plain, char)
    return found


def mixed_words(channel: str, text: str) -> tuple[Pattern, ...]:
    """Letters within a word that look like letters of the script in which the rest of it is written."""
    words = [
        match
        for match in _WORD.finditer(text)
        if not match.group().isascii()
        and text[match.start() - 1 : match.start()] != "\\"  # part of an escape
        and not _PHONETIC.search(match.group())
    ]
    mixed = [(match, scripts) for match in words if len(scripts := _scripts(match.group())) > 1]
    if not mixed:
        return ()
    found_words = Counter(
        _alphabet(match.group()[0]) for match in _WORD.finditer(text) if _is_of_one_script(match.group())
    )
    main = found_words.most_common(1)[0][0] if found_words else _LATIN
    found: dict[str, list[Mark]] = {}
    for match, scripts in mixed:
        own = _own_script(scripts, main)
        for kind, mark in _strangers(match, own):
            at_home = kind == "letter-in-latin" and found_words[_alphabet(mark.found)]
            found.setdefault("letter-of-two-scripts" if at_home else kind, []).append(mark)
    return tuple(pattern for kind in sorted(found) for pattern in counted(channel, kind, found[kind]))


@lru_cache(maxsize=65_536)
def _scripts(word: str) -> Counter[str]:
    """Never changed by who asks: it is kept."""
    return Counter(script for script in map(_alphabet, word) if script in ALPHABETS)


def _is_of_one_script(word: str) -> bool:
    """Whether it is a word, and not a lone letter that could be of any script."""
    return len(word) > 1 and len(_scripts(word)) == 1


def _own_script(scripts: Counter[str], main: str) -> str:
    """In which script a mixed word is meant: in that of most of its letters, and where they are even, of the text."""
    (first, most), (second, fewer) = scripts.most_common(2)
    if most - fewer <= 1 and main in {first, second}:
        return main
    return first


def _strangers(match: re.Match[str], own: str) -> list[tuple[str, Mark]]:
    """Nothing where a letter of another script looks like none of this one: such a word does not pretend."""
    found = []
    latin = sum(_alphabet(char) == _LATIN for char in match.group())
    for at, char in enumerate(match.group(), match.start()):
        script = _alphabet(char)
        if script == own or script not in ALPHABETS:
            continue
        plain = _plain_letter(char) if own == _LATIN else _letters_like(own).get(char, char)
        if plain == char or (script in {"Greek", _STYLED} and latin < _FEWEST_BESIDE_GREEK):
            return []
        kind = "styled-letter" if script == _STYLED else "letter-in-latin" if own == _LATIN else "letter-in-other"
        found.append((kind, Mark(start=at, end=at + 1, found=char, plain=plain)))
    return found


def whole_words(channel: str, text: str) -> tuple[Pattern, ...]:
    """Whole words of letters that look Latin, in a script of which the text has no other words."""
    pretending: dict[str, list[Mark]] = {}
    honest: set[str] = set()
    latin = 0
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii():
            latin += 1
            continue
        scripts = _scripts(word)
        if len(scripts) != 1:
            continue
        (script,) = scripts
        latin += script == _LATIN
        plain = "".join(map(_plain_letter, word))
        if script == _LATIN:
            continue
        if len(word) > 1 and plain.isascii():
            mark = Mark(start=match.start(), end=match.end(), found=word, plain=plain)
            pretending.setdefault(script, []).append(mark)
        elif len(word) > 1:
            honest.add(script)
    marks = [mark for script, found in pretending.items() if script not in honest for mark in found]
    marks.sort(key=lambda mark: mark.start)
    styled = [mark for mark in marks if _alphabet(mark.found[0]) == _STYLED]
    others = [mark for mark in marks if mark not in styled]
    if len(others) >= latin:
        others = []
    return counted(channel, "whole-word", others)


# Where English (at a word's end) and French (before a vowel) have an apostrophe.
_STRESS = "\u02c8\u02ca\u02cb"
UNUSUAL = "".join(char for char in APOSTROPHES if char not in "'\u2019\u2018`\u00b4" + _STRESS)
_APOSTROPHE_LIKE = frozenset(UNUSUAL + "`\u00b4")
_MARK = f"[{re.escape(UNUSUAL)}`\u00b4]"
_APART = rf"(?![\w{re.escape(APOSTROPHES)}])"
_CLITIC = re.compile(
    rf"(?:(?<=[A-Za-z])(?P<possessive>{_MARK})(?=(?:[sSdD]|re|RE|ve|VE|ll|LL){_APART})"
    rf"|(?<=[nN])(?P<negation>{_MARK})(?=[tT]{_APART})|(?<=\bI)(?P<first>{_MARK})(?=[mM]{_APART}))"
    rf"|(?<![\w{re.escape(APOSTROPHES)}])(?:[ldjLDJ]|[Qq]u)(?P<elision>{_MARK})(?=[aeiouAEIOU\u00e9\u00e8\u00ea\u00e0\u00e2])"
)


def apostrophes(channel: str, text: str) -> tuple[Pattern, ...]:
    """Apostrophes of English and French that are none: modifier letters, primes, accents as careless people type."""
    if _APOSTROPHE_LIKE.isdisjoint(characters(text)):
        return ()
    found: dict[str, list[Mark]] = {"apostrophe": [], "accent-as-apostrophe": []}
    for match in _CLITIC.finditer(text):
        group = str(match.lastgroup)
        kind = "accent-as-apostrophe" if match[group] in "`\u00b4" else "apostrophe"
        found[kind].append(Mark(start=match.start(group), end=match.end(group), found=match[group], plain="'"))
    return tuple(pattern for kind, marks in found.items() for pattern in counted(channel, kind, marks))


_OTHER_HYPHENS = frozenset("\u2010\u2011\u2012\u2043\u2212\ufe63\uff0d\u02d7")
_HYPHEN = re.compile(r"(?<=[A-Za-z])[-\u2010\u2011\u2012\u2043\u2212\ufe63\uff0d\u02d7](?=[A-Za-z])")


def hyphens(channel: str, text: str) -> tuple[Pattern, ...]:
    """Hyphens of several kinds within words."""
    if _OTHER_HYPHENS.isdisjoint(characters(text)):
        return ()
    slots = [
        Slot(start=match.start(), end=match.end(), found=match.group(), plain="-", way=match.group())
        for match in _HYPHEN.finditer(text)
    ]
    return alternation(channel, "hyphen", slots)


# Typography that people use, and kinds that are found above.
_USUAL = frozenset(
    APOSTROPHES + "\u2010\u2011\u2012\u2013\u2212\u00d7\u2044\u2022\u00b7\u2026\u201a\u2039\u203a\u00b8\u2236"
)
PUNCTUATION = frozenset(
    char
    for char in LOOKS_LIKE_ASCII - _USUAL
    if not char.isalpha() and len(plain := in_ascii(char)) == 1 and not plain.isalpha() and not char.isspace()
)
_ODD_PUNCTUATION = re.compile(f"[{re.escape(''.join(sorted(PUNCTUATION)))}]")


_FIRST_CJK = "\u3000"


def odd_punctuation(channel: str, text: str) -> tuple[Pattern, ...]:
    """Punctuation and digits that look like ASCII, between ASCII letters and digits."""
    if PUNCTUATION.isdisjoint(characters(text)):
        return ()
    marks = [
        Mark(start=match.start(), end=match.end(), found=match.group(), plain=in_ascii(match.group()))
        for match in _ODD_PUNCTUATION.finditer(text)
        if _is_among_ascii(text, match.start())
    ]
    return counted(channel, "punctuation", marks)


def _is_among_ascii(text: str, place: int) -> bool:
    """Whether the nearest characters on both sides, past a blank, are ASCII letters or digits."""
    if text[place] >= _FIRST_CJK and any(script_of(char) in UNSPACED for char in text[max(place - 60, 0) : place + 60]):
        return False
    before, after = text[max(place - 2, 0) : place].rstrip()[-1:], text[place + 1 : place + 3].lstrip()[:1]
    return bool(before) and all(char.isalnum() and _is_of_ascii_typing(char) for char in (before, after) if char)


def _is_of_ascii_typing(char: str) -> bool:
    """Whether who writes such letters takes their punctuation from ASCII."""
    return char.isascii() or script_of(char) == "Cyrillic"
