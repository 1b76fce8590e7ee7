"""Texts that look like the entries of a list and are none: what a list does not name must not move what it names."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random

_VOWELS = "aeiou"
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_DIGITS = "0123456789"
_ATTEMPTS = 40
_LETTERS_CHANGED = 3
_SHORT = 3


def near_misses(factor: str, entries: tuple[str, ...], most: int, taboo: frozenset[str], seed: int) -> tuple[str, ...]:
    """At most ``most`` near misses of ``entries``, each of another entry while there are any; the same for one seed.

    No text of ``taboo`` (the entries of every list) stands in a near miss or holds one. Zones and locales are real
    ones, since a program may take a made-up one for none; zones keep the entry's offset from UTC.
    """
    random = Random(f"near-miss/{factor}/{seed}")  # noqa: S311 -- a choice that can be repeated, not a secret
    spoken_for = frozenset(text.casefold() for text in taboo)
    make: Callable[[str], Iterator[str]] = _MAKERS.get(factor, lambda entry: _misspelt(entry, random))
    found: dict[str, None] = {}
    order = list(entries)
    random.shuffle(order)
    for entry in order:
        if len(found) == most:
            break
        fitting = (text for text in make(entry) if text not in found and not _touches(text, spoken_for, factor))
        near = next(fitting, None)
        if near is not None:
            found[near] = None
    return tuple(found)


def _touches(text: str, spoken_for: frozenset[str], factor: str) -> bool:
    """Whether a test that looks for an entry anywhere in a text could find one here."""
    folded = text.casefold()
    if factor in _MAKERS:
        return folded in spoken_for
    return any(entry in folded or folded in entry for entry in spoken_for if entry)


def _misspelt(entry: str, random: Random) -> Iterator[str]:
    """``entry`` with a few letters changed, of the same classes and not in its last label."""
    head, dot, last = entry.rpartition(".")
    body = head if dot else last
    tail = f"{dot}{last}" if dot else ""
    places = [index for index, letter in enumerate(body) if letter.isalnum()]
    for _ in range(_ATTEMPTS):
        letters = list(body)
        changed = _LETTERS_CHANGED if len(places) > _SHORT else 1
        for index in random.sample(places, min(changed, len(places))):
            letters[index] = _other(letters[index], random)
        yield "".join(letters) + tail


def _other(letter: str, random: Random) -> str:
    for alphabet in (_VOWELS, _CONSONANTS, _DIGITS):
        if letter.lower() in alphabet:
            return random.choice([other for other in alphabet if other != letter.lower()])
    return random.choice(_CONSONANTS)


_WINTER, _SUMMER = datetime(2026, 1, 15, 12), datetime(2026, 7, 15, 12)  # noqa: DTZ001 -- any clock's noon


def _neighbouring_zones(entry: str) -> Iterator[str]:
    """Zones with the offset of ``entry`` in winter and in summer, in the order of their names; then all others."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    wanted = _offsets(entry)
    yield from sorted(names, key=lambda name: _offsets(name) != wanted)


def _offsets(name: str) -> tuple[object, object]:
    try:
        zone = zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return (None, None)
    return (zone.utcoffset(_WINTER), zone.utcoffset(_SUMMER))


def _other_places(entry: str) -> Iterator[str]:
    """Tags of well-known languages; most lists of locales name few."""
    spelled = entry.partition(".")[0].replace("-", "_")
    language = spelled.partition("_")[0]
    tags = ("en_GB", "de_AT", "fr_CA", "es_MX", "pt_PT", "it_IT", "nl_NL", "pl_PL", "sv_SE")
    yield from (tag for tag in tags if not tag.startswith(language))


_MAKERS: dict[str, Callable[[str], Iterator[str]]] = {"timezone": _neighbouring_zones, "locale": _other_places}
"""By the id of the factor: what a misspelling would not do for."""
