"""The planner: the next round of runs, or what all runs together establish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from countermark.design.arrays import covering_array
from countermark.design.causes import Account, account, joint
from countermark.design.confirm import Finding, confirmations
from countermark.design.contrasts import contrasts
from countermark.design.ledger import Ledger, Pattern, patterns, read_ledger
from countermark.design.minimise import wanted
from countermark.design.noise import FIRST_BASELINES, MOST_EXTRA_BASELINES, Split, split, stable
from countermark.design.space import baseline, encoder_of
from countermark.design.wants import Want
from countermark.model.design import Conclusion, Effect, Priority, Question, RunReadings
from countermark.model.environment import Hint
from countermark.model.run import Purpose, Round, RunRequest

_ROWS_PER_BASELINE = 8
_RUNS_PER_BASELINE_LATER = 12
_EXTRA_BASELINES_AT_ONCE = 2
# Of all runs: what the covering array may take at most, and what minimisation leaves for confirmation.
_ARRAY_SHARE_PERCENT = 60
_CONFIRM_SHARE_PERCENT = 25
# What may be spent on the causes of differences that weigh nothing: contrasts must still fit after them, and what
# those bring to light must be traced.
_OPEN_SHARE_PERCENT = 8
# So that what one run teaches can spare another.
_MINIMISE_AT_ONCE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """Requests in the making: each want once, in order; ``why`` for the round as a whole."""

    wants: tuple[Want, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Everything that follows from the settled runs."""

    ledger: Ledger
    split: Split
    stories: tuple[tuple[Pattern, Account], ...]

    def findings(self) -> tuple[Finding, ...]:
        """Every cause of every pattern, weighty patterns first."""
        return tuple(Finding(pattern=pattern, cause=cause) for pattern, story in self.stories for cause in story.causes)


def next_round(
    question: Question,
    runs: tuple[RunReadings, ...],
    hints: tuple[Hint, ...] = (),
    priorities: tuple[Priority, ...] | None = None,
    most_runs: int | None = None,
) -> Round | Conclusion:
    """What to run next, or the conclusion: a function of its arguments, whatever the order of ``runs``.

    ``runs`` are whole rounds: a round that was interrupted is finished before the planner is asked again, so that
    resuming is nothing but asking. Hints are tried before other contrasts, in their order. Without ``priorities``
    every feature weighs 1; with them, a feature that has none weighs 0. ``most_runs``: so many in all fit into the time
    there is; levels outside the array are then what is left out first, and, where the question names what to try before
    the array, rows of the array before what it takes to trace and confirm that.
    """
    ledger = read_ledger(question, runs, hints, most_runs)
    stage = _baselines(ledger) or _first(ledger) or _covering(ledger)
    if stage:
        return _round(ledger, stage, most_runs)
    if not ledger.tally(0).good:
        return Conclusion(
            effects=(), noisy=(), reason="no run of the baseline settled, so nothing can be compared", unreplaced=1
        )
    found = split(ledger)
    stories = tuple(
        (item, account(item, ledger.space, ledger.dead)) for item in patterns(ledger, found.quiet, priorities)
    )
    known = _Known(ledger=ledger, split=found, stories=stories)
    stage = _steadying(known) or _causes(known, hints) or _confirming(known)
    return _round(ledger, stage, most_runs) if stage else _conclusion(known, hints)


def _baselines(ledger: Ledger) -> _Stage | None:
    lacking = FIRST_BASELINES - ledger.tally(0).good
    if lacking <= 0 or not ledger.lacks(0, FIRST_BASELINES):
        return None
    wants = tuple(_baseline() for _ in range(min(lacking, ledger.left)))
    return _Stage(wants=wants, why="what varies by itself") if wants else None


def _baseline() -> Want:
    return Want(state=0, purpose=Purpose.BASELINE, why="what varies by itself")


def _first(ledger: Ledger) -> _Stage | None:
    """What was said to be worth trying, if no run holds just that; it is chosen, and so no part of the array."""
    if not ledger.tally(0).good:
        return None
    environments = (baseline(ledger.question.factors).merged(*one.levels) for one in ledger.question.first)
    states = dict.fromkeys(state for state in encoder_of(ledger.space).states(environments) if ledger.lacks(state))
    wants = tuple(
        Want(state=state, purpose=Purpose.FIRST, why=f"made a difference earlier: {ledger.space.words(state)}")
        for state in states
        if state
    )
    return _Stage(wants=wants, why="what made a difference in earlier audits") if wants and ledger.left else None


def _rows(ledger: Ledger) -> tuple[int, ...]:
    """The states of the covering array that fit its share of the runs, the baseline left out."""
    question = ledger.question
    array = covering_array(question.factors, question.strength, question.seed)
    states = [state for state in encoder_of(ledger.space).states(array) if state]
    return tuple(states[: question.max_runs * _ARRAY_SHARE_PERCENT // 100])


def _covering(ledger: Ledger) -> _Stage | None:
    if not ledger.tally(0).good:
        return None
    why = f"every combination of {ledger.question.strength} factors' levels"
    wants = [Want(state=row, purpose=Purpose.COVER, why=why) for row in _rows(ledger) if ledger.lacks(row)]
    if ledger.is_short and ledger.question.first:
        # A chosen difference that nobody has time to trace and confirm would be worth nothing.
        wants = wants[: max(0, ledger.left - ledger.question.max_runs * _CONFIRM_SHARE_PERCENT // 100)]
    return _Stage(wants=tuple(_interleaved(wants, 0, _ROWS_PER_BASELINE)), why=why) if wants and ledger.left else None


def _interleaved(wants: Iterable[Want], since: int, every: int) -> Iterator[Want]:
    """``wants`` with a baseline after every so many of them, ``since`` being those already run without one."""
    for want in wants:
        yield want
        since += want.runs if want.state else 0
        if since >= every:
            yield _baseline()
            since = 0


def _steadying(known: _Known) -> _Stage | None:
    """More baselines while the last few still showed new noise, up to a limit."""
    ledger = known.ledger
    usual = FIRST_BASELINES + len(_rows(ledger)) // _ROWS_PER_BASELINE
    confirming = ledger.spent.get(Purpose.CONFIRM, 0)
    if confirming or stable(ledger, known.split) or ledger.tally(0).good >= usual + MOST_EXTRA_BASELINES:
        return None
    wants = tuple(_baseline() for _ in range(min(_EXTRA_BASELINES_AT_ONCE, ledger.left)))
    return _Stage(wants=wants, why="whether the noise is all known") if wants and _can_settle(ledger) else None


def _can_settle(ledger: Ledger) -> bool:
    tally = ledger.tally(0)
    return tally.failed <= tally.good


def _causes(known: _Known, hints: tuple[Hint, ...]) -> _Stage | None:
    """Minimisation as long as there is any, then contrasts, whose findings are minimised in turn."""
    ledger = known.ledger
    trials = _untried(known, hints)
    reserve = _reserve(known, all_tried=not trials)
    kept = 0 if ledger.is_short else len(trials)
    room = min(ledger.left - reserve - kept, _MINIMISE_AT_ONCE)
    wants = _minimising(known, room) if room > 0 else ()
    if wants:
        later = _interleaved(wants, ledger.since_baseline, _RUNS_PER_BASELINE_LATER)
        return _Stage(wants=tuple(later), why="the smallest cause of each difference")
    trials = trials[: max(0, ledger.left - reserve)]
    later = _interleaved(trials, ledger.since_baseline, _RUNS_PER_BASELINE_LATER)
    return _Stage(wants=tuple(later), why="levels outside the array") if trials else None


def _reserve(known: _Known, *, all_tried: bool) -> int:
    """The runs kept for confirmation: a share, and once all levels were tried no more than is known to be needed.

    What a contrast level brought to light last is then traced with what is left over, and confirmed with the rest. So
    it is from the beginning where time is short: there is none to be kept for what may never be found.
    """
    question = known.ledger.question
    share = question.max_runs * _CONFIRM_SHARE_PERCENT // 100
    if not all_tried and not known.ledger.is_short:
        return share
    needed = sum(want.runs for want in confirmations(known.findings(), known.ledger, in_turn=False).wants)
    return min(share, needed + question.confirmations)


def _minimising(known: _Known, room: int) -> tuple[Want, ...]:
    """The first ``room`` wants of all patterns, each state once; those that weigh nothing have a share of their own."""
    found: dict[int, Want] = {}
    spent = known.ledger.spent.get(Purpose.MINIMISE, 0)
    share = known.ledger.question.max_runs * _OPEN_SHARE_PERCENT // 100
    for pattern, story in known.stories:
        for want in wanted(pattern, story, known.ledger):
            if pattern.weight <= 0 and spent + len(found) >= share:
                continue
            if want.state not in found:
                found[want.state] = want
            if len(found) >= room:
                return tuple(found.values())
    return tuple(found.values())


def _confirming(known: _Known) -> _Stage | None:
    ledger = known.ledger
    wants = [
        Want(state=want.state, purpose=want.purpose, why=want.why)
        for want in confirmations(known.findings(), ledger).wants
        for _ in range(want.runs)
    ]
    Random(f"confirm/{ledger.question.seed}/{ledger.rounds}").shuffle(wants)  # noqa: S311 -- an order, not a secret
    return _Stage(wants=tuple(wants), why="fresh runs with and without each trigger") if wants else None


def _round(ledger: Ledger, stage: _Stage, most_runs: int | None) -> Round:
    number = ledger.rounds + 1
    requests = tuple(
        RunRequest(
            id=f"{number:04d}-{index:03d}",
            environment=ledger.space.environment(want.state),
            purpose=want.purpose,
            why=want.why,
        )
        for index, want in enumerate(stage.wants[: ledger.left], start=1)
    )
    return Round(number=number, requests=requests, why=stage.why, most_runs=most_runs)


def _conclusion(known: _Known, hints: tuple[Hint, ...]) -> Conclusion:
    effects = tuple(
        _effect(f"e{index:03d}", finding, known.ledger) for index, finding in enumerate(known.findings(), start=1)
    )
    return Conclusion(
        effects=effects,
        noisy=known.split.noisy,
        reason="; ".join(_shortfalls(known, hints)),
        unreplaced=known.ledger.unreplaced,
        untraced_open=sum(bool(story.targets) for item, story in known.stories if item.weight <= 0),
        untried=len(_untried(known, hints)) if known.ledger.is_short else 0,
    )


def _untried(known: _Known, hints: tuple[Hint, ...]) -> tuple[Want, ...]:
    """Runs of levels outside the array that are part of the plan and were not made."""
    causes = joint(tuple(finding.cause for finding in known.findings() if finding.pattern.weight > 0))
    return contrasts(known.ledger, causes, hints)


def _effect(name: str, finding: Finding, ledger: Ledger) -> Effect:
    cause = finding.cause
    return Effect(
        id=name,
        features=finding.pattern.features,
        trigger=ledger.space.trigger(cause.state),
        minimal=cause.minimal,
        on_run=ledger.example(cause.state),
        off_run=ledger.example(cause.state ^ cause.lever),
        weight=finding.pattern.weight,
    )


def _shortfalls(known: _Known, hints: tuple[Hint, ...]) -> Iterator[str]:
    """What of the plan was not carried out, for want of runs or because runs contradict each other."""
    ledger = known.ledger
    left_out = sum(not ledger.tally(row).good and ledger.lacks(row) for row in _rows(ledger))
    array = covering_array(ledger.question.factors, ledger.question.strength, ledger.question.seed)
    left_out += len(array) - 1 - len(_rows(ledger))
    if left_out:
        yield f"{left_out} of {len(array)} rows of the covering array did not fit into {ledger.question.max_runs} runs"
    untraced = sum(bool(story.targets) for item, story in known.stories if item.weight > 0)
    if untraced:
        groups = "group of differences was" if untraced == 1 else "groups of differences were"
        yield f"{untraced} {groups} not brought down to a smallest cause"
    untried = _untried(known, hints)
    if untried and not ledger.is_short:
        yield f"{len(untried)} runs of contrast levels did not fit into {ledger.question.max_runs} runs"
    confirmed = confirmations(known.findings(), ledger)
    if confirmed.cut:
        yield f"{confirmed.cut} effects were confirmed by fewer than {confirmed.full} runs on each side"
