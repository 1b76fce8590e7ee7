"""Which request follows which factor, as a matrix: covert places each in a row, the others by request, counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from countermark.model.observation import Address
from countermark.model.verdict import Audit, Kind
from countermark.report import words
from countermark.report.grouping import WHOLE_RUN
from countermark.report.short_places import exchange
from countermark.report.signal_view import PlaceView, place_view

LETTERS = {"covert": "C", "functional": "F", "overt": "O", "collected": "V"}
COLLECTED = "collected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A mark in the matrix for so many ``places``; ``target`` is the id on the page that explains it."""

    kind: str
    letter: str
    target: str
    places: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A place or a request, and for each column the marks that stand there."""

    where: PlaceView
    cells: tuple[tuple[Dot, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A factor at the head of the matrix; ``still`` where nothing followed it."""

    name: str
    still: bool


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class _Mark:
    """One thing that puts a mark into a cell."""

    factor: str
    kind: str
    target: str
    address: Address


def columns(audit: Audit) -> tuple[Column, ...]:
    """Factors that something follows first, then the others, each in the order of the coverage."""
    every = (*audit.signals, *audit.functional, *audit.overt)
    following = {item.factor for signal in every for item in signal.trigger}
    following |= {item.factor for item in audit.collections}
    names = list(dict.fromkeys([*(factor.factor for factor in audit.coverage.factors), *sorted(following)]))
    names.sort(key=lambda name: name not in following)
    return tuple(Column(name=name, still=name not in following) for name in names)


def matrix(audit: Audit, across: Sequence[Column], targets: Mapping[str, str]) -> tuple[MatrixRow, ...]:
    """One row for each place with a covert signal, then one for each request; ``targets`` are those of open signals."""
    covert: dict[PlaceView, list[_Mark]] = defaultdict(list)
    for signal in audit.signals:
        for address in (signal.where, *signal.also):
            covert[place_view(address)].extend(
                _Mark(factor=item.factor, kind=Kind.COVERT.value, target=signal.id, address=address)
                for item in signal.trigger
            )
    by_request: dict[str, list[_Mark]] = defaultdict(list)
    for signal in (*audit.functional, *audit.overt):
        for address in (signal.where, *signal.also):
            by_request[exchange(address.role)[0]].extend(
                _Mark(factor=item.factor, kind=signal.kind.value, target=targets[signal.id], address=address)
                for item in signal.trigger
            )
    for collection in audit.collections:
        by_request[exchange(collection.where.role)[0]].append(
            _Mark(factor=collection.factor, kind=COLLECTED, target="collections", address=collection.where)
        )
    return (
        *(_row(where, marks, across) for where, marks in covert.items()),
        *(
            _row(PlaceView(part=words.exchange_title(name), role=""), by_request[name], across)
            for name in sorted(by_request, key=lambda name: (name == WHOLE_RUN, name))
        ),
    )


def _row(where: PlaceView, marks: Sequence[_Mark], across: Sequence[Column]) -> MatrixRow:
    cells: dict[str, dict[str, list[_Mark]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        cells[mark.factor][mark.kind].append(mark)
    return MatrixRow(
        where=where,
        cells=tuple(
            tuple(_dot(cells[column.name][kind]) for kind in LETTERS if kind in cells[column.name]) for column in across
        ),
    )


def _dot(marks: Sequence[_Mark]) -> Dot:
    places = len({mark.address for mark in marks})
    return Dot(
        kind=marks[0].kind,
        letter=LETTERS[marks[0].kind],
        target=marks[0].target,
        places=places,
        title=f"{marks[0].kind}: {words.plural(places, 'place')}",
    )
