"""``countermark audit``: from a package name to an explained, replayable verdict."""

from __future__ import annotations

import argparse
import math
import os
import sys
from pathlib import Path

from countermark.cli.command import Command
from countermark.cli.gate import decided, gate_arguments, read_gate
from countermark.cli.output import write_reports
from countermark.cli.progress import TerminalProgress
from countermark.drive.audit import audit, resume
from countermark.drive.candidates import CONFIRM, SAMPLED_ENTRIES
from countermark.drive.environments import parse_factor, parse_level
from countermark.drive.preparation import DEFAULT_MAX_RUNS, AuditOptions
from countermark.errors import UsageError
from countermark.store.levels import read_levels


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of an audit."""
    parser.add_argument(
        "target",
        nargs="?",
        help="npm:NAME@VERSION, pypi:NAME==VERSION, pkg:TYPE/NAME@VERSION, a file, a folder, or command:NAME",
    )
    parser.add_argument("--resume", type=Path, metavar="DIR", help="go on with an audit that was stopped")
    parser.add_argument("--profile", metavar="ID|FILE", default="", help="how to start the tool (default: by its name)")
    parser.add_argument(
        "--scenario", metavar="ID|FILE", default="one-prompt", help="what to ask it (default: one-prompt)"
    )
    _levels(parser)
    parser.add_argument("--strength", type=int, default=2, choices=(1, 2, 3), help="t of the t-way covering array (2)")
    parser.add_argument(
        "--max-runs",
        type=int,
        default=None,
        metavar="N",
        help=f"most runs of the tool ({DEFAULT_MAX_RUNS[2]}, for strength 3 {DEFAULT_MAX_RUNS[3]})",
    )
    parser.add_argument(
        "--budget",
        type=float,
        default=None,
        metavar="SECONDS",
        help="most seconds to take, lists and all: levels outside the covering array are then left out first",
    )
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="runs at once (one per core)"
    )
    parser.add_argument(
        "--confirm-lists",
        choices=CONFIRM,
        default="sampled",
        help=f"which entries of each hidden list to try live, one run for each, beside --max-runs "
        f"(sampled: {SAMPLED_ENTRIES} of each)",
    )
    parser.add_argument(
        "--no-probes",
        action="store_true",
        help="do not look inside of the tool while it runs (runs of their own, on which no verdict rests)",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="seed of the plan (1)")
    _folders_and_files(parser)


def _levels(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--level", action="append", default=[], metavar="FACTOR=VALUE", help="a further level to try (may be repeated)"
    )
    parser.add_argument("--levels", type=Path, metavar="FILE", help="further levels from a file (countermark.levels/1)")
    parser.add_argument(
        "--cross",
        action="append",
        default=[],
        metavar="FACTOR",
        help="try all levels of a factor with all of the others, as mode or credentials (may be repeated)",
    )


def _folders_and_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="the new audit directory (default: named after the target)"
    )
    parser.add_argument(
        "--learn-from",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="a finished audit of the same, or a folder of some: try first what made a difference there "
        "(may be repeated)",
    )
    parser.add_argument("--cache", type=Path, default=None, metavar="DIR", help="where downloads are kept")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the report as countermark.audit/1")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the report as one self-contained page")
    parser.add_argument("--sarif", type=Path, metavar="FILE", help="write the findings as SARIF 2.1.0")
    gate_arguments(parser)


def run(given: argparse.Namespace) -> int:
    """Audits, prints the report, and says by the exit code what was found."""
    gate = read_gate(given)
    progress = TerminalProgress()
    try:
        if given.resume:
            finished = resume(
                given.resume, jobs=given.jobs, cache=given.cache, progress=progress, budget_s=_budget(given)
            )
        else:
            finished = audit(_options(given), progress=progress)
    finally:
        progress.close()
    write_reports(finished.audit, json_file=given.json, html_file=given.html, sarif_file=given.sarif)
    code = decided(gate, finished.audit, given.decision)
    sys.stdout.write(f"\nreplay with: countermark replay {finished.directory}\n")
    return code


def _budget(given: argparse.Namespace) -> float | None:
    budget_s: float | None = given.budget
    if budget_s is not None and not (math.isfinite(budget_s) and budget_s > 0):
        raise UsageError(f"--budget {budget_s:g} is no time", hint="seconds, for example --budget 360")
    return budget_s


def _options(given: argparse.Namespace) -> AuditOptions:
    if not given.target:
        raise UsageError("no target is named", hint="countermark audit npm:NAME@VERSION, or --resume DIR")
    if given.max_runs is not None and given.max_runs < 1:
        hint = f"at least 1; the default is {DEFAULT_MAX_RUNS[given.strength]}"
        raise UsageError(f"--max-runs {given.max_runs} leaves nothing to run", hint=hint)
    levels = [parse_level(text) for text in given.level]
    if given.levels:
        levels.extend(parse_level(f"{level.factor}={level.value}") for level in read_levels(given.levels))
    return AuditOptions(
        target=given.target,
        out=given.out,
        profile=given.profile,
        scenario=given.scenario,
        levels=tuple(levels),
        strength=given.strength,
        max_runs=given.max_runs or 0,
        jobs=max(1, given.jobs),
        seed=given.seed,
        cache=given.cache,
        confirm_lists=given.confirm_lists,
        probes=not given.no_probes,
        budget_s=_budget(given),
        learn_from=tuple(given.learn_from),
        crossed=tuple(map(parse_factor, given.cross)),
    )


COMMAND = Command(
    id="audit",
    title="audit a tool and explain what it tells about its user's machine",
    description=(
        "Fetches a tool, runs it in a sealed lab with false model providers under many environments, "
        "finds what causes which bytes, and explains it."
    ),
    arguments=arguments,
    run=run,
)
