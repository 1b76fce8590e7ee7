"""Which series seem to follow a level, by the runs of the design alone; and whether fresh pairs of runs bear it out.

Discovery only chooses what to try: its p-values are never reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import fmean, median

from countermark.analyse.ranks import rank_sum_p, signed_rank_p
from countermark.analyse.significance import exact_p, holm, mutual_information_bits
from countermark.model.environment import Environment, Level
from countermark.model.observation import Address
from countermark.model.run import Purpose, RunRequest
from countermark.model.statistics import Screening, Series, SeriesKind, Suspicion, Trial

MOST_SUSPICIONS = 3
"""So many are put to the proof, the most striking first: each costs as many runs as there are pairs."""

CHANCE_SUSPICIONS = 0.2
"""How many suspicions an audit of an innocent tool has on average."""

MIN_RUNS = 5
"""A level with fewer runs of the design says nothing about how a quantity is distributed."""

NEIGHBOURS = 6
"""Runs before and behind one in the order of asking, which are made at about the same time."""

MIN_PAIRS = 20
"""Of the pairs that were asked for, so many have to be there."""

MIN_FIRST_PAIRS = 7
"""And so many of the first round's, to give a suspicion up."""

GIVEN_UP = 0.5
"""The p of the first pairs above which, as where they differ the other way round, a suspicion gets no further ones.

Giving up can only lower how often chance is borne out. The stated power was simulated with it.
"""

SMALLEST_DELAY_S = 0.01
"""Less is what a file more or a longer variable may cost, and is not put to the proof."""

DESIGN = frozenset((Purpose.BASELINE, Purpose.COVER))
"""Runs that were not chosen by what others showed."""


def screened(
    series: Iterable[Series], requests: Iterable[RunRequest], baseline: Environment, unfit: Mapping[str, frozenset[str]]
) -> Screening:
    """What is to be tried, the most striking first, one for each place: what goes along with it by chance is not it.

    ``unfit`` are the factors, by name of the series, whose levels change a quantity without the tool.
    """
    design = {request.id: request.environment for request in requests if request.purpose in DESIGN}
    levels = sorted({level for environment in design.values() for level in environment.difference(baseline)})
    holding = {
        level: frozenset(run for run, environment in design.items() if environment.value(level.factor) == level.value)
        for level in levels
    }
    every = list(series)
    found = [
        one for item in every for one in _screened(item, frozenset(design), holding, unfit.get(item.name, frozenset()))
    ]
    places = {item.name: item.address for item in every}
    best: dict[Address, Suspicion] = {}
    for one in sorted(found, key=lambda one: (one.p, one.series, one.level)):
        if one.p <= CHANCE_SUSPICIONS / len(found):
            best.setdefault(places[one.series], one)
    return Screening(
        suspicions=tuple(best.values())[:MOST_SUSPICIONS],
        tests=len(found),
        kinds=frozenset(item.kind for item in every),
    )


def _screened(
    series: Series, design: frozenset[str], holding: Mapping[Level, frozenset[str]], unfit: frozenset[str]
) -> Iterator[Suspicion]:
    """Each level, which some runs of the design hold, against all runs without it."""
    rows = steadied(series) if series.kind == "delay" else series.values
    values = [(run, value) for run, value in rows if run in design]
    for level, runs in holding.items():
        if level.factor in unfit:
            continue
        on = [value for run, value in values if run in runs]
        off = [value for run, value in values if run not in runs]
        if min(len(on), len(off)) < MIN_RUNS:
            continue
        shift = median(on) - median(off) if series.kind == "delay" else fmean(on) - fmean(off)
        telling = series.kind != "delay" or abs(shift) >= SMALLEST_DELAY_S
        yield Suspicion(
            series=series.name,
            kind=series.kind,
            level=level,
            higher=shift > 0,
            p=screening_p(series.kind, on, off) if telling else 1.0,
        )


def steadied(series: Series) -> tuple[tuple[str, float], ...]:
    """Each run's value over the middle of its neighbours': whatever else the machine does comes and goes."""
    ordered = sorted(series.values)
    values = [value for _, value in ordered]
    return tuple(
        (run, value - median(values[max(0, index - NEIGHBOURS) : index + NEIGHBOURS + 1]))
        for index, (run, value) in enumerate(ordered)
    )


def screening_p(kind: SeriesKind, on: Sequence[float], off: Sequence[float]) -> float:
    """How striking it is that a level's runs differ from all others."""
    return rank_sum_p(on, off) if kind == "delay" else exact_p([f"{x}" for x in on], [f"{x}" for x in off])


def trials(
    suspected: tuple[Suspicion, ...],
    series: Iterable[Series],
    pairs: Mapping[Level, Sequence[tuple[str, str]]],
    busy_s: Mapping[str, float],
) -> tuple[Trial, ...]:
    """What the fresh runs say; ``pairs`` are those of each level, on before off, and ``busy_s`` how long runs computed.

    A suspicion whose series is not there any more, or that has too few pairs to say, is left out.
    """
    by_name = {item.name: item for item in series}
    raw = [
        found
        for one in suspected
        if one.series in by_name and (found := _tried(one, by_name[one.series], pairs.get(one.level, ()), busy_s))
    ]
    adjusted = holm(tuple(found.p_adjusted for found in raw))
    return tuple(replace(found, p_adjusted=p, tests=len(raw)) for found, p in zip(raw, adjusted, strict=True))


def _tried(
    one: Suspicion, series: Series, pairs: Sequence[tuple[str, str]], busy_s: Mapping[str, float]
) -> Trial | None:
    values = dict(series.values)
    runs = [(on, off) for on, off in pairs if on in values and off in values]
    on, off = [values[run] for run, _ in runs], [values[run] for _, run in runs]
    p = directed_p(one.kind, on, off, higher=one.higher)
    if len(runs) < (MIN_PAIRS if p <= GIVEN_UP else MIN_FIRST_PAIRS):
        return None
    return Trial(
        suspicion=one,
        series=series,
        p_adjusted=p,
        tests=0,
        pairs=len(runs),
        mutual_information_bits=_information(one.kind, on, off),
        on=_middle(one.kind, on),
        off=_middle(one.kind, off),
        busy_s=median(busy_s.get(a, 0.0) - busy_s.get(b, 0.0) for a, b in runs),
        on_run=runs[0][0],
        off_run=runs[0][1],
    )


def _middle(kind: SeriesKind, values: Sequence[float]) -> float:
    return median(values) if kind == "delay" else fmean(values)


def directed_p(kind: SeriesKind, on: Sequence[float], off: Sequence[float], *, higher: bool) -> float:
    """Of fresh pairs, and 1 where they differ the other way round than was suspected, or are none.

    For a delay within each pair, which ran side by side, so that a busy machine slows both.
    """
    if not on or (_middle(kind, on) > _middle(kind, off)) is not higher:
        return 1.0
    if kind == "delay":
        return signed_rank_p([a - b for a, b in zip(on, off, strict=True)])
    return exact_p([f"{x}" for x in on], [f"{x}" for x in off])


def _information(kind: SeriesKind, on: Sequence[float], off: Sequence[float]) -> float:
    """Between the level and the value; of a delay, whether it is above the middle of all."""
    least = median((*on, *off)) if kind == "delay" else 0.0
    sides = (("on", on), ("off", off))
    return mutual_information_bits([(name, str(value > least)) for name, side in sides for value in side])
