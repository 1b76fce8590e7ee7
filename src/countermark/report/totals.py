"""Destinations and noise in a few lines: what is alike is counted, and the largest is named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from countermark.model.verdict import Destination, Noise, TriggerFactor
from countermark.report.short_places import exchange, short, taken_apart

LEAST_ALIKE = 3
"""So many hosts that a factor names are one line."""

MOST_LARGEST = 5

_ONE_LEVEL = re.compile(r"when (?P<factor>[a-z0-9-]+) is (?P<level>\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationGroup:
    """A destination, or (``named_by`` a factor) all those that follow it in being what its level names."""

    named_by: str
    destinations: tuple[Destination, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Largest:
    """A place that varies by itself, and the most that could hide there."""

    phrase: str
    residual_bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseGroup:
    """The noise of one exchange; ``largest`` are those of the five largest of all that stand here."""

    exchange: str
    noise: tuple[Noise, ...]
    largest: tuple[Largest, ...]


def destination_groups(
    destinations: Sequence[Destination], varied: Sequence[TriggerFactor]
) -> tuple[DestinationGroup, ...]:
    """Destinations, those of most runs first; what is contacted only because a level names it comes last, as one."""
    levels = {(factor.factor, level) for factor in varied for level in factor.levels}
    alike: dict[tuple[str, str, bool], list[Destination]] = defaultdict(list)
    alone: list[Destination] = []
    for item in destinations:
        factor = _named_by(item, levels)
        if factor:
            alike[factor, item.purpose, item.decoded].append(item)
        else:
            alone.append(item)
    few = [item for some in alike.values() if len(some) < LEAST_ALIKE for item in some]
    single = sorted((*alone, *few), key=lambda item: (-item.runs, item.host, item.port))
    many = [(factor, some) for (factor, _, _), some in sorted(alike.items()) if len(some) >= LEAST_ALIKE]
    return (
        *(DestinationGroup(named_by="", destinations=(item,)) for item in single),
        *(DestinationGroup(named_by=factor, destinations=tuple(some)) for factor, some in many),
    )


def _named_by(item: Destination, levels: set[tuple[str, str]]) -> str:
    """The factor whose one level names this host, under which alone it is contacted."""
    found = _ONE_LEVEL.fullmatch(item.when)
    if found is None or (found["factor"], found["level"]) not in levels:
        return ""
    try:
        named = urlsplit(found["level"]).hostname
    except ValueError:
        return ""
    return found["factor"] if named == item.host or (named, item.host) == ("localhost", "127.0.0.1") else ""


def noise_groups(noise: Iterable[Noise]) -> tuple[NoiseGroup, ...]:
    """Noise by exchange, where there is most of it first."""
    every = tuple(noise)
    found: dict[str, list[Noise]] = defaultdict(list)
    for item in every:
        found[exchange(item.where.role)[0]].append(item)
    largest = _largest(every)
    return tuple(
        NoiseGroup(
            exchange=name,
            noise=tuple(sorted(some, key=lambda item: (-item.residual_bits, item.where))),
            largest=tuple(one for where, one in largest if where == name),
        )
        for name, some in sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    )


def _largest(noise: Iterable[Noise]) -> list[tuple[str, Largest]]:
    """The places that could hold most, each with its exchange; one field of many members is one place."""
    alike: dict[tuple[str, str, str], list[Noise]] = defaultdict(list)
    for item in noise:
        field = taken_apart(item.where)
        kind = (item.where.part, item.where.name) if field is None else (field.collection, field.field)
        alike[exchange(item.where.role)[0], *kind].append(item)
    found = [
        (
            name,
            Largest(
                phrase=short(item.where for item in some)[0].text,
                residual_bits=max(item.residual_bits for item in some),
            ),
        )
        for (name, *_), some in alike.items()
    ]
    return sorted(found, key=lambda entry: (-entry[1].residual_bits, entry[0], entry[1].phrase))[:MOST_LARGEST]
