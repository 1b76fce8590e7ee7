"""Which findings in the program text a covert signal comes from: the choice, the slice, the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from countermark.model.inspection import Findings
from countermark.model.static import Choice, Flow, Read, Where
from countermark.model.static_evidence import ListOutcome, Origin
from countermark.model.verdict import Signal, TableRow

FactorsRead = Callable[[Read], tuple[str, ...]]
"""The factors that decide what a read of the machine gives."""

_TOLD_APART = 2


def origins(
    signal: Signal, findings: Findings, outcomes: tuple[ListOutcome, ...], factors_read: FactorsRead
) -> tuple[Origin, ...]:
    """Findings that ``signal`` comes from, as far as its texts, its trigger and its lists show it; sorted.

    A choice between the very pieces that tell the signal's texts apart; a slice through such a choice, or else one
    that starts at reads of just the trigger's factors; a list whose entries moved the bytes of the signal.
    """
    choices = [one for one in findings.choices if one.form != "table"]
    tables = [one.table for one in signal.components] or [signal.table]
    pieces = frozenset(piece for table in tables for piece in _pieces(_texts(table)))
    chosen = [(number, one) for number, one in enumerate(choices, 1) if _is_between(one, tables, pieces)]
    flow = _flow(signal, findings.flows, [one for _, one in chosen], factors_read)
    found = (
        *(Origin(kind="choice", number=number) for number, _ in chosen),
        *((Origin(kind="flow", number=flow),) if flow else ()),
        *(Origin(kind="list", number=one.number) for one in outcomes if one.signal == signal.id and one.moved),
    )
    return tuple(sorted(found))


def met(where: Where, known: Iterable[Origin], findings: Findings) -> tuple[Origin, ...]:
    """Those of ``known`` that have a place in common with ``where``."""
    return tuple(one for one in known if any(_meet(where, other) for other in _places(one, findings)))


def _places(origin: Origin, findings: Findings) -> Iterator[Where]:
    match origin.kind:
        case "choice":
            yield [one for one in findings.choices if one.form != "table"][origin.number - 1].where
        case "flow":
            yield from (step.where for step in findings.flows[origin.number - 1].steps)
        case "list":
            yield findings.hidden_lists[origin.number - 1].where


def _texts(table: Iterable[TableRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.text for row in table if row.text is not None))


def _is_between(choice: Choice, tables: Iterable[tuple[TableRow, ...]], pieces: frozenset[str]) -> bool:
    """Whether the choice is one between pieces that tell texts of one table apart."""
    offered = frozenset(choice.texts) | frozenset(_pieces(choice.texts))
    if len(offered & pieces) < _TOLD_APART:
        return False
    return any(len(offered & frozenset(_pieces(_texts(table)))) >= _TOLD_APART for table in tables)


def _pieces(texts: tuple[str, ...]) -> Iterator[str]:
    """What tells ``texts`` apart: each without what all begin and end with, and its differing characters alone."""
    if len(texts) < _TOLD_APART:
        return
    head = _shared(texts)
    tail = _shared([text[head:][::-1] for text in texts])
    inner = [text[head : len(text) - tail] for text in texts]
    yield from inner
    if len({len(text) for text in inner}) == 1:
        differing = [index for index, chars in enumerate(zip(*inner, strict=True)) if len(set(chars)) > 1]
        for text in inner:
            yield from {text[index] for index in differing}


def _shared(texts: Sequence[str]) -> int:
    """With how many characters all of ``texts`` begin alike."""
    return next(
        (index for index, chars in enumerate(zip(*texts, strict=False)) if len(set(chars)) > 1), min(map(len, texts))
    )


def _flow(signal: Signal, flows: tuple[Flow, ...], chosen: list[Choice], factors_read: FactorsRead) -> int:
    """The number of the slice that leads to the signal; 0 where none was found."""
    trigger = {item.factor for item in signal.trigger}
    read = [{factor for source in flow.sources for factor in factors_read(source)} for flow in flows]
    numbered = list(enumerate(zip(flows, read, strict=True), 1))
    through = [
        (len(trigger & factors), -len(factors - trigger), -number)
        for number, (flow, factors) in numbered
        if trigger & factors and any(_meet(step.where, choice.where) for step in flow.steps for choice in chosen)
    ]
    if through:
        return -max(through)[2]
    return next((number for number, (_, factors) in numbered if factors == trigger), 0)


def _meet(one: Where, other: Where) -> bool:
    return one.sha256 == other.sha256 and one.start < other.end and other.start < one.end
