"""The options by which an audit is held against a policy or an approved audit, and the exit code that follows."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from countermark.cli.output import in_colour, write_text
from countermark.drive.gate import Gate, gated_exit_code
from countermark.errors import EXIT_COVERT, EXIT_INCOMPLETE, EXIT_OK, UsageError
from countermark.model.verdict import Audit, Verdict
from countermark.report.decision import json, terminal

EXIT_CODES = {
    Verdict.NOTHING_COVERT_FOUND: EXIT_OK,
    Verdict.COVERT: EXIT_COVERT,
    Verdict.INCOMPLETE: EXIT_INCOMPLETE,
}


def gate_arguments(parser: argparse.ArgumentParser) -> None:
    """What an audit can be held against."""
    parser.add_argument(
        "--policy", type=Path, metavar="FILE", help="fail on what is not allowed there (countermark.policy/1)"
    )
    parser.add_argument(
        "--baseline", type=Path, metavar="FILE", help="fail only on what an approved audit's JSON does not have"
    )
    parser.add_argument("--decision", type=Path, metavar="FILE", help="write what they say as countermark.gate/1")


def read_gate(given: argparse.Namespace) -> Gate:
    """The gate that was asked for, read before anything runs."""
    if given.decision and not (given.policy or given.baseline):
        raise UsageError("--decision has nothing to decide by", hint="name a --policy FILE or a --baseline FILE")
    return Gate(given.policy, given.baseline)


def decided(gate: Gate, audit: Audit, file: Path | None) -> int:
    """Says what is not allowed, and the exit code of the audit under the gate."""
    decision = gate.decision(audit)
    if decision is None:
        return EXIT_CODES[audit.verdict]
    sys.stdout.write(terminal.render(decision, colour=in_colour()))
    if file:
        write_text(file, json.render(decision, audit))
    return gated_exit_code(audit, decision)
