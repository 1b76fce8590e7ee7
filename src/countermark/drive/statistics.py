"""From the runs of an audit to what may follow a level by chance only: what to try, and what the trials said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from countermark.analyse.places import Tabulator
from countermark.analyse.power import Runs, smallest_bias, smallest_delay, smallest_share
from countermark.analyse.series import chances, delays
from countermark.analyse.suspicions import DESIGN, MIN_RUNS, screened, steadied, trials
from countermark.design.paired_runs import STAGES, pairs_of
from countermark.design.space import baseline
from countermark.explain.kinds import ANSWERED, SPEED, is_order_of_requests
from countermark.explain.signals import by_level
from countermark.explain.suspicion import Suspicions
from countermark.model.design import Conclusion
from countermark.model.environment import Environment
from countermark.model.inputs import AuditInputs
from countermark.model.observation import Observation
from countermark.model.place import REDUCED, Place
from countermark.model.run import Purpose, RunRequest, Skipped
from countermark.model.statistics import Detectable, Screening, Series, SeriesKind, Suspicion, Trial

_UNFIT: Mapping[SeriesKind, frozenset[str]] = {"delay": ANSWERED | SPEED, "bit": ANSWERED, "share": ANSWERED}
"""Factors whose levels move such a quantity whatever the tool does."""

_SERIES: Mapping[SeriesKind, str] = {
    "delay": "how long the tool waits",
    "bit": "a bit of a random-looking text",
    "share": "how often a mark comes up",
}


def screen(
    inputs: AuditInputs,
    requests: tuple[RunRequest, ...],
    observations: tuple[Observation, ...],
    concluded: tuple[Conclusion, tuple[Place, ...]],
) -> Screening:
    """What is worth fresh pairs of runs, from the runs of the design alone, which ``observations`` are of."""
    conclusion, table = concluded
    series = _series(inputs, requests, observations, table, frozenset(conclusion.noisy))
    return screened(series, requests, baseline(inputs.question.factors), {one.name: unfit(one) for one in series})


def unfit(series: Series) -> frozenset[str]:
    """Factors whose levels move this very quantity whatever the tool does."""
    return _UNFIT[series.kind] | (SPEED if is_order_of_requests(series.address) else frozenset())


def put_to_the_proof(
    inputs: AuditInputs,
    requests: tuple[RunRequest, ...],
    observations: tuple[Observation, ...],
    noisy: frozenset[str],
    suspected: tuple[Suspicion, ...],
) -> tuple[Trial, ...]:
    """What the pairs among ``requests`` say; ``observations`` are of all runs, so that places are cut as before."""
    paired = frozenset(request.id for request in requests if request.purpose is Purpose.PAIR)
    if not suspected or not paired:
        return ()
    series = _series(inputs, requests, observations, Tabulator().places(observations), noisy)
    busy_s = {observation.run: observation.cpu_s for observation in observations}
    return trials(suspected, series, pairs_of(requests), busy_s)


def unproven(found: Screening, tried: tuple[Trial, ...]) -> tuple[Skipped, ...]:
    """Suspicions that too few fresh pairs of runs settled for: nothing is said of them either way."""
    settled = {trial.suspicion for trial in tried}
    return tuple(
        Skipped(step="pairs", reason=f"whether {_SERIES[one.kind]} follows {one.level.factor}={one.level.value}")
        for one in found.suspicions
        if one not in settled
    )


def detectable(
    inputs: AuditInputs, requests: tuple[RunRequest, ...], observations: tuple[Observation, ...], found: Screening
) -> tuple[Detectable, ...]:
    """How small a statistical mark of each kind would have been found, for factors alike in that; smallest first."""
    design = [request.environment for request in requests if request.purpose in DESIGN]
    rarest = _rarest_levels(inputs, design)
    ids = {request.id for request in requests if request.purpose in DESIGN}
    sessions = [one for one in delays(observations) if one.address.role == "run"][:1]
    times = [value for one in sessions for run, value in steadied(one) if run in ids]
    found_out: dict[SeriesKind, Callable[[Runs], Detectable]] = {
        "delay": lambda runs: smallest_delay(times, runs, found.tests),
        "bit": lambda runs: smallest_bias(runs, found.tests),
        "share": lambda runs: smallest_share(runs, found.tests),
    }
    measured = {"share", *found.kinds} - (set() if times else {"delay"})
    return tuple(
        one
        for kind, smallest in found_out.items()
        if kind in measured
        for one in _alike(smallest, {key: n for key, n in rarest.items() if key not in _UNFIT[kind]}, design)
    )


def _rarest_levels(inputs: AuditInputs, design: list[Environment]) -> dict[str, int]:
    """In how many runs of the design the rarest level of each factor stood that is not the baseline's."""
    usual = baseline(inputs.question.factors)
    counts = Counter(level for environment in design for level in environment.difference(usual))
    rarest: dict[str, int] = {}
    for level, count in counts.items():
        rarest[level.factor] = min(count, rarest.get(level.factor, count))
    return rarest


def _alike(
    smallest: Callable[[Runs], Detectable], rarest: Mapping[str, int], design: list[Environment]
) -> Iterator[Detectable]:
    """One entry for all factors under whose rarest levels the same is found; under too rare ones nothing is tried."""
    runs = {count: Runs(level=count, others=len(design) - count, pairs=STAGES) for count in set(rarest.values())}
    said = {count: smallest(one) for count, one in runs.items()}
    if not said:
        return
    sizes = {n: one.smallest if n >= MIN_RUNS else None for n, one in said.items()}
    for size in sorted(set(sizes.values()), key=lambda size: (size is None, size or 0.0)):
        factors = sorted(factor for factor, count in rarest.items() if sizes[count] == size)
        fewest = min(rarest[factor] for factor in factors)
        yield replace(said[fewest], smallest=size, factors=tuple(factors))


def _series(
    inputs: AuditInputs,
    requests: tuple[RunRequest, ...],
    observations: tuple[Observation, ...],
    table: tuple[Place, ...],
    noisy: frozenset[str],
) -> tuple[Series, ...]:
    environments = {request.id: request.environment for request in requests}
    varied = tuple(place for place in table if place.feature in noisy and not place.feature.endswith(REDUCED))
    suspicious = Suspicions(by_level(inputs.derivations))
    channels = {place.feature: suspicious.channel(place, environments) for place in varied}
    return (*delays(observations), *chances(varied, channels))
