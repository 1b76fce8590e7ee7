"""Characters that print nothing: joiners, fillers, variation selectors, tags, bidi controls."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from countermark.model.marks import Mark, Pattern
from countermark.text._generated import BIDI_CONTROL, DEFAULT_IGNORABLE, VARIATION_SELECTOR
from countermark.text.channels.record import Channel
from countermark.text.counted import counted, removed
from countermark.text.framings import read_symbols
from countermark.text.invisible import (
    BIDI_CONTROLS,
    INVISIBLE,
    SELECTORS,
    TAGS,
    beside_script,
    beside_unspaced,
    inside_word,
    joiner_explained,
)
from countermark.text.scripts import script_of
from countermark.text.soft_hyphens import soft_hyphens
from countermark.text.stable import character_class, characters

# Source: Default_Ignorable_Code_Point, Bidi_Control and Variation_Selector of UAX #44, 2026-11.
_INVISIBLE = re.compile(
    f"[{character_class(DEFAULT_IGNORABLE)}{character_class(BIDI_CONTROL)}{character_class(VARIATION_SELECTOR)}]+"
)
_OTHER_CHANNELS = frozenset(BIDI_CONTROLS + SELECTORS + TAGS)
_KINDS = {
    "\u200b": "zero-width-space",
    "\u200c": "joiner",
    "\u200d": "joiner",
    "\u2060": "word-joiner",
    "\ufeff": "byte-order-mark",
    "\u00ad": "soft-hyphen",
    "\u2061": "operator",
    "\u2062": "operator",
    "\u2063": "operator",
    "\u2064": "operator",
}
_AT_HOME = {
    "\u115f": frozenset({"Hangul"}),
    "\u1160": frozenset({"Hangul"}),
    "\u3164": frozenset({"Hangul"}),
    "\uffa0": frozenset({"Hangul"}),
    "\u180e": frozenset({"Mongolian"}),
    "\u17b4": frozenset({"Khmer"}),
    "\u17b5": frozenset({"Khmer"}),
}
"""Fillers, and the script in whose words they stand."""

_GRAPHEME_JOINER = "\u034f"
"""It keeps combining marks apart (Unicode ch. 23.2); elsewhere it does nothing that is seen."""


def _canonical(text: str) -> str:
    return text if text.isascii() else _INVISIBLE.sub("", text)


def _find(text: str) -> tuple[Pattern, ...]:
    """Those of other channels are theirs. Different ones in a row are a kind of their own: no script asks for it."""
    if text.isascii() or not any(map(INVISIBLE.match, characters(text))):
        return ()
    places = [
        match.start()
        for match in INVISIBLE.finditer(text)
        if match.group() not in _OTHER_CHANNELS
        and (_is_double(text, match.start()) or not _explained(text, match.start()))
    ]
    hyphens = soft_hyphens(ZERO_WIDTH.id, text)
    if not places:
        return hyphens
    found: dict[str, list[Mark]] = {}
    for _, group in groupby(enumerate(places), lambda numbered: numbered[1] - numbered[0]):
        run = [place for _, place in group]
        mixed = len({text[place] for place in run}) > 1
        for place in run:
            kind = "run" if mixed else _kind(text, place)
            found.setdefault(kind, []).append(removed(text, place))
    return (
        *hyphens,
        *(
            pattern
            for kind in sorted(found)
            for pattern in counted(ZERO_WIDTH.id, kind, found[kind], read=read_symbols)
        ),
    )


def _is_double(text: str, place: int) -> bool:
    """Whether the same stands twice: no writing asks for that, wherever it asks for one."""
    return text[place] in text[max(place - 1, 0) : place] + text[place + 1 : place + 2]


def _at_edge(text: str, place: int) -> bool:
    """Whether a single letter would be parted from its word, which no language's hyphenation does at both ends."""
    return not text[max(place - 2, 0) : place].isalpha() and not text[place + 1 : place + 3].isalpha()


_NEAR = 40
_OF_WORDS = frozenset({"Latin", "Cyrillic", "Greek"})


@lru_cache(maxsize=4096)
def _could_join(char: str) -> bool:
    """Whether a writer of such characters types joiners: a letter of another script than those, or a combining mark."""
    return unicodedata.combining(char) > 0 or script_of(char) not in _OF_WORDS | {""}


def _kind(text: str, place: int) -> str:
    """By the character; joiners beside letters that join are careless writing, anything within other words is not."""
    kind = _KINDS.get(text[place], "filler")
    near = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    if all(char and script_of(char) in _OF_WORDS for char in near):
        return "inside-word"
    if kind == "joiner" and any(map(_could_join, text[max(place - _NEAR, 0) : place + _NEAR])):
        return "joiner-at-edge"
    return kind


def _explained(text: str, place: int) -> bool:
    char = text[place]
    match _KINDS.get(char):
        case "joiner":
            return joiner_explained(text, place)
        case "zero-width-space" | "word-joiner":
            return beside_unspaced(text, place)
        case "byte-order-mark":
            return place == 0
        case "soft-hyphen":
            return inside_word(text, place) and not _at_edge(text, place)
        case "operator":
            return text[place - 1 : place].isalnum() and text[place + 1 : place + 2] in {"(", "["}
    return _filler_explained(text, place)


def _filler_explained(text: str, place: int) -> bool:
    char = text[place]
    if char == _GRAPHEME_JOINER:
        near = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
        return any(other and unicodedata.combining(other) for other in near)
    return beside_script(text, place, _AT_HOME.get(char, frozenset()))


ZERO_WIDTH = Channel(id="zero-width", title="Invisible characters", canonical=_canonical, find=_find)
