"""Ways of hiding bits in a text: where, and what stands there for each digit."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Places are what ``pattern`` matches, or its group; a digit is written by one of ``forms``, ``{}`` is the text."""

    channel: str
    name: str
    pattern: str
    forms: tuple[str, ...]
    languages: tuple[str, ...] = ("English",)


def planted(way: Way, text: str, marks: int, rng: random.Random) -> str | None:
    """``text`` with random digits at so many places, spread over it; ``None`` where it has not so many."""
    places = [match.span(match.lastindex or 0) for match in re.finditer(way.pattern, text)]
    if len(places) < marks:
        return None
    step = len(places) / marks
    chosen = [places[int(number * step)] for number in range(marks)]
    out, at = [], 0
    for number, (start, end) in enumerate(chosen):
        # The first digits are given: a message of one bit is the one that is not plain.
        form = way.forms[-1] if number == 0 else rng.choice(way.forms)
        out += [text[at:start], form.replace("{}", text[start:end])]
        at = end
    return "".join([*out, text[at:]])
