"""Repeats the runs of an audit's signals in the sealed lab, and compares them with the sealed ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from countermark.analyse.places import Tabulator
from countermark.analyse.repeats import Repeat, Sides, repeated
from countermark.design.paired_runs import PAIRS, paired_runs
from countermark.design.repeats import Trigger, repeated_runs, sides
from countermark.drive.environments import derivations
from countermark.drive.findings import PROVING, Seen, pair_trials, see, suspected_by_chance
from countermark.drive.preparation import instants
from countermark.drive.progress import Progress
from countermark.drive.replay import Rebuilt
from countermark.drive.running import specified
from countermark.explain.remainders import Remainders
from countermark.explain.signals import by_level
from countermark.lab import CertificateAuthority, Pool
from countermark.model.design import Effect, FactorLevels
from countermark.model.environment import Environment
from countermark.model.inputs import AuditInputs
from countermark.model.place import REDUCED, Place
from countermark.model.reproduction import RepeatedCause, RepeatedSignal
from countermark.model.run import Purpose, Round, SettledRun
from countermark.model.statistics import Suspicion, Trial
from countermark.model.verdict import Signal
from countermark.store.blobs import BlobFolder

ROUND, PAIRED = 9101, 9102
"""Rounds of repeated runs, behind all that an audit has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """What became of every signal, and how many runs it took."""

    signals: tuple[RepeatedSignal, ...]
    runs: int
    failed_runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """One trigger of a signal, and the effect that stands for it."""

    signal: Signal
    effect: Effect


def repeat(rebuilt: Rebuilt, root: str, folder: Path, jobs: int, progress: Progress) -> Repeated:
    """Each covert signal's runs again, with the target that is unpacked at ``root``; bytes go to ``folder``."""
    inputs = _today(rebuilt.directory.inputs)
    work = _Work(inputs, root, folder, jobs, progress)
    pieces = tuple(piece for signal in rebuilt.audit.signals for piece in _pieces(signal, rebuilt))
    told: dict[int, RepeatedCause] = {}
    if pieces:
        fresh = work.carry_out(repeated_runs(inputs.question, tuple(dict.fromkeys(map(_trigger, pieces))), ROUND))
        told = dict(enumerate(_repeated(inputs, pieces, rebuilt, fresh)))
    said = []
    for signal in rebuilt.audit.signals:
        causes = tuple(told[number] for number, piece in enumerate(pieces) if piece.signal is signal)
        said.append(_said(signal, causes) if causes else _by_chance(signal, rebuilt, work))
    return Repeated(signals=tuple(said), runs=work.runs, failed_runs=work.failed)


class _Work:
    """Runs rounds in the lab, and counts."""

    def __init__(self, inputs: AuditInputs, root: str, folder: Path, jobs: int, progress: Progress) -> None:
        self._inputs, self._root, self._folder, self._jobs, self._progress = inputs, root, folder, jobs, progress
        self._authority = CertificateAuthority.create()
        self.inputs = inputs
        self.runs = self.failed = 0

    def carry_out(self, round_: Round) -> tuple[Seen, ...]:
        """What every run of the round says, in the order of asking; one that says nothing is tried a second time."""
        seen: dict[str, Seen] = {}
        for again in (False, True):
            waiting = {request.id: request for request in round_.requests if request.id not in seen}
            if not waiting:
                break
            self._progress.step(f"{len(waiting)} runs{' once more' if again else ''}: {round_.why}")
            specs = tuple(
                specified(self._inputs, self._root, request, self._authority, self._folder)
                for request in waiting.values()
            )
            with Pool(workers=self._jobs) as pool:
                for done, finished in enumerate(pool.run(specs), 1):
                    run = SettledRun(request=waiting[finished.id], settled=finished.settled)
                    one = see(run, self._inputs, BlobFolder(self._folder).read)
                    self.failed += one is None
                    if one is not None:
                        seen[finished.id] = one
                    self._progress.runs(done, len(specs), "repeated")
            self.runs += len(specs)
        return tuple(seen[name] for name in sorted(seen))


def _today(inputs: AuditInputs) -> AuditInputs:
    """The inputs with what a reader can plainly derive from each level today too: a date that is told follows it."""
    levels: dict[str, list[str]] = {item.factor: [*item.levels, *item.contrasts] for item in inputs.question.factors}
    for item in inputs.derivations:
        if item.factor in levels and item.value not in levels[item.factor]:
            levels[item.factor].append(item.value)
    every = tuple(FactorLevels(factor=factor, levels=tuple(values)) for factor, values in levels.items())
    now = datetime.now(UTC).isoformat(timespec="seconds")
    found = derivations(every, instants(now, refused=True))
    return replace(inputs, derivations=tuple(sorted({*inputs.derivations, *found})))


def _trigger(piece: _Piece) -> Trigger:
    return piece.effect.trigger


def _pieces(signal: Signal, rebuilt: Rebuilt) -> Iterator[_Piece]:
    """For each set of factors behind a signal, the effect with the most fresh runs in the audit itself."""
    effects = {effect.id: effect for effect in rebuilt.concluded[0].effects}
    confirming = [one.request.environment for one in rebuilt.seen if one.request.purpose is Purpose.CONFIRM]
    question = rebuilt.directory.inputs.question
    best: dict[tuple[str, ...], tuple[int, Effect]] = {}
    for cause in signal.causes:
        effect = effects[cause.effect]
        factors = tuple(sorted({level.factor for level in effect.trigger}))
        runs = confirming.count(sides(question, effect.trigger)[0])
        if factors not in best or runs > best[factors][0]:
            best[factors] = runs, effect
    return (_Piece(signal=signal, effect=effect) for _, effect in best.values())


def _repeated(
    inputs: AuditInputs, pieces: Sequence[_Piece], rebuilt: Rebuilt, fresh: tuple[Seen, ...]
) -> tuple[RepeatedCause, ...]:
    sealed = tuple(one for one in rebuilt.seen if one.request.purpose not in PROVING)
    wanted = {environment for piece in pieces for environment in _environments(inputs, piece)}
    examples = {run for piece in pieces for run in (piece.effect.on_run, piece.effect.off_run)}
    # The first run of all stands in front, so that lines are counted in the text that the audit counted them in.
    kept = tuple(
        one
        for number, one in enumerate(sealed)
        if not number or one.request.environment in wanted or one.request.id in examples
    )
    table = Tabulator().places(tuple(one.observation for one in (*kept, *fresh)))
    remainders = Remainders(by_level(inputs.derivations))
    surroundings = {one.request.id: one.request.environment for one in (*kept, *fresh)}

    def places(piece: _Piece) -> Iterator[Place]:
        spots = {(cause.where, cause.line) for cause in piece.signal.causes if cause.effect == piece.effect.id}
        for place in table:
            if (place.address, place.line) in spots and not place.feature.endswith(REDUCED):
                yield from tuple(remainders.of(place, surroundings)) or (place,)

    def repeat_of(piece: _Piece) -> Repeat:
        on, offs = sides(inputs.question, piece.effect.trigger)
        at_on, at_off = _runs(kept, (on,)), _runs(kept, offs)
        return Repeat(
            trigger=piece.effect.trigger,
            places=tuple(places(piece)),
            sealed=Sides(on=at_on or (piece.effect.on_run,), off=at_off or (piece.effect.off_run,)),
            fresh=Sides(on=_runs(fresh, (on,)), off=_runs(fresh, offs)),
        )

    return repeated([repeat_of(piece) for piece in pieces])


def _environments(inputs: AuditInputs, piece: _Piece) -> tuple[Environment, ...]:
    on, offs = sides(inputs.question, piece.effect.trigger)
    return (on, *offs)


def _runs(seen: Iterable[Seen], environments: Sequence[Environment]) -> tuple[str, ...]:
    return tuple(one.request.id for one in seen if one.request.environment in environments)


def _said(signal: Signal, causes: tuple[RepeatedCause, ...]) -> RepeatedSignal:
    gone = [one for one in causes if one.outcome == "not-reproduced"]
    lacking = [one for one in causes if one.outcome == "could-not-run"]
    if gone:
        return RepeatedSignal(signal=signal, outcome="not-reproduced", causes=causes, why=_GONE)
    if lacking:
        return RepeatedSignal(signal=signal, outcome="could-not-run", causes=causes, why=_LACKING)
    why = _SAME if all(one.same_texts for one in causes) else _OTHER
    return RepeatedSignal(signal=signal, outcome="reproduced", causes=causes, why=why)


_GONE = "fresh runs with and without the trigger do not differ there as those of the audit did"
_LACKING = "too few of the runs left something to compare"
_SAME = "the same texts stand there, with the trigger and without it"
_OTHER = "what stands there follows the trigger again, in other words than in the audit"


def _by_chance(signal: Signal, rebuilt: Rebuilt, work: _Work) -> RepeatedSignal:
    """A signal that no single run shows: as many pairs of fresh runs as the audit has at the most."""
    screening = suspected_by_chance(work.inputs, rebuilt.seen, rebuilt.concluded)
    conclusion = rebuilt.concluded[0]
    sealed = pair_trials(work.inputs, rebuilt.seen, conclusion, screening)
    suspicion = next((trial.suspicion for trial in sealed if _is_of(trial, signal)), None)
    if suspicion is None:
        return RepeatedSignal(signal=signal, outcome="could-not-run", why=_UNTOLD)
    fresh = work.carry_out(paired_runs(work.inputs.question, (suspicion.level,), PAIRED, PAIRS))
    before = tuple(one for one in rebuilt.seen if one.request.purpose is not Purpose.PAIR)
    alone = replace(screening, suspicions=(suspicion,))
    return _by_pairs(signal, suspicion, pair_trials(work.inputs, (*before, *fresh), conclusion, alone))


def _is_of(trial: Trial, signal: Signal) -> bool:
    fired = [(one.factor, level) for one in signal.trigger for level in one.levels]
    level = trial.suspicion.level
    return trial.proven and trial.series.address == signal.where and (level.factor, level.value) in fired


def _by_pairs(signal: Signal, suspicion: Suspicion, trials: tuple[Trial, ...]) -> RepeatedSignal:
    if not trials:
        return RepeatedSignal(signal=signal, outcome="could-not-run", why=_LACKING)
    trial = trials[0]
    cause = RepeatedCause(
        trigger=(suspicion.level,),
        outcome="reproduced" if trial.proven else "not-reproduced",
        p_adjusted=trial.p_adjusted,
        tests=trial.tests,
        runs_with=trial.pairs,
        runs_without=trial.pairs,
    )
    why = _OFTEN if trial.proven else _GONE
    return RepeatedSignal(signal=signal, outcome=cause.outcome, causes=(cause,), why=why)


_UNTOLD = "the audit does not say by which runs it can be told"
_OFTEN = "in fresh pairs of runs the same follows the trigger again"
