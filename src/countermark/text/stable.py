"""Unicode operations that give the same on every supported Python, whatever Unicode it was built with.

Characters that the oldest supported Python does not know are left as they are: normalisation and case folding
of what it does know never change again (Unicode Character Encoding Stability Policies, 2026-11,
https://www.unicode.org/policies/stability_policy.html).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Literal

from countermark.text._generated import DIGIT_ZEROS, KNOWN, NAMES

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]


def character_class(ranges: Iterable[tuple[int, int]]) -> str:
    """The inside of a regular expression's class for half-open ranges of code points."""
    return "".join(f"\\U{first:08X}-\\U{stop - 1:08X}" for first, stop in ranges)


_KNOWN_RUN = re.compile(f"[{character_class(KNOWN)}]+")
_DIGITS = {zero + value: str(value) for zero in DIGIT_ZEROS for value in range(10)}


@lru_cache(maxsize=4)
def characters(text: str) -> frozenset[str]:
    """The different characters of a text: few, so that asking them first saves most searches."""
    return frozenset(text)


def normalised(form: Form, text: str) -> str:
    """``text`` in a normalisation form; idempotent."""
    if text.isascii():
        return text
    return _on_known(text, lambda run: unicodedata.normalize(form, run))


def case_folded(text: str) -> str:
    """``text`` without the difference of upper and lower case (full case folding); idempotent."""
    return _on_known(text, str.casefold)


def ascii_digits(text: str) -> str:
    """``text`` with the decimal digits of every script as 0 to 9."""
    return text if text.isascii() else text.translate(_DIGITS)


def name(char: str) -> str:
    """The Unicode name (for controls the alias) of one character; empty where it has none."""
    point = ord(char)
    if point in NAMES:
        return NAMES[point]
    return unicodedata.name(char, "") if _KNOWN_RUN.match(char) else ""


def _on_known(text: str, change: Callable[[str], str]) -> str:
    return change(text) if text.isascii() else _KNOWN_RUN.sub(lambda match: change(match.group()), text)
