"""Joins what the planner concluded with what the runs showed: which factors decide which place, and how surely."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from countermark.analyse.significance import exact_p, holm, mutual_information_bits
from countermark.model.design import Conclusion, Effect
from countermark.model.environment import Environment, Level
from countermark.model.influence import Influence, InfluenceState
from countermark.model.place import REDUCED, Place
from countermark.model.run import Purpose, RunRequest
from countermark.model.verdict import Confidence

MIN_SIDE = 3
"""Effects confirmed by fewer runs on a side are reported, but are no member of the family of tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Test:
    """The confirmation runs of one effect at one place."""

    on: tuple[str, ...]
    off: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """A run, and the factors that were not at the baseline's level in it."""

    request: RunRequest
    varied: frozenset[str]


def influences(
    conclusion: Conclusion,
    table: tuple[Place, ...],
    requests: tuple[RunRequest, ...],
    baseline: Environment,
) -> tuple[Influence, ...]:
    """Every place that an effect moves, once for each set of factors that moves it; sorted by place.

    The p-values come from confirmation runs alone and are Holm-adjusted over the effects that were
    confirmed in full.
    """
    by_feature = {place.feature: place for place in table}
    reduced = frozenset(name.removesuffix(REDUCED) for name in by_feature if name.endswith(REDUCED))
    adjusted = _adjusted(conclusion, by_feature, requests, baseline)
    joined: dict[tuple[str, tuple[str, ...]], list[Effect]] = {}
    traced: set[tuple[str, tuple[str, ...]]] = set()
    for effect in conclusion.effects:
        factors = tuple(sorted({level.factor for level in effect.trigger}))
        for feature in effect.features:
            if feature in by_feature:
                key = (feature.removesuffix(REDUCED), factors)
                joined.setdefault(key, []).append(effect)
                traced |= {key} if feature.endswith(REDUCED) else set()
    movers: dict[str, set[str]] = {}
    for feature, factors in joined:
        movers.setdefault(feature, set()).update(factors)
    runs = tuple(
        _Run(request=one, varied=frozenset(level.factor for level in one.environment.difference(baseline)))
        for one in requests
    )
    found = (
        replace(
            _influence(by_feature[feature], factors, effects, runs, baseline, frozenset(movers[feature]), adjusted),
            open_only=feature in reduced and (feature, factors) not in traced,
        )
        for (feature, factors), effects in sorted(joined.items(), key=lambda item: item[0])
    )
    # What only follows from the place's being there at all shows one text wherever it is there.
    return tuple(one for one in found if len({state.text for state in one.states}) > 1)


def _visible(place: Place, effect: Effect) -> bool:
    """Whether the effect's own two runs differ *at* this place, and not only in its being there at all."""
    texts = {entry.run: entry.text for entry in place.texts}
    return effect.on_run in texts and effect.off_run in texts and texts[effect.on_run] != texts[effect.off_run]


def _influence(  # noqa: PLR0913, PLR0917 -- each is a different fact about the same place
    place: Place,
    factors: tuple[str, ...],
    effects: list[Effect],
    runs: tuple[_Run, ...],
    baseline: Environment,
    movers: frozenset[str],
    adjusted: dict[str, Confidence],
) -> Influence:
    states = tuple(_states(place, factors, runs, baseline, movers - set(factors)))
    best = min((effect for effect in effects), key=lambda effect: (adjusted[effect.id].p_adjusted, effect.id))
    return Influence(
        effect="+".join(sorted(effect.id for effect in effects)),
        place=place,
        factors=factors,
        states=states,
        confidence=adjusted[best.id],
        mutual_information_bits=_mutual_information(place, factors, runs),
        on_run=best.on_run,
        off_run=best.off_run,
        minimal=all(effect.minimal for effect in effects),
    )


def _states(
    place: Place,
    factors: tuple[str, ...],
    made: tuple[_Run, ...],
    baseline: Environment,
    others: frozenset[str],
) -> Iterator[InfluenceState]:
    """What each combination of ``factors`` gave, the baseline's first.

    Runs in which nothing else was varied speak first; where a combination has none, those in which no other
    mover of this place was. Where runs of one combination disagree, the more frequent text stands.
    """
    texts = {entry.run: entry.text for entry in place.texts}
    groups: dict[tuple[Level, ...], dict[bool, dict[str | None, list[str]]]] = {}
    for one in made:
        request, varied = one.request, one.varied.difference(factors)
        if request.id in texts and not varied & others:
            alone = groups.setdefault(_combination(request.environment, factors), {})
            alone.setdefault(not varied, {}).setdefault(texts[request.id], []).append(request.id)
    start = _combination(baseline, factors)
    for combination in sorted(groups, key=lambda levels: (levels != start, levels)):
        outcomes = groups[combination].get(True) or groups[combination][False]
        text, runs = max(outcomes.items(), key=lambda item: (len(item[1]), item[0] or ""))
        yield InfluenceState(levels=combination, text=text, runs=tuple(runs))


def _combination(environment: Environment, factors: Iterable[str]) -> tuple[Level, ...]:
    return tuple(Level(factor=factor, value=environment.value(factor)) for factor in factors)


def _mutual_information(place: Place, factors: tuple[str, ...], made: tuple[_Run, ...]) -> float:
    """Between the levels of ``factors`` and the text, over the runs of the design (not those that chased an effect)."""
    texts = {entry.run: entry.text for entry in place.texts}
    pairs = tuple(
        ("\x1f".join(level.value for level in _combination(request.environment, factors)), repr(texts[request.id]))
        for request in (one.request for one in made)
        if request.id in texts and request.purpose in (Purpose.BASELINE, Purpose.COVER)
    )
    return mutual_information_bits(pairs)


def _adjusted(
    conclusion: Conclusion, places: dict[str, Place], requests: tuple[RunRequest, ...], baseline: Environment
) -> dict[str, Confidence]:
    tests = {effect.id: _test(effect, requests, baseline) for effect in conclusion.effects}
    raw = {effect.id: _p(effect, tests[effect.id], places) for effect in conclusion.effects}
    full = [key for key, test in tests.items() if min(len(test.on), len(test.off)) >= MIN_SIDE]
    holmed = dict(zip(full, holm(tuple(raw[key] for key in full)), strict=True))
    return {
        key: Confidence(
            p_adjusted=holmed.get(key, raw[key]),
            tests=len(full) if key in holmed else 0,
            runs_with=len(test.on),
            runs_without=len(test.off),
        )
        for key, test in tests.items()
    }


def _test(effect: Effect, requests: tuple[RunRequest, ...], baseline: Environment) -> _Test:
    """Confirmation runs with exactly the trigger over the baseline, and with one of its levels put back."""
    on = baseline.merged(*effect.trigger)
    offs = {baseline.merged(*(t for t in effect.trigger if t != level)).digest for level in effect.trigger}
    confirming = [request for request in requests if request.purpose is Purpose.CONFIRM]
    return _Test(
        on=tuple(r.id for r in confirming if r.environment.digest == on.digest),
        off=tuple(r.id for r in confirming if r.environment.digest in offs),
    )


def _p(effect: Effect, test: _Test, places: dict[str, Place]) -> float:
    """The exact p of the effect's first feature that is present; 1 where nothing was confirmed."""
    for feature in effect.features:
        if feature in places and _visible(places[feature], effect):
            texts = {entry.run: entry.text for entry in places[feature].texts}
            on = tuple(repr(texts[run]) for run in test.on if run in texts)
            off = tuple(repr(texts[run]) for run in test.off if run in texts)
            return exact_p(on, off) if on and off else 1.0
    return 1.0
