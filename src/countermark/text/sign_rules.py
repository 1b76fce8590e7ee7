"""The signs of every kind that the channels find: what is not here cannot be passed by.

What a channel's file finds and what stands here must go together; a test compares the kinds, and another one what is
found with what is passed by.
"""

from __future__ import annotations

import math
import re

from countermark.text import foreign, pretenders
from countermark.text._generated import DEFAULT_IGNORABLE, DIGIT_ZEROS, SCRIPTS
from countermark.text.invisible import BIDI_CONTROLS, SELECTORS, TAGS
from countermark.text.punctuation import BULLETS, members
from countermark.text.signs import Built, Points, Rule, Sequence, Sign
from countermark.text.stable import normalised


def needs(level_bits: float) -> tuple[int | None, ...]:
    """For each rule how many signs it takes."""
    return tuple(rule.needs(level_bits) for rule in RULES)


_L = r"[A-Za-z\x80-\xff]"
_DIGIT = "[0-9]"
_THREE = (_DIGIT, _DIGIT, _DIGIT)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015"
_SPACES = "\u1680\u2000-\u200a\u205f\u3000\u2800\x85\u2028\u2029\xa0\u202f"


def _in(ranges: str) -> str:
    """The characters of a regular expression's class: ``a-z`` and single ones."""
    out, at = [], 0
    while at < len(ranges):
        if ranges[at + 1 : at + 2] == "-" and at + 2 < len(ranges):
            out.append(members(((ord(ranges[at]), ord(ranges[at + 2]) + 1),)))
            at += 3
        else:
            out.append(ranges[at])
            at += 1
    return "".join(out)


_STRANGE_LETTERS = members(
    (
        *((first, stop) for first, stop, script in SCRIPTS if script in foreign.ALPHABETS - {"Latin"}),
        *((0xFF21, 0xFF5B), (0x1D400, 0x1D800)),
    )
)
_COMPOSED = _in("\u00c0-\u024f\u0370-\u04ff\u0622-\u0626\u06c0-\u06d3\u1e00-\u1fff\u304c-\u30fe")
_DECOMPOSED = _in("\u0300-\u036f\u0653-\u0655\u3099\u309a\u1100-\u1112") + "".join(
    char for char in _COMPOSED if normalised("NFC", char) != char
)
PRIVATE_PLANES = 0xF0000
"""All characters from here on are private, or none, and count as the first one does."""

_UNPRINTED = members(
    (
        *((0x80, 0x85), (0x86, 0xA0), (0xFFF9, 0xFFFC), (0xFDD0, 0xFDF0), (0xE000, 0xF900)),
        (PRIVATE_PLANES, PRIVATE_PLANES + 1),
        *((plane * 0x10000 + 0xFFFE, (plane + 1) * 0x10000) for plane in range(15)),
    )
)
_TAG = "tag"
_SPACE = "white-space"
_TYPE = "typography"
_LIKE = "look-alike"

_HEX = "[0-9A-Fa-f]"
_INDENTED = (r"[ \t]", r"[\n\xff]")
_FREE = (r"[^\x00-\xff]", r"[^A-Za-z0-9_./\-]")
_VALUE = (r"[0-9.\-]", r"[:\s]")
_DATE = "date-format"
_DOTLESS = "\u0131"
_NUMBER = "number-format"
_YEAR = ("[12]", "[09]", _DIGIT, _DIGIT)
_DATE_MARKS = "\u2010\u2011\u2012\u2044\u2215"
_AFTER_NUMBER = r"[\s,}\]\xff]"
_OTHER_DIGITS = members(tuple((zero, zero + 10) for zero in DIGIT_ZEROS if zero > ord("9")))


def _bullet(char: str) -> tuple[Sign, ...]:
    if char.isascii():
        return (Sequence((f"[{re.escape(char)}]", r"[ \t]"), lead=_INDENTED),)
    return (Points(char, after=r"[ \t]"),)


def _cases(head: tuple[str, ...], digits: int) -> tuple[tuple[Sign, ...], ...]:
    """Hexadecimal digits after ``head``, by the case of one of them."""
    return tuple(
        tuple(Sequence((*head, *(_HEX,) * at, letter, *(_HEX,) * (digits - at - 1))) for at in range(digits))
        for letter in ("[a-f]", "[A-F]")
    )


_SEVERAL_COLONS: tuple[tuple[Sign, ...], ...] = ((Built("colon"),), (), ())
_SEVERAL_COMMAS: tuple[tuple[Sign, ...], ...] = ((Built("comma"),), (), ())

RULES: tuple[Rule, ...] = (
    Rule(channel=_TAG, kinds=("tag",), ways=((Points(TAGS),),)),
    Rule(
        channel="variation-selector",
        kinds=("selector", "style-of-symbol", "by-turns"),
        ways=((Points(SELECTORS),),),
        per_sign=2,
        read_from=2,
    ),
    Rule(
        channel="bidi",
        kinds=("mark", "embedding", "override", "unbalanced", "both-marks", "isolate", "needless-mark"),
        ways=((Points(BIDI_CONTROLS),),),
    ),
    Rule(
        channel="zero-width",
        kinds=(
            *("zero-width-space", "joiner", "word-joiner", "byte-order-mark", "soft-hyphen", "operator", "filler"),
            *("run", "inside-word", "joiner-at-edge", "soft-hyphen-words"),
        ),
        ways=((Points(members(DEFAULT_IGNORABLE)),),),
        per_sign=2,
        read_from=2,
    ),
    Rule(channel="escape", kinds=("json",), ways=((Sequence((r"\\", "u", "0", "0", "[3-7]")),),)),
    Rule(channel="escape", kinds=("percent",), ways=((Sequence(("%", "[3-7]", "[0-9A-Fa-f]")),),)),
    Rule(channel="escape", kinds=("reference",), ways=((Sequence(("&", "#", "[0-9xX]")),),)),
    Rule(channel=_SPACE, kinds=("trailing",), ways=((Sequence((r"[ \t]", r"[\r\n\xff]")),),), per_sign=2),
    Rule(
        channel=_SPACE,
        kinds=("trailing-kind", "trailing-length"),
        ways=((Sequence((r"[ \t]", r"[\r\n\xff]")),),),
        per_sign=2,
        read_from=16,
    ),
    Rule(channel=_SPACE, kinds=("trailing-runs",), ways=((Sequence((r"\t", " ")),),), per_sign=math.inf),
    Rule(
        channel=_SPACE,
        kinds=("sentence-gap",),
        ways=((Sequence(("[.!?]", " ", " ", r"[A-Z\xc3\xd0]")),),),
        per_sign=2,
        read_from=2,
    ),
    Rule(
        channel=_SPACE, kinds=("gap",), ways=((Points(_in("\xa0\u2000-\u200a\u202f\u205f")),),), per_sign=2, read_from=2
    ),
    Rule(channel=_SPACE, kinds=("odd-blank",), ways=((Sequence((r"\x0b",)), Points(_in(_SPACES))),)),
    Rule(
        channel=_SPACE,
        kinds=("indentation",),
        ways=((Sequence((r"[\n\xff]", r"\t")),), (Sequence((r"[\n\xff]", *" " * 8)),)),
        per_sign=2,
        read_from=2,
    ),
    Rule(
        channel=_SPACE,
        kinds=("line-end",),
        ways=((Sequence((r"[^\r]", r"\n"), 1),), (Sequence((r"\r", r"[^\n]")),), (Sequence((r"\r", r"\n")),)),
        per_sign=2,
        read_from=2,
    ),
    Rule(
        channel="control", kinds=("concealed",), ways=((Sequence((r"\x1b",)), Sequence((r"\x1b",))),), per_sign=math.inf
    ),
    Rule(
        channel="control",
        kinds=("sequence", "idle-style", "control-character", "private-use", "noncharacter"),
        ways=((Sequence((r"[\x00-\x08\x0e-\x1f]",)), Sequence((r"\x7f",)), Points(_UNPRINTED)),),
    ),
    Rule(
        channel=_LIKE,
        kinds=("letter-in-latin", "letter-in-other", "letter-of-two-scripts", "styled-letter", "whole-word"),
        ways=((Points(_STRANGE_LETTERS),),),
        per_sign=2,
    ),
    Rule(channel=_LIKE, kinds=("apostrophe",), ways=((Points(foreign.UNUSUAL),),)),
    Rule(
        channel=_LIKE,
        kinds=("accent-as-apostrophe",),
        ways=((Sequence(("[A-Za-z]", "`", r"[sSdDtTmMrRvVlLaeiouAEIOU\xc3]"), 1), Points("\xb4")),),
    ),
    Rule(
        channel=_LIKE,
        kinds=("hyphen",),
        ways=((Points("\u2010\u2011\u2012\u2043\u2212\ufe63\uff0d\u02d7"),),),
        per_sign=2,
        read_from=2,
    ),
    Rule(
        channel=_LIKE,
        kinds=("punctuation",),
        ways=(
            (
                Points(
                    "".join(sorted(foreign.PUNCTUATION)), after=r"[A-Za-z0-9\s\x1c-\x1f\xc2\xd0-\xd4\xe1-\xe3\xea\xff]"
                ),
            ),
        ),
    ),
    Rule(
        channel=_TYPE, kinds=("apostrophe",), ways=((Points("\u2019", before=_L, after=_L),),), per_sign=2, read_from=2
    ),
    Rule(channel=_TYPE, kinds=("double-quote",), ways=((Points("\u201c\u201d\u201e"),),), per_sign=2, read_from=2),
    Rule(channel=_TYPE, kinds=("ellipsis",), ways=((Points("\u2026", before=_L),),), per_sign=2, read_from=2),
    Rule(
        channel=_TYPE,
        kinds=("dash",),
        ways=(
            (Sequence((_L, "-", "-", _L), 1), Sequence((_L, " ", "-", "-", " ", _L), 2)),
            (Sequence((_L, " ", "-", " ", _L), 2),),
            *((Points(dash),) for dash in _DASHES),
        ),
        per_sign=2,
        read_from=2,
    ),
    Rule(channel="normalisation", kinds=("composition",), ways=((Points(_DECOMPOSED),),), per_sign=2, read_from=2),
    Rule(
        channel="normalisation",
        kinds=("ligature",),
        ways=((Points("\ufb00\ufb01\ufb02\ufb03\ufb04"),),),
        per_sign=2,
        read_from=2,
    ),
    Rule(channel=_TYPE, kinds=("bullet",), ways=tuple(map(_bullet, BULLETS)), per_sign=2, read_from=2),
    Rule(channel="case", kinds=("hexadecimal",), ways=((Built("hexadecimal"),),)),
    Rule(channel="case", kinds=("percent-escape",), ways=_cases(("%",), 2), per_sign=2, read_from=2),
    Rule(channel="case", kinds=("unicode-escape",), ways=_cases((r"\\", "u"), 4), per_sign=2, read_from=2),
    Rule(channel="case", kinds=("name",), ways=((Built("header-case"),),), per_sign=math.inf),
    Rule(
        channel=_DATE,
        kinds=("separator",),
        ways=(
            *((Sequence((*_YEAR, mark, _DIGIT), 3, _FREE),) for mark in ("-", "/", "[.]")),
            (Points(_DATE_MARKS, before=_DIGIT, after=_DIGIT),),
        ),
        per_sign=2,
        read_from=2,
    ),
    Rule(
        channel=_DATE,
        kinds=("padding",),
        ways=(
            (
                Sequence((*_YEAR, "[-/.]", "[1-9]", "[-/.]"), 3, _FREE),
                Sequence((*_YEAR, "[-/.]", "[01]", _DIGIT, "[-/.]", "[1-9]", "[^0-9]"), 5, _FREE),
                Points(_DATE_MARKS, before=_DIGIT, after=_DIGIT),
            ),
        ),
        per_sign=2,
        read_from=2,
    ),
    Rule(
        channel=_DATE,
        kinds=("time",),
        ways=tuple((Sequence((_DIGIT, *join, "[0-2]", _DIGIT, ":")),) for join in ("T", "t", " ", "  ")),
        per_sign=2,
        read_from=2,
    ),
    Rule(
        channel=_DATE,
        kinds=("zone",),
        ways=tuple(
            (Sequence((_DIGIT, *(f"[{char}]" for char in zone), "[^A-Za-z0-9_:]")),)
            for zone in ("Z", "z", "+00:00", "-00:00", "+0000", "-0000")
        ),
        per_sign=2,
        read_from=2,
    ),
    Rule(
        channel=_NUMBER,
        kinds=("grouping",),
        ways=(
            (
                Sequence((_DIGIT, "[,']", *_THREE, r"[^0-9]"), 0),
                Points("\xa0\u2009\u202f\u2019", before=_DIGIT, after=_DIGIT),
            ),
        ),
        per_sign=2,
        read_from=2,
    ),
    Rule(
        channel=_NUMBER,
        kinds=("json-number",),
        ways=(
            (
                Sequence((_DIGIT, "[.]", "0", _AFTER_NUMBER), lead=_VALUE),
                Sequence((_DIGIT, "[.]", "0", "0"), lead=_VALUE),
                *(
                    Sequence((_DIGIT, "[eE]", *sign, *digits, _AFTER_NUMBER), lead=_VALUE)
                    for sign in ((), ("[+-]",))
                    for digits in ((_DIGIT,), (_DIGIT, _DIGIT))
                ),
            ),
        ),
        per_sign=2,
        read_from=2,
    ),
    Rule(channel=_NUMBER, kinds=("mixed-digits", "digits"), ways=((Points(_OTHER_DIGITS),),), per_sign=2, read_from=2),
    Rule(channel="order", kinds=("names",), ways=((Built("names"),),), per_sign=2, read_from=2),
    Rule(channel="order", kinds=("headers",), ways=((Built("headers"),),), per_sign=2, read_from=2),
    Rule(
        channel="order",
        kinds=("parameters",),
        ways=((Sequence(("[?]", r"[A-Za-z0-9_.\[\]-]")),),),
        read_from=3,
        fewest=3,
    ),
    Rule(channel=_SPACE, kinds=("word-gap",), ways=((Sequence((_L, " ", " ", _L), 1),),), per_sign=2, read_from=2),
    Rule(
        channel=_SPACE,
        kinds=("empty-line",),
        ways=((Sequence((r"[ \t]", r"[\r\n]"), lead=_INDENTED),),),
        per_sign=2,
        read_from=2,
    ),
    Rule(channel=_SPACE, kinds=("json-colon",), ways=_SEVERAL_COLONS, per_sign=2, read_from=2),
    Rule(channel=_SPACE, kinds=("json-comma",), ways=_SEVERAL_COMMAS, per_sign=2, read_from=2),
    Rule(
        channel="escape",
        kinds=("solidus",),
        ways=((Sequence((r"\\", "/")),), (Sequence((r"[^\\]", "/"), 1),)),
        per_sign=2,
        read_from=2,
    ),
    Rule(
        channel="escape",
        kinds=("json-form",),
        ways=((Sequence((r"\\", "u", "0", "0", "[01]", _HEX)),),),
        per_sign=2,
        read_from=2,
    ),
    Rule(
        channel="escape",
        kinds=("json-form",),
        ways=(
            (
                Sequence((r"\\", "u", "[1-9A-Fa-f]", _HEX, _HEX, _HEX)),
                Sequence((r"\\", "u", "0", "[1-9A-Fa-f]", _HEX, _HEX)),
                Sequence((r"\\", "u", "0", "0", "[89A-Fa-f]", _HEX)),
            ),
            (Built("beyond-ascii"),),
        ),
        per_sign=2,
        read_from=2,
    ),
    Rule(
        channel="escape",
        kinds=("reference-form",),
        ways=((Sequence(("&", "[A-Za-z]")),), (Sequence(("&", "#", _DIGIT)),), (Sequence(("&", "#", "[xX]")),)),
        per_sign=2,
        read_from=2,
    ),
    Rule(
        channel=_LIKE,
        kinds=("letter-of-latin",),
        ways=((Points("".join(sorted(pretenders.PRETENDERS - {_DOTLESS}))),),),
    ),
    Rule(channel=_LIKE, kinds=("dotless-i",), ways=((Points(_DOTLESS),),)),
    Rule(channel=_LIKE, kinds=("misplaced-punctuation",), ways=((Points("\u201a\u2236\u2044"),),)),
)
"""In no order; a channel may have several."""
