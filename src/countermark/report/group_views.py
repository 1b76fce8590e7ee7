"""What the page sums up first, and holds whole in what can be opened below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from countermark.model.verdict import Audit, Collection, Kind, Noise
from countermark.report import words
from countermark.report.grouping import InfluenceGroup, Row, collection_groups, influence_groups
from countermark.report.signal_view import (
    FactorView,
    PlaceView,
    SignalView,
    factor_views,
    place_view,
    signal_view,
)
from countermark.report.totals import noise_groups

KINDS = (
    (Kind.FUNCTIONAL, "Openly changed, without naming the cause (functional)"),
    (Kind.OVERT, "Openly told: a reader can see the value (overt)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """Requests, and what follows there in short phrases."""

    exchanges: tuple[str, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """Influences that the same factors trigger: summed up, and each of them."""

    id: str
    trigger: tuple[FactorView, ...]
    count: str
    rows: tuple[RowView, ...]
    signals: tuple[SignalView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindView:
    """The groups of one kind of open influence."""

    kind: str
    title: str
    count: str
    groups: tuple[GroupView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionView:
    """A value that left the machine."""

    value: str
    form: str
    host: str
    where: PlaceView
    run: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """In which forms, and where."""

    forms: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionGroupView:
    """Values of one factor that left for the same hosts in the same way."""

    factor: str
    hosts: tuple[str, ...]
    values: tuple[str, ...]
    forms: tuple[FormView, ...]
    count: str
    collections: tuple[CollectionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseView:
    """A place that varies by itself; ``share`` is its part of the largest residual capacity."""

    where: PlaceView
    reason: str
    bits: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseGroupView:
    """The noise of one exchange, the largest of all named first."""

    exchange: str
    count: str
    largest: tuple[tuple[str, str], ...]
    noise: tuple[NoiseView, ...]


def kind_views(audit: Audit) -> tuple[KindView, ...]:
    """Open influences by kind, then by trigger."""
    by_kind = {Kind.FUNCTIONAL: audit.functional, Kind.OVERT: audit.overt}
    return tuple(
        KindView(
            kind=kind.value,
            title=title,
            count=words.plural(len(by_kind[kind]), "influence"),
            groups=tuple(
                _group(f"{kind.value}-group-{number}", group)
                for number, group in enumerate(influence_groups(by_kind[kind]), 1)
            ),
        )
        for kind, title in KINDS
        if by_kind[kind]
    )


def anchors(kinds: Iterable[KindView]) -> dict[str, str]:
    """For each open influence the id of the group that explains it."""
    return {signal.id: group.id for kind in kinds for group in kind.groups for signal in group.signals}


def _group(name: str, group: InfluenceGroup) -> GroupView:
    return GroupView(
        id=name,
        trigger=factor_views(group.trigger),
        count=words.plural(len(group.signals), "influence"),
        rows=tuple(map(_row, group.rows)),
        signals=tuple(map(signal_view, group.signals)),
    )


def _row(row: Row) -> RowView:
    return RowView(
        exchanges=tuple(map(words.exchange_title, row.exchanges)), phrases=tuple(one.text for one in row.phrases)
    )


def collection_group_views(collections: Iterable[Collection]) -> tuple[CollectionGroupView, ...]:
    """What is collected by factor, then by host."""
    return tuple(
        CollectionGroupView(
            factor=group.factor,
            hosts=group.hosts,
            values=tuple(words.level_names(group.values)),
            forms=tuple(
                FormView(forms=words.listed(map(words.form, form.forms)), rows=tuple(map(_row, form.rows)))
                for form in group.forms
            ),
            count=words.plural(len(group.collections), "place"),
            collections=tuple(map(_collection, group.collections)),
        )
        for group in collection_groups(collections)
    )


def _collection(item: Collection) -> CollectionView:
    return CollectionView(
        value=words.level_names((item.value,))[0],
        form=words.form(item.form),
        host=item.host,
        where=place_view(item.where),
        run=item.run,
    )


def noise_group_views(noise: Iterable[Noise]) -> tuple[NoiseGroupView, ...]:
    """Noise by exchange; every place of it, the largest first."""
    groups = noise_groups(noise)
    most = max((item.residual_bits for group in groups for item in group.noise), default=0.0)
    return tuple(
        NoiseGroupView(
            exchange=words.exchange_title(group.exchange),
            count=words.plural(len(group.noise), "place"),
            largest=tuple((one.phrase, words.bits(one.residual_bits)) for one in group.largest),
            noise=tuple(_noise(item, most) for item in group.noise),
        )
        for group in groups
    )


def _noise(item: Noise, most: float) -> NoiseView:
    return NoiseView(
        where=place_view(item.where),
        reason=item.reason,
        bits=words.bits(item.residual_bits),
        share=item.residual_bits / most if most > 0 else 0.0,
    )
