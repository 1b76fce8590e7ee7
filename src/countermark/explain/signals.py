"""Turns influences into signals: judged, joined where a reader sees one line, tabulated and fingerprinted."""

from __future__ import annotations

import hashlib
import itertools
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from countermark.explain.kinds import Judgement, State, judge
from countermark.explain.rewritten import follows_rewriting
from countermark.explain.table import Combination, rows
from countermark.model.environment import Derivation, Environment, Level
from countermark.model.influence import Influence, InfluenceState
from countermark.model.observation import Address
from countermark.model.run import RunRequest
from countermark.model.verdict import Cause, Component, Evidence, Kind, Signal, TableRow, TriggerFactor

Locate = Callable[[str, Address, str], Evidence | None]
"""``(run, address, text)`` → where the bytes of that text stand in the run's evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An influence and the kind that the rules of ``kinds`` give it."""

    influence: Influence
    judgement: Judgement


def judged(
    influence: Influence,
    environments: Mapping[str, Environment],
    derivations: Mapping[Level, tuple[Derivation, ...]],
) -> Judged:
    """The kind of one influence, from every text that its factors were seen to cause.

    Each text is read with all that was plain in the environment of the run that showed it: where no run varied
    the trigger alone, what follows openly from something else must not pass for hidden.
    """
    place = influence.place
    shown = {entry.run: entry for entry in place.texts}
    states = tuple(
        State(
            text=state.text,
            derivations=tuple(item for level in _shown_in(state, environments) for item in derivations.get(level, ())),
            before="".join(shown[run].before for run in state.runs[:1] if run in shown),
            after="".join(shown[run].after for run in state.runs[:1] if run in shown),
        )
        for state in influence.states
    )
    factors = frozenset(influence.factors)
    return Judged(influence=influence, judgement=judge(place.address, place.before, place.after, states, factors))


def _shown_in(state: InfluenceState, environments: Mapping[str, Environment]) -> tuple[Level, ...]:
    """The levels of the whole environment in which a state was seen; the trigger's own where it is not known."""
    known = environments.get(state.runs[0]) if state.runs else None
    return known.levels if known else state.levels


def by_level(derivations: Iterable[Derivation]) -> dict[Level, tuple[Derivation, ...]]:
    """Derivations by the level that they show."""
    found: dict[Level, list[Derivation]] = {}
    for item in derivations:
        found.setdefault(Level(factor=item.factor, value=item.value), []).append(item)
    return {level: tuple(items) for level, items in found.items()}


def signals(
    influences: tuple[Influence, ...],
    requests: tuple[RunRequest, ...],
    derivations: tuple[Derivation, ...],
    locate: Locate,
) -> tuple[Signal, ...]:
    """Every influence as a signal of its kind, sorted by kind (covert first) and place.

    Covert pieces of one line are one signal; what only repeats another (a field of a request that is itself
    added, the same words in a second request) is not said twice.
    """
    known = by_level(derivations)
    environments = {request.id: request.environment for request in requests}
    every = _seen_through([judged(influence, environments, known) for influence in influences])
    covert = [item for item in every if item.judgement.kind is Kind.COVERT and not item.influence.open_only]
    open_ones = _without_consequences([item for item in every if item.judgement.kind is not Kind.COVERT])
    found = [_signal(group, requests, locate) for group in _lines(covert)]
    found = _joined(found + [_signal((item,), requests, locate) for item in open_ones])
    order = {Kind.COVERT: 0, Kind.OVERT: 1, Kind.FUNCTIONAL: 2}
    found.sort(key=lambda signal: (order[signal.kind], signal.where, signal.trigger))
    return tuple(_numbered(found))


def _seen_through(items: list[Judged]) -> list[Judged]:
    """Orders that only follow from what a reader sees written anew are openly visible themselves."""
    openly = tuple(item.influence for item in items if item.judgement.kind is not Kind.COVERT)
    anew = Judgement(kind=Kind.FUNCTIONAL, channel="", why="a member that is openly written anew stands elsewhere")
    return [
        replace(item, judgement=anew)
        if item.judgement.channel == "order" and follows_rewriting(item.influence, openly)
        else item
        for item in items
    ]


def _numbered(found: list[Signal]) -> Iterator[Signal]:
    """With ids, and with fingerprints of which none comes twice: the second of a kind at a place is another signal."""
    counts: dict[Kind, int] = {}
    known: dict[str, int] = {}
    for signal in found:
        counts[signal.kind] = counts.get(signal.kind, 0) + 1
        known[signal.fingerprint] = known.get(signal.fingerprint, 0) + 1
        turn = known[signal.fingerprint]
        fingerprint = signal.fingerprint if turn == 1 else _digest(signal.fingerprint, str(turn))
        yield replace(signal, id=f"{signal.kind.value}-{counts[signal.kind]}", fingerprint=fingerprint)


def _lines(covert: list[Judged]) -> Iterator[tuple[Judged, ...]]:
    """Groups of covert pieces that stand on one line of one text."""
    texts = [item for item in covert if item.influence.place.address.part == "body" and not item.influence.place.whole]
    others = [item for item in covert if item not in texts]
    yield from ((item,) for item in others)
    texts.sort(key=lambda item: (item.influence.place.address, item.influence.place.line, item.influence.place.start))
    for _, group in itertools.groupby(
        texts, key=lambda item: (item.influence.place.address, item.influence.place.line)
    ):
        yield tuple(group)


def _without_consequences(items: list[Judged]) -> list[Judged]:
    """Leaves out what only follows from a larger addition: members of an added request, object or list."""
    added = [item for item in items if _is_presence(item)]
    requests = {(item.influence.factors, item.influence.place.address.role) for item in added if _is_count(item)}
    kept: list[Judged] = []
    tops: set[tuple[tuple[str, ...], str, str, str]] = set()
    for item in sorted(items, key=lambda one: (len(one.influence.place.address.pointer), one.influence.place.address)):
        address, factors = item.influence.place.address, item.influence.factors
        if _is_presence(item) and not _is_count(item):
            if (factors, address.role.rpartition("#")[0]) in requests:
                continue
            if any((factors, address.role, address.part, top) in tops for top in _above(address.pointer)):
                continue
            if address.part in {"order", "format"}:
                continue
            tops.add((factors, address.role, address.part, address.pointer))
        kept.append(item)
    return kept


def _is_presence(item: Judged) -> bool:
    return any(state.text is None for state in item.influence.states)


def _is_count(item: Judged) -> bool:
    return item.influence.place.address.part == "count"


def _above(pointer: str) -> Iterator[str]:
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer


def _signal(group: tuple[Judged, ...], requests: tuple[RunRequest, ...], locate: Locate) -> Signal:
    first = group[0].influence
    texts = _texts(group, requests)
    factors = tuple(sorted({factor for item in group for factor in item.influence.factors}))
    table = rows(texts, factors)
    trigger = _trigger(texts, factors) if len(group) == 1 else _joint_trigger(group)
    channel = "+".join(dict.fromkeys(item.judgement.channel for item in group if item.judgement.channel))
    best = min((item.influence for item in group), key=lambda one: one.confidence.p_adjusted)
    worst = max((item.influence for item in group), key=lambda one: one.confidence.p_adjusted)
    address = first.place.address
    return Signal(
        id="",
        fingerprint=_fingerprint(group, factors),
        kind=group[0].judgement.kind,
        channel=channel,
        summary=group[0].judgement.why,
        where=address,
        trigger=trigger,
        table=table,
        bits=math.log2(_reachable(group)) if len(group) > 1 else _bits(row.text for row in table),
        mutual_information_bits=max(item.influence.mutual_information_bits for item in group),
        confidence=worst.confidence,
        evidence=tuple(_evidence(group, texts, best, requests, locate)),
        components=tuple(_component(item) for item in group) if len(group) > 1 else (),
        causes=tuple(cause for item in group for cause in _causes(item.influence)),
    )


def _causes(influence: Influence) -> Iterator[Cause]:
    place = influence.place
    return (Cause(effect=name, where=place.address, line=place.line) for name in influence.effect.split("+"))


def _component(item: Judged) -> Component:
    influence = item.influence
    texts: dict[Combination, str | None] = {state.levels: state.text for state in influence.states}
    table = rows(texts, influence.factors)
    return Component(
        channel=item.judgement.channel,
        trigger=_trigger(texts, influence.factors),
        table=table,
        bits=_bits(row.text for row in table),
    )


def _texts(group: tuple[Judged, ...], requests: tuple[RunRequest, ...]) -> dict[Combination, str | None]:
    """The line (or the lone text) under every observed combination of the group's factors, baseline first."""
    if len(group) == 1:
        place = group[0].influence.place
        return {
            state.levels: None if state.text is None else _in_line(place.before, state.text, place.after, place.whole)
            for state in group[0].influence.states
        }
    factors = tuple(sorted({factor for item in group for factor in item.influence.factors}))
    by_state = [{state.levels: state.text or "" for state in item.influence.states} for item in group]
    start = tuple(sorted({level for item in group for level in item.influence.states[0].levels}))
    found: dict[Combination, str | None] = {}
    for combination in [start, *sorted({_levels(request, factors) for request in requests})]:
        pieces = [
            states.get(tuple(level for level in combination if level.factor in item.influence.factors))
            for item, states in zip(group, by_state, strict=True)
        ]
        if all(piece is not None for piece in pieces):
            found.setdefault(combination, _line(group, [piece or "" for piece in pieces]))
    return found


def _line(group: tuple[Judged, ...], pieces: list[str]) -> str:
    places = [item.influence.place for item in group]
    text = places[0].before
    for place, piece, following in zip(places, pieces, [*places[1:], None], strict=True):
        text += piece + (place.after if following is None or place.until == following.start else f"{place.after}…")
    return text


def _in_line(before: str, text: str, after: str, whole: bool) -> str:  # noqa: FBT001 -- a plain fact of the place
    return text if whole else f"{before}{text}{after}"


def _levels(request: RunRequest, factors: tuple[str, ...]) -> Combination:
    return tuple(Level(factor=factor, value=request.environment.value(factor)) for factor in factors)


def _joint_trigger(group: tuple[Judged, ...]) -> tuple[TriggerFactor, ...]:
    """The levels that fire any piece of a line: next to another piece's mark every level would seem to."""
    levels: dict[str, set[str]] = {}
    for item in group:
        for factor in _component(item).trigger:
            levels.setdefault(factor.factor, set()).update(factor.levels)
    return tuple(TriggerFactor(factor=factor, levels=tuple(sorted(levels[factor]))) for factor in sorted(levels))


def _trigger(texts: dict[Combination, str | None], factors: tuple[str, ...]) -> tuple[TriggerFactor, ...]:
    """For each factor the levels that took part in a combination whose text is not the baseline's."""
    start = next(iter(texts.values()))
    firing = [combination for combination, text in texts.items() if text != start]
    return tuple(
        TriggerFactor(
            factor=factor,
            levels=tuple(sorted({level.value for levels in firing for level in levels if level.factor == factor})),
        )
        for factor in factors
    )


MAX_COMBINATIONS = 100_000


def _reachable(group: tuple[Judged, ...]) -> int:
    """How many texts a line of several pieces can take.

    Each piece is taken to follow its own table also where no run had just this combination of levels: a host
    that was only tried in one zone is in the row of those that it never differed from.
    """
    tables = [_component(item).table for item in group]
    levels: dict[str, dict[str, None]] = {}
    for when in (when for table in tables for row in table for when in row.when):
        levels.setdefault(when.factor, {}).update(dict.fromkeys(when.levels))
    found = set()
    for combination in itertools.islice(itertools.product(*levels.values()), MAX_COMBINATIONS):
        at = dict(zip(levels, combination, strict=True))
        found.add(tuple(_entry(table, at) for table in tables))
    return max(1, sum(None not in pieces for pieces in found))


def _entry(table: tuple[TableRow, ...], at: Mapping[str, str]) -> tuple[str | None] | None:
    """The text, wrapped, of the row that holds the levels ``at``; nothing where no row does."""
    for row in table:
        if all(at[when.factor] in when.levels for when in row.when):
            return (row.text,)
    return None


def _bits(texts: Iterable[str | None]) -> float:
    """Min-capacity of a noiseless channel: log2 of the number of distinct outputs.

    Source: Smith, On the Foundations of Quantitative Information Flow, FoSSaCS 2009 (min-capacity of a
    deterministic program).
    """
    return math.log2(max(1, len(set(texts))))


def _fingerprint(group: tuple[Judged, ...], factors: tuple[str, ...]) -> str:
    """A digest of what a new release would keep: where, by which channels, moved by what.

    Neither the texts, which hold versions and dates and depend on what was tried, nor how many requests or members of a
    list come before.
    """
    address = group[0].influence.place.address
    where = (address.role.partition("#")[0], address.part, _INDEX.sub("/*", address.pointer), address.name)
    return _digest(*where, *sorted({item.judgement.channel for item in group}), "", *factors)


_INDEX = re.compile(r"/\d+(?=/|$)")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _evidence(
    group: tuple[Judged, ...],
    texts: dict[Combination, str | None],
    best: Influence,
    requests: tuple[RunRequest, ...],
    locate: Locate,
) -> Iterator[Evidence]:
    """The bytes of the triggered and of the untriggered text, one run each."""
    factors = tuple(sorted({factor for item in group for factor in item.influence.factors}))
    environments = {request.id: request for request in requests}
    for run in (best.on_run, best.off_run):
        text = texts.get(_levels(environments[run], factors)) if run in environments else None
        found = locate(run, best.place.address, text) if text is not None else None
        if found is not None:
            yield found


def _joined(found: list[Signal]) -> list[Signal]:
    """One signal for the same thing said at several places."""
    kept: dict[tuple[Kind, str, tuple[TriggerFactor, ...], tuple[TableRow, ...]], Signal] = {}
    for signal in found:
        key = (signal.kind, signal.channel, signal.trigger, signal.table)
        if key in kept:
            kept[key] = replace(kept[key], also=(*kept[key].also, signal.where))
        else:
            kept[key] = signal
    return list(kept.values())
