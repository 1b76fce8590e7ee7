"""What an audit found, put together by what causes it and by request, so that a person can take it in.

Every influence is in exactly one group, and every place of it in exactly one row of that group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from countermark.model.observation import Address
from countermark.model.verdict import Collection, Signal, TriggerFactor
from countermark.report.short_places import Phrase, exchange, short

WHOLE_RUN = "run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Exchanges, what follows there, and the same in short phrases."""

    exchanges: tuple[str, ...]
    addresses: tuple[Address, ...]
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InfluenceGroup:
    """Influences that the same factors trigger together; ``trigger`` has all levels that fire any of them."""

    trigger: tuple[TriggerFactor, ...]
    signals: tuple[Signal, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """Forms in which a value leaves, and where in each of them."""

    forms: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionGroup:
    """Values of one factor, and the hosts that are sent them in the same way; ``values`` are those of the lab."""

    factor: str
    hosts: tuple[str, ...]
    values: tuple[str, ...]
    forms: tuple[FormRow, ...]
    collections: tuple[Collection, ...]


def influence_groups(signals: Iterable[Signal]) -> tuple[InfluenceGroup, ...]:
    """Influences by the factors that trigger them: single factors first, then by name."""
    found: dict[tuple[str, ...], list[Signal]] = defaultdict(list)
    for signal in signals:
        found[tuple(item.factor for item in signal.trigger)].append(signal)
    return tuple(_group(found[factors]) for factors in sorted(found, key=lambda some: (len(some), some)))


def _group(signals: Sequence[Signal]) -> InfluenceGroup:
    levels: dict[str, set[str]] = {}
    for signal in signals:
        for item in signal.trigger:
            levels.setdefault(item.factor, set()).update(item.levels)
    return InfluenceGroup(
        trigger=tuple(TriggerFactor(factor=name, levels=tuple(sorted(some))) for name, some in levels.items()),
        signals=tuple(signals),
        rows=rows(address for signal in signals for address in (signal.where, *signal.also)),
    )


def rows(addresses: Iterable[Address]) -> tuple[Row, ...]:
    """Places by exchange, the whole run last; exchanges of which the same is said share a row."""
    by_exchange: dict[str, set[Address]] = defaultdict(set)
    for address in addresses:
        by_exchange[exchange(address.role)[0]].add(address)
    said = {name: short(some) for name, some in by_exchange.items()}
    alike: dict[tuple[bool, tuple[str, ...]], list[str]] = defaultdict(list)
    for name in sorted(by_exchange):
        alike[name == WHOLE_RUN, tuple(phrase.text for phrase in said[name])].append(name)
    found = [
        Row(
            exchanges=tuple(names),
            addresses=tuple(sorted(address for name in names for address in by_exchange[name])),
            phrases=tuple(map(_together, zip(*(said[name] for name in names), strict=True))),
        )
        for names in alike.values()
    ]
    return tuple(sorted(found, key=lambda row: (WHOLE_RUN in row.exchanges, row.exchanges)))


def _together(same: Sequence[Phrase]) -> Phrase:
    return Phrase(text=same[0].text, places=sum(phrase.places for phrase in same))


def collection_groups(collections: Iterable[Collection]) -> tuple[CollectionGroup, ...]:
    """Collected values by factor, then by the host that is sent them; hosts of which the same is said are one group."""
    by_host: dict[tuple[str, str], list[Collection]] = defaultdict(list)
    for item in collections:
        by_host[item.factor, item.host].append(item)
    alike: dict[tuple[str, tuple[object, ...]], list[Collection]] = defaultdict(list)
    for (factor, _), some in sorted(by_host.items()):
        alike[factor, _said(_forms(some))].extend(some)
    return tuple(
        CollectionGroup(
            factor=factor,
            hosts=tuple(sorted({item.host for item in some})),
            values=tuple(sorted({item.value for item in some})),
            forms=_forms(some),
            collections=tuple(some),
        )
        for (factor, _), some in alike.items()
    )


def _forms(collections: Sequence[Collection]) -> tuple[FormRow, ...]:
    places: dict[str, list[Address]] = defaultdict(list)
    for item in collections:
        places[item.form].append(item.where)
    alike: dict[tuple[Row, ...], list[str]] = defaultdict(list)
    for form in sorted(places):
        alike[rows(places[form])].append(form)
    return tuple(FormRow(forms=tuple(forms), rows=found) for found, forms in alike.items())


def _said(forms: Iterable[FormRow]) -> tuple[object, ...]:
    """Forms without the very addresses: what a reader is told of them."""
    return tuple((form.forms, tuple((row.exchanges, row.phrases) for row in form.rows)) for form in forms)
