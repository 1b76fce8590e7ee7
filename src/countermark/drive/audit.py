"""The main job: from a target's name to a sealed audit directory and what it says."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

from countermark.analyse.places import Tabulator
from countermark.design.list_checks import next_checks
from countermark.design.paired_runs import STAGES, paired_runs
from countermark.drive.budget import Budget, beside_lists, runs_of
from countermark.drive.earlier import told
from countermark.drive.findings import (
    Planner,
    Ran,
    Seen,
    conclude,
    discovering,
    of_probes,
    of_verdict,
    outcomes,
    pair_trials,
    see,
    suspected_by_chance,
)
from countermark.drive.localising import localise
from countermark.drive.preparation import AuditOptions, Prepared, prepare, reacquire
from countermark.drive.progress import Progress
from countermark.drive.running import specification, staged
from countermark.drive.shortfalls import stopped_because
from countermark.drive.tracing import ROUND as TRACED
from countermark.errors import AuditDirectoryError, Interrupted
from countermark.lab import CertificateAuthority, Pool
from countermark.model.design import Conclusion
from countermark.model.inputs import AuditInputs
from countermark.model.place import Place
from countermark.model.provenance import Duration, End
from countermark.model.run import Purpose, Round, RunRequest, SettledRun
from countermark.model.statistics import Screening
from countermark.model.verdict import Audit
from countermark.store.directory import AuditDirectory

MAX_ROUNDS = 200
"""A plan that has not come to an end by then never will; the run budget ends it long before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A sealed audit and where it lies."""

    audit: Audit
    directory: Path


def audit(options: AuditOptions, *, progress: Progress) -> Finished:
    """Audits a target from its name.

    Raises:
        CountermarkError: the target, the profile or this machine does not permit it; nothing untrusted ran.
        Interrupted: the user stopped it; the directory can be resumed.
    """
    began = time.monotonic()
    prepared = prepare(options, progress)
    return _carry_out(prepared, options.jobs, progress, Budget(began=began, seconds=options.budget_s))


def resume(path: Path, *, jobs: int, cache: Path | None, progress: Progress, budget_s: float | None = None) -> Finished:
    """Goes on with an audit that was stopped: the same plan, from the first run that has not settled.

    ``budget_s`` counts from now.

    Raises:
        AuditDirectoryError: the directory is not one that can be resumed.
    """
    began = time.monotonic()
    directory = AuditDirectory.open(path)
    if directory.sealed:
        raise AuditDirectoryError(f"{path} is finished", hint=f"countermark replay {path}")
    budget = Budget(began=began, seconds=budget_s)
    return _carry_out(reacquire(directory, cache, progress), jobs, progress, budget)


def _carry_out(prepared: Prepared, jobs: int, progress: Progress, budget: Budget) -> Finished:
    directory = prepared.directory
    try:
        return _carried_out(prepared, jobs, progress, budget)
    except KeyboardInterrupt as error:
        raise Interrupted(
            "the audit was stopped; every run that had settled is kept",
            hint=f"countermark audit --resume {directory.path}",
        ) from error


def _carried_out(prepared: Prepared, jobs: int, progress: Progress, budget: Budget) -> Finished:
    directory, inputs = prepared.directory, prepared.inputs
    work = _Work(prepared, jobs, progress, budget)
    concluded, end = work.until_concluded()
    progress.step("explain what was found")
    probed = of_probes(directory.settled_runs(), inputs, directory.blob)
    found = conclude(
        inputs,
        Ran(settled=work.settled, seen=work.seen, probed=probed, tabulator=work.tabulator, screening=work.screening),
        concluded,
        directory.blob,
        end.stopped,
    )
    ran = time.monotonic()
    found = localise(prepared, found, jobs=jobs, progress=progress, most_runs=budget.affords())
    timing = (
        *prepared.timing,
        Duration(step="runs", seconds=round(budget.running_s, 1)),
        Duration(step="localise", seconds=round(time.monotonic() - ran, 1)),
        Duration(step="total", seconds=round(time.monotonic() - budget.began, 1)),
    )
    evidence_id = directory.seal(replace(end, timing=timing, made_a_difference=told(found)))
    return Finished(audit=replace(found, evidence_id=evidence_id, timing=timing), directory=directory.path)


class _Work:
    """The loop of planning and running, and what has settled so far."""

    def __init__(self, prepared: Prepared, jobs: int, progress: Progress, budget: Budget) -> None:
        self._prepared, self._jobs, self._progress, self._budget = prepared, jobs, progress, budget
        self._directory: AuditDirectory = prepared.directory
        self._inputs: AuditInputs = prepared.inputs
        self._authority = CertificateAuthority.create()
        self._runs: dict[str, SettledRun] = {}
        self._seen: dict[str, Seen] = {}
        self.tabulator = Tabulator()
        self.screening: Screening | None = None

    @property
    def settled(self) -> tuple[SettledRun, ...]:
        """Every settled run, in the order of asking."""
        return tuple(self._runs[run] for run in sorted(self._runs))

    @property
    def seen(self) -> tuple[Seen, ...]:
        """Every run that settled with usable evidence, in the order of asking."""
        return tuple(self._seen[run] for run in sorted(self._seen))

    def until_concluded(self) -> tuple[tuple[Conclusion, tuple[Place, ...]], End]:
        """Rounds until the planner stops; and the reasons, if any, for which the audit is not complete."""
        planner = Planner(self._inputs)
        for run in of_verdict(self._directory.settled_runs()):
            self._take(run)
        with Pool(workers=self._jobs) as pool:
            for round_ in self._directory.rounds():
                if round_.number < TRACED:
                    self._run(pool, round_)
            for _ in range(MAX_ROUNDS):
                most_runs = self._most_runs()
                with self._budget.planning():
                    said, table = planner.plan(tuple(run.request for run in self.settled), self.seen, most_runs)
                if isinstance(said, Conclusion):
                    self._check_lists(pool, (said, table))
                    self._pair(pool, (said, table))
                    stopped = stopped_because(said, self.settled, frozenset(self._seen))
                    return (said, table), End(stopped=stopped, most_runs=most_runs)
                self._directory.write_round(said)
                self._run(pool, said)
        message = "the planner did not come to an end"
        raise RuntimeError(message)

    def _most_runs(self) -> int | None:
        """For how many runs of the plan in all the time lasts, beside those that put lists to the proof."""
        further = self._budget.affords()
        if further is None:
            return None
        planned = len(discovering(tuple(run.request for run in self.settled)))
        first = self._inputs.question.max_runs // 2 - planned
        return planned + beside_lists(further, runs_of(self._inputs.checks), first)

    def _check_lists(self, pool: Pool, concluded: tuple[Conclusion, tuple[Place, ...]]) -> None:
        """Runs for hidden lists, once everything else is known: what an entry needs beside it was found out by then."""
        for _ in range(MAX_ROUNDS if self._inputs.checks else 0):
            with self._budget.planning():
                said = self._next_checks(concluded)
            further = self._budget.affords()
            if said is None or further == 0:
                return
            said = replace(said, requests=said.requests[:further])
            self._directory.write_round(said)
            self._run(pool, said)

    def _next_checks(self, concluded: tuple[Conclusion, tuple[Place, ...]]) -> Round | None:
        inputs = self._inputs
        tried = self._requests(Purpose.LIST)
        return next_checks(
            inputs.question,
            inputs.checks,
            concluded[0].effects,
            tuple((request, request.id in self._seen) for request in tried),
            outcomes(inputs, self.seen, (), concluded, self.tabulator),
            self._next_number(),
        )

    def _pair(self, pool: Pool, concluded: tuple[Conclusion, tuple[Place, ...]]) -> None:
        """Pairs of fresh runs, where there is time, for what may follow a level by chance; each stage once."""
        with self._budget.planning():
            self.screening = suspected_by_chance(self._inputs, self.seen, concluded)
        begun = {request.id.partition("-")[0] for request in self._requests(Purpose.PAIR)}
        for turns in STAGES[len(begun) :]:
            with self._budget.planning():
                tried = pair_trials(self._inputs, self.seen, concluded[0], self.screening)
            decided = {trial.suspicion for trial in tried}
            levels = tuple(dict.fromkeys(one.level for one in self.screening.suspicions if one not in decided))
            said = paired_runs(self._inputs.question, levels, self._next_number(), turns)
            further = self._budget.affords()
            if not levels or (further is not None and len(said.requests) > further):
                return
            self._directory.write_round(said)
            self._run(pool, said)

    def _requests(self, purpose: Purpose) -> tuple[RunRequest, ...]:
        return tuple(run.request for run in self.settled if run.request.purpose is purpose)

    def _next_number(self) -> int:
        return sum(round_.number < TRACED for round_ in self._directory.rounds()) + 1

    def _run(self, pool: Pool, round_: Round) -> None:
        """Settles every request of a round that has not settled yet."""
        open_requests = [request for request in round_.requests if request.id not in self._runs]
        if not open_requests:
            return
        self._progress.step(f"round {round_.number}: {len(open_requests)} runs: {round_.why}")
        by_id = {request.id: request for request in open_requests}
        specs = tuple(specification(self._prepared, request, self._authority) for request in open_requests)
        with self._budget.running():
            for done, finished in enumerate(pool.run(specs), start=1):
                taken = SettledRun(request=by_id[finished.id], settled=finished.settled)
                self._directory.adopt_run(taken, staged(self._prepared, finished.id))
                self._take(taken)
                self._progress.runs(done, len(open_requests), f"{len(self._runs)} runs in all")
        self._budget.runs += len(open_requests)

    def _take(self, run: SettledRun) -> None:
        self._runs[run.request.id] = run
        seen = see(run, self._inputs, self._directory.blob)
        if seen is not None:
            self._seen[run.request.id] = seen
