"""Random-looking fields are not thrown away: a property of them may follow the environment.

An identifier that is fresh in every run is noise as a text, yet its length, its alphabet or the version digit
of a UUID could carry bits. Each such property is a place of its own, judged like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from countermark.model.place import Place, RunText

MIN_DISTINCT = 4
"""Fewer texts than this are states, not random values."""

_TOKEN = re.compile(r"[A-Za-z0-9+/_=-]{6,}")
_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-([0-9a-fA-F])[0-9a-fA-F]{3}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_ALPHABETS = (
    ("decimal", re.compile(r"[0-9]+")),
    ("lower hexadecimal", re.compile(r"[0-9a-f-]+")),
    ("upper hexadecimal", re.compile(r"[0-9A-F-]+")),
    ("lower alphanumeric", re.compile(r"[0-9a-z]+")),
    ("alphanumeric", re.compile(r"[0-9A-Za-z]+")),
)


def properties(place: Place) -> Iterator[Place]:
    """The properties of a random-looking place, as places whose text is the property's value.

    Nothing for a place of few texts, of words, or of none.
    """
    texts = {entry.text for entry in place.texts if entry.text is not None}
    if len(texts) < max(MIN_DISTINCT, len(place.texts) // 2) or not all(_TOKEN.fullmatch(text) for text in texts):
        return
    if all(_ALPHABETS[0][1].fullmatch(text) for text in texts):
        return  # measured quantities: the number of their digits is chance too, and says nothing more
    for name, measure in (("length", _length), ("alphabet", _alphabet), ("UUID version", _uuid_version)):
        values = tuple(
            RunText(run=entry.run, text=None if entry.text is None else measure(entry.text)) for entry in place.texts
        )
        if len({entry.text for entry in values}) > 1:
            yield replace(
                place,
                feature=f"{place.feature}%{name}",
                address=replace(place.address, part="property", name=f"{name} of {place.address.name or 'text'}"),
                before="",
                after="",
                whole=True,
                texts=values,
            )


def _length(text: str) -> str:
    return str(len(text))


def _alphabet(text: str) -> str:
    return next((name for name, pattern in _ALPHABETS if pattern.fullmatch(text)), "other")


def _uuid_version(text: str) -> str:
    """The version digit. Source: RFC 9562 section 4.2."""
    match = _UUID.fullmatch(text)
    return match.group(1) if match else "none"
