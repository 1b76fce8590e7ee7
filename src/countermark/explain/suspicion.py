"""Guesses, before anything is known of causes, which places deserve the planner's runs first."""

from __future__ import annotations

import itertools

from countermark.model.place import Place
from countermark.text.classify import alike_under

MAX_TEXTS = 12
"""A place with more texts than this is varied by chance or by open copies; it waits its turn."""

_ALWAYS = frozenset(("order", "format", "dns"))


def suspicion(place: Place) -> int:
    """1 where some two texts render alike, or where no words could be read at all; else 0."""
    if place.address.part in _ALWAYS:
        return 1
    texts = tuple(dict.fromkeys(entry.text for entry in place.texts if entry.text is not None))
    if not 1 < len(texts) <= MAX_TEXTS:
        return 0
    return int(
        any(
            alike_under((first, second), before=place.before, after=place.after)
            for first, second in itertools.combinations(texts, 2)
        )
    )
