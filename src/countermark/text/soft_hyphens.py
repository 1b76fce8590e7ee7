"""Finds soft hyphens that are put in some words and left out of others.

A program that hyphenates does it in every long word, a person in a few: a message does it by turns. Source: Unicode ch.
6.2.8 «Soft Hyphen», 2026-11.
"""

from __future__ import annotations

import re

from countermark.model.marks import Pattern
from countermark.text.alternation import Slot, alternation

SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(rf"[^\W\d_]+(?:{SOFT_HYPHEN}[^\W\d_]+)*")
_LONG = 8
"""Letters of a word that a program would hyphenate."""


def soft_hyphens(channel: str, text: str) -> tuple[Pattern, ...]:
    """Words that have them, among words as long that have none."""
    if SOFT_HYPHEN not in text:
        return ()
    shortest = min((_letters(word) for word in _WORD.findall(text) if SOFT_HYPHEN in word), default=_LONG)
    slots = [
        Slot(
            start=match.start(),
            end=match.end(),
            found=match.group(),
            plain=match.group().replace(SOFT_HYPHEN, ""),
            way="hyphenated" if SOFT_HYPHEN in match.group() else "whole",
        )
        for match in _WORD.finditer(text)
        if _letters(match.group()) >= min(shortest, _LONG)
    ]
    return alternation(channel, "soft-hyphen-words", slots)


def _letters(word: str) -> int:
    return len(word) - word.count(SOFT_HYPHEN)
