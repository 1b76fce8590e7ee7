"""Tries every contrast level and every hint once, several factors' in one run.

A level of a factor that takes part in a joint cause is tried with its partners at levels that fire, since it could
show nothing without them. Whatever such a run shows that no cause explains is minimised like everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from countermark.design.causes import Cause
from countermark.design.ledger import Ledger
from countermark.design.wants import Want
from countermark.model.environment import Hint
from countermark.model.run import Purpose

# 45 of the default 300 runs: sixteen factors' contrasts share them, and what is left over is no part of the plan.
_SHARE_PERCENT = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A contrast level, and the partner levels that it is to meet."""

    level: int
    partners: int

    @property
    def state(self) -> int:
        """Both together."""
        return self.level | self.partners


def contrasts(ledger: Ledger, causes: tuple[Cause, ...], hints: tuple[Hint, ...]) -> tuple[Want, ...]:
    """Packed runs for every trial that no good run holds yet, as many as the share of contrasts allows."""
    open_trials = [trial for trial in _trials(ledger, causes, hints) if not _tried(ledger, trial)]
    quota = ledger.question.max_runs * _SHARE_PERCENT // 100 - ledger.spent.get(Purpose.CONTRAST, 0)
    rows = [row for row in _packed(ledger, open_trials) if ledger.lacks(row)]
    return tuple(
        Want(state=row, purpose=Purpose.CONTRAST, why=f"levels outside the array: {ledger.space.words(row)}")
        for row in rows[: max(0, quota)]
    )


def _tried(ledger: Ledger, trial: Trial) -> bool:
    return any(trial.state & ~state == 0 for state in ledger.states)


def _trials(ledger: Ledger, causes: tuple[Cause, ...], hints: tuple[Hint, ...]) -> Iterator[Trial]:
    """Trials of hinted levels first, then one level of each factor in turn."""
    space = ledger.space
    hinted = {hint.level for hint in hints}
    columns: list[list[int]] = [
        [1 << index for index, level in enumerate(space.levels) if 1 << index & mask & ~space.array_mask]
        for mask in space.factor_masks
    ]
    ranked = [sorted(column, key=lambda bit: space.levels[bit.bit_length() - 1] not in hinted) for column in columns]
    for turn in zip_longest(*ranked, fillvalue=0):
        for mask, bit in zip(space.factor_masks, turn, strict=True):
            if bit:
                partners = dict.fromkeys(cause.state & ~mask for cause in causes if cause.factors & mask)
                yield from (Trial(level=bit, partners=state) for state in partners or (0,))


def _packed(ledger: Ledger, trials: list[Trial]) -> list[int]:
    """Rows that hold the trials, first fit; trials of a row that failed for good get a row each."""
    failed = sorted(ledger.dead)
    rows: list[int] = []
    alone: list[int] = []
    for trial in trials:
        if any(trial.state & ~state == 0 for state in failed):
            alone.append(trial.state)
            continue
        fitting = (index for index, row in enumerate(rows) if ledger.space.possible(row | trial.state))
        index = next(fitting, len(rows))
        if index == len(rows):
            rows.append(0)
        rows[index] |= trial.state
    return rows + alone
