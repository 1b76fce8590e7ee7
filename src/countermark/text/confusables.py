"""Characters that look like others: the skeleton of UTS #39, and a gentler form of it for comparing texts.

Source: UTS #39 «Unicode Security Mechanisms», 4 «Confusable Detection», https://www.unicode.org/reports/tr39/, 2026-11;
data of the version that ``UNICODE_VERSION`` names.
"""

from __future__ import annotations

import re

from countermark.text._generated import DEFAULT_IGNORABLE, LOOK_ALIKES, UNICODE_VERSION
from countermark.text.punctuation import APOSTROPHES, BLANKS, DOTS, HYPHENS, SLASHES, folding, members
from countermark.text.stable import character_class, normalised

__all__ = ["LOOKS_LIKE_ASCII", "UNICODE_VERSION", "in_ascii", "look_alike", "skeleton"]

_PUNCTUATION = folding(APOSTROPHES, HYPHENS, SLASHES, DOTS)
_NOT_OURS = frozenset(map(ord, BLANKS)) | frozenset(map(ord, members(DEFAULT_IGNORABLE)))
"""White space and invisible characters are channels of their own."""

_IGNORABLE = re.compile(f"[{character_class(DEFAULT_IGNORABLE)}]+")


def _table() -> dict[int, str]:
    """Closed under itself: composing a prototype may make a character that has one of its own."""
    prototypes = {point: text.translate(_PUNCTUATION) for point, text in LOOK_ALIKES.items() if point not in _NOT_OURS}
    table = prototypes | _PUNCTUATION
    return {point: text.translate(table).translate(table) for point, text in table.items()}


_TABLE = _table()

LOOKS_LIKE_ASCII = frozenset(chr(point) for point, text in _TABLE.items() if point > 0x7F and text.isascii())  # noqa: PLR2004 -- the last of ASCII
"""Characters outside of ASCII that a reader takes for something in it."""


_TO_ASCII = {ord(char): _TABLE[ord(char)] for char in LOOKS_LIKE_ASCII}


def skeleton(text: str) -> str:
    """The skeleton of UTS #39: two texts with one skeleton look alike. For comparison only, never to be shown."""
    letters = _IGNORABLE.sub("", normalised("NFD", text))
    return normalised("NFD", letters.translate(LOOK_ALIKES))


def look_alike(text: str) -> str:
    """``text`` with each character's prototype, and one of each family of punctuation; idempotent.

    Unlike the skeleton it keeps apart what other channels tell apart: composed and decomposed letters,
    kinds of white space, invisible characters.
    """
    return text.translate(_TABLE)


def in_ascii(text: str) -> str:
    """``text`` with what looks like ASCII written in it; ASCII itself stays, unlike in ``look_alike``."""
    return text if text.isascii() else text.translate(_TO_ASCII)
