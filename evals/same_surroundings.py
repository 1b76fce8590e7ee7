"""Runs a tool many times in the same surroundings, deals the runs out at random to others, and counts what is said.

    python evals/same_surroundings.py [--runs N] [--splits N] [--cache DIR] [--out DIR] TARGET ...

Nothing was varied, so whatever an audit says then is false. Each split is made twice: in two halves that are compared
whole, as if one level of one factor stood between them; and dealt run by run to what the planner asks for, as if each
were the run of another row of the covering array. Signals of all three kinds are counted. The figures of the tools
that are named go to ``evals/same_surroundings.json``, those of others stay as they are; ``same_surroundings.md``
beside it is the table for people.
"""

# ruff: noqa: INP001, T201 -- a script, and it prints

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from countermark.design.space import baseline
from countermark.drive.audit import resume
from countermark.drive.findings import Planner, Ran, Seen, conclude, see
from countermark.drive.preparation import AuditOptions, prepare
from countermark.model.design import Conclusion
from countermark.model.inputs import AuditInputs
from countermark.model.place import Place
from countermark.model.run import Purpose, Round, RunRequest, SettledRun
from countermark.model.verdict import Audit
from countermark.store.directory import AuditDirectory

ROOT = Path(__file__).resolve().parents[1]


class Silent:
    """Is told of progress and says nothing."""

    def step(self, text: str) -> None:
        """Something began."""

    def runs(self, done: int, planned: int, note: str) -> None:
        """A run settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Runs of one tool in one environment, each with what it says."""

    directory: AuditDirectory
    runs: tuple[tuple[SettledRun, Seen], ...]
    failed: int


def gather(target: str, path: Path, number: int, cache: Path | None) -> Pool:
    """``number`` runs of the baseline, made by the audit's own machinery as the first round of an audit of no more."""
    options = AuditOptions(
        target=target,
        out=path,
        max_runs=number,
        jobs=os.cpu_count() or 1,
        cache=cache,
        confirm_lists="none",
        probes=False,
    )
    prepared = prepare(options, Silent())
    environment = baseline(prepared.inputs.question.factors)
    requests = tuple(
        RunRequest(id=f"0001-{index:03d}", environment=environment, purpose=Purpose.BASELINE, why="the same again")
        for index in range(1, number + 1)
    )
    prepared.directory.write_round(Round(number=1, requests=requests, why="the same again"))
    prepared.directory.close()
    resume(path, jobs=options.jobs, cache=cache, progress=Silent())
    return load(path)


def load(path: Path) -> Pool:
    """The runs of a directory that ``gather`` made."""
    directory = AuditDirectory.open_sealed(path)
    settled = directory.settled_runs()
    told = [(run, one) for run in settled if (one := see(run, directory.inputs, directory.blob)) is not None]
    return Pool(directory=directory, runs=tuple(told), failed=len(settled) - len(told))


class Deal:
    """The runs of a pool in an order of chance, handed out under other names."""

    def __init__(self, pool: Pool, seed: int) -> None:
        self._directory = pool.directory
        self._left = list(pool.runs)
        Random(f"deal/{seed}").shuffle(self._left)  # noqa: S311 -- an order, not a secret
        self.settled: list[SettledRun] = []
        self.seen: list[Seen] = []

    def give(self, request: RunRequest) -> None:
        """The next run, as if it were the one that was asked for."""
        run, one = self._left.pop()
        self.settled.append(replace(run, request=request))
        self.seen.append(replace(one, request=request, observation=replace(one.observation, run=request.id)))

    @property
    def left(self) -> int:
        """How many runs are not given yet."""
        return len(self._left)

    def plan(self, planner: Planner) -> tuple[Round | Conclusion, tuple[Place, ...]]:
        """What the planner says to what was given."""
        return planner.plan(tuple(run.request for run in self.settled), tuple(self.seen))

    def said(self, inputs: AuditInputs, concluded: tuple[Conclusion, tuple[Place, ...]]) -> Audit:
        """What an audit says of what was given."""
        ran = Ran(settled=tuple(self.settled), seen=tuple(self.seen))
        return conclude(inputs, ran, concluded, self._directory.blob, ())


def halves(pool: Pool, seed: int) -> Audit:
    """One half against the other, as if they were two levels of one factor."""
    inputs, size = pool.directory.inputs, len(pool.runs)
    first = inputs.question.factors[seed % len(inputs.question.factors)]
    question = replace(inputs.question, factors=(replace(first, levels=first.levels[:2], contrasts=()),), max_runs=size)
    inputs = replace(inputs, question=question, hints=(), checks=())
    off = baseline(question.factors)
    on = off.merged(replace(off.levels[0], value=first.levels[1]))
    deal = Deal(pool, seed)
    for index in range(size):
        purpose = Purpose.CONFIRM if index % (size // 2) < question.confirmations else Purpose.COVER
        environment = on if index >= size // 2 else off
        deal.give(RunRequest(id=f"0001-{index:03d}", environment=environment, purpose=purpose, why="dealt"))
    concluded, table = deal.plan(Planner(inputs))
    if not isinstance(concluded, Conclusion):
        message = "the planner asks for more runs than there are"
        raise RuntimeError(message)  # noqa: TRY004 -- not a wrong argument
    return deal.said(inputs, (concluded, table))


def dealt(pool: Pool, seed: int) -> Audit:
    """An audit whose every run, whatever it asked for, is one of the same."""
    inputs, size = pool.directory.inputs, len(pool.runs)
    inputs = replace(inputs, question=replace(inputs.question, seed=seed, max_runs=size), checks=())
    deal, planner = Deal(pool, seed), Planner(inputs)
    while True:
        said, table = deal.plan(planner)
        if isinstance(said, Conclusion):
            return deal.said(inputs, (said, table))
        for request in said.requests:
            deal.give(request)


def told(audits: Iterable[Audit]) -> list[str]:
    """Everything that was said and is false, in a few words each."""
    return [
        f"{signal.kind.value} {signal.channel} by {'+'.join(item.factor for item in signal.trigger)} at "
        f"{signal.where.role} {signal.where.part} {signal.where.pointer or signal.where.name}"
        for audit in audits
        for signal in (*audit.signals, *audit.overt, *audit.functional)
    ]


def measure(target: str, path: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """The figures of one tool."""
    began, load_before = time.monotonic(), os.getloadavg()[0]
    pool = load(path) if path.exists() else gather(target, path, asked.runs, asked.cache)
    taken = time.monotonic() - began
    in_halves = [halves(pool, seed) for seed in range(1, asked.splits + 1)]
    in_deals = [dealt(pool, seed) for seed in range(1, asked.splits + 1)]
    inputs = pool.directory.inputs
    return {
        "profile": inputs.profile.id,
        "purl": inputs.target.purl,
        "created": inputs.created,
        "evidence_id": pool.directory.evidence_id,
        "runs": len(pool.runs),
        "failed": pool.failed,
        "noisy_places": len(in_halves[0].noise),
        "splits": asked.splits,
        "false_in_halves": told(in_halves),
        "false_when_dealt": told(in_deals),
        "seconds": round(taken),
        "load": round(load_before, 1),
    }


def page(rows: list[dict[str, Any]]) -> Iterator[str]:
    """The figures for people."""
    yield "# The same surroundings again and again\n\nWritten by `evals/same_surroundings.py`. Nothing was varied, so"
    yield "whatever is said of a split is false: signals of all kinds, covert, overt and functional, are counted.\n"
    yield "| tool | runs | failed | noisy places | splits | said of halves | said of dealt runs | s (load) |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        counts = [row["runs"], row["failed"], row["noisy_places"], row["splits"]]
        said = [len(row["false_in_halves"]), len(row["false_when_dealt"])]
        cells = [row["purl"], *counts, *said, f"{row['seconds']} ({row['load']})"]
        yield f"| {' | '.join(str(cell) for cell in cells)} |"
    splits = sum(row["splits"] for row in rows)
    wrong = sum(bool(row["false_in_halves"]) + bool(row["false_when_dealt"]) for row in rows)
    yield f"\n{splits} splits of {len(rows)} tools; something false was said in {wrong} of {2 * len(rows)} series."


def main() -> int:
    """Measures, writes the results, and ends 1 where anything at all was said."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="+")
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--splits", type=int, default=20)
    parser.add_argument("--cache", type=Path, default=None)
    parser.add_argument("--out", type=Path, default=None, help="where evidence is kept, and read again if it is there")
    asked = parser.parse_args()
    results = ROOT / "evals" / "same_surroundings.json"
    rows = {row["profile"]: row for row in json.loads(results.read_text("utf-8"))} if results.exists() else {}
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="same-surroundings-") as scratch:
        for target in asked.targets:
            row = measure(target, (asked.out or Path(scratch)) / target.replace("/", "-").replace(":", "-"), asked)
            print(json.dumps(row), flush=True)
            rows[row["profile"]] = row
            wrong += len(row["false_in_halves"]) + len(row["false_when_dealt"])
            kept = [rows[name] for name in sorted(rows)]
            results.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
            results.with_suffix(".md").write_text("\n".join(page(kept)) + "\n", "utf-8")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
