"""Decides by which channels texts differ, where a reader sees no difference that means anything."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable
from functools import lru_cache

from countermark.text.channels import ALL
from countermark.text.channels.order import sorted_json
from countermark.text.confusables import in_ascii, look_alike
from countermark.text.dates import with_plain_dates
from countermark.text.stable import case_folded, normalised

_BY_ID = {channel.id: channel for channel in ALL}

_WITHIN_OTHERS = ("escape", "tag", "variation-selector", "bidi")
"""Channels that are not told apart where texts are compared: zero-width covers three, escapes are undone before."""

COMPARED = tuple(channel.id for channel in ALL if channel.id not in _WITHIN_OTHERS)
"""The channels that a difference between texts is put down to."""

# The order in which canonical forms are put on top of one another: what would hide another comes after it (l is a
# look-alike of 1, so numbers are read before; I is a look-alike of l, but i is not, so case goes before).
_APPLIED = (
    *_WITHIN_OTHERS,
    "zero-width",
    "control",
    "normalisation",
    "white-space",
    "typography",
    "date-format",
    "number-format",
    "case",
    "look-alike",
    "order",
)
_MAX_TRIED = 3
"""Up to so many channels at once the smallest set is searched for; a larger one is only made as small as it gets."""

_SHORT = 4_000
"""Texts up to this length are remembered, and are worth every combination."""


def alike_under(texts: tuple[str, ...], *, before: str = "", after: str = "") -> tuple[str, ...] | None:
    """The smallest set of channels whose canonical forms make all ``texts`` equal, in the order of ``ALL``.

    Empty where they are equal as they are; ``None`` where readers see that they differ. ``before`` and ``after`` are
    what stands around them, so that a lone separator is read as part of its date.
    """
    whole = tuple(dict.fromkeys(f"{before}{text}{after}" for text in texts))
    if len(whole) <= 1:
        return ()
    if len({_gist(text) for text in whole}) > 1:
        return None
    return next((chosen for chosen in _candidates(whole) if _equal(whole, chosen)), None)


def canonical(text: str, channels: Iterable[str]) -> str:
    """``text`` without what the given channels could carry."""
    chosen = frozenset(channels)
    steps = _steps(chosen)
    if "order" in chosen and sorted_json(text) is not None:
        # The other channels may make of JSON what is none: its members are put in order before.
        steps = ("order", *(name for name in steps if name != "order"))
    for name in steps:
        if name == "case" and "look-alike" in chosen:
            text = in_ascii(text)  # a capital may look like one whose small letter does not
        text = _BY_ID[name].canonical(text)
    return text


def _steps(chosen: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in _APPLIED if name in chosen)


def _candidates(texts: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    tried = _MAX_TRIED if all(len(text) <= _SHORT for text in texts) else 1
    for size in range(1, tried + 1):
        yield from itertools.combinations(COMPARED, size)
    if _equal(texts, COMPARED):
        yield _reduced(texts, COMPARED)


def _reduced(texts: tuple[str, ...], chosen: tuple[str, ...]) -> tuple[str, ...]:
    """``chosen`` without each channel, the least specific first, that can be spared."""
    for name in reversed(chosen):
        fewer = tuple(other for other in chosen if other != name)
        if fewer and _equal(texts, fewer):
            chosen = fewer
    return chosen


def _equal(texts: tuple[str, ...], channels: tuple[str, ...]) -> bool:
    first, *others = texts
    wanted = _remembered(first, channels)
    return all(_remembered(other, channels) == wanted for other in others)


def _remembered(text: str, channels: tuple[str, ...]) -> str:
    return _canonical_of_short(text, channels) if len(text) <= _SHORT else canonical(text, channels)


@lru_cache(maxsize=16_384)
def _canonical_of_short(text: str, channels: tuple[str, ...]) -> str:
    return canonical(text, channels)


def _gist(text: str) -> str:
    return _gist_of_short(text) if len(text) <= _SHORT else _gist_of_long(text)


@lru_cache(maxsize=16_384)
def _gist_of_short(text: str) -> str:
    return _letters(text)


@lru_cache(maxsize=64)
def _gist_of_long(text: str) -> str:
    return hashlib.sha256(_letters(text).encode("utf-8", "surrogatepass")).hexdigest()


_UNSURE = frozenset("0123456789ilo")
"""Digits, and the letters that look like one or that a number may hold are not compared."""


def _letters(text: str) -> str:
    """What every channel leaves alone: texts that are alike under any set of channels have one gist.

    The letters without case, marks and look-alikes, sorted; month names are read as the numbers they stand for.
    """
    plain = canonical(text, ("zero-width", "control", "normalisation", "typography", "white-space"))
    plain = _BY_ID["number-format"].canonical(with_plain_dates(plain))
    for _ in range(2):  # letters that look alike as capitals, then those that do when small
        plain = case_folded(normalised("NFKC", look_alike(plain)))
    return "".join(sorted(char for char in plain if char.isalpha() and char not in _UNSURE))
