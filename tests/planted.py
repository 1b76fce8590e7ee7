"""A world without a lab: tools whose messages depend on planted triggers and on chance, for tests of the planner."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from countermark.design import next_round
from countermark.model.design import Conclusion, FactorLevels, Priority, Question, Reading, RunReadings
from countermark.model.environment import Environment, Hint, Level
from countermark.model.run import Round, RunRequest

# As many factors and levels as the house varies: two of eight levels, 56 levels in all.
HOUSE = (8, 8, 4, 4, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2)
CHANCES = (0.01, 0.03, 0.1, 0.3, 0.5)

# (feature, run number, environment) -> its value, or None where it is absent.
Noise = Callable[[int, Environment], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A mark that stands at ``feature`` while every factor named has one of the levels named.

    ``telling`` factors are those whose level is part of the mark, so that it has several values.
    """

    feature: str
    when: tuple[tuple[str, frozenset[str]], ...]
    mark: str = "on"
    telling: tuple[str, ...] = ()

    @property
    def factors(self) -> frozenset[str]:
        return frozenset(factor for factor, _ in self.when)

    def fires(self, environment: Environment) -> bool:
        return all(environment.value(factor) in levels for factor, levels in self.when)

    def written(self, environment: Environment) -> str:
        return " ".join((self.mark, *(environment.value(factor) for factor in self.telling)))


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a tool would send: marks that share a feature are written one after the other."""

    planted: tuple[Planted, ...] = ()
    noise: tuple[tuple[str, Noise], ...] = ()
    fails: Callable[[int, Environment], bool] = lambda _number, _environment: False

    def value(self, feature: str, environment: Environment) -> str:
        marks = (item.written(environment) for item in self.planted if item.feature == feature)
        fired = (item.fires(environment) for item in self.planted if item.feature == feature)
        return "|".join(["plain", *(mark for mark, fires in zip(marks, fired, strict=True) if fires)])

    def run(self, number: int, request: RunRequest) -> RunReadings:
        failed = self.fails(number, request.environment)
        found = {item.feature: self.value(item.feature, request.environment) for item in self.planted}
        noise = {name: value for name, draw in self.noise if (value := draw(number, request.environment)) is not None}
        readings = [Reading(feature=name, value=value) for name, value in sorted((found | noise).items())]
        return RunReadings(
            run=request.id,
            environment=request.environment,
            purpose=request.purpose,
            readings=() if failed else tuple(readings),
            failed=failed,
        )


@dataclass(slots=True)
class Told:
    """What came of an audit: every round, every run, and the conclusion."""

    conclusion: Conclusion
    rounds: list[Round] = field(default_factory=list)
    runs: list[RunReadings] = field(default_factory=list)

    @property
    def found(self) -> frozenset[tuple[str, frozenset[str]]]:
        """Every feature with each set of factors that was reported to move it."""
        return frozenset(
            (feature, frozenset(level.factor for level in effect.trigger))
            for effect in self.conclusion.effects
            for feature in effect.features
        )


def audit(
    question: Question,
    world: World,
    hints: tuple[Hint, ...] = (),
    priorities: tuple[Priority, ...] | None = None,
    settle: Callable[[Iterable[RunReadings]], Iterable[RunReadings]] = list,
    most_runs: int | None = None,
) -> Told:
    """The whole loop; ``settle`` may put the runs of all rounds into another order before the planner sees them.

    ``most_runs``: the time lasts for so many, as is known from the second round on.
    """
    rounds: list[Round] = []
    runs: list[RunReadings] = []
    while True:
        said = next_round(question, tuple(settle(runs)), hints, priorities, most_runs if runs else None)
        if isinstance(said, Conclusion):
            return Told(conclusion=said, rounds=rounds, runs=runs)
        assert said.requests, "a round without requests would never end"
        rounds.append(said)
        runs += [world.run(len(runs) + index, request) for index, request in enumerate(said.requests)]
        assert len(runs) <= question.max_runs


def factors(sizes: Iterable[int], contrasts: int = 0) -> tuple[FactorLevels, ...]:
    """Factors ``f00 …`` with levels ``v0 …`` (``v0`` the baseline) and contrasts ``c0 …``."""
    return tuple(
        FactorLevels(
            factor=f"f{index:02d}",
            levels=tuple(f"v{level}" for level in range(size)),
            contrasts=tuple(f"c{level}" for level in range(contrasts)),
        )
        for index, size in enumerate(sizes)
    )


def level(written: str) -> Level:
    """``f00=v1`` as a level."""
    factor, _, value = written.partition("=")
    return Level(factor=factor, value=value)


def dice(feature: str, number: int) -> float:
    """A number in [0, 1) that is the same on every machine."""
    digest = hashlib.sha256(f"{feature}/{number}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64


def ask(asked: tuple[FactorLevels, ...], strength: int = 2, seed: int = 1, max_runs: int = 300) -> Question:
    return Question(factors=asked, strength=strength, seed=seed, max_runs=max_runs)


def when(**levels: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((factor, frozenset(values.split())) for factor, values in sorted(levels.items()))


def flake(name: str, chance: float) -> Noise:
    return lambda number, _environment: "seen" if dice(name, number) < chance else None


def chances(salt: int) -> tuple[tuple[str, Noise], ...]:
    """Counters, drift, a step in the middle, and flakes from common to rare."""
    rare = tuple((f"flake-{chance}", flake(f"{salt}/{chance}", chance)) for chance in CHANCES)
    return (
        ("counter", lambda number, _environment: str(number)),
        ("drift", lambda number, _environment: str(number // 40)),
        ("step", lambda number, _environment: str(number > 20 + salt % 60)),
        *rare,
    )


def expected(marks: tuple[Planted, ...]) -> frozenset[tuple[str, frozenset[str]]]:
    return frozenset((item.feature, item.factors) for item in marks)
