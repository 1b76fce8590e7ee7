"""Turns factors, a profile and what the user asked for into the question that an audit puts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from countermark.errors import UsageError
from countermark.factors import ALL as FACTORS
from countermark.factors.factor import Factor
from countermark.model.design import FactorLevels
from countermark.model.environment import Derivation, Environment, Hint, Level, Setup
from countermark.model.profile import Profile, SkippedFactor
from countermark.model.run import Skipped


def factor_levels(
    profile: Profile, cannot: tuple[SkippedFactor, ...], hints: tuple[Hint, ...], crossed: Collection[str] = ()
) -> tuple[tuple[FactorLevels, ...], tuple[Skipped, ...]]:
    """The factors that this tool can be given, and those that it cannot, each with the reason.

    Every factor that cannot be varied is left out whole: its constant stands in every run. All levels of those that are
    ``crossed`` stand in the array.
    """
    skipped = {item.factor: item.reason for item in (*profile.skip_factors, *cannot)}
    if not profile.takes_base_url:
        skipped.setdefault("base-url", "the profile names no way to point the tool at another host")
    if profile.login is None:
        skipped.setdefault("credentials", "the profile describes no login")
    if profile.terminal is None:
        skipped.setdefault("mode", "the profile does not say how the tool is used at a terminal")
    for factor in FACTORS:
        if factor.on_request and factor.id not in crossed:
            skipped.setdefault(factor.id, f"{factor.on_request}: --cross {factor.id} tries it")
    hinted: dict[str, list[str]] = {}
    for hint in hints:
        hinted.setdefault(hint.level.factor, []).append(hint.level.value)
    kept = tuple(
        _crossed(item) if item.factor in crossed else item
        for item in (
            FactorLevels(
                factor=factor.id, levels=factor.levels, contrasts=_contrasts(factor, hinted.get(factor.id, ()))
            )
            for factor in FACTORS
            if factor.id not in skipped
        )
    )
    return kept, tuple(Skipped(step=f"factor {name}", reason=reason) for name, reason in sorted(skipped.items()))


def _crossed(item: FactorLevels) -> FactorLevels:
    return replace(item, levels=(*item.levels, *item.contrasts), contrasts=())


def _contrasts(factor: Factor, hinted: Iterable[str]) -> tuple[str, ...]:
    """Hinted levels first, each once, without those already in the array."""
    return tuple(dict.fromkeys(value for value in (*hinted, *factor.contrasts) if value not in factor.levels))


def setup(environment: Environment, planted: Setup) -> Setup:
    """Everything that ``environment`` does to the sandbox, over what every run has."""
    merged = planted
    by_id = {factor.id: factor for factor in FACTORS}
    for level in environment.levels:
        merged = merged.merged(by_id[level.factor].setup(level.value))
    return merged


def derivations(levels: tuple[FactorLevels, ...], instants: tuple[str, ...]) -> tuple[Derivation, ...]:
    """Every plain derivation of every level at each of ``instants``, sorted."""
    by_id = {factor.id: factor for factor in FACTORS}
    found = {
        derivation
        for item in levels
        for value in (*item.levels, *item.contrasts)
        for instant in instants
        for derivation in by_id[item.factor].derive(value, instant)
    }
    return tuple(sorted(found))


def parse_level(text: str) -> Level:
    """``factor=value`` as the command line writes it.

    Raises:
        UsageError: there is no such factor, or the value is not a level of it.
    """
    name, equals, value = text.partition("=")
    by_id = {factor.id: factor for factor in FACTORS}
    if not equals or name not in by_id:
        raise UsageError(
            f"{text!r} is not a level",
            why="a level is written factor=value",
            hint=f"factors are {', '.join(sorted(by_id))}",
        )
    by_id[name].check(value)
    return Level(factor=name, value=value)


def parse_factor(name: str) -> str:
    """``name``, where a factor is called so.

    Raises:
        UsageError: none is.
    """
    names = sorted(factor.id for factor in FACTORS)
    if name not in names:
        raise UsageError(f"{name!r} is not a factor", hint=f"factors are {', '.join(names)}")
    return name


def possible(hints: Iterable[Hint]) -> tuple[Hint, ...]:
    """The hints whose level its factor has: programs compare with what only looks like one, as a made-up ``en-XL``."""
    return tuple(hint for hint in hints if _is_level(hint.level))


def _is_level(level: Level) -> bool:
    try:
        parse_level(f"{level.factor}={level.value}")
    except UsageError:
        return False
    return True
