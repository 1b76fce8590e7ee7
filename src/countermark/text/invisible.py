"""Says of characters that print nothing whether writing systems or emoji ask for them where they stand.

Sources, 2026-11: emoji sequences and the three subdivision flags: UTS #51, ED-14 to ED-17 and emoji-sequences.txt;
joiners after a virama and between joining letters: RFC 5892, A.1 and A.2, Unicode ch. 9.2 and 12.1; ideographic
variation sequences: UTS #37; other variation sequences: StandardizedVariants.txt; zero-width space: UAX #14, ZW, SA.
"""

from __future__ import annotations

import re

from countermark.text._generated import BIDI_CONTROL, DEFAULT_IGNORABLE, VARIANTS, VARIATION_SELECTOR
from countermark.text.punctuation import members
from countermark.text.scripts import (
    EMOJI_CHARACTERS,
    JOINING_LETTERS,
    PICTOGRAPHS,
    UNSPACED,
    VIRAMAS,
    letter_after,
    letter_before,
    script_of,
)
from countermark.text.stable import character_class

ZWNJ, ZWJ = "\u200c", "\u200d"
TAGS = members(((0xE0001, 0xE0002), (0xE0020, 0xE0080)))
_BLACK_FLAG, _CANCEL = "\U0001f3f4", "\U000e007f"
_FLAGS = frozenset(
    _BLACK_FLAG + "".join(chr(0xE0000 + ord(char)) for char in region) + _CANCEL
    for region in ("gbeng", "gbsct", "gbwls")
)
FLAG = re.compile("|".join(map(re.escape, sorted(_FLAGS))))
SELECTORS = members(VARIATION_SELECTOR)
BIDI_CONTROLS = members(BIDI_CONTROL)
INVISIBLE = re.compile(f"[{character_class(DEFAULT_IGNORABLE)}{character_class(BIDI_CONTROL)}]")

_TEXT_STYLE, _EMOJI_STYLE = "\ufe0e", "\ufe0f"
_MODIFIERS = frozenset(members(((0x1F3FB, 0x1F400),)))
_SEEN_THROUGH = frozenset({_EMOJI_STYLE, _TEXT_STYLE}) | _MODIFIERS
_KEYCAP = "\u20e3"
_IDEOGRAPHIC = range(0xE0100, 0xE01F0)
_VARIANT_BASES = {chr(selector): frozenset(members(bases)) for selector, bases in VARIANTS.items()}


def joiner_explained(text: str, place: int) -> bool:
    """Whether a joiner or non-joiner shapes the letters beside it, or joins emoji."""
    before, after = letter_before(text, place), letter_after(text, place)
    near = text[place - 1 : place], text[place + 1 : place + 2]
    if near[0] in VIRAMAS or near[1] in VIRAMAS:
        return True
    if text[place] == ZWNJ:
        return before in JOINING_LETTERS and after in JOINING_LETTERS
    emoji = letter_before(text, place, skipping=_SEEN_THROUGH)
    if emoji in PICTOGRAPHS and near[1] in PICTOGRAPHS:
        return True
    return (before in JOINING_LETTERS) != (after in JOINING_LETTERS)


def beside_unspaced(text: str, place: int) -> bool:
    """Whether the character stands beside a script that has no spaces between its words."""
    near = letter_before(text, place), letter_after(text, place)
    return any(char and script_of(char) in UNSPACED for char in near)


def inside_word(text: str, place: int) -> bool:
    """Whether letters stand on both sides."""
    return text[place - 1 : place].isalpha() and text[place + 1 : place + 2].isalpha()


def beside_script(text: str, place: int, scripts: frozenset[str]) -> bool:
    """Whether a character of one of the scripts stands on either side."""
    near = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    return any(char and script_of(char) in scripts for char in near)


def selector_explained(text: str, place: int) -> bool:
    """Whether Unicode lists the sequence of the variation selector and what it follows."""
    selector, base = text[place], text[place - 1] if place else ""
    if not base:
        return False
    if ord(selector) in _IDEOGRAPHIC:
        return script_of(base) == "Han"
    if base in _VARIANT_BASES.get(selector, frozenset()):
        # Digits have variants too, which only keycaps use.
        return not base.isascii() or text[place + 1 : place + 2] == _KEYCAP or selector == _TEXT_STYLE
    if selector in {_EMOJI_STYLE, _TEXT_STYLE}:
        return base in EMOJI_CHARACTERS and not base.isascii()
    return False
