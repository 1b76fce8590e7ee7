"""What has settled so far: attempts by environment, and features grouped by how they move."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from countermark.design.space import Space, encoder_of, space_of
from countermark.model.design import Priority, Question, RunReadings
from countermark.model.environment import Hint
from countermark.model.run import Purpose

# A failed run is asked again once, so no environment costs more than twice the runs that are wanted of it.
_ATTEMPTS_PER_RUN = 2


@dataclass(slots=True)
class Tally:
    """How often one environment settled and failed, in all and for confirmation alone."""

    good: int = 0
    failed: int = 0
    confirmed: int = 0
    confirm_failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Features that fall into the same groups over all settled runs.

    ``values`` gives each settled state a number, equal for equal values; 0 is the baseline's value.
    """

    features: tuple[str, ...]
    weight: float
    values: dict[int, int]


@dataclass(slots=True, kw_only=True)
class Ledger:
    """The settled runs, seen as states; ``good`` in the order of asking.

    ``left`` runs may still be made; ``is_short``: because time will end before the question's runs do.
    """

    question: Question
    space: Space
    good: tuple[RunReadings, ...]
    states: tuple[int, ...]
    used: int
    left: int
    is_short: bool
    rounds: int
    tallies: dict[int, Tally] = field(default_factory=dict)
    spent: dict[Purpose, int] = field(default_factory=dict)
    since_baseline: int = 0

    def tally(self, state: int) -> Tally:
        """The attempts at ``state``, none if it was never tried."""
        return self.tallies.get(state) or Tally()

    def lacks(self, state: int, runs: int = 1) -> bool:
        """Whether ``state`` has fewer than ``runs`` good runs and may still be tried."""
        tally = self.tally(state)
        return tally.good < runs and tally.good + tally.failed < _ATTEMPTS_PER_RUN * runs

    def lacks_confirmations(self, state: int, runs: int) -> int:
        """How many more confirmation runs of ``state`` may be asked towards ``runs``."""
        tally = self.tally(state)
        tries = _ATTEMPTS_PER_RUN * runs - tally.confirmed - tally.confirm_failed
        return max(0, min(runs - tally.confirmed, tries))

    @property
    def unreplaced(self) -> int:
        """Environments that never settled although they were tried again."""
        return len(self.dead)

    @property
    def dead(self) -> frozenset[int]:
        """The states that failed whenever they were tried, and are not tried again."""
        tallies = self.tallies.items()
        return frozenset(state for state, tally in tallies if not tally.good and tally.failed >= _ATTEMPTS_PER_RUN)

    def example(self, state: int) -> str:
        """A run of ``state``, from the confirmations where there are any."""
        runs = [run for run, here in zip(self.good, self.states, strict=True) if here == state]
        confirmed = [run for run in runs if run.purpose is Purpose.CONFIRM]
        return next(iter((*confirmed, *runs))).run


def read_ledger(
    question: Question, runs: tuple[RunReadings, ...], hints: tuple[Hint, ...], most_runs: int | None = None
) -> Ledger:
    """The ledger of ``runs``, whatever order they come in. Time lasts for ``most_runs`` in all, where it counts."""
    ordered = sorted(runs, key=lambda run: run.run)
    space = space_of(question, hints, (run.environment for run in ordered))
    states = encoder_of(space).states(run.environment for run in ordered)
    good = [(run, state) for run, state in zip(ordered, states, strict=True) if not run.failed]
    ledger = Ledger(
        question=question,
        space=space,
        good=tuple(run for run, _ in good),
        states=tuple(state for _, state in good),
        used=len(ordered),
        left=max(0, min(question.max_runs, question.max_runs if most_runs is None else most_runs) - len(ordered)),
        is_short=most_runs is not None and most_runs < question.max_runs,
        rounds=max((_round_of(run.run) for run in ordered), default=0),
    )
    for run, state in zip(ordered, states, strict=True):
        _count(ledger, run, state)
    return ledger


def _round_of(run: str) -> int:
    head = run.partition("-")[0]
    return int(head) if head.isdecimal() and head.isascii() else 1


def _count(ledger: Ledger, run: RunReadings, state: int) -> None:
    tally = ledger.tallies.setdefault(state, Tally())
    confirming = run.purpose is Purpose.CONFIRM
    tally.good += not run.failed
    tally.failed += run.failed
    tally.confirmed += confirming and not run.failed
    tally.confirm_failed += confirming and run.failed
    ledger.spent[run.purpose] = ledger.spent.get(run.purpose, 0) + 1
    ledger.since_baseline = 0 if state == 0 else ledger.since_baseline + 1


def partitions(ledger: Ledger) -> dict[tuple[int, ...], list[str]]:
    """Features by the way they divide the good runs: for each run a number, equal for equal values.

    The first baseline's value is 0. Features are sorted; absence is a value.
    """
    first = next((index for index, state in enumerate(ledger.states) if state == 0), 0)
    by_column: dict[tuple[str | None, ...], list[str]] = {}
    for feature, column in sorted(_columns(ledger.good).items()):
        by_column.setdefault(tuple(column), []).append(feature)
    found: dict[tuple[int, ...], list[str]] = {}
    for values, features in by_column.items():
        numbers: dict[str | None, int] = {values[first]: 0}
        partition = tuple([numbers.setdefault(value, len(numbers)) for value in values])
        found.setdefault(partition, []).extend(features)
    return found


def _columns(runs: tuple[RunReadings, ...]) -> dict[str, list[str | None]]:
    columns: dict[str, list[str | None]] = {}
    empty: list[str | None] = [None] * len(runs)
    for index, run in enumerate(runs):
        for reading in run.readings:
            column = columns.get(reading.feature)
            if column is None:
                column = columns[reading.feature] = empty.copy()
            column[index] = reading.value
    return columns


def patterns(
    ledger: Ledger,
    divided: Iterable[tuple[tuple[int, ...], list[str]]],
    priorities: tuple[Priority, ...] | None,
) -> tuple[Pattern, ...]:
    """Every group of quiet features that has at least two values, the weightiest first."""
    weights = {item.feature: item.weight for item in priorities or ()}
    default = 1.0 if priorities is None else 0.0
    found = [
        Pattern(
            features=tuple(sorted(features)),
            weight=max(weights.get(feature, default) for feature in features),
            values=dict(zip(ledger.states, partition, strict=True)),
        )
        for partition, features in divided
        if any(partition)
    ]
    return tuple(sorted(found, key=lambda pattern: (-pattern.weight, pattern.features[0])))
