"""Makes series of what varies by itself: durations, bits of random-looking texts, texts that come and go by chance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from countermark.model.observation import Observation
from countermark.model.place import Place
from countermark.model.statistics import Series

MOST_TEXTS = 4
"""A place with more texts than this is varied by chance alone; with fewer, one of them may be a mark."""

_TOKEN = re.compile(r"[A-Za-z0-9+/_=-]{6,}")
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f-]+")
_BITS = ("lowest", "second", "third", "highest")
_HALF = 2


def delays(observations: Iterable[Observation]) -> tuple[Series, ...]:
    """How long each session waited, and how long each model call came after what was answered before it."""
    rows: dict[str, list[tuple[str, float]]] = {}
    kept = {}
    for observation in observations:
        for timing in observation.timings:
            name = f"{timing.where.role}|{timing.where.part}|{timing.where.name}"
            rows.setdefault(name, []).append((observation.run, timing.seconds))
            kept[name] = timing.where
    return tuple(
        Series(
            name=name,
            kind="delay",
            address=kept[name],
            channel="timing",
            what=kept[name].name,
            values=tuple(rows[name]),
        )
        for name in sorted(rows)
    )


def chances(noisy: Iterable[Place], channels: Mapping[str, str]) -> tuple[Series, ...]:
    """The series of places that vary by themselves; ``channels`` are those by which one would be covert, by feature.

    Whether a text is there is no series of a place that has none: there it differs openly when it does.
    """
    return tuple(
        series for place in noisy for series in (*_bits(place), *_shares(place, channels.get(place.feature, "")))
    )


def _shares(place: Place, channel: str) -> Iterator[Series]:
    """Whether each text but the most frequent is there."""
    counts: dict[str | None, int] = {}
    for entry in place.texts:
        counts[entry.text] = counts.get(entry.text, 0) + 1
    if not channel or not 1 < len(counts) <= MOST_TEXTS:
        return
    usual = max(counts, key=lambda text: (counts[text], text or ""))
    for text in sorted((text for text in counts if text != usual), key=lambda text: text or ""):
        yield Series(
            name=f"{place.feature} = {text!r}",
            kind="share",
            address=place.address,
            channel=channel,
            what="absent" if text is None else f"{place.before}{text}{place.after}",
            values=tuple((entry.run, float(entry.text == text)) for entry in place.texts),
        )


def _bits(place: Place) -> Iterator[Series]:
    """Each bit of the last character of a random-looking text, and the parity of all: more would find less of each."""
    texts = {entry.run: entry.text.replace("-", "") for entry in place.texts if entry.text}
    if len(set(texts.values())) * _HALF <= len(texts) or not all(_TOKEN.fullmatch(text) for text in texts.values()):
        return
    digits = all(_HEXADECIMAL.fullmatch(text) for text in texts.values())
    values = {run: [int(char, 16) if digits else ord(char) for char in text] for run, text in texts.items()}
    for bit, called in enumerate(_BITS):
        yield _bit(place, f"the {called} bit of the last character", {r: v[-1] >> bit for r, v in values.items()})
    yield _bit(place, "the parity of all bits", {r: sum(one.bit_count() for one in v) for r, v in values.items()})


def _bit(place: Place, what: str, values: Mapping[str, int]) -> Series:
    return Series(
        name=f"{place.feature}: {what}",
        kind="bit",
        address=place.address,
        channel="random-bits",
        what=f"{what} is set",
        values=tuple((run, float(value & 1)) for run, value in values.items()),
    )
